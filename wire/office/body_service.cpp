// Bodies of card_service.hpp and application.hpp.
#include "wire/office/application.hpp"
#include "wire/office/body_codec.hpp"
#include "wire/office/card_service.hpp"

namespace ssc::wire::office {

// ---- operations on a card

template <class Codec, class T>
static void operationMembers(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.optionalText("staffSessionId", body.staffSessionId, kMaybeId);
  in.optionalText("aaz501", body.aaz501, kMaybeId);
  in.optionalText("reason", body.reason, kShort);
  in.flag("proven", body.proven);
  in.texts("evidence", body.evidence, kId, kMostOffers);
}

template <class Codec, Is<EnableCard> T>
static void members(Codec& in, T& body) {
  operationMembers(in, body);
  in.optionalText("idNumber", body.idNumber.text, kBase64);
  in.flag("newPin", body.newPin);
}

template <class Codec, Is<ReportLoss> T>
static void members(Codec& in, T& body) {
  operationMembers(in, body);
}

template <class Codec, Is<ReleaseCard> T>
static void members(Codec& in, T& body) {
  operationMembers(in, body);
}

template <class Codec, Is<CardChanged> T>
static void members(Codec& in, T& body) {
  in.text("operationNo", body.operationNo, kId);
  in.text("before", body.before, kId);
  in.text("after", body.after, kId);
  in.text("doneAt", body.doneAt, kTime);
}

// ---- applications

template <class Codec, Is<FormValue> T>
static void members(Codec& in, T& body) {
  in.text("id", body.id, kId);
  in.text("value", body.value, kText);
}

template <class Codec, Is<ApplicationRow> T>
static void members(Codec& in, T& body) {
  in.text("applyNo", body.applyNo, kId);
  in.text("item", body.item, kId);
  in.text("kind", body.kind, kId);
  in.text("state", body.state, kId);
  in.text("submittedAt", body.submittedAt, kTime);
  in.text("changedAt", body.changedAt, kTime);
  in.optionalText("reason", body.reason, kShort);
  in.optionalText("until", body.until, kShort);
}

template <class Codec, Is<ApplicationStep> T>
static void members(Codec& in, T& body) {
  in.text("step", body.step, kId);
  in.text("at", body.at, kTime);
  in.optionalText("reason", body.reason, kShort);
}

template <class Codec, Is<SubmitApplication> T>
static void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.text("item", body.item, kId);
  in.text("kind", body.kind, kId);
  in.optionalText("applyNo", body.applyNo, kMaybeId);
  in.list("values", body.values, kMostFormValues, kMembers);
}

template <class Codec, Is<ApplicationState> T>
static void members(Codec& in, T& body) {
  in.text("applyNo", body.applyNo, kId);
  in.text("state", body.state, kId);
  in.optionalText("until", body.until, kShort);
}

template <class Codec, Is<AskApplications> T>
static void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.optionalText("applyNo", body.applyNo, kMaybeId);
  in.number("page", body.page, 0, kMostPage);
}

template <class Codec, Is<Applications> T>
static void members(Codec& in, T& body) {
  in.list("rows", body.rows, kMostApplications, kMembers);
  in.flag("more", body.more);
  in.list("steps", body.steps, kMostSteps, kMembers);
  in.list("values", body.values, kMostFormValues, kMembers);
}

template <class Codec, Is<DecideApplication> T>
static void members(Codec& in, T& body) {
  in.text("staffSessionId", body.staffSessionId, kId);
  in.text("applyNo", body.applyNo, kId);
  in.text("decision", body.decision, kId);
  in.optionalText("reason", body.reason, kShort);
}

template <class Codec, Is<WithdrawApplication> T>
static void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.text("applyNo", body.applyNo, kId);
}

SSC_CALL(EnableCard)
SSC_BODY(ReportLoss)
SSC_BODY(ReleaseCard)
SSC_CALL(SubmitApplication)
SSC_CALL(AskApplications)
SSC_BODY(DecideApplication)
SSC_BODY(WithdrawApplication)

}  // namespace ssc::wire::office
