#include "hostlib/flows/office/card_service.hpp"

#include "hostlib/flows/pin_service.hpp"
#include "wire/office/card_service.hpp"

namespace ssc::flows {

namespace message = wire::office;

namespace {

constexpr std::string_view kFaceOffer = "face";

CardChange changeOf(message::CardChanged answer) {
  return {std::move(answer.operationNo), std::move(answer.before), std::move(answer.after),
          std::move(answer.doneAt)};
}

/// The center's word for evidence that is missing.
Failure notSeen(std::string_view what) {
  Failure failure{Reason::officeRefused, std::string(what), {}};
  failure.infcode = static_cast<unsigned>(message::ErrorCode::levelTooLow);
  return failure;
}

}  // namespace

Outcome<CardChange> CardService::reportLoss(const SignedInPerson& person, const std::string& reason) {
  message::ReportLoss body;
  body.sessionId = person.sessionId;
  body.reason = reason;
  auto answer = lift(desk_.client().call(body, {person.insuredArea, stop_}));
  if (!answer) return tl::unexpected(answer.error());
  return changeOf(std::move(*answer));
}

Outcome<CardChange> CardService::release(Visit& visit, const ReleasePlan& plan) {
  const CardSignInPlan signIn{plan.interface, Level::identified, {}, "release"};
  const auto person = CardSignIn(desk_, stop_).run(visit, signIn);
  if (!person) return tl::unexpected(person.error());
  auto change = doRelease(*person, plan);
  endSession(desk_, *person);
  return change;
}

Outcome<CardChange> CardService::enable(Visit& visit, const EnablePlan& plan) {
  const CardSignInPlan signIn{plan.interface, Level::possession, {}, "enable"};
  const auto person = CardSignIn(desk_, stop_).run(visit, signIn);
  if (!person) return tl::unexpected(person.error());
  auto change = doEnable(visit, *person, plan);
  endSession(desk_, *person);
  return change;
}

Outcome<void> CardService::showFace(const SignedInPerson& person, const FaceSeen& face) {
  const auto seen = lift(desk_.client().call(message::FaceCheck{person.sessionId, face.likeness, face.alive},
                                             {person.insuredArea, stop_}));
  if (!seen) return tl::unexpected(seen.error());
  for (const std::string& offer : seen->offers)
    if (offer == kFaceOffer) return tl::unexpected(notSeen(kFaceOffer));
  return {};
}

Outcome<CardChange> CardService::doRelease(const SignedInPerson& person, const ReleasePlan& plan) {
  if (auto seen = showFace(person, plan.face); !seen) return tl::unexpected(seen.error());
  message::ReleaseCard body;
  body.sessionId = person.sessionId;
  body.reason = plan.reason;
  body.proven = true;
  auto answer = lift(desk_.client().call(body, {person.insuredArea, stop_}));
  if (!answer) return tl::unexpected(answer.error());
  return changeOf(std::move(*answer));
}

Outcome<CardChange> CardService::doEnable(Visit& visit, const SignedInPerson& person,
                                          const EnablePlan& plan) {
  if (auto seen = showFace(person, plan.face); !seen) return tl::unexpected(seen.error());
  // The read has taken the stay's identity with it.
  if (const auto again = visit.recognise(); !again) return tl::unexpected(again.error());
  if (stop_.stop_requested()) return tl::unexpected(Failure{Reason::cancelled, "PIN entry", {}});
  if (auto changed = changePin(visit); !changed) return tl::unexpected(changed.error());
  // From here on the card has a PIN of its holder's; a stop would leave it without its state.
  const auto draft = lift(desk_.client().draft());
  if (!draft) return tl::unexpected(draft.error());
  auto number = lift(draft->seal("idNumber", plan.idCard.number.reveal()));
  if (!number) return tl::unexpected(number.error());
  message::EnableCard body;
  body.sessionId = person.sessionId;
  body.proven = true;
  body.idNumber = std::move(*number);
  body.newPin = true;
  auto answer = lift(desk_.client().call(*draft, body, {person.insuredArea, {}}));
  if (!answer) return tl::unexpected(answer.error());
  return changeOf(std::move(*answer));
}

}  // namespace ssc::flows
