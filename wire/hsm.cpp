#include "wire/hsm.hpp"

#include <algorithm>
#include <limits>
#include <type_traits>

#include "wire/object_codec.hpp"

namespace ssc::wire::hsm {
namespace {

constexpr std::array kErrors{
    ErrorRow{ErrorCode::badRequest, "badRequest", 400, "the request does not parse"},
    ErrorRow{ErrorCode::unknownRequest, "unknownRequest", 404, "no such request"},
    ErrorRow{ErrorCode::unknownKey, "unknownKey", 404, "no key of this reference for this region"},
    ErrorRow{ErrorCode::refusedKey, "refusedKey", 403, "the key may not be used for this"},
    ErrorRow{ErrorCode::noAlgorithm, "noAlgorithm", 501, "the HSM does not work in this environment"},
    ErrorRow{ErrorCode::wrongMac, "wrongMac", 422, "the card's MAC is wrong"},
    ErrorRow{ErrorCode::unavailable, "unavailable", 503, "the HSM cannot work now"},
};

constexpr std::array kAlgorithms{CodeText{1, "01"}, CodeText{2, "02"}, CodeText{3, "03"}};

constexpr auto kErrorNames = [] {
  std::array<CodeText, kErrors.size()> names{};
  for (std::size_t i = 0; i < names.size(); ++i)
    names[i] = {static_cast<std::uint8_t>(kErrors[i].code), kErrors[i].name};
  return names;
}();

constexpr std::uint64_t kMaxFen = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kMaxWhere = 64;
constexpr std::size_t kMaxApdu = 260;
constexpr std::uint64_t kVersions = 3;

bool isPrintable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
}

bool isRegion(std::string_view text) {
  return text.size() == 6 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isWhere(std::string_view text) {
  return text.size() <= kMaxWhere && isPrintable(text);
}

constexpr TextRule kReferenceRule{isKeyReference, "1 to 16 printable characters without blank and bar"};
constexpr TextRule kRegionRule{isRegion, "six digits"};
constexpr TextRule kWhereRule{isWhere, "at most 64 printable characters"};

// The members of each message, in the order they travel; `in` is a writer or a reader.
template <class T, class Message>
concept Is = std::is_same_v<std::remove_const_t<T>, Message>;

template <class Codec, Is<CardKey> T>
void members(Codec& in, T& key) {
  in.text("keyReference", key.reference, kReferenceRule);
  in.number("keyVersion", key.version, 1, kVersions);
  in.text("region", key.region, kRegionRule);
  in.bytes("cardFactor", key.cardFactor);
  in.code("algorithm", key.algorithm, kAlgorithms);
}

template <class Codec, Is<Authenticate> T>
void members(Codec& in, T& request) {
  members(in, request.key);
  in.bytes("factor", request.factor);
  in.bytes("data", request.data);
}

template <class Codec, Is<Authentication> T>
void members(Codec& in, T& reply) {
  in.bytes("authentication", reply.authentication);
}

template <class Codec, Is<Protect> T>
void members(Codec& in, T& request) {
  members(in, request.key);
  in.bytes("challenge", request.challenge);
  in.bytes("header", request.header);
  in.secret("plaintext", request.plaintext, kMaxPlaintext);
}

template <class Codec, Is<ProtectedCommand> T>
void members(Codec& in, T& reply) {
  in.secret("apdu", reply.apdu, kMaxApdu);
}

template <class Codec, Is<PurchaseFacts> T>
void members(Codec& in, T& facts) {
  members(in, facts.key);
  in.number("account", facts.account, 0, kMaxFen);
  in.number("selfPay", facts.selfPay, 0, kMaxFen);
  in.number("pool", facts.pool, 0, kMaxFen);
  in.number("type", facts.type, 0, 0xFF);
  in.bytes("terminal", facts.terminal);
  in.bytes("time", facts.time);
  in.bytes("cardRandom", facts.cardRandom);
  in.bytes("cardSequence", facts.cardSequence);
}

template <class Codec, Is<Purchase> T>
void members(Codec& in, T& request) {
  members(in, request.facts);
}

template <class Codec, Is<PurchaseConsent> T>
void members(Codec& in, T& reply) {
  in.bytes("terminalSequence", reply.terminalSequence);
  in.bytes("mac1", reply.mac1);
}

template <class Codec, Is<CheckPurchase> T>
void members(Codec& in, T& request) {
  members(in, request.facts);
  in.bytes("terminalSequence", request.terminalSequence);
  in.bytes("mac2", request.mac2);
}

template <class Codec, Is<PurchaseChecked> T>
void members(Codec& /*in*/, T& /*reply*/) {}

template <class Codec, Is<Ping> T>
void members(Codec& in, T& request) {
  in.code("algorithm", request.algorithm, kAlgorithms);
}

template <class Codec, Is<Pong> T>
void members(Codec& /*in*/, T& /*reply*/) {}

template <class Codec, Is<Error> T>
void members(Codec& in, T& error) {
  in.code("error", error.code, kErrorNames);
  in.text("where", error.where, kWhereRule);
}

}  // namespace

bool isKeyReference(std::string_view text) {
  return !text.empty() && text.size() <= kMaxKeyReference && isPrintable(text) &&
         text.find_first_of(" |") == std::string_view::npos;
}

std::span<const ErrorRow> errorRows() {
  return kErrors;
}

const ErrorRow& rowOf(ErrorCode code) {
  return *std::find_if(kErrors.begin(), kErrors.end(), [&](const ErrorRow& row) { return row.code == code; });
}

template <class Message>
crypto::SecretBytes encode(const Message& message) {
  ObjectWriter writer;
  members(writer, message);
  return writer.finish(kMaxMessage);
}

template <class Message>
tl::expected<Message, BadMessage> decode(crypto::ByteView text) {
  auto reader = ObjectReader::parse(text, kMaxMessage);
  if (!reader) return tl::unexpected(reader.error());
  Message message;
  members(*reader, message);
  if (auto error = reader->finish()) return tl::unexpected(std::move(*error));
  return message;
}

#define SSC_MESSAGE(Message)                                    \
  template crypto::SecretBytes encode<Message>(const Message&); \
  template tl::expected<Message, BadMessage> decode<Message>(crypto::ByteView);
SSC_MESSAGE(Authenticate)
SSC_MESSAGE(Authentication)
SSC_MESSAGE(Protect)
SSC_MESSAGE(ProtectedCommand)
SSC_MESSAGE(Purchase)
SSC_MESSAGE(PurchaseConsent)
SSC_MESSAGE(CheckPurchase)
SSC_MESSAGE(PurchaseChecked)
SSC_MESSAGE(Ping)
SSC_MESSAGE(Pong)
SSC_MESSAGE(Error)
#undef SSC_MESSAGE

}  // namespace ssc::wire::hsm
