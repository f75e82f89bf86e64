#include "wire/base32.hpp"

#include <algorithm>

#include "crypto/secret.hpp"

namespace ssc::wire {
namespace {

constexpr std::size_t kMostSymbols = 512;
constexpr std::size_t kGroup = 8;
constexpr unsigned kRadix = 32;

unsigned valueOf(char symbol) {
  return static_cast<unsigned>(kBase32.find(symbol));
}

void appendGroup(crypto::Bytes& bytes, std::string_view symbols) {
  std::uint64_t value = 0;
  for (const char symbol : symbols)
    value = value << 5U | valueOf(symbol);
  for (unsigned shift = 40; shift > 0; shift -= 8)
    bytes.push_back(static_cast<std::uint8_t>(value >> (shift - 8)));
}

}  // namespace

bool isBase32(std::string_view text) {
  return text.find_first_not_of(kBase32) == std::string_view::npos;
}

std::string base32Number(std::uint64_t value, std::size_t symbols) {
  std::string text(symbols, kBase32.front());
  for (auto symbol = text.rbegin(); symbol != text.rend(); ++symbol, value /= kRadix)
    *symbol = kBase32[value % kRadix];
  return text;
}

tl::expected<crypto::Bytes, BadMessage> fromBase32(std::string_view text) {
  if (text.size() > kMostSymbols) return tl::unexpected(BadMessage{"", "is too long"});
  if (text.size() % kGroup != 0)
    return tl::unexpected(BadMessage{"", "is not whole groups of eight symbols"});
  if (!isBase32(text)) return tl::unexpected(BadMessage{"", "has a character outside base 32"});
  crypto::Bytes bytes;
  for (std::size_t group = 0; group < text.size(); group += kGroup)
    appendGroup(bytes, text.substr(group, kGroup));
  return bytes;
}

tl::expected<std::string, crypto::CryptoError> randomBase32(std::size_t symbols,
                                                            crypto::RandomSource& random) {
  crypto::SecretBytes bytes(symbols);
  if (const auto filled = random.fill(bytes.revealMutable()); !filled) return tl::unexpected(filled.error());
  std::string text;
  for (const std::uint8_t byte : bytes.reveal())
    text.push_back(kBase32[byte % kRadix]);  // 256 is a multiple of 32: every symbol is as likely
  return text;
}

tl::expected<char, BadMessage> luhnSymbol(std::string_view text) {
  if (!isBase32(text)) return tl::unexpected(BadMessage{"", "has a character outside base 32"});
  unsigned sum = 0, factor = 2;
  for (auto symbol = text.rbegin(); symbol != text.rend(); ++symbol, factor = 3 - factor) {
    const unsigned addend = factor * valueOf(*symbol);
    sum += addend / kRadix + addend % kRadix;
  }
  return kBase32[(kRadix - sum % kRadix) % kRadix];
}

}  // namespace ssc::wire
