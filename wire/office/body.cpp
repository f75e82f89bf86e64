#include "wire/office/body.hpp"

#include "wire/office/body_codec.hpp"
#include "wire/office/envelope.hpp"
#include "wire/office/query.hpp"

namespace ssc::wire::office {

// ---- fleet

template <class Codec, Is<Done> T>
static void members(Codec& /*in*/, T& /*body*/) {}

template <class Codec, Is<Register> T>
static void members(Codec& in, T& body) {
  in.text("code", body.code, kId);
  in.text("tlsRequest", body.tlsRequest, kPem);
  in.text("signKey", body.signKey, kHex);
}

template <class Codec, Is<Registered> T>
static void members(Codec& in, T& body) {
  in.text("state", body.state, kId);
  in.optionalText("tlsCertificate", body.tlsCertificate, kPem);
  in.optionalText("authority", body.authority, kPem);
  in.optionalText("signCertificate", body.signCertificate, kPem);
  in.optionalText("centerKey", body.centerKey, kHex);
  in.optionalText("logKey", body.logKey, kHex);
}

template <class Codec, Is<PowerOn> T>
static void members(Codec& in, T& body) {
  in.optionalText("challenge", body.challenge, kHex);
  in.optionalText("measured", body.measured, kHex);
  in.optionalText("proof", body.proof, kBase64);
}

template <class Codec, Is<PoweredOn> T>
static void members(Codec& in, T& body) {
  in.optionalText("challenge", body.challenge, kHex);
}

template <class Codec, Is<SignIn> T>
static void members(Codec& in, T& body) {
  in.text("version", body.version, kId);
}

template <class Codec, Is<SignedIn> T>
static void members(Codec& in, T& body) {
  in.text("signNo", body.signNo, kId);
  in.text("kid", body.kid, kId);
  in.text("sessionKey", body.sessionKey, kHex);
  in.text("serverTime", body.serverTime, kTime);
  in.text("validUntil", body.validUntil, kTime);
  in.texts("areas", body.areas, kArea, kMostAreas);
}

template <class Codec, Is<SignOut> T>
static void members(Codec& /*in*/, T& /*body*/) {}

template <class Codec, Is<Heartbeat> T>
static void members(Codec& in, T& body) {
  in.text("link", body.link, kId);
  in.flag("session", body.session);
  in.number("queue", body.queue, 0, kMostQueue);
  in.number("alarm", body.alarm, 0, kMostAlarm);
}

template <class Codec, Is<Beaten> T>
static void members(Codec& in, T& body) {
  in.number("interval", body.interval, 1, kMostSeconds);
}

template <class Codec, Is<AskAfter> T>
static void members(Codec& in, T& body) {
  in.text("msgid", body.msgid, kMsgid);
  in.optionalNumber("from", body.from, kMaxBody);
}

template <class Codec, Is<Asked> T>
static void members(Codec& in, T& body) {
  in.text("state", body.state, kId);
  in.optionalText("answer", body.answer, kJson);
  in.optionalText("output", body.output, kBase64);
  in.optionalNumber("size", body.size, kMaxBody);
}

// ---- identity

template <class Codec, Is<CardSignIn> T>
static void members(Codec& in, T& body) {
  in.text("way", body.way, kId);
  in.text("aac002", body.aac002.text, kBase64);
  in.text("aac003", body.aac003.text, kBase64);
  in.optionalText("aaz500", body.aaz500, kMaybeId);
  in.optionalText("aaz501", body.aaz501, kMaybeId);
  in.optionalText("aaz508", body.aaz508, kMaybeId);
  in.text("aab301", body.aab301, kArea);
  in.optionalText("algorithm", body.algorithm, kMaybeId);
  in.optionalText("resetInfo", body.resetInfo, kHex);
  in.flag("proven", body.proven);
  in.optionalText("service", body.service, kMaybeId);
  in.optionalText("purpose", body.purpose, kMaybeId);
  in.optionalText("idExpires", body.idExpires, kDay);
}

template <class Codec, Is<CardSignedIn> T>
static void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.number("level", body.level, 0, kMostLevel);
  in.text("aaz502", body.aaz502, kMaybeId);
  in.text("maskedName", body.maskedName, kShort);
  in.texts("offers", body.offers, kId, kMostOffers);
}

template <class Codec, Is<PinResult> T>
static void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.text("result", body.result, kId);
  in.number("triesLeft", body.triesLeft, 0, kMostTries);
  in.flag("initialPin", body.initialPin);
}

template <class Codec, Is<LevelReached> T>
static void members(Codec& in, T& body) {
  in.number("level", body.level, 0, kMostLevel);
  in.text("aaz502", body.aaz502, kMaybeId);
  in.texts("offers", body.offers, kId, kMostOffers);
}

template <class Codec, Is<FaceCheck> T>
static void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.number("score", body.score, 0, kPercent);
  in.flag("alive", body.alive);
}

template <class Codec, Is<PhoneCode> T>
static void members(Codec& in, T& body) {
  in.text("qr", body.qr, kCodeText);
  in.text("purpose", body.purpose, kId);
  in.text("orgId", body.orgId, kId);
  in.text("place", body.place, kShort);
  in.text("service", body.service, kShort);
  in.text("nonce", body.nonce, kHex);
}

template <class Codec, Is<PhoneCodeTaken> T>
static void members(Codec& in, T& body) {
  in.text("loginId", body.loginId, kId);
  in.flag("needConfirm", body.needConfirm);
}

template <class Codec, Is<CreateCode> T>
static void members(Codec& in, T& body) {
  in.text("kind", body.kind, kId);
  in.text("place", body.place, kShort);
  in.text("service", body.service, kShort);
}

template <class Codec, Is<CodeCreated> T>
static void members(Codec& in, T& body) {
  in.text("loginId", body.loginId, kId);
  in.text("qrSecret", body.qrSecret, kBase64);
  in.number("expiresIn", body.expiresIn, 1, kMostSeconds);
  in.number("interval", body.interval, 1, kMostSeconds);
}

template <class Codec, Is<PollSignIn> T>
static void members(Codec& in, T& body) {
  in.text("loginId", body.loginId, kId);
}

template <class Codec, Is<SignInState> T>
static void members(Codec& in, T& body) {
  in.text("state", body.state, kId);
  in.flag("slowDown", body.slowDown);
  in.optionalText("maskedName", body.maskedName, kShort);
  in.optionalText("matchNumber", body.matchNumber, kId);
  in.optionalText("sessionId", body.sessionId, kId);
  in.number("level", body.level, 0, kMostLevel);
  in.list("person", body.person, 1, kMembers);
  in.number("reason", body.reason, 0, kMostInfcode);
}

template <class Codec, Is<CancelSignIn> T>
static void members(Codec& in, T& body) {
  in.text("loginId", body.loginId, kId);
}

template <class Codec, Is<Authorise> T>
static void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.text("clientId", body.clientId, kId);
  in.texts("fields", body.fields, kId, kMostFields);
}

template <class Codec, Is<CodeGiven> T>
static void members(Codec& in, T& body) {
  in.text("code", body.code, kId);
  in.number("expiresIn", body.expiresIn, 1, kMostSeconds);
}

template <class Codec, Is<ExchangeCode> T>
static void members(Codec& in, T& body) {
  in.text("code", body.code, kId);
  in.text("clientId", body.clientId, kId);
}

template <class Codec, Is<HandedOver> T>
static void members(Codec& in, T& body) {
  in.text("esscNo", body.esscNo, kId);
  in.optionalText("aac002", body.aac002.text, kBase64);
  in.optionalText("aac003", body.aac003.text, kBase64);
  in.optionalText("aac067", body.aac067.text, kBase64);
  in.text("time", body.time, kTime);
}

template <class Codec, Is<EndSession> T>
static void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
}

// ---- query

template <class Codec, Is<Query> T>
static void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.text("item", body.item, kId);
  in.optionalText("view", body.view, kMaybeId);
  in.optionalText("from", body.from, kPeriod);
  in.optionalText("to", body.to, kPeriod);
  in.number("page", body.page, 0, kMostPage);
}

template <class Codec, Is<QueryAnswer> T>
static void members(Codec& in, T& body) {
  in.list("cols", body.cols, kMostColumns, kMembers);
  in.list("rows", body.rows, kMostRows, kMembers);
  in.flag("more", body.more);
  in.text("view", body.view, kId);
  in.texts("views", body.views, kId, kMostViews);
  in.text("area", body.area, kArea);
  in.text("asOf", body.asOf, kTime);
}

template <class Codec, Is<ProveIdentity> T>
static void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.text("item", body.item, kId);
  in.text("place", body.place, kShort);
  in.text("matter", body.matter, kShort);
}

template <class Codec, Is<Receipt> T>
static void members(Codec& in, T& body) {
  in.text("docNo", body.docNo, kId);
  in.text("code", body.code, kId);
  in.text("facts", body.facts, kText);
  in.text("signature", body.signature, kBase64);
  in.list("cols", body.cols, kMostColumns, kMembers);
  in.list("rows", body.rows, kMostRows, kMembers);
}

template <class Codec, Is<CheckDocument> T>
static void members(Codec& in, T& body) {
  in.text("docNo", body.docNo, kId);
  in.text("code", body.code, kId);
}

template <class Codec, Is<DocumentState> T>
static void members(Codec& in, T& body) {
  in.text("state", body.state, kId);
  in.optionalText("type", body.type, kMaybeId);
  in.optionalText("issuedOn", body.issuedOn, kPeriod);
  in.optionalText("area", body.area, kArea);
  in.optionalText("maskedName", body.maskedName, kShort);
}

template <class Codec, Is<AskCardState> T>
static void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
}

template <class Codec, Is<CardState> T>
static void members(Codec& in, T& body) {
  in.text("aaz502", body.aaz502, kMaybeId);
  in.text("kzt", body.kzt, kMaybeId);
  in.text("aaz508", body.aaz508, kMaybeId);
  in.text("issuedOn", body.issuedOn, kShort);
  in.text("validUntil", body.validUntil, kShort);
}

SSC_CALL(Register)
SSC_CALL(PowerOn)
SSC_CALL(SignIn)
SSC_CALL(SignOut)
SSC_CALL(Heartbeat)
SSC_CALL(AskAfter)
SSC_CALL(CardSignIn)
SSC_CALL(PinResult)
SSC_BODY(FaceCheck)
SSC_CALL(PhoneCode)
SSC_CALL(CreateCode)
SSC_CALL(PollSignIn)
SSC_BODY(CancelSignIn)
SSC_CALL(Authorise)
SSC_CALL(ExchangeCode)
SSC_BODY(EndSession)
SSC_CALL(Query)
SSC_CALL(ProveIdentity)
SSC_CALL(CheckDocument)
SSC_CALL(AskCardState)

}  // namespace ssc::wire::office
