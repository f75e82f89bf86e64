// The timing of one I/O line (ISO/IEC 7816-3 §7 and §10): all waits of the firmware are computed here.
#pragma once

#include <cstdint>

#include "firmware/core/clock.hpp"

namespace ssc::fw {

/// F and D as TA1 codes them (ISO/IEC 7816-3 §8.3, tables 7 and 8); `d` = 0 for a reserved code.
struct Rate {
  std::uint32_t f = 0;
  std::uint32_t d = 0;
  [[nodiscard]] constexpr bool valid() const { return f != 0 && d != 0; }
};

Rate rateOf(std::uint8_t fiDi);

inline constexpr std::uint32_t kDefaultClockKHz = 3571;
inline constexpr std::uint8_t kDefaultFiDi = 0x11;          ///< F = 372, D = 1
inline constexpr std::uint8_t kDefaultWaitingInteger = 10;  ///< ISO/IEC 7816-3 §10.2
inline constexpr std::uint32_t kCharacterEtu = 12;          ///< a character with its guard time, N = 0
inline constexpr std::uint32_t kInitialWaitingEtu = 9600;   ///< §8.1, between two characters of the ATR
inline constexpr std::uint32_t kAtrLimitEtu = 19200;        ///< the whole ATR (EMV Book 1 §8.1)
inline constexpr std::uint32_t kAnswerClocks = 40000;       ///< §6.2.2, RST high to TS
inline constexpr std::uint32_t kResetLowClocks = 400;       ///< §6.2.2, RST stays low

struct Line {
  std::uint32_t clockKHz = kDefaultClockKHz;
  std::uint8_t fiDi = kDefaultFiDi;
  std::uint8_t extraGuardTime = 0;  ///< N of TC1; 255 adds nothing in T=0
  std::uint8_t waitingInteger = kDefaultWaitingInteger;

  [[nodiscard]] Micros clocks(std::uint64_t count) const;
  [[nodiscard]] Micros etus(std::uint64_t count) const;
  [[nodiscard]] Micros characters(std::uint64_t count) const;
  /// WT = WI × 960 × Fi / f, which is 960 × D × WI etu (§10.2).
  [[nodiscard]] Micros workWaiting() const;
};

}  // namespace ssc::fw
