#include "wire/code_text.hpp"

#include "wire/code_parts.hpp"

namespace ssc::wire {
namespace {

constexpr std::size_t kKeyIdLength = 2, kTokenLength = 16;
constexpr std::uint32_t kLeastMinute = 10'000'000, kMostMinute = 99'999'999;

// What a MAC covers: the text's parts, but with bars.
std::string covered(std::string_view prefix, std::initializer_list<std::string_view> parts) {
  std::string message(prefix.substr(0, prefix.size() - 1));
  for (const auto part : parts)
    message.append("|").append(part);
  return message;
}

std::string joined(std::string_view prefix, std::initializer_list<std::string_view> parts) {
  std::string text(prefix);
  for (const auto part : parts)
    text.append(part).append(".");
  text.pop_back();
  return text;
}

std::string coveredBy(const PhoneCode& code) {
  return covered(kPhoneCodePrefix, {code.keyId, code.token, std::to_string(code.minute)});
}

std::string coveredBy(const LoginCode& code) {
  return covered(kLoginCodePrefix, {code.loginId, std::to_string(code.age)});
}

tl::expected<void, BadMessage> checkFacts(const PhoneCode& code) {
  if (const auto keyId = requireSymbols("key id", code.keyId, kKeyIdLength); !keyId) return keyId;
  if (const auto token = requireSymbols("token", code.token, kTokenLength); !token) return token;
  if (code.minute < kLeastMinute || code.minute > kMostMinute)
    return tl::unexpected(BadMessage{"minute", "is not a number of eight digits"});
  return {};
}

tl::expected<void, BadMessage> checkFacts(const LoginCode& code) {
  if (const auto loginId = requireSymbols("login id", code.loginId, kLoginIdLength); !loginId) return loginId;
  if (code.age > kMostAge) return tl::unexpected(BadMessage{"age", "is not a number of at most four digits"});
  return {};
}

tl::expected<void, BadMessage> checkMac(std::string_view mac) {
  return requireSymbols("mac", mac, kMacSymbols);
}

BadMessage whole(std::string_view what) {
  return {"", std::string(what)};
}

}  // namespace

bool PhoneCode::isGenuine(const crypto::Key& key) const {
  return isMac(key, coveredBy(*this), mac);
}

tl::expected<std::string, BadMessage> makePhoneCode(const crypto::Key& key, std::string_view keyId,
                                                    std::string_view token, std::uint32_t minute) {
  const PhoneCode code{std::string(keyId), std::string(token), minute, {}};
  if (const auto good = checkFacts(code); !good) return tl::unexpected(good.error());
  const auto mac = macSymbols(key, coveredBy(code));
  if (!mac) return tl::unexpected(mac.error());
  return joined(kPhoneCodePrefix, {keyId, token, std::to_string(minute), *mac});
}

tl::expected<PhoneCode, BadMessage> parsePhoneCode(std::string_view text) {
  if (!text.starts_with(kPhoneCodePrefix)) return tl::unexpected(whole("is not a code of a phone"));
  if (text.size() != kPhoneCodeLength) return tl::unexpected(whole("has not 50 characters"));
  const auto parts = partsOf<4>(text.substr(kPhoneCodePrefix.size()));
  if (!parts) return tl::unexpected(whole("has not five parts"));
  const auto& [keyId, token, minute, mac] = *parts;
  PhoneCode code{std::string(keyId), std::string(token), decimal(minute).value_or(0), std::string(mac)};
  if (const auto good = checkFacts(code); !good) return tl::unexpected(good.error());
  if (const auto good = checkMac(code.mac); !good) return tl::unexpected(good.error());
  return code;
}

bool LoginCode::isGenuine(const crypto::Key& secret) const {
  return isMac(secret, coveredBy(*this), mac);
}

tl::expected<std::string, BadMessage> makeLoginCode(const crypto::Key& secret, std::string_view loginId,
                                                    std::uint32_t age) {
  const LoginCode code{std::string(loginId), age, {}};
  if (const auto good = checkFacts(code); !good) return tl::unexpected(good.error());
  const auto mac = macSymbols(secret, coveredBy(code));
  if (!mac) return tl::unexpected(mac.error());
  return joined(kLoginCodePrefix, {loginId, std::to_string(age), *mac});
}

tl::expected<LoginCode, BadMessage> parseLoginCode(std::string_view text) {
  if (!text.starts_with(kLoginCodePrefix)) return tl::unexpected(whole("is not a code of a terminal"));
  const auto parts = partsOf<3>(text.substr(kLoginCodePrefix.size()));
  if (!parts) return tl::unexpected(whole("has not four parts"));
  const auto& [loginId, age, mac] = *parts;
  LoginCode code{std::string(loginId), decimal(age).value_or(kMostAge + 1), std::string(mac)};
  if (const auto good = checkFacts(code); !good) return tl::unexpected(good.error());
  if (const auto good = checkMac(code.mac); !good) return tl::unexpected(good.error());
  return code;
}

tl::expected<std::string, BadMessage> matchNumber(const crypto::Key& secret, std::string_view loginId) {
  if (const auto good = requireSymbols("login id", loginId, kLoginIdLength); !good)
    return tl::unexpected(good.error());
  const auto mac = codeMac(secret, crypto::bytesOf("CONFIRM|" + std::string(loginId)));
  if (!mac) return tl::unexpected(mac.error());
  std::uint32_t first = 0;
  for (const std::uint8_t byte : std::span(*mac).first<4>())
    first = first << 8U | byte;
  const std::string digits = std::to_string(first % 10000);
  return std::string(4 - digits.size(), '0') + digits;
}

}  // namespace ssc::wire
