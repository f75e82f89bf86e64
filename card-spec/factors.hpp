// Diversification factors (card specification, part 4): 8 bytes each, from the six-digit region code and the
// ATR.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace ssc::cardspec {

using Factor = std::array<std::uint8_t, 8>;

/// First two region digits || "0000" || "sh". Empty when `region` is not six decimal digits.
std::optional<Factor> provinceFactor(std::string_view region);
/// Six region digits || "sx". Empty when `region` is not six decimal digits.
std::optional<Factor> cityFactor(std::string_view region);
/// The last eight of the thirteen historical bytes. Empty when there are fewer than eight.
std::optional<Factor> cardFactor(std::span<const std::uint8_t> historicalBytes);

}  // namespace ssc::cardspec
