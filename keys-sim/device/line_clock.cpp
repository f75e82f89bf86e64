#include "keys-sim/device/line_clock.hpp"

#include <algorithm>
#include <utility>

namespace ssc::sim {
namespace {

constexpr std::uint64_t kEtuPerCharacter = 12;

}  // namespace

LineClock::Duration LineClock::timeOf(std::size_t characters) const {
  if (rate_ == 0) return Duration(0);
  const std::uint64_t nanoseconds = characters * kEtuPerCharacter * 1'000'000'000ULL / rate_;
  return std::chrono::nanoseconds(nanoseconds);
}

LineClock::Time LineClock::occupy(Time from, std::size_t characters) {
  free_ = std::max(free_, from) + timeOf(characters);
  return free_;
}

LineClock::Time LineClock::arrival(Time now) {
  const Duration late = std::exchange(lateness_, Duration(0));
  return rate_ == 0 ? now : now - late;
}

}  // namespace ssc::sim
