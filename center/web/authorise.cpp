// Sign-in to another platform: it sends the citizen here, the electronic card says who it is, the citizen
// says what is handed over, and the platform gets a code that it exchanges once.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "center/identity/people.hpp"
#include "center/identity/sessions.hpp"
#include "center/web/clients.hpp"
#include "center/web/pages.hpp"
#include "wire/object_codec.hpp"

namespace ssc::center::web {

using wire::office::ErrorCode;

namespace {

constexpr std::size_t kMostState = 128;

struct FieldRow {
  std::string_view name;
  Say words;
};
constexpr std::array kFieldRows{FieldRow{"name", Say::fieldName}, FieldRow{"number", Say::fieldNumber},
                                FieldRow{"mobile", Say::fieldMobile}};

Say wordsOf(std::string_view field) {
  return std::find_if(kFieldRows.begin(), kFieldRows.end(),
                      [&](const FieldRow& row) { return row.name == field; })
      ->words;
}

bool isState(std::string_view text) {
  return text.size() <= kMostState &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
}

struct Wish {
  Client client;
  std::string redirect, state;
  std::vector<std::string> fields;
};

/// None for an unknown platform and for an address that is not its own: nobody is ever sent there.
Answered<std::optional<Wish>> wishOf(soci::session& sql, const Request& request) {
  const auto client = findClient(sql, std::string(valueOf(request.query, "clientId")));
  auto fields = parseFieldList(valueOf(request.query, "scope"));
  const auto redirect = valueOf(request.query, "redirect"), state = valueOf(request.query, "state");
  if (!client || !fields || !mayReturnTo(*client, redirect) || !isState(state)) return std::nullopt;
  return Wish{*client, std::string(redirect), std::string(state), std::move(*fields)};
}

/// What the phone shows: who asks, and for what.
std::string serviceOf(const Wish& wish) {
  std::string words = "授权登录" + wish.client.name + "：";
  for (const std::string& field : wish.fields)
    words += std::string(say(Language::zh, wordsOf(field))) + " ";
  return words;
}

Html askedFor(const Request& request, const std::string& name) {
  return element("p", {}, text(say(request.language, Say::consentAsks)) + element("strong", {}, name));
}

std::string returnAddress(const std::string& redirect, const std::string& state, const std::string& result) {
  return redirect + (redirect.find('?') == std::string::npos ? "?" : "&") + result +
         "&state=" + urlEncoded(state);
}

struct Consent {
  Visit visit;
  PageSession session;
  Client client;
  Person person;
};

Answered<Consent> consentOf(const Context& at, soci::session& sql, const Request& request) {
  auto visit = findVisit(at.services, sql, request.cookie);
  if (!visit || visit->clientId.empty() || visit->sessionId.empty()) return refuse(ErrorCode::signInUnknown);
  auto session = requireSession(at.services, sql, *visit);
  if (!session) return tl::unexpected(session.error());
  auto client = findClient(sql, visit->clientId);
  auto person = findPerson(sql, session->subject);
  if (!client || !person) return refuse(ErrorCode::signInUnknown);
  return Consent{std::move(*visit), std::move(*session), std::move(*client), std::move(*person)};
}

std::string maskedValue(const Person& person, std::string_view field) {
  if (field == "name") return maskedName(person.name);
  return field == "number" ? person.number.masked(1, 1) : person.mobile.masked(3, 4);
}

Html choice(const Request& request, const Consent& consent, const std::string& field) {
  const std::string words =
      std::string(say(request.language, wordsOf(field))) + " " + maskedValue(consent.person, field);
  return element(
      "label", {{"class", "choice"}},
      single("input", {{"type", "checkbox"}, {"name", field}, {"value", "1"}, {"checked", "checked"}}) +
          text(words));
}

HttpAnswer showConsent(const Request& request, const Consent& consent) {
  const Language language = request.language;
  Html choices;
  for (const std::string& field : parseFieldList(consent.visit.fields).value_or(std::vector<std::string>{}))
    choices += choice(request, consent, field);
  const auto button = [&](const char* answer, Say words, const char* look) {
    return element("button", {{"type", "submit"}, {"name", "answer"}, {"value", answer}, {"class", look}},
                   say(language, words)) +
           text(" ");
  };
  const Html form =
      element("form", {{"method", "post"}, {"action", request.link("/web/consent")}},
              single("input", {{"type", "hidden"}, {"name", "token"}, {"value", formToken(request.cookie)}}) +
                  choices + paragraph(say(language, Say::consentAlways)) +
                  button("agree", Say::consentAgree, "") + button("refuse", Say::consentRefuse, "quiet"));
  const Html content =
      askedFor(request, consent.client.name) + paragraph(say(language, Say::consentWhat)) + form;
  // Browsers hold the address that a form's answer leads to against the policy too.
  return page(request, Say::consentTitle, content, {200, {}, originOf(consent.visit.redirect)});
}

std::string chosenFields(const Request& request, const Visit& visit) {
  std::vector<std::string> chosen;
  for (std::string& field : parseFieldList(visit.fields).value_or(std::vector<std::string>{})) {
    if (valueOf(request.form, field) == "1") chosen.push_back(std::move(field));
  }
  return joined(chosen);
}

/// Where the browser goes. The session was for this alone: it ends.
Answered<std::string> decide(const Context& at, soci::session& sql, const Request& request) {
  const auto consent = consentOf(at, sql, request);
  if (!consent) return tl::unexpected(consent.error());
  const Visit& visit = consent->visit;
  endSession(sql, consent->session.id, toStored(at.services.clock.now()));
  closeVisit(sql, visit);
  if (valueOf(request.form, "answer") != "agree")
    return returnAddress(visit.redirect, visit.state, "error=access_denied");
  const auto code =
      makeCode(at.services, sql, consent->client, consent->session.signNo, chosenFields(request, visit));
  if (!code) return tl::unexpected(code.error());
  if (auto noted = noteAccess(at.services, sql, consent->session, "8107", "LP-OT-001"); !noted)
    return tl::unexpected(noted.error());
  return returnAddress(visit.redirect, visit.state, "code=" + *code);
}

// ---- POST /platform/token

bool isWord(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}
constexpr wire::TextRule kWord{isWord, "1 to 64 characters"};

struct TokenQuestion {
  std::string clientId, secret, code;
};

std::optional<TokenQuestion> readTokenQuestion(const std::string& body) {
  constexpr std::size_t kMost = 1024;
  auto reader = wire::ObjectReader::parse(crypto::bytesOf(body), kMost);
  if (!reader) return std::nullopt;
  TokenQuestion question;
  reader->text("clientId", question.clientId, kWord);
  reader->text("secret", question.secret, kWord);
  reader->text("code", question.code, kWord);
  return reader->finish() ? std::nullopt : std::optional(std::move(question));
}

HttpAnswer tokenRefusal(unsigned status, const Refusal& refusal) {
  const nlohmann::ordered_json body = {{"infcode", static_cast<unsigned>(refusal.code)},
                                       {"error", wire::office::rowOf(refusal.code).name}};
  return {status, "application/json", body.dump(), {{"X-Content-Type-Options", "nosniff"}}};
}

std::string bodyOf(const HandedOver& given) {
  nlohmann::ordered_json body = {{"esscNo", given.esscNo}, {"time", given.time}};
  if (given.number) body["aac002"] = given.number->reveal();
  if (given.name) body["aac003"] = given.name->reveal();
  if (given.mobile) body["aac067"] = given.mobile->reveal();
  return body.dump();
}

}  // namespace

HttpAnswer authorisePage(const Context& at, const Request& request) {
  const auto wish = reading(at, [&](soci::session& sql) { return wishOf(sql, request); });
  if (!wish) return refusalPage(request, wish.error());
  if (!*wish) return notice(request, 400, Say::trouble, say(request.language, Say::badRequest));
  const Wish& asked = **wish;
  if (request.http.method == "POST") {
    Visit visit;
    visit.clientId = asked.client.id;
    visit.redirect = asked.redirect;
    visit.state = asked.state;
    visit.fields = joined(asked.fields);
    return beginSignInFor(at, request, std::move(visit), serviceOf(asked));
  }
  const std::string again = "clientId=" + urlEncoded(asked.client.id) + "&state=" + urlEncoded(asked.state) +
                            "&scope=" + urlEncoded(joined(asked.fields)) +
                            "&redirect=" + urlEncoded(asked.redirect);
  const Html form = element("form", {{"method", "post"}, {"action", request.link("/web/authorize", again)}},
                            element("button", {{"type", "submit"}}, say(request.language, Say::signIn)));
  return page(
      request, Say::consentTitle,
      askedFor(request, asked.client.name) + paragraph(say(request.language, Say::consentSignIn)) + form);
}

HttpAnswer consentPage(const Context& at, const Request& request) {
  if (request.http.method != "POST") {
    const auto consent = reading(at, [&](soci::session& sql) { return consentOf(at, sql, request); });
    return consent ? showConsent(request, *consent) : refusalPage(request, consent.error());
  }
  if (!isFormToken(request.cookie, valueOf(request.form, "token")))
    return notice(request, 403, Say::trouble, say(request.language, Say::badForm));
  const auto address =
      writing(at, Durability::safe, [&](soci::session& sql) { return decide(at, sql, request); });
  if (!address) return refusalPage(request, address.error());
  HttpAnswer answer = redirectTo(*address);
  setCookie(answer, {});
  return answer;
}

HttpAnswer exchangeForPlatform(const Context& at, const HttpRequest& http) {
  const auto question = readTokenQuestion(http.body);
  if (!question) return tokenRefusal(400, {ErrorCode::badEnvelope, 0, {}});
  bool known = false;
  const auto given = writing(at, Durability::safe, [&](soci::session& sql) -> Answered<HandedOver> {
    const auto client = findClient(sql, question->clientId);
    known = client && isSecretOf(*client, question->secret);
    if (!known) return refuse(ErrorCode::certificate);
    return exchangeCode(at.services, sql, *client, question->code);
  });
  if (given) return {200, "application/json", bodyOf(*given), {{"X-Content-Type-Options", "nosniff"}}};
  const bool passes = wire::office::rowOf(given.error().code).retry;
  const unsigned status = passes ? 503 : 400;
  return tokenRefusal(given.error().code == ErrorCode::certificate ? 401 : status, given.error());
}

}  // namespace ssc::center::web
