#include "wire/gateway.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "crypto/base64.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "wire/object_codec.hpp"
#include "wire/office/rules.hpp"

namespace ssc::wire::gateway {
namespace {

using crypto::ByteView;
using crypto::CryptoError;

constexpr std::string_view kSignatureLabel = "ssc gateway: signature key", kTestLabel = "SSC-TEST-PHONE/1|";
constexpr std::size_t kSignatureDigits = 64, kTimestampDigits = 13, kMostInfcode = 9999;

std::string textOf(const crypto::SecretBytes& bytes) {
  return {bytes.reveal().begin(), bytes.reveal().end()};
}

// ---- forms

bool isPlain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
}

template <std::size_t most>
bool isName(std::string_view text) {
  return !text.empty() && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char c) { return isPlain(c) || c == '.'; });
}

bool isSealed(std::string_view text) {
  return !text.empty() && text.size() <= kMaxAnswer && std::all_of(text.begin(), text.end(), isPlain);
}

bool isTimestamp(std::string_view text) {
  return office::isDigitText<kTimestampDigits, kTimestampDigits>(text) && text.front() != '0';
}

bool isSignature(std::string_view text) {
  return text.size() == kSignatureDigits &&
         text.find_first_not_of("0123456789ABCDEF") == std::string_view::npos;
}

// ---- Base64 for URLs

std::string toUrlBase64(ByteView bytes) {
  std::string text = crypto::toBase64(bytes);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  while (text.ends_with('='))
    text.pop_back();
  return text;
}

std::optional<crypto::Bytes> fromUrlBase64(std::string_view given) {
  if (!isSealed(given)) return std::nullopt;
  std::string text(given);
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  text.append((4 - text.size() % 4) % 4, '=');
  return crypto::fromBase64(text);
}

// ---- the query

struct ParameterRow {
  std::string_view name;
  bool (*accepts)(std::string_view);
  std::string_view what;
};
/// Sorted by name: so they are signed, and so they travel.
constexpr std::array kParameters{
    ParameterRow{"_api_access_id", isName<64>, "must be 1 to 64 letters and digits"},
    ParameterRow{"_api_name", isName<32>, "must be 1 to 32 letters and digits"},
    ParameterRow{"_api_signature", isSignature, "must be 64 hexadecimal digits"},
    ParameterRow{"_api_timestamp", isTimestamp, "must be 13 digits"},
    ParameterRow{"security", isSealed, "must be Base64 for URLs"},
};
constexpr std::size_t kSignatureAt = 2;
using Values = std::array<std::string, kParameters.size()>;

Values valuesOf(const Request& request) {
  return {request.accessId, request.name, request.signature, std::to_string(request.timestamp),
          request.security};
}

std::string joined(const Request& request, bool withSignature) {
  const Values values = valuesOf(request);
  std::string text;
  for (std::size_t i = 0; i < kParameters.size(); ++i) {
    if (i == kSignatureAt && !withSignature) continue;
    if (!text.empty()) text += '&';
    text.append(kParameters[i].name).append("=").append(values[i]);
  }
  return text;
}

tl::expected<std::string, CryptoError> signatureOf(const AppKeys& keys, const Request& request) {
  return crypto::hmacSm3(keys.signature(), crypto::bytesOf(joined(request, false)))
      .map([](const crypto::Sm3Digest& mac) { return crypto::toHex(mac); });
}

// Neither of them holds a bar.
std::string associated(const Request& request) {
  return request.name + '|' + request.accessId + '|' + std::to_string(request.timestamp);
}

std::string associatedOfAnswer(const Request& request) {
  return "answer|" + associated(request) + '|' + request.signature;
}

/// Takes "name=" and its value off the front of a query.
tl::expected<std::string, BadMessage> takeParameter(std::string_view& rest, const ParameterRow& row) {
  const std::string name(row.name);
  if (!rest.starts_with(name + "="))
    return tl::unexpected(BadMessage{name, "is missing or not in its place"});
  rest.remove_prefix(name.size() + 1);
  const std::string_view value = rest.substr(0, rest.find('&'));
  if (!row.accepts(value)) return tl::unexpected(BadMessage{name, std::string(row.what)});
  rest.remove_prefix(value.size());
  return std::string(value);
}

// ---- the answer

constexpr TextRule kSealedRule{isSealed, "Base64 for URLs"};
constexpr TextRule kShort{office::isPlainText<200>, "at most 200 characters"};
constexpr TextRule kOutput{office::isBody<kMaxAnswerBody>, "at most 16000 bytes"};

template <class Codec, class T>
void replyMembers(Codec& in, T& reply) {
  in.number("infcode", reply.infcode, 0, kMostInfcode);
  in.optionalText("err_msg", reply.errMsg, kShort);
  in.optionalText("zh", reply.zh, kShort);
  in.optionalText("en", reply.en, kShort);
  in.optionalText("output", reply.output, kOutput);
}

tl::expected<std::string, BadMessage> sealedIn(ByteView answer) {
  auto reader = ObjectReader::parse(answer, kMaxAnswer);
  if (!reader) return tl::unexpected(reader.error());
  std::string sealed;
  reader->text("security", sealed, kSealedRule);
  if (auto error = reader->finish()) return tl::unexpected(std::move(*error));
  return sealed;
}

}  // namespace

tl::expected<AppKeys, CryptoError> AppKeys::fromSecret(const crypto::Key& secret) {
  auto sealer = crypto::FieldSealer::fromSessionKey(secret);
  if (!sealer) return tl::unexpected(sealer.error());
  const auto key = crypto::hmacSm3(secret, crypto::bytesOf(kSignatureLabel));
  if (!key) return tl::unexpected(key.error());
  return AppKeys(std::move(*sealer), crypto::Key(ByteView(*key)));
}

tl::expected<Request, CryptoError> sealRequest(const AppKeys& keys, Heading heading, ByteView body,
                                               crypto::RandomSource& random) {
  if (body.size() > kMaxBody) return tl::unexpected(CryptoError::badLength);
  Request request{std::move(heading.name), std::move(heading.accessId), heading.timestamp, {}, {}};
  const auto sealed = keys.sealer().seal(body, crypto::bytesOf(associated(request)), random);
  if (!sealed) return tl::unexpected(sealed.error());
  request.security = toUrlBase64(*sealed);
  auto signature = signatureOf(keys, request);
  if (!signature) return tl::unexpected(signature.error());
  request.signature = std::move(*signature);
  return request;
}

std::string queryOf(const Request& request) {
  return joined(request, true);
}

tl::expected<Request, BadMessage> parseQuery(std::string_view query) {
  if (query.size() > kMaxQuery) return tl::unexpected(BadMessage{"", "is too long"});
  Values values;
  for (std::size_t i = 0; i < kParameters.size(); ++i) {
    if (i > 0 && query.starts_with('&')) query.remove_prefix(1);
    auto value = takeParameter(query, kParameters[i]);
    if (!value) return tl::unexpected(value.error());
    values[i] = std::move(*value);
  }
  if (!query.empty()) return tl::unexpected(BadMessage{"", "holds more than the five parameters"});
  auto& [accessId, name, signature, timestamp, security] = values;
  Request request{std::move(name), std::move(accessId), 0, std::move(security), std::move(signature)};
  std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), request.timestamp);  // 13 digits
  return request;
}

bool isSigned(const AppKeys& keys, const Request& request) {
  const auto right = signatureOf(keys, request);
  return right && crypto::equalInConstantTime(crypto::bytesOf(*right), crypto::bytesOf(request.signature));
}

tl::expected<crypto::SecretBytes, CryptoError> openRequest(const AppKeys& keys, const Request& request) {
  const auto bytes = fromUrlBase64(request.security);
  if (!bytes) return tl::unexpected(CryptoError::badCiphertext);
  return keys.sealer().open(*bytes, crypto::bytesOf(associated(request)));
}

tl::expected<std::string, CryptoError> sealReply(const AppKeys& keys, const Request& request,
                                                 const Reply& reply, crypto::RandomSource& random) {
  ObjectWriter writer;
  replyMembers(writer, reply);
  const auto sealed = keys.sealer().seal(writer.finish(kMaxAnswer).reveal(),
                                         crypto::bytesOf(associatedOfAnswer(request)), random);
  if (!sealed) return tl::unexpected(sealed.error());
  ObjectWriter outer;
  outer.text("security", toUrlBase64(*sealed), kSealedRule);
  return textOf(outer.finish(2 * kMaxAnswer));
}

tl::expected<Reply, BadMessage> openReply(const AppKeys& keys, const Request& request, ByteView answer) {
  const auto sealed = sealedIn(answer);
  if (!sealed) return tl::unexpected(sealed.error());
  const auto bytes = fromUrlBase64(*sealed);
  if (!bytes) return tl::unexpected(BadMessage{"security", "must be Base64 for URLs"});
  const auto text = keys.sealer().open(*bytes, crypto::bytesOf(associatedOfAnswer(request)));
  if (!text) return tl::unexpected(BadMessage{"security", "is not the answer to this request"});
  auto reader = ObjectReader::parse(text->reveal(), kMaxAnswer);
  if (!reader) return tl::unexpected(reader.error());
  Reply reply;
  replyMembers(*reader, reply);
  if (auto error = reader->finish()) return tl::unexpected(std::move(*error));
  return reply;
}

tl::expected<crypto::Key, CryptoError> testSecret(std::string_view accessId) {
  return crypto::sm3(crypto::bytesOf(std::string(kTestLabel) + std::string(accessId)))
      .map([](const crypto::Sm3Digest& digest) { return crypto::Key(ByteView(digest).first(kSecretBytes)); });
}

}  // namespace ssc::wire::gateway
