#include "wire/gateway_body.hpp"

#include <type_traits>

#include "wire/base32.hpp"
#include "wire/code_text.hpp"
#include "wire/gateway.hpp"
#include "wire/object_codec.hpp"
#include "wire/office/rules.hpp"

namespace ssc::wire::gateway {
namespace {

using office::isDigitText;
using office::isPlainText;

constexpr std::uint64_t kMostTime = 9'999'999'999'999, kMostSeconds = 3600;

template <std::size_t most>
bool isIdentifier(std::string_view text) {
  if (text.empty() || text.size() > most) return false;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
    if (!plain) return false;
  }
  return true;
}

bool isLoginId(std::string_view text) {
  return text.size() == kLoginIdLength && isBase32(text);
}

bool isProof(std::string_view text) {
  return text.size() == 32 && text.find_first_not_of("0123456789ABCDEF") == std::string_view::npos;
}

bool isPurpose(std::string_view text) {
  return text == "01" || text == "02" || text == "03" || text == "04";
}

constexpr TextRule kId{isIdentifier<64>, "1 to 64 letters and digits"};
constexpr TextRule kShort{isPlainText<64>, "at most 64 characters"};
constexpr TextRule kCodeText{isPlainText<512>, "at most 512 characters"};
constexpr TextRule kLoginId{isLoginId, "20 symbols of base 32"};
constexpr TextRule kProof{isProof, "32 hexadecimal digits"};
constexpr TextRule kPurpose{isPurpose, "01 to 04"};
constexpr TextRule kArea{isDigitText<6, 6>, "six digits"};
constexpr TextRule kChannel{isDigitText<10, 10>, "ten digits"};
constexpr TextRule kAction{isDigitText<3, 3>, "three digits"};
constexpr TextRule kMatch{isDigitText<4, 4>, "four digits"};

template <class T, class Message>
concept Is = std::is_same_v<std::remove_const_t<T>, Message>;

template <class Codec, Is<Nothing> T>
void members(Codec& /*in*/, T& /*body*/) {}

template <class Codec, Is<EcardFace> T>
void members(Codec& in, T& body) {
  in.text("signNo", body.signNo, kId);
  in.text("relation", body.relation, kId);
  in.text("maskedName", body.maskedName, kShort);
  in.text("area", body.area, kArea);
  in.text("state", body.state, kId);
}

template <class Codec, Is<WaitingLogin> T>
void members(Codec& in, T& body) {
  in.text("loginId", body.loginId, kLoginId);
  in.text("flow", body.flow, kId);
  in.text("kind", body.kind, kId);
  in.text("place", body.place, kShort);
  in.optionalText("service", body.service, kShort);
  in.text("maskedName", body.maskedName, kShort);
  in.optionalText("matchNumber", body.matchNumber, kMatch);
}

constexpr auto kMembers = [](auto& in, auto& item) { members(in, item); };

template <class Codec, Is<Start> T>
void members(Codec& in, T& body) {
  in.text("device", body.device, kShort);
  in.text("version", body.version, kShort);
}

template <class Codec, Is<Started> T>
void members(Codec& in, T& body) {
  in.text("channelNo", body.channelNo, kChannel);
  in.number("time", body.time, 0, kMostTime);
  in.list("ecards", body.ecards, kMostEcards, kMembers);
}

template <class Codec, Is<MakeCode> T>
void members(Codec& in, T& body) {
  in.text("signNo", body.signNo, kId);
  in.text("purpose", body.purpose, kPurpose);
}

template <class Codec, Is<CodeMade> T>
void members(Codec& in, T& body) {
  in.text("text", body.text, kCodeText);
  in.number("shownFor", body.shownFor, 1, kMostSeconds);
}

template <class Codec, Is<ScanCode> T>
void members(Codec& in, T& body) {
  in.text("signNo", body.signNo, kId);
  in.text("text", body.text, kCodeText);
}

template <class Codec, Is<AskWaiting> T>
void members(Codec& in, T& body) {
  in.text("signNo", body.signNo, kId);
}

template <class Codec, Is<Waiting> T>
void members(Codec& in, T& body) {
  in.list("logins", body.logins, kMostWaiting, kMembers);
}

template <class Codec, Is<CheckPassword> T>
void members(Codec& in, T& body) {
  in.text("signNo", body.signNo, kId);
  in.secret("password", body.password, kPasswordDigits);
}

template <class Codec, Is<PasswordChecked> T>
void members(Codec& in, T& body) {
  in.text("busiSeq", body.busiSeq, kProof);
}

template <class Codec, Is<ConfirmLogin> T>
void members(Codec& in, T& body) {
  in.text("signNo", body.signNo, kId);
  in.text("loginId", body.loginId, kLoginId);
  in.text("busiSeq", body.busiSeq, kProof);
}

template <class Codec, Is<RefuseLogin> T>
void members(Codec& in, T& body) {
  in.text("signNo", body.signNo, kId);
  in.text("loginId", body.loginId, kLoginId);
}

template <class Codec, Is<ReportAction> T>
void members(Codec& in, T& body) {
  in.text("signNo", body.signNo, kId);
  in.text("action", body.action, kAction);
}

}  // namespace

template <class Body>
crypto::SecretBytes encodeBody(const Body& body) {
  ObjectWriter writer;
  members(writer, body);
  return writer.finish(kMaxAnswerBody);
}

template <class Body>
tl::expected<Body, BadMessage> decodeBody(crypto::ByteView text) {
  auto reader = ObjectReader::parse(text, kMaxAnswerBody);
  if (!reader) return tl::unexpected(reader.error());
  Body body;
  members(*reader, body);
  if (auto error = reader->finish()) return tl::unexpected(std::move(*error));
  return body;
}

#define SSC_BODY(Body)                                        \
  template crypto::SecretBytes encodeBody<Body>(const Body&); \
  template tl::expected<Body, BadMessage> decodeBody<Body>(crypto::ByteView);
SSC_BODY(Nothing)
SSC_BODY(Start)
SSC_BODY(Started)
SSC_BODY(MakeCode)
SSC_BODY(CodeMade)
SSC_BODY(ScanCode)
SSC_BODY(WaitingLogin)
SSC_BODY(AskWaiting)
SSC_BODY(Waiting)
SSC_BODY(CheckPassword)
SSC_BODY(PasswordChecked)
SSC_BODY(ConfirmLogin)
SSC_BODY(RefuseLogin)
SSC_BODY(ReportAction)
#undef SSC_BODY

}  // namespace ssc::wire::gateway
