// Internal: what the fields of a settlement may consist of.
#pragma once

#include <algorithm>
#include <string_view>

namespace ssc::wire::settlement {

inline constexpr std::string_view kDigits = "0123456789";
inline constexpr std::string_view kUpperHex = "0123456789ABCDEF";
inline constexpr std::string_view kLowerHex = "0123456789abcdef";
inline constexpr std::string_view kNumbersAndCapitals = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
inline constexpr std::string_view kLettersAndNumbers =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

inline bool consistsOf(std::string_view text, std::string_view symbols, std::size_t length) {
  return text.size() == length && text.find_first_not_of(symbols) == std::string_view::npos;
}

/// Nothing in it could end a field or a line.
inline bool isOneField(std::string_view text) {
  return std::ranges::none_of(
      text, [](char c) { return c == '|' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

}  // namespace ssc::wire::settlement
