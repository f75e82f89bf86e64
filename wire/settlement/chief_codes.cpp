#include "wire/settlement/chief_codes.hpp"

#include <algorithm>
#include <optional>

#include "crypto/base64.hpp"
#include "crypto/hex.hpp"
#include "wire/beijing_time.hpp"
#include "wire/code_parts.hpp"
#include "wire/settlement/symbols.hpp"

namespace ssc::wire::settlement {
namespace {

constexpr std::string_view kExtension = "SSX1.", kTime = "SST1.";
constexpr std::size_t kTerminal = 12, kMinute = 12, kNonce = 8, kSignatureSymbols = 86, kMostCode = 256;
constexpr std::uint32_t kMostCount = 99;

tl::unexpected<BadMessage> bad(std::string_view place, std::string_view what) {
  return tl::unexpected(BadMessage{std::string(place), std::string(what)});
}

std::string toBase64Url(crypto::ByteView bytes) {
  std::string text = crypto::toBase64(bytes);
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  while (text.ends_with('='))
    text.pop_back();
  return text;
}

std::optional<crypto::Sm2Signature> signatureFrom(std::string_view symbols) {
  constexpr std::string_view kForeign = "+/=\r\n";
  if (symbols.size() != kSignatureSymbols || symbols.find_first_of(kForeign) != std::string_view::npos)
    return std::nullopt;
  std::string text(symbols);
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  const auto bytes = crypto::fromBase64(text + "==");
  crypto::Sm2Signature signature{};
  if (!bytes || bytes->size() != signature.size()) return std::nullopt;
  std::ranges::copy(*bytes, signature.begin());
  return signature;
}

bool isSignedBy(const Chief& chief, std::string_view text, const crypto::Sm2Signature& signature) {
  const auto point = crypto::fromHex(chief.publicKey);
  if (!point) return false;
  const auto key = crypto::Sm2PublicKey::fromPoint(*point);
  return key && key->verify(crypto::bytesOf(text), signature).has_value();
}

/// What stands before the signature, when one of the chiefs has signed it.
tl::expected<std::string_view, BadMessage> signedText(std::string_view text, std::string_view prefix,
                                                      std::span<const Chief> chiefs) {
  if (!text.starts_with(prefix) || text.size() > kMostCode) return bad("", "is not a code of a chief");
  const auto point = text.rfind('.');
  const auto signature = signatureFrom(text.substr(point + 1));
  const auto covered = text.substr(0, point);
  if (!signature) return bad("signature", "has not 86 symbols");
  if (std::ranges::none_of(chiefs,
                           [&](const Chief& chief) { return isSignedBy(chief, covered, *signature); }))
    return bad("signature", "is of none of the chiefs");
  return covered.substr(prefix.size());
}

tl::expected<void, BadMessage> check(const Extension& extension) {
  if (!consistsOf(extension.terminalId, kDigits, kTerminal))
    return bad("terminalId", "must be twelve digits");
  if (!consistsOf(extension.until, kDigits, kMinute) || !parseCompactSeconds(extension.until + "00"))
    return bad("until", "must be yyyyMMddHHmm");
  if (extension.mostFen == 0) return bad("maxFen", "must not be 0");
  if (extension.mostCount == 0 || extension.mostCount > kMostCount) return bad("maxCount", "must be 1 to 99");
  if (extension.serial == 0) return bad("serial", "must not be 0");
  return {};
}

tl::expected<void, BadMessage> check(const SignedTime& time) {
  if (!consistsOf(time.terminalId, kDigits, kTerminal)) return bad("terminalId", "must be twelve digits");
  if (!consistsOf(time.nonce, kDigits, kNonce)) return bad("nonce", "must be eight digits");
  if (!parseCompactSeconds(time.time)) return bad("time", "must be yyyyMMddHHmmss");
  return {};
}

tl::expected<std::string, BadMessage> signedWith(const std::string& text, const ChiefSigns& sign) {
  const auto signature = sign(crypto::bytesOf(text));
  if (!signature) return bad("signature", "cannot be made");
  return text + '.' + toBase64Url(*signature);
}

}  // namespace

tl::expected<std::string, BadMessage> makeExtension(const Extension& extension, const ChiefSigns& sign) {
  if (auto good = check(extension); !good) return tl::unexpected(good.error());
  return signedWith(std::string(kExtension) + extension.terminalId + '.' + extension.until + '.' +
                        std::to_string(extension.mostFen) + '.' + std::to_string(extension.mostCount) + '.' +
                        std::to_string(extension.serial),
                    sign);
}

tl::expected<std::string, BadMessage> makeSignedTime(const SignedTime& time, const ChiefSigns& sign) {
  if (auto good = check(time); !good) return tl::unexpected(good.error());
  return signedWith(std::string(kTime) + time.terminalId + '.' + time.nonce + '.' + time.time, sign);
}

tl::expected<Extension, BadMessage> readExtension(std::string_view text, std::span<const Chief> chiefs) {
  const auto covered = signedText(text, kExtension, chiefs);
  if (!covered) return tl::unexpected(covered.error());
  const auto parts = partsOf<5>(*covered);
  if (!parts) return bad("", "has not seven parts");
  const auto& [terminal, until, fen, count, serial] = *parts;
  Extension extension{std::string(terminal), std::string(until), decimal(fen).value_or(0),
                      decimal(count).value_or(0), decimal(serial).value_or(0)};
  if (auto good = check(extension); !good) return tl::unexpected(good.error());
  return extension;
}

tl::expected<SignedTime, BadMessage> readSignedTime(std::string_view text, std::span<const Chief> chiefs) {
  const auto covered = signedText(text, kTime, chiefs);
  if (!covered) return tl::unexpected(covered.error());
  const auto parts = partsOf<3>(*covered);
  if (!parts) return bad("", "has not five parts");
  SignedTime time{std::string((*parts)[0]), std::string((*parts)[1]), std::string((*parts)[2])};
  if (auto good = check(time); !good) return tl::unexpected(good.error());
  return time;
}

}  // namespace ssc::wire::settlement
