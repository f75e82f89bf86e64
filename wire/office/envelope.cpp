#include "wire/office/envelope.hpp"

#include <algorithm>
#include <array>

#include "crypto/base64.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "wire/object_schema.hpp"
#include "wire/office/rules.hpp"

namespace ssc::wire::office {
namespace {

using crypto::ByteView;
using crypto::CryptoError;

struct HeadRow {
  std::string_view name;
  std::string Head::* value;
  bool optional;
  TextRule rule;
};

bool isSafeInfoText(std::string_view text) {
  return isHeadText<1, 2000>(text);
}

// In the order in which they are signed. `optional`: may be missing, which is the same as empty.
constexpr std::array kHead{
    HeadRow{"infno", &Head::infno, false, {isDigitText<4, 4>, "four digits"}},
    HeadRow{"msgid", &Head::msgid, false, {isHeadText<30, 30>, "30 characters"}},
    HeadRow{"mdtrtarea_admvs", &Head::mdtrtareaAdmvs, false, {isDigitText<6, 6>, "six digits"}},
    HeadRow{"insuplc_admdvs", &Head::insuplcAdmdvs, true, {isDigitText<6, 6>, "six digits"}},
    HeadRow{"recer_sys_code", &Head::recerSysCode, false, {isHeadText<1, 10>, "1 to 10 characters"}},
    HeadRow{"dev_no", &Head::devNo, false, {isHeadText<1, 100>, "1 to 100 characters"}},
    HeadRow{"dev_safe_info", &Head::devSafeInfo, false, {isSafeInfoText, "1 to 2000 characters"}},
    HeadRow{"signtype", &Head::signtype, false, {isHeadText<1, 10>, "1 to 10 characters"}},
    HeadRow{"infver", &Head::infver, false, {isHeadText<1, 6>, "1 to 6 characters"}},
    HeadRow{"opter_type", &Head::opterType, false, {isHeadText<1, 3>, "1 to 3 characters"}},
    HeadRow{"opter", &Head::opter, false, {isHeadText<1, 30>, "1 to 30 characters"}},
    HeadRow{"opter_name", &Head::opterName, false, {isHeadText<1, 50>, "1 to 50 characters"}},
    HeadRow{"inf_time", &Head::infTime, false, {isHeadText<19, 19>, "yyyy-MM-dd HH:mm:ss"}},
    HeadRow{"fixmedins_code", &Head::fixmedinsCode, false, {isHeadText<12, 12>, "12 characters"}},
    HeadRow{"fixmedins_name", &Head::fixmedinsName, false, {isHeadText<1, 20>, "1 to 20 characters"}},
    HeadRow{"sign_no", &Head::signNo, true, {isHeadText<1, 30>, "1 to 30 characters"}},
};

constexpr TextRule kBodyRule{isBody<kMaxBody>, "at most 40000 bytes"};
constexpr TextRule kSignatureRule{isHeadText<0, 1024>, "at most 1024 characters"};
constexpr TextRule kPeerRequestRule{isBody<kMaxEnvelope>, "an envelope"};
constexpr TextRule kAreaRule{isDigitText<6, 6>, "six digits"};
constexpr TextRule kPersonRule{isHeadText<0, 18>, "at most 18 characters"};
constexpr TextRule kCardRule{isHeadText<0, 64>, "at most 64 characters"};
constexpr TextRule kTimeRule{isDigitText<17, 17>, "yyyyMMddHHmmssSSS"};
constexpr std::uint64_t kMostCode = 9999, kMostLevel = 3;

template <class Codec, class T>
void members(Codec& in, T& head, const Head* /*tag*/) {
  for (const HeadRow& row : kHead)
    row.optional ? in.optionalText(row.name, head.*row.value, row.rule)
                 : in.text(row.name, head.*row.value, row.rule);
}

template <class Codec, class T>
void members(Codec& in, T& request, const Request* /*tag*/) {
  members(in, request.head, static_cast<const Head*>(nullptr));
  in.optionalText("input", request.input, kBodyRule);
  in.text("cainfo", request.cainfo, kSignatureRule);
}

template <class Codec, class T>
void members(Codec& in, T& reply, const Reply* /*tag*/) {
  in.number("infcode", reply.infcode, 0, kMostCode);
  in.text("inf_refmsgid", reply.infRefmsgid, {isDigitText<30, 30>, "30 digits"});
  in.text("refmsg_time", reply.refmsgTime, kTimeRule);
  in.text("respond_time", reply.respondTime, kTimeRule);
  in.optionalText("err_msg", reply.errMsg, {isHeadText<0, 200>, "at most 200 characters"});
  in.optionalText("output", reply.output, kBodyRule);
  in.text("cainfo", reply.cainfo, kSignatureRule);
}

template <class Codec, class T>
void members(Codec& in, T& message, const Forwarded* /*tag*/) {
  in.text("area", message.area, kAreaRule);
  in.text("request", message.request, kPeerRequestRule);
  in.text("presenter", message.presenter, kPersonRule);
  in.text("subject", message.subject, kPersonRule);
  in.text("card", message.card, kCardRule);
  in.number("level", message.level, 0, kMostLevel);
  in.text("time", message.time, kTimeRule);
  in.text("cainfo", message.cainfo, kSignatureRule);
}

// ctr travels as a text, like its neighbours.
bool isCounter(std::string_view text) {
  constexpr std::size_t kMostDigits = 18;
  return isDigits(text) && !text.empty() && text.size() <= kMostDigits &&
         (text == "0" || text.front() != '0');
}

template <class Codec, class T, class Counter>
void safeInfoMembers(Codec& in, T& info, Counter& counter) {
  in.text("kid", info.kid, {isHeadText<1, 32>, "1 to 32 characters"});
  in.text("ctr", counter, {isCounter, "a number"});
  in.text("ver", info.ver, {isHeadText<1, 32>, "1 to 32 characters"});
  in.text("tamper", info.tamper, {isCounter, "a number"});
}

std::string textOf(const crypto::SecretBytes& bytes) {
  return {bytes.reveal().begin(), bytes.reveal().end()};
}

template <class Message>
std::string encodeAny(const Message& message, std::size_t limit) {
  ObjectWriter writer;
  members(writer, message, static_cast<const Message*>(nullptr));
  return textOf(writer.finish(limit));
}

template <class Message>
tl::expected<Message, BadMessage> decodeAny(ByteView text, std::size_t limit) {
  auto reader = ObjectReader::parse(text, limit);
  if (!reader) return tl::unexpected(reader.error());
  Message message;
  members(*reader, message, static_cast<const Message*>(nullptr));
  if (auto error = reader->finish()) return tl::unexpected(std::move(*error));
  return message;
}

// Lower case, as the signed text has it.
tl::expected<std::string, CryptoError> digestText(std::string_view text) {
  return crypto::sm3(crypto::bytesOf(text)).map([](const crypto::Sm3Digest& digest) {
    return crypto::toLowerHex(digest);
  });
}

tl::expected<std::string, CryptoError> signText(const std::string& text, Signer signer) {
  return signer.sign(crypto::bytesOf(text)).map([](const crypto::Sm2Signature& signature) {
    return crypto::toBase64(signature);
  });
}

tl::expected<void, CryptoError> verifyText(const std::string& text, std::string_view cainfo,
                                           const crypto::Sm2PublicKey& key) {
  const auto bytes = crypto::fromBase64(cainfo);
  crypto::Sm2Signature signature{};
  if (!bytes || bytes->size() != signature.size()) return tl::unexpected(CryptoError::badSignature);
  std::copy(bytes->begin(), bytes->end(), signature.begin());
  return key.verify(crypto::bytesOf(text), signature);
}

tl::expected<std::string, CryptoError> textToSign(const Forwarded& message) {
  auto digest = digestText(message.request);
  if (!digest) return digest;
  return message.area + '|' + message.presenter + '|' + message.subject + '|' + message.card + '|' +
         std::to_string(message.level) + '|' + message.time + '|' + *digest;
}

}  // namespace

std::string encode(const SafeInfo& info) {
  ObjectWriter writer;
  const std::string counter = std::to_string(info.ctr);
  safeInfoMembers(writer, info, counter);
  return textOf(writer.finish(kMaxBody));
}

tl::expected<SafeInfo, BadMessage> decodeSafeInfo(std::string_view text) {
  auto reader = ObjectReader::parse(crypto::bytesOf(text), kMaxBody);
  if (!reader) return tl::unexpected(reader.error());
  SafeInfo info;
  std::string counter;
  safeInfoMembers(*reader, info, counter);
  if (auto error = reader->finish()) return tl::unexpected(std::move(*error));
  info.ctr = std::stoull(counter);  // at most 18 digits
  return info;
}

tl::expected<std::string, CryptoError> textToSign(const Request& request) {
  auto digest = digestText(request.input);
  if (!digest) return digest;
  std::string text;
  for (const HeadRow& row : kHead)
    text += request.head.*row.value + '|';
  return text + *digest;
}

tl::expected<std::string, CryptoError> textToSign(const Reply& reply, std::string_view msgid) {
  auto digest = digestText(reply.output);
  if (!digest) return digest;
  return std::to_string(reply.infcode) + '|' + reply.infRefmsgid + '|' + reply.refmsgTime + '|' +
         reply.respondTime + '|' + reply.errMsg + '|' + std::string(msgid) + '|' + *digest;
}

tl::expected<void, CryptoError> sign(Request& request, Signer signer) {
  return textToSign(request)
      .and_then([&](const std::string& text) { return signText(text, signer); })
      .map([&](std::string signature) { request.cainfo = std::move(signature); });
}

tl::expected<void, CryptoError> sign(Reply& reply, std::string_view msgid, Signer signer) {
  return textToSign(reply, msgid)
      .and_then([&](const std::string& text) { return signText(text, signer); })
      .map([&](std::string signature) { reply.cainfo = std::move(signature); });
}

tl::expected<void, CryptoError> sign(Forwarded& message, Signer signer) {
  return textToSign(message)
      .and_then([&](const std::string& text) { return signText(text, signer); })
      .map([&](std::string signature) { message.cainfo = std::move(signature); });
}

tl::expected<void, CryptoError> verify(const Request& request, const crypto::Sm2PublicKey& key) {
  return textToSign(request).and_then(
      [&](const std::string& text) { return verifyText(text, request.cainfo, key); });
}

tl::expected<void, CryptoError> verify(const Reply& reply, std::string_view msgid,
                                       const crypto::Sm2PublicKey& key) {
  return textToSign(reply, msgid).and_then([&](const std::string& text) {
    return verifyText(text, reply.cainfo, key);
  });
}

tl::expected<void, CryptoError> verify(const Forwarded& message, const crypto::Sm2PublicKey& key) {
  return textToSign(message).and_then(
      [&](const std::string& text) { return verifyText(text, message.cainfo, key); });
}

std::string encode(const Request& request) {
  return encodeAny(request, kMaxEnvelope);
}

std::string encode(const Reply& reply) {
  return encodeAny(reply, kMaxEnvelope);
}

std::string encode(const Forwarded& message) {
  return encodeAny(message, 2 * kMaxEnvelope);
}

tl::expected<Request, BadMessage> decodeRequest(ByteView text) {
  return decodeAny<Request>(text, kMaxEnvelope);
}

tl::expected<Reply, BadMessage> decodeReply(ByteView text) {
  return decodeAny<Reply>(text, kMaxEnvelope);
}

tl::expected<Forwarded, BadMessage> decodeForwarded(ByteView text) {
  return decodeAny<Forwarded>(text, 2 * kMaxEnvelope);
}

template <class Envelope>
std::string describeEnvelope() {
  ObjectDescriber describer;
  Envelope envelope;
  members(describer, envelope, static_cast<const Envelope*>(nullptr));
  return describer.finish();
}
template std::string describeEnvelope<Request>();
template std::string describeEnvelope<Reply>();
template std::string describeEnvelope<Forwarded>();

}  // namespace ssc::wire::office
