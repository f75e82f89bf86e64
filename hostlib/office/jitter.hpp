// Internal: waits that differ from terminal to terminal.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>

#include "crypto/random.hpp"

namespace ssc::office {

/// `wait` ± `percent` per cent, in thousandths; `wait` itself where there is no randomness.
inline std::chrono::milliseconds jittered(std::chrono::milliseconds wait, std::uint32_t percent,
                                          crypto::RandomSource& random) {
  constexpr std::uint32_t kWhole = 1000;
  const std::uint32_t part = percent * 10;
  std::array<std::uint8_t, 4> drawn{};
  if (!random.fill(drawn)) return wait;
  std::uint32_t number = 0;
  for (const std::uint8_t byte : drawn)
    number = number << 8U | byte;
  return wait * (kWhole - part + number % (2 * part + 1)) / kWhole;
}

}  // namespace ssc::office
