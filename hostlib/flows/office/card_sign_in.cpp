#include "hostlib/flows/office/card_sign_in.hpp"

#include "hostlib/flows/basic_fields.hpp"
#include "wire/office/identity.hpp"

namespace ssc::flows {

namespace message = wire::office;

namespace {

std::string_view algorithmCode(cardspec::Algorithm algorithm) {
  return algorithm == cardspec::Algorithm::sm4 ? "03" : "01";
}

Outcome<message::CardSignIn> bodyOf(const office::Draft& draft, const BasicFields& fields,
                                    cardspec::Algorithm algorithm, const CardSignInPlan& plan) {
  const auto text = [&](BasicField field) { return fields.utf8(field).reveal(); };
  auto number = lift(draft.seal("aac002", text(BasicField::socialSecurityNumber)));
  if (!number) return tl::unexpected(number.error());
  auto name = lift(draft.seal("aac003", text(BasicField::name)));
  if (!name) return tl::unexpected(name.error());
  message::CardSignIn body;
  body.way = "card";
  body.aac002 = std::move(*number);
  body.aac003 = std::move(*name);
  body.aaz500 = text(BasicField::cardNumber);
  body.aaz501 = text(BasicField::cardId);
  body.aaz508 = text(BasicField::version);
  body.aab301 = text(BasicField::region);
  body.algorithm = algorithmCode(algorithm);
  body.resetInfo = text(BasicField::resetInformation);
  body.proven = true;  // the basic read of a card that is not genuine has no result
  body.service = plan.service;
  body.purpose = plan.purpose;
  return body;
}

/// What the card said to its PIN, in the center's words; nothing where the card was not asked.
std::optional<message::PinResult> pinResultOf(const Outcome<void>& verified) {
  message::PinResult result;
  result.result = "ok";
  if (verified) return result;
  const Failure& failure = verified.error();
  if (failure.reason == Reason::pinLocked)
    result.result = "blocked";
  else if (failure.reason == Reason::pinWrong)
    result.result = "wrong";
  else
    return std::nullopt;
  result.triesLeft = static_cast<std::uint8_t>(failure.number);
  return result;
}

}  // namespace

Outcome<SignedInPerson> CardSignIn::run(Visit& visit, const CardSignInPlan& plan) {
  visit.note("read who holds the card");
  const auto card = ReadCard::in(visit, plan.interface);
  if (!card) return tl::unexpected(card.error());
  visit.note("ask the center whether the card may be used");
  auto person = announce(*card, plan);
  if (!person || plan.level <= Level::possession) return person;
  if (const auto raised = raise(visit, *person); !raised) {
    endSession(desk_, *person);
    return tl::unexpected(raised.error());
  }
  return person;
}

Outcome<SignedInPerson> CardSignIn::announce(const BasicCard& card, const CardSignInPlan& plan) {
  const BasicFields fields(card, "");
  const auto draft = lift(desk_.client().draft(stop_));
  if (!draft) return tl::unexpected(draft.error());
  const auto body = bodyOf(*draft, fields, card.identity.algorithm, plan);
  if (!body) return tl::unexpected(body.error());
  return beginSession(desk_, *draft, *body, stop_);
}

// The center hears of every answer the card gave, also after a stop: a card that blocked itself is blocked
// for everybody.
Outcome<void> CardSignIn::raise(Visit& visit, SignedInPerson& person) {
  // The read has taken the stay's identity with it.
  if (const auto again = visit.recognise(); !again) return tl::unexpected(again.error());
  // Nobody is asked for a PIN any more.
  if (stop_.stop_requested()) return tl::unexpected(Failure{Reason::cancelled, "PIN entry", {}});
  visit.note("let the holder enter the PIN");
  auto verified = visit.verifyPin();
  auto body = pinResultOf(verified);
  if (!body) return verified;
  body->sessionId = person.sessionId;
  const auto answer = lift(desk_.client().call(*body, {person.insuredArea, {}}));
  if (!verified) return verified;
  if (!answer) return tl::unexpected(answer.error());
  person.level = static_cast<Level>(answer->level);
  person.offers = answer->offers;
  return {};
}

Outcome<SignedInPerson> beginSession(OfficeDesk& desk, const office::Draft& draft,
                                     const message::CardSignIn& body, const std::stop_token& stop) {
  SignedInPerson person;
  person.way = body.way;
  person.insuredArea = body.aab301;
  auto answer = lift(desk.client().call(draft, body, {person.insuredArea, stop}));
  if (!answer) return tl::unexpected(answer.error());
  person.sessionId = std::move(answer->sessionId);
  person.level = static_cast<Level>(answer->level);
  person.maskedName = std::move(answer->maskedName);
  person.cardState = std::move(answer->aaz502);
  person.offers = std::move(answer->offers);
  return person;
}

void endSession(OfficeDesk& desk, const SignedInPerson& person) noexcept {
  try {  // the center ends it by itself after a while
    static_cast<void>(desk.client().call(message::EndSession{person.sessionId}, {person.insuredArea, {}}));
  } catch (const std::exception&) {
    return;
  }
}

}  // namespace ssc::flows
