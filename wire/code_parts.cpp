#include "wire/code_parts.hpp"

#include <charconv>
#include <span>

#include "wire/base32.hpp"

namespace ssc::wire {

tl::expected<void, BadMessage> requireSymbols(std::string_view name, std::string_view text,
                                              std::size_t length) {
  if (text.size() != length) return tl::unexpected(BadMessage{std::string(name), "has a wrong length"});
  if (!isBase32(text))
    return tl::unexpected(BadMessage{std::string(name), "has a character outside base 32"});
  return {};
}

std::optional<std::uint32_t> decimal(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  if (text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::uint32_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{}) return std::nullopt;
  return value;
}

tl::expected<crypto::Sm3Digest, BadMessage> codeMac(const crypto::Key& key, crypto::ByteView message) {
  const auto mac = crypto::hmacSm3(key, message);
  if (!mac) return tl::unexpected(BadMessage{"key", "cannot be used"});
  return *mac;
}

tl::expected<std::string, BadMessage> macSymbols(const crypto::Key& key, std::string_view message) {
  return codeMac(key, crypto::bytesOf(message)).map([](const crypto::Sm3Digest& mac) {
    return toBase32(std::span(mac).first<10>());
  });
}

bool isMac(const crypto::Key& key, std::string_view message, std::string_view symbols) {
  const auto right = macSymbols(key, message);
  return right && crypto::equalInConstantTime(crypto::bytesOf(*right), crypto::bytesOf(symbols));
}

}  // namespace ssc::wire
