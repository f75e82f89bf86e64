// When characters cross the I/O line: 12 etu each (ISO/IEC 7816-3 §7.2 and §10.2), one after the other, on an
// absolute schedule, so that waiting a little too long once does not add up.
#pragma once

#include <chrono>
#include <cstdint>

namespace ssc::sim {

class LineClock {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  /// Bits per second; 0: characters take no time.
  explicit LineClock(unsigned rate = 0) : rate_(rate) {}
  void setRate(unsigned rate) { rate_ = rate; }
  [[nodiscard]] unsigned rate() const { return rate_; }
  [[nodiscard]] Duration timeOf(std::size_t characters) const;

  /// The line is taken for so many characters from `from`, or from when it is free; returns the end.
  Time occupy(Time from, std::size_t characters);
  /// The line is free from now on: power went off.
  void release() { free_ = Time{}; }
  /// This process woke up so late for something due: the other end could not start before it was told, and
  /// what arrives next is reckoned as so much earlier.
  void noteLateness(Duration late) { lateness_ = late; }
  /// When something that arrives `now` would have arrived had this process woken in time.
  Time arrival(Time now);

 private:
  unsigned rate_;
  Time free_{};
  Duration lateness_{0};
};

}  // namespace ssc::sim
