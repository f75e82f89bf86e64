// Is this printed document one of ours? Anybody may ask, without signing in and without a script.
#include "center/ask/ask.hpp"
#include "center/web/pages.hpp"
#include "wire/document_code.hpp"

namespace ssc::center::web {

using wire::office::ErrorCode;

namespace {

/// What was asked: by the form, or by the text of the document's QR code in the address.
struct Question {
  bool asked = false;
  std::string number, code;                          ///< as they came
  std::optional<wire::office::CheckDocument> check;  ///< none: a slip
};

std::string numberFrom(std::string_view typed) {
  std::string number;
  for (const char c : typed) {
    if (c == ' ' || c == '-') continue;
    number += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return number;
}

Question readQuestion(const Request& request) {
  Question question;
  if (const auto qr = valueOf(request.query, "q"); !qr.empty()) {
    question.asked = true;
    if (auto document = wire::parseDocumentText(qr)) {
      question.number = document->number;
      question.code = document->code;
      question.check = {std::move(document->number), std::move(document->code)};
    }
    return question;
  }
  if (request.http.method != "POST") return question;
  question.asked = true;
  question.number = valueOf(request.form, "number");
  question.code = valueOf(request.form, "code");
  const std::string number = numberFrom(question.number);
  auto code = wire::readTypedDocumentCode(question.code);
  if (code && wire::parseDocumentNumber(number)) question.check = {number, std::move(*code)};
  return question;
}

Html field(std::string_view label, Name name, const std::string& value, std::string_view most) {
  return element("label", {},
                 text(label) + single("input", {{"type", "text"},
                                                {"name", std::string(name.text)},
                                                {"value", value},
                                                {"maxlength", std::string(most)},
                                                {"autocomplete", "off"},
                                                {"autocapitalize", "characters"},
                                                {"required", "required"}}));
}

Html formFor(const Request& request, const Question& question) {
  const Language language = request.language;
  return element("form", {{"method", "post"}, {"action", request.link("/web/check")}},
                 field(say(language, Say::checkNumber), "number", question.number, "40") +
                     field(say(language, Say::checkCode), "code", question.code, "32") +
                     element("button", {{"type", "submit"}}, say(language, Say::checkDo)));
}

Html fact(Language language, Say name, std::string_view value) {
  return element("tr", {}, element("th", {{"scope", "row"}}, say(language, name)) + element("td", {}, value));
}

Html verdict(Language language, Say words) {
  return element("p", {{"class", "result"}, {"role", "status"}}, say(language, words));
}

Html factsOf(Language language, const wire::office::DocumentState& state) {
  return verdict(language, Say::checkValid) +
         element("table", {},
                 element("tbody", {},
                         fact(language, Say::checkType, wordFor(language, kDocumentTexts, state.type)) +
                             fact(language, Say::checkIssued, state.issuedOn) +
                             fact(language, Say::checkArea, state.area) +
                             fact(language, Say::checkName, state.maskedName))) +
         paragraph(say(language, Say::checkFacts));
}

}  // namespace

HttpAnswer checkPage(const Context& at, const Request& request) {
  const Question question = readQuestion(request);
  const Html form = paragraph(say(request.language, Say::checkHow)) + formFor(request, question);
  if (!question.asked) return page(request, Say::checkTitle, form);
  if (!question.check)
    return page(request, Say::checkTitle, verdict(request.language, Say::checkSlip) + form);
  // A wrong code is counted, so its transaction commits: the refusal travels beside it.
  Answered<wire::office::DocumentState> state = refuse(ErrorCode::storage);
  const auto done = at.services.store.write(Durability::quick, [&](soci::session& sql) {
    state = documentState(at.services, sql, "web " + request.http.remote, *question.check);
  });
  if (!done) state = tl::unexpected(refusalOf(done.error()));
  if (state) return page(request, Say::checkTitle, factsOf(request.language, *state) + form);
  if (state.error().code == ErrorCode::documentVoid)
    return page(request, Say::checkTitle, verdict(request.language, Say::checkVoid) + form);
  const unsigned status = state.error().code == ErrorCode::tooManyTries ? 429 : 503;
  return notice(request, status, Say::trouble, holderText(request.language, state.error()));
}

}  // namespace ssc::center::web
