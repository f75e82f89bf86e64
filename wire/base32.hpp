// Base 32 as codes that people type use it: digits and upper-case letters without I, L, O and U, five bits a
// symbol, most significant first, no padding. All symbols are of the QR alphanumeric mode (ISO/IEC 18004).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "crypto/bytes.hpp"
#include "crypto/error.hpp"
#include "crypto/random.hpp"
#include "wire/bad_message.hpp"

namespace ssc::wire {

inline constexpr std::string_view kBase32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Only symbols of the alphabet; true of an empty text.
bool isBase32(std::string_view text);

/// The lowest 5 × `symbols` bits of a number; 1 to 12 symbols.
std::string base32Number(std::uint64_t value, std::size_t symbols);

/// Bytes in groups of five, eight symbols each: nothing is left over.
template <std::size_t N>
  requires(N != std::dynamic_extent && N % 5 == 0)
std::string toBase32(std::span<const std::uint8_t, N> bytes);

/// That many random symbols: tokens, login ids.
tl::expected<std::string, crypto::CryptoError> randomBase32(std::size_t symbols,
                                                            crypto::RandomSource& random);

/// Luhn's check symbol modulo 32, the rightmost symbol counts twice. It finds every single wrong symbol and
/// every exchange of neighbours but `0Z`. None for a text outside the alphabet.
tl::expected<char, BadMessage> luhnSymbol(std::string_view text);

template <std::size_t N>
  requires(N != std::dynamic_extent && N % 5 == 0)
std::string toBase32(std::span<const std::uint8_t, N> bytes) {
  std::string text;
  for (std::size_t group = 0; group < N; group += 5) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes.subspan(group, 5))
      value = value << 8U | byte;
    text += base32Number(value, 8);
  }
  return text;
}

}  // namespace ssc::wire
