#include "wire/office/body.hpp"

#include <type_traits>

#include "wire/office/envelope.hpp"
#include "wire/office/query.hpp"
#include "wire/office/rules.hpp"

namespace ssc::wire::office {
namespace {

constexpr std::uint64_t kMostSeconds = 86'400, kMostLevel = 3, kMostTries = 255, kPercent = 100,
                        kMostAlarm = 5;
constexpr std::uint64_t kMostPage = 10'000, kMostQueue = 100'000'000, kMostInfcode = 9999;
constexpr std::size_t kMostViews = 16, kMostAreas = 64, kMostOffers = 8;

template <std::size_t least, std::size_t most>
bool isIdentifier(std::string_view text) {
  if (text.size() < least || text.size() > most) return false;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '-' || c == '_' || c == '.';
    if (!plain) return false;
  }
  return true;
}

bool isBase64(std::string_view text) {
  for (const char c : text) {
    const bool digit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '+' || c == '/' || c == '=';
    if (!digit) return false;
  }
  return text.size() <= kMaxBody;
}

bool isHex(std::string_view text) {
  return text.size() <= 2048 && text.find_first_not_of("0123456789ABCDEFabcdef") == std::string_view::npos;
}

bool isPeriodEnd(std::string_view text) {
  constexpr std::string_view kDay = "dddd-dd-dd";
  if (text.size() != 7 && text.size() != kDay.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (digit != (kDay[i] == 'd') || (!digit && text[i] != '-')) return false;
  }
  return true;
}

constexpr TextRule kId{isIdentifier<1, 64>, "1 to 64 letters and digits"};
constexpr TextRule kMaybeId{isIdentifier<0, 64>, "at most 64 letters and digits"};
constexpr TextRule kArea{isDigitText<6, 6>, "six digits"};
constexpr TextRule kTime{isDigitText<17, 17>, "yyyyMMddHHmmssSSS"};
constexpr TextRule kPem{isPlainText<8192>, "PEM"};
constexpr TextRule kShort{isPlainText<64>, "at most 64 characters"};
constexpr TextRule kText{isPlainText<2000>, "at most 2000 characters"};
constexpr TextRule kBase64{isBase64, "Base64"};
constexpr TextRule kHex{isHex, "hexadecimal"};
constexpr TextRule kCodeText{isPlainText<512>, "at most 512 characters"};
constexpr TextRule kPeriod{isPeriodEnd, "yyyy-MM or yyyy-MM-dd"};
constexpr TextRule kJson{isBody<kMaxBody>, "at most 40000 bytes"};
constexpr TextRule kMsgid{isHeadText<30, 30>, "30 characters"};

template <class T, class Message>
concept Is = std::is_same_v<std::remove_const_t<T>, Message>;

// ---- elements of lists

template <class Codec, Is<PersonRecord> T>
void members(Codec& in, T& body) {
  in.text("aac002", body.aac002.text, kBase64);
  in.text("aac003", body.aac003.text, kBase64);
  in.text("aaz500", body.aaz500, kMaybeId);
  in.text("aaz501", body.aaz501, kMaybeId);
  in.text("aaz502", body.aaz502, kMaybeId);
  in.text("aab301", body.aab301, kArea);
}

template <class Codec, Is<QueryColumn> T>
void members(Codec& in, T& body) {
  in.text("id", body.id, kId);
  in.text("kind", body.kind, kId);
  in.flag("sensitive", body.sensitive);
}

template <class Codec, Is<QueryRow> T>
void members(Codec& in, T& body) {
  in.texts("cells", body.cells, kText, kMostColumns);
}

constexpr auto kMembers = [](auto& in, auto& item) { members(in, item); };

// ---- fleet

template <class Codec, Is<Done> T>
void members(Codec& /*in*/, T& /*body*/) {}

template <class Codec, Is<Register> T>
void members(Codec& in, T& body) {
  in.text("code", body.code, kId);
  in.text("tlsRequest", body.tlsRequest, kPem);
  in.text("signKey", body.signKey, kHex);
}

template <class Codec, Is<Registered> T>
void members(Codec& in, T& body) {
  in.text("state", body.state, kId);
  in.optionalText("tlsCertificate", body.tlsCertificate, kPem);
  in.optionalText("authority", body.authority, kPem);
  in.optionalText("signCertificate", body.signCertificate, kPem);
  in.optionalText("centerKey", body.centerKey, kHex);
}

template <class Codec, Is<PowerOn> T>
void members(Codec& in, T& body) {
  in.optionalText("challenge", body.challenge, kHex);
  in.optionalText("measured", body.measured, kHex);
  in.optionalText("proof", body.proof, kBase64);
}

template <class Codec, Is<PoweredOn> T>
void members(Codec& in, T& body) {
  in.optionalText("challenge", body.challenge, kHex);
}

template <class Codec, Is<SignIn> T>
void members(Codec& in, T& body) {
  in.text("version", body.version, kId);
}

template <class Codec, Is<SignedIn> T>
void members(Codec& in, T& body) {
  in.text("signNo", body.signNo, kId);
  in.text("kid", body.kid, kId);
  in.text("sessionKey", body.sessionKey, kHex);
  in.text("serverTime", body.serverTime, kTime);
  in.text("validUntil", body.validUntil, kTime);
  in.texts("areas", body.areas, kArea, kMostAreas);
}

template <class Codec, Is<SignOut> T>
void members(Codec& /*in*/, T& /*body*/) {}

template <class Codec, Is<Heartbeat> T>
void members(Codec& in, T& body) {
  in.text("link", body.link, kId);
  in.flag("session", body.session);
  in.number("queue", body.queue, 0, kMostQueue);
  in.number("alarm", body.alarm, 0, kMostAlarm);
}

template <class Codec, Is<Beaten> T>
void members(Codec& in, T& body) {
  in.number("interval", body.interval, 1, kMostSeconds);
}

template <class Codec, Is<AskAfter> T>
void members(Codec& in, T& body) {
  in.text("msgid", body.msgid, kMsgid);
}

template <class Codec, Is<Asked> T>
void members(Codec& in, T& body) {
  in.text("state", body.state, kId);
  in.optionalText("answer", body.answer, kJson);
}

// ---- identity

template <class Codec, Is<CardSignIn> T>
void members(Codec& in, T& body) {
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
}

template <class Codec, Is<CardSignedIn> T>
void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.number("level", body.level, 0, kMostLevel);
  in.text("aaz502", body.aaz502, kMaybeId);
  in.text("maskedName", body.maskedName, kShort);
  in.texts("offers", body.offers, kId, kMostOffers);
}

template <class Codec, Is<PinResult> T>
void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.text("result", body.result, kId);
  in.number("triesLeft", body.triesLeft, 0, kMostTries);
  in.flag("initialPin", body.initialPin);
}

template <class Codec, Is<LevelReached> T>
void members(Codec& in, T& body) {
  in.number("level", body.level, 0, kMostLevel);
  in.text("aaz502", body.aaz502, kMaybeId);
  in.texts("offers", body.offers, kId, kMostOffers);
}

template <class Codec, Is<FaceCheck> T>
void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.number("score", body.score, 0, kPercent);
  in.flag("alive", body.alive);
}

template <class Codec, Is<PhoneCode> T>
void members(Codec& in, T& body) {
  in.text("qr", body.qr, kCodeText);
  in.text("purpose", body.purpose, kId);
  in.text("orgId", body.orgId, kId);
  in.text("place", body.place, kShort);
  in.text("service", body.service, kShort);
  in.text("nonce", body.nonce, kHex);
}

template <class Codec, Is<PhoneCodeTaken> T>
void members(Codec& in, T& body) {
  in.text("loginId", body.loginId, kId);
  in.flag("needConfirm", body.needConfirm);
}

template <class Codec, Is<CreateCode> T>
void members(Codec& in, T& body) {
  in.text("kind", body.kind, kId);
  in.text("place", body.place, kShort);
  in.text("service", body.service, kShort);
}

template <class Codec, Is<CodeCreated> T>
void members(Codec& in, T& body) {
  in.text("loginId", body.loginId, kId);
  in.text("qrSecret", body.qrSecret, kBase64);
  in.number("expiresIn", body.expiresIn, 1, kMostSeconds);
  in.number("interval", body.interval, 1, kMostSeconds);
}

template <class Codec, Is<PollSignIn> T>
void members(Codec& in, T& body) {
  in.text("loginId", body.loginId, kId);
}

template <class Codec, Is<SignInState> T>
void members(Codec& in, T& body) {
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
void members(Codec& in, T& body) {
  in.text("loginId", body.loginId, kId);
}

template <class Codec, Is<EndSession> T>
void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
}

// ---- query

template <class Codec, Is<Query> T>
void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.text("item", body.item, kId);
  in.optionalText("view", body.view, kMaybeId);
  in.optionalText("from", body.from, kPeriod);
  in.optionalText("to", body.to, kPeriod);
  in.number("page", body.page, 0, kMostPage);
}

template <class Codec, Is<QueryAnswer> T>
void members(Codec& in, T& body) {
  in.list("cols", body.cols, kMostColumns, kMembers);
  in.list("rows", body.rows, kMostRows, kMembers);
  in.flag("more", body.more);
  in.text("view", body.view, kId);
  in.texts("views", body.views, kId, kMostViews);
  in.text("area", body.area, kArea);
  in.text("asOf", body.asOf, kTime);
}

template <class Codec, Is<ProveIdentity> T>
void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
  in.text("item", body.item, kId);
  in.text("place", body.place, kShort);
  in.text("matter", body.matter, kShort);
}

template <class Codec, Is<Receipt> T>
void members(Codec& in, T& body) {
  in.text("docNo", body.docNo, kId);
  in.text("code", body.code, kId);
  in.text("facts", body.facts, kText);
  in.text("signature", body.signature, kBase64);
  in.list("cols", body.cols, kMostColumns, kMembers);
  in.list("rows", body.rows, kMostRows, kMembers);
}

template <class Codec, Is<CheckDocument> T>
void members(Codec& in, T& body) {
  in.text("docNo", body.docNo, kId);
  in.text("code", body.code, kId);
}

template <class Codec, Is<DocumentState> T>
void members(Codec& in, T& body) {
  in.text("state", body.state, kId);
  in.optionalText("type", body.type, kMaybeId);
  in.optionalText("issuedOn", body.issuedOn, kPeriod);
  in.optionalText("area", body.area, kArea);
  in.optionalText("maskedName", body.maskedName, kShort);
}

template <class Codec, Is<AskCardState> T>
void members(Codec& in, T& body) {
  in.text("sessionId", body.sessionId, kId);
}

template <class Codec, Is<CardState> T>
void members(Codec& in, T& body) {
  in.text("aaz502", body.aaz502, kMaybeId);
  in.text("kzt", body.kzt, kMaybeId);
  in.text("aaz508", body.aaz508, kMaybeId);
  in.text("issuedOn", body.issuedOn, kShort);
  in.text("validUntil", body.validUntil, kShort);
}

}  // namespace

template <class Body>
std::string encodeBody(const Body& body) {
  ObjectWriter writer;
  members(writer, body);
  const crypto::SecretBytes text = writer.finish(kMaxBody);
  return {text.reveal().begin(), text.reveal().end()};
}

template <class Body>
tl::expected<Body, BadMessage> decodeBody(std::string_view text) {
  auto reader =
      ObjectReader::parse({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, kMaxBody);
  if (!reader) return tl::unexpected(reader.error());
  Body body;
  members(*reader, body);
  if (auto error = reader->finish()) return tl::unexpected(std::move(*error));
  return body;
}

#define SSC_BODY(Body)                                \
  template std::string encodeBody<Body>(const Body&); \
  template tl::expected<Body, BadMessage> decodeBody<Body>(std::string_view);
#define SSC_CALL(Body) SSC_BODY(Body) SSC_BODY(Body::Answer)
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
SSC_BODY(EndSession)
SSC_CALL(Query)
SSC_CALL(ProveIdentity)
SSC_CALL(CheckDocument)
SSC_CALL(AskCardState)
#undef SSC_CALL
#undef SSC_BODY

}  // namespace ssc::wire::office
