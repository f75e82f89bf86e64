#include "wire/base32.hpp"

#include <algorithm>

#include "crypto/secret.hpp"

namespace ssc::wire {
namespace {

constexpr unsigned kRadix = 32;

unsigned valueOf(char symbol) {
  return static_cast<unsigned>(kBase32.find(symbol));
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
