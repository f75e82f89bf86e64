// Sign-in on a computer: the page shows a code that changes every second, the phone scans it and confirms.
// The secret behind the code never leaves the center: the picture is drawn here.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "center/identity/people.hpp"
#include "center/web/pages.hpp"
#include "crypto/hex.hpp"
#include "wire/code_text.hpp"
#include "wire/qr/draw.hpp"
#include "wire/qr/png.hpp"

namespace ssc::center::web {

using wire::office::ErrorCode;

namespace {

constexpr std::string_view kFolder = "/web/login/";
constexpr std::int64_t kShown = 120,
                       kConfirmIn = 60;  // seconds: logins.cpp decides, this is what is displayed

struct BrowserRow {
  std::string_view mark, name;
};
// The first mark that is there decides: most browsers name others beside themselves. What a browser sends is
// never shown, only a name of this table.
constexpr std::array kBrowsers{BrowserRow{"Edg/", "Edge"},        BrowserRow{"OPR/", "Opera"},
                               BrowserRow{"Firefox/", "Firefox"}, BrowserRow{"Chrome/", "Chrome"},
                               BrowserRow{"Safari/", "Safari"},   BrowserRow{"", "浏览器"}};

std::string placeOf(const Request& request) {
  const std::string_view agent = request.http.userAgent;
  const auto* row = std::find_if(kBrowsers.begin(), kBrowsers.end(), [&](const BrowserRow& browser) {
    return agent.find(browser.mark) != std::string_view::npos;
  });
  return std::string(say(Language::zh, Say::site)) + "网站（" + std::string(row->name) + "）";
}

struct Attempt {
  Visit visit;
  Login login;
  LoginState state = LoginState::expired;
  std::string maskedName;
};

/// The sign-in that this browser is at. 2302 for every other browser.
Answered<Attempt> attemptOf(const Context& at, soci::session& sql, const Request& request) {
  auto visit = findVisit(at.services, sql, request.cookie);
  if (!visit || visit->loginId.empty()) return refuse(ErrorCode::signInUnknown);
  auto login = findLogin(sql, visit->loginId);
  if (!login) return refuse(ErrorCode::signInUnknown);
  Attempt attempt{std::move(*visit), std::move(*login), LoginState::expired, {}};
  attempt.state = stateAt(attempt.login, toStored(at.services.clock.now()));
  if (attempt.state != LoginState::scanned) return attempt;
  const auto ecard = findEcard(sql, attempt.login.signNo);
  const auto person = ecard ? findPerson(sql, ecard->owner) : std::nullopt;
  if (person) attempt.maskedName = maskedName(person->name);
  return attempt;
}

Answered<Attempt> readAttempt(const Context& at, const Request& request) {
  return reading(at, [&](soci::session& sql) { return attemptOf(at, sql, request); });
}

std::int64_t secondsLeft(const Context& at, const Attempt& attempt) {
  const bool scanned = attempt.state == LoginState::scanned;
  const std::int64_t begun = scanned ? attempt.login.scanned : attempt.login.created;
  const std::int64_t passed = (toStored(at.services.clock.now()) - begun) / 1000;
  return std::max<std::int64_t>(0, (scanned ? kConfirmIn : kShown) - passed);
}

std::string matchOf(const Attempt& attempt) {
  return attempt.state == LoginState::scanned
             ? wire::matchNumber(secretOf(attempt.login), attempt.login.id).value_or("")
             : std::string();
}

std::string afterSignIn(const Request& request, const Visit& visit) {
  return request.link(visit.clientId.empty() ? "/web" : "/web/consent");
}

Answered<std::string> collect(const Context& at, const Attempt& attempt) {
  return writing(at, Durability::safe, [&](soci::session& sql) {
    return collectSignIn(at.services, sql, attempt.visit, attempt.login);
  });
}

bool isOpen(LoginState state) {
  return state == LoginState::pending || state == LoginState::scanned;
}

/// Both halves are there; the script shows the one that is meant.
Html waitingHalves(const Context& at, const Request& request, const Attempt& attempt) {
  const Language language = request.language;
  const std::string folder = std::string(kFolder) + attempt.login.id;
  const bool scanned = attempt.state == LoginState::scanned;
  const auto half = [](Name id, bool hidden, const Html& content) {
    return hidden ? element("section", {{"id", std::string(id.text)}, {"hidden", "hidden"}}, content)
                  : element("section", {{"id", std::string(id.text)}}, content);
  };
  const Html picture = single("img", {{"id", "code"},
                                      {"class", "code"},
                                      {"src", folder + "/code.png"},
                                      {"alt", std::string(say(language, Say::codePicture))}});
  const Html left = element("p", {},
                            text(say(language, Say::secondsLeft)) +
                                element("span", {{"id", "left"}}, std::to_string(secondsLeft(at, attempt))));
  const Html name = element(
      "p", {}, text(say(language, Say::forPerson)) + element("span", {{"id", "name"}}, attempt.maskedName));
  return half("pending", scanned, paragraph(say(language, Say::scanHow)) + picture + left) +
         half("scanned", !scanned,
              element("h2", {}, say(language, Say::scannedTitle)) +
                  paragraph(say(language, Say::scannedHow)) +
                  element("p", {{"class", "match"}, {"id", "match"}}, matchOf(attempt)) + name);
}

HttpAnswer waitingPage(const Context& at, const Request& request, const Attempt& attempt) {
  const Language language = request.language;
  const std::string folder = std::string(kFolder) + attempt.login.id;
  const Html content =
      element("div", {{"data-login", folder}, {"data-query", language == Language::en ? "?lang=en" : ""}},
              waitingHalves(at, request, attempt)) +
      element("noscript", {}, paragraph(say(language, Say::noScript))) +
      buttonTo(request, "/web/login/cancel", Say::cancel, formToken(request.cookie), "quiet");
  const Html head = element("noscript", {}, single("meta", {{"http-equiv", "refresh"}, {"content", "3"}})) +
                    element("script", {{"src", "/web/assets/page.js"}, {"defer", "defer"}}, Html());
  return page(request, Say::scanTitle, content, {200, head, {}});
}

HttpAnswer endedPage(const Request& request, const Attempt& attempt) {
  const auto code = attempt.state == LoginState::invalid && attempt.login.reason != 0
                        ? static_cast<ErrorCode>(attempt.login.reason)
                        : ErrorCode::signInExpired;
  const Html content = paragraph(holderText(request.language, {code, 0, {}})) +
                       buttonTo(request, "/web/login/again", Say::renew, formToken(request.cookie)) +
                       linkTo(request, "/web", Say::home, "button quiet");
  return page(request, Say::endedTitle, content);
}

HttpAnswer plain(unsigned status) {
  return {status, "text/plain; charset=utf-8", "", {{"X-Content-Type-Options", "nosniff"}}};
}

HttpAnswer pictureOf(const Context& at, const Attempt& attempt) {
  if (attempt.state != LoginState::pending) return plain(404);
  const std::int64_t age = (toStored(at.services.clock.now()) - attempt.login.created) / 1000;
  const auto code =
      wire::makeLoginCode(secretOf(attempt.login), attempt.login.id, static_cast<std::uint32_t>(age));
  if (!code) return plain(500);
  const auto png =
      qr::drawCode(*code).and_then([](const qr::Picture& picture) { return qr::writePng(picture); });
  if (!png) return plain(500);
  return {200, "image/png", std::string(png->begin(), png->end()), {{"X-Content-Type-Options", "nosniff"}}};
}

HttpAnswer stateOf(const Context& at, const Request& request, const Attempt& attempt) {
  std::string next, cookie;
  if (attempt.state == LoginState::confirmed) {
    auto collected = collect(at, attempt);
    if (collected) cookie = std::move(*collected);
    next = collected ? afterSignIn(request, attempt.visit) : request.link("/web/login");
  } else if (!isOpen(attempt.state)) {
    next = request.link("/web/login");
  }
  const nlohmann::ordered_json body = {{"state", toText(attempt.state)},
                                       {"seconds", isOpen(attempt.state) ? secondsLeft(at, attempt) : 0},
                                       {"matchNumber", matchOf(attempt)},
                                       {"maskedName", attempt.maskedName},
                                       {"next", next}};
  HttpAnswer answer{200, "application/json", body.dump(), {{"X-Content-Type-Options", "nosniff"}}};
  if (!cookie.empty()) setCookie(answer, cookie);
  return answer;
}

}  // namespace

HttpAnswer beginSignInFor(const Context& at, const Request& request, Visit visit,
                          const std::string& service) {
  const auto cookie = writing(at, Durability::quick, [&](soci::session& sql) -> Answered<std::string> {
    auto login =
        openLogin(at.services, sql,
                  {"B", pageNumber(at.services), "web", placeOf(request), service, LoginState::pending, {}});
    if (!login) return tl::unexpected(login.error());
    visit.loginId = login->id;
    return openVisit(at.services, sql, visit);
  });
  if (!cookie) return refusalPage(request, cookie.error());
  HttpAnswer answer = redirectTo(request.link("/web/login"));
  setCookie(answer, *cookie);
  return answer;
}

// Also "again": what the visit was opened for stays.
HttpAnswer beginSignIn(const Context& at, const Request& request) {
  Visit visit;
  std::string service = "LP-HR-094";
  const auto before = reading(at, [&](soci::session& sql) -> Answered<std::optional<Attempt>> {
    auto attempt = attemptOf(at, sql, request);
    return attempt ? std::optional(std::move(*attempt)) : std::nullopt;
  });
  if (!before) return refusalPage(request, before.error());
  if (*before && request.path == "/web/login/again") {
    visit = (*before)->visit;
    service = (*before)->login.service;
  }
  return beginSignInFor(at, request, std::move(visit), service);
}

HttpAnswer signInPage(const Context& at, const Request& request) {
  const auto attempt = readAttempt(at, request);
  if (!attempt && attempt.error().code == ErrorCode::signInUnknown) return redirectTo(request.link("/web"));
  if (!attempt) return refusalPage(request, attempt.error());
  if (isOpen(attempt->state)) return waitingPage(at, request, *attempt);
  if (attempt->state != LoginState::confirmed) return endedPage(request, *attempt);
  const auto cookie = collect(at, *attempt);
  if (!cookie) return refusalPage(request, cookie.error());
  HttpAnswer answer = redirectTo(afterSignIn(request, attempt->visit));
  setCookie(answer, *cookie);
  return answer;
}

HttpAnswer cancelSignIn(const Context& at, const Request& request) {
  if (!isFormToken(request.cookie, valueOf(request.form, "token")))
    return notice(request, 403, Say::trouble, say(request.language, Say::badForm));
  const auto done = writing(at, Durability::quick, [&](soci::session& sql) -> Answered<void> {
    const auto attempt = attemptOf(at, sql, request);
    if (!attempt) return {};
    if (isOpen(attempt->state))
      setLoginState(sql, attempt->login.id, LoginState::invalid,
                    static_cast<unsigned>(ErrorCode::signInUnknown));
    closeVisit(sql, attempt->visit);
    return {};
  });
  if (!done) return refusalPage(request, done.error());
  HttpAnswer answer = redirectTo(request.link("/web"));
  setCookie(answer, {});
  return answer;
}

HttpAnswer signInPart(const Context& at, const Request& request) {
  const auto attempt = readAttempt(at, request);
  if (!attempt) return plain(attempt.error().code == ErrorCode::signInUnknown ? 404 : 503);
  const std::string folder = std::string(kFolder) + attempt->login.id;
  if (request.path == folder + "/code.png" && request.http.method == "GET") return pictureOf(at, *attempt);
  if (request.path == folder + "/state" && request.http.method == "POST")
    return stateOf(at, request, *attempt);
  return plain(404);
}

}  // namespace ssc::center::web
