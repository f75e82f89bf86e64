// Bodies of document.hpp and staff.hpp.
#include "wire/office/body_codec.hpp"
#include "wire/office/document.hpp"
#include "wire/office/staff.hpp"

namespace ssc::wire::office {

// ---- elements of lists

template <class Codec, Is<NamedValue> T>
static void members(Codec& in, T& body) {
  in.text("id", body.id, kId);
  in.text("value", body.value, kShort);
}

template <class Codec, Is<DocumentBlock> T>
static void members(Codec& in, T& body) {
  in.text("id", body.id, kId);
  in.list("cols", body.cols, kMostColumns, kMembers);
  in.list("rows", body.rows, kMostRows, kMembers);
}

// ---- documents

template <class Codec, Is<AskRightsRecord> T>
static void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.text("item", body.item, kId);
  in.optionalText("insurance", body.insurance, kMaybeId);
  in.optionalText("year", body.year, kYear);
}

template <class Codec, Is<AskStatement> T>
static void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.text("item", body.item, kId);
  in.text("purpose", body.purpose, kId);
  in.optionalText("insurance", body.insurance, kMaybeId);
  in.optionalText("toArea", body.toArea, kArea);
}

template <class Codec, Is<DocumentData> T>
static void members(Codec& in, T& body) {
  in.text("draftNo", body.draftNo, kId);
  in.text("type", body.type, kId);
  in.optionalText("from", body.from, kPeriod);
  in.optionalText("to", body.to, kPeriod);
  in.list("blocks", body.blocks, kMostBlocks, kMembers);
  in.text("area", body.area, kArea);
  in.text("asOf", body.asOf, kTime);
}

template <class Codec, Is<RegisterDocument> T>
static void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.text("draftNo", body.draftNo, kId);
  in.text("bodyHash", body.bodyHash, kHex);
  in.number("pages", body.pages, 1, kMostPages);
}

template <class Codec, Is<DocumentRegistered> T>
static void members(Codec& in, T& body) {
  in.text("docNo", body.docNo, kId);
  in.text("code", body.code, kId);
  in.text("qr", body.qr, kId);
  in.text("issuedAt", body.issuedAt, kTime);
}

template <class Codec, Is<CloseDocument> T>
static void members(Codec& in, T& body) {
  in.text("docNo", body.docNo, kId);
  in.text("state", body.state, kId);
  in.optionalText("reason", body.reason, kShort);
}

// ---- quick checks

template <class Codec, Is<QuickCheck> T>
static void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.text("item", body.item, kId);
  in.list("values", body.values, kMostValues, kMembers);
  in.number("score", body.score, 0, kPercent);
  in.flag("alive", body.alive);
}

template <class Codec, Is<CheckOutcome> T>
static void members(Codec& in, T& body) {
  in.text("result", body.result, kId);
  in.optionalText("reason", body.reason, kMaybeId);
  in.list("cols", body.cols, kMostColumns, kMembers);
  in.list("rows", body.rows, kMostRows, kMembers);
}

// ---- staff

template <class Codec, Is<HelpCall> T>
static void members(Codec& in, T& body) {
  in.optionalText("sessionId", body.sessionId, kMaybeId);
  in.text("reason", body.reason, kId);
}

template <class Codec, Is<HelpCalled> T>
static void members(Codec& in, T& body) {
  in.text("ticket", body.ticket, kId);
  in.number("ahead", body.ahead, 0, kMostQueue);
}

template <class Codec, Is<StaffSignIn> T>
static void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
}

template <class Codec, Is<StaffSignedIn> T>
static void members(Codec& in, T& body) {
  in.text("staffSessionId", body.staffSessionId, kId);
  in.text("staffNo", body.staffNo, kId);
  in.text("role", body.role, kId);
  in.number("idleSeconds", body.idleSeconds, 1, kMostSeconds);
  in.text("validUntil", body.validUntil, kTime);
}

template <class Codec, Is<StaffSignOut> T>
static void members(Codec& in, T& body) {
  in.text("staffSessionId", body.staffSessionId, kId);
}

template <class Codec, Is<ClerkRelease> T>
static void members(Codec& in, T& body) {
  in.text("staffSessionId", body.staffSessionId, kId);
  in.text("sessionId", body.sessionId, kId);
  in.text("release", body.release, kId);
  in.text("reason", body.reason, kShort);
  in.flag("personSeen", body.personSeen);
  in.flag("idSeen", body.idSeen);
}

template <class Codec, Is<AuthorityCheck> T>
static void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.text("way", body.way, kId);
  in.optionalText("relation", body.relation, kMaybeId);
  in.optionalText("aaz501", body.aaz501, kMaybeId);
  in.flag("proven", body.proven);
  in.optionalText("pin", body.pin, kMaybeId);
  in.flag("initialPin", body.initialPin);
  in.optionalText("loginId", body.loginId, kMaybeId);
  in.optionalText("mandateNo", body.mandateNo, kMaybeId);
  in.optionalText("service", body.service, kMaybeId);
}

template <class Codec, Is<AuthorityGiven> T>
static void members(Codec& in, T& body) {
  in.number("level", body.level, 0, kMostLevel);
  in.text("maskedName", body.maskedName, kShort);
  in.text("relation", body.relation, kId);
  in.text("validUntil", body.validUntil, kTime);
}

SSC_CALL(AskRightsRecord)
SSC_BODY(AskStatement)
SSC_CALL(RegisterDocument)
SSC_BODY(CloseDocument)
SSC_CALL(QuickCheck)
SSC_CALL(HelpCall)
SSC_CALL(StaffSignIn)
SSC_BODY(StaffSignOut)
SSC_BODY(ClerkRelease)
SSC_CALL(AuthorityCheck)

}  // namespace ssc::wire::office
