#include "center/web/page.hpp"

#include <algorithm>

namespace ssc::center::web {
namespace {

constexpr std::string_view kPolicy =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

void protect(HttpAnswer& answer, const std::string& formTarget) {
  answer.headers.emplace_back("Content-Security-Policy",
                              std::string(kPolicy) + (formTarget.empty() ? "" : " " + formTarget));
  answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
  answer.headers.emplace_back("X-Frame-Options", "DENY");
  answer.headers.emplace_back("Referrer-Policy", "no-referrer");
  answer.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
}

/// This page in the other language; a form's answer has no address of its own.
std::string inOtherLanguage(const Request& request) {
  std::string query;
  if (request.http.method == "GET") {
    for (const auto& [name, value] : request.query) {
      if (name != "lang") query += urlEncoded(name) + "=" + urlEncoded(value) + "&";
    }
  }
  query += request.language == Language::zh ? "lang=en" : "lang=zh";
  return (request.http.method == "GET" ? request.path : "/web") + "?" + query;
}

Html headOf(const Request& request, Say title, const Html& more) {
  const std::string name =
      std::string(say(request.language, title)) + " – " + std::string(say(request.language, Say::site));
  return element(
      "head", {},
      single("meta", {{"charset", "utf-8"}}) +
          single("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}) +
          element("title", {}, name) +
          single("link", {{"rel", "stylesheet"}, {"href", "/web/assets/page.css"}}) + more);
}

Html bannerOf(const Request& request) {
  const Language language = request.language;
  return element("a", {{"class", "skip"}, {"href", "#content"}}, say(language, Say::skip)) +
         element("p", {{"class", "simulated"}}, say(language, Say::simulated)) +
         element("header", {{"class", "site"}},
                 element("a", {{"href", request.link("/web")}}, say(language, Say::site)) +
                     element("a",
                             {{"href", inOtherLanguage(request)},
                              {"hreflang", language == Language::zh ? "en" : "zh-CN"},
                              {"lang", language == Language::zh ? "en" : "zh-CN"}},
                             say(language, Say::otherLanguage)));
}

}  // namespace

std::string_view say(Language language, const BothTexts& texts) {
  return language == Language::zh ? texts.zh : texts.en;
}

std::string_view say(Language language, Say text) {
  return say(language, kSay[static_cast<std::size_t>(text)]);
}

std::string_view wordFor(Language language, std::span<const KeyedText> texts, std::string_view key) {
  const auto row = std::find_if(texts.begin(), texts.end(), [&](const KeyedText& t) { return t.key == key; });
  return row == texts.end() ? key : say(language, row->text);
}

HttpAnswer page(const Request& request, Say title, const Html& content, const PageOptions& options) {
  const Html body = bannerOf(request) + element("main", {{"id", "content"}},
                                                element("h1", {}, say(request.language, title)) + content);
  const Html whole = element("html", {{"lang", request.language == Language::zh ? "zh-CN" : "en"}},
                             headOf(request, title, options.head) + element("body", {}, body));
  HttpAnswer answer{options.status, "text/html; charset=utf-8", documentOf(whole), {}};
  protect(answer, options.formTarget);
  return answer;
}

HttpAnswer notice(const Request& request, unsigned status, Say title, std::string_view words) {
  return page(request, title, paragraph(words) + linkTo(request, "/web", Say::home), {status, {}, {}});
}

std::string holderText(Language language, const Refusal& refusal) {
  const auto& row = wire::office::rowOf(refusal.code);
  std::string words(language == Language::zh ? row.zh : row.en);
  if (const auto mark = words.find("{n}"); mark != std::string::npos)
    words.replace(mark, 3, std::to_string(refusal.number));
  return words;
}

HttpAnswer refusalPage(const Request& request, const Refusal& refusal) {
  const unsigned status = wire::office::rowOf(refusal.code).retry ? 503 : 403;
  return notice(request, status, Say::trouble, holderText(request.language, refusal));
}

HttpAnswer redirectTo(const std::string& address) {
  HttpAnswer answer{303, "text/plain; charset=utf-8", "", {{"Location", address}}};
  protect(answer, {});
  return answer;
}

void setCookie(HttpAnswer& answer, const std::string& value) {
  answer.headers.emplace_back("Set-Cookie", std::string(kCookieName) + "=" + value +
                                                "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=" +
                                                (value.empty() ? "0" : "1800"));
}

Html paragraph(std::string_view words) {
  return element("p", {}, words);
}

Html linkTo(const Request& request, std::string_view path, Say words, std::string_view look) {
  return element("a", {{"class", std::string(look)}, {"href", request.link(path)}},
                 say(request.language, words));
}

Html buttonTo(const Request& request, std::string_view path, Say words, std::string_view token,
              std::string_view look) {
  const Html button =
      element("button", {{"class", std::string(look)}, {"type", "submit"}}, say(request.language, words));
  return element(
      "form", {{"method", "post"}, {"action", request.link(path)}},
      single("input", {{"type", "hidden"}, {"name", "token"}, {"value", std::string(token)}}) + button);
}

}  // namespace ssc::center::web
