// Internal: the parts that code texts are made of.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "crypto/bytes.hpp"
#include "crypto/digest.hpp"
#include "crypto/secret.hpp"
#include "wire/bad_message.hpp"

namespace ssc::wire {

inline constexpr std::size_t kMacSymbols = 16;

/// Exactly `length` symbols of base 32.
tl::expected<void, BadMessage> requireSymbols(std::string_view name, std::string_view text,
                                              std::size_t length);

/// A decimal number of 32 bits without sign or leading zero.
std::optional<std::uint32_t> decimal(std::string_view text);

/// The parts between `N - 1` separators; none where their number is another.
template <std::size_t N>
std::optional<std::array<std::string_view, N>> partsOf(std::string_view text, char separator = '.') {
  std::array<std::string_view, N> parts;
  for (std::size_t i = 0; i + 1 < N; ++i) {
    const auto end = text.find(separator);
    if (end == std::string_view::npos) return std::nullopt;
    parts[i] = text.substr(0, end);
    text.remove_prefix(end + 1);
  }
  if (text.find(separator) != std::string_view::npos) return std::nullopt;
  parts[N - 1] = text;
  return parts;
}

/// HMAC-SM3 over a message; an unusable key is a BadMessage of the key.
tl::expected<crypto::Sm3Digest, BadMessage> codeMac(const crypto::Key& key, crypto::ByteView message);
/// The first 80 bits of it as 16 symbols.
tl::expected<std::string, BadMessage> macSymbols(const crypto::Key& key, std::string_view message);
/// In constant time.
bool isMac(const crypto::Key& key, std::string_view message, std::string_view symbols);

}  // namespace ssc::wire
