#include "firmware/core/line.hpp"

#include <array>

namespace ssc::fw {
namespace {

// ISO/IEC 7816-3 table 7 (Fi) and table 8 (Di); 0 is reserved.
constexpr std::array<std::uint16_t, 16> kFi = {372, 372, 558, 744,  1116, 1488, 1860, 0,
                                               0,   512, 768, 1024, 1536, 2048, 0,    0};
constexpr std::array<std::uint8_t, 16> kDi = {0, 1, 2, 4, 8, 16, 32, 64, 12, 20, 0, 0, 0, 0, 0, 0};

constexpr std::uint64_t kMicrosPerMilli = 1000;
constexpr std::uint8_t kNoExtraGuardTime = 255;

constexpr std::uint64_t roundUp(std::uint64_t value, std::uint64_t by) {
  return (value + by - 1) / by;
}

}  // namespace

Rate rateOf(std::uint8_t fiDi) {
  return {kFi[static_cast<std::size_t>(fiDi >> 4)], kDi[static_cast<std::size_t>(fiDi & 0x0F)]};
}

Micros Line::clocks(std::uint64_t count) const {
  return roundUp(count * kMicrosPerMilli, clockKHz);
}

Micros Line::etus(std::uint64_t count) const {
  const Rate rate = rateOf(fiDi);
  return roundUp(count * rate.f * kMicrosPerMilli, std::uint64_t{rate.d} * clockKHz);
}

Micros Line::characters(std::uint64_t count) const {
  const std::uint32_t extra = extraGuardTime == kNoExtraGuardTime ? 0U : extraGuardTime;
  return etus(count * (kCharacterEtu + extra));
}

Micros Line::workWaiting() const {
  return etus(std::uint64_t{960} * rateOf(fiDi).d * waitingInteger);
}

}  // namespace ssc::fw
