#include "center/web/request.hpp"

#include "crypto/hex.hpp"

namespace ssc::center::web {
namespace {

constexpr std::size_t kMostFields = 32;

std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] == '%') {
      const auto byte = crypto::fromHex(text.substr(i + 1, 2));
      if (!byte || byte->size() != 1) return std::nullopt;
      out += static_cast<char>(byte->front());
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

/// The part up to `separator`, which is taken away with it.
std::string_view takeUntil(std::string_view& text, char separator) {
  const auto end = text.find(separator);
  const auto part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return part;
}

std::string cookieIn(std::string_view header) {
  while (!header.empty()) {
    std::string_view pair = takeUntil(header, ';');
    while (pair.starts_with(' '))
      pair.remove_prefix(1);
    if (takeUntil(pair, '=') == kCookieName) return std::string(pair);
  }
  return {};
}

}  // namespace

std::optional<Fields> parseFields(std::string_view encoded) {
  Fields fields;
  while (!encoded.empty()) {
    std::string_view pair = takeUntil(encoded, '&');
    if (pair.empty()) continue;
    auto name = decoded(takeUntil(pair, '='));
    auto value = decoded(pair);
    if (!name || !value || fields.size() == kMostFields) return std::nullopt;
    for (const auto& [known, ignored] : fields) {
      if (known == *name) return std::nullopt;
    }
    fields.emplace_back(std::move(*name), std::move(*value));
  }
  return fields;
}

std::string_view valueOf(const Fields& fields, std::string_view name) {
  for (const auto& [known, value] : fields) {
    if (known == name) return value;
  }
  return {};
}

std::string urlEncoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    if (plain)
      out += c;
    else
      out += "%" + crypto::toHex(crypto::Bytes{static_cast<std::uint8_t>(c)});
  }
  return out;
}

std::string Request::link(std::string_view to, std::string_view with) const {
  std::string out(to);
  if (!with.empty()) out += "?" + std::string(with);
  if (language == Language::en) out += with.empty() ? "?lang=en" : "&lang=en";
  return out;
}

std::optional<Request> readRequest(const HttpRequest& http) {
  const std::string_view target = http.target;
  const auto mark = target.find('?');
  Request request{http, std::string(target.substr(0, mark)), {}, {}, cookieIn(http.cookie)};
  auto query = parseFields(mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1));
  if (!query) return std::nullopt;
  request.query = std::move(*query);
  if (http.contentType.starts_with("application/x-www-form-urlencoded")) {
    auto form = parseFields(http.body);
    if (!form) return std::nullopt;
    request.form = std::move(*form);
  }
  if (valueOf(request.query, "lang") == "en") request.language = Language::en;
  return request;
}

}  // namespace ssc::center::web
