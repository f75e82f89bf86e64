// Time as the firmware sees it: microseconds since some start, read from a port and never reached for.
#pragma once

#include <cstdint>
#include <limits>

namespace ssc::fw {

using Micros = std::uint64_t;   ///< a span of time
using Instant = std::uint64_t;  ///< a moment: microseconds since the port's own start
inline constexpr Instant kNever = std::numeric_limits<Instant>::max();

class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  [[nodiscard]] virtual Instant now() const = 0;

 protected:
  ~Clock() = default;
};

}  // namespace ssc::fw
