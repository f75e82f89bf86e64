// How long somebody may do nothing, and how long a visit may last. Time is passed in.
#pragma once

#include <chrono>
#include <optional>

#include "kiosk-app/machine/screen_rows.hpp"

namespace ssc::kiosk {

using TimePoint = std::chrono::steady_clock::time_point;

/// What time has done.
enum class Pass : std::uint8_t {
  nothing,
  warn,   ///< ask whether somebody is there; left() tells how long the question stands
  leave,  ///< the screen's time is over: Event::timedOut
};

class Limits {
 public:
  /// Twice the time to do something; the length of a visit stays.
  void setElder(bool elder, TimePoint now);
  /// A screen has come: its limits begin now.
  void enter(Clock clock, TimePoint now);
  /// Somebody did something, or a device is at work for them: the phone, the PIN pad, the printer, the card.
  void active(TimePoint now);
  /// Somebody has signed in: the visit's own limit begins.
  void signedIn(TimePoint now);
  void visitEnded();
  /// To the question of warn: the holder is there.
  void stay(TimePoint now);

  [[nodiscard]] Pass at(TimePoint now) const;
  /// Until leave; nothing where no limit runs.
  [[nodiscard]] std::optional<std::chrono::seconds> left(TimePoint now) const;

 private:
  [[nodiscard]] std::optional<TimePoint> idleEnd() const;
  [[nodiscard]] std::optional<TimePoint> end() const;
  [[nodiscard]] bool warns() const { return clock_ == Clock::open || clock_ == Clock::signedIn; }
  [[nodiscard]] std::chrono::seconds scaled(std::chrono::seconds limit) const {
    return elder_ ? 2 * limit : limit;
  }

  Clock clock_ = Clock::none;
  bool elder_ = false;
  TimePoint since_;                   ///< the last sign of life
  std::optional<TimePoint> hardEnd_;  ///< of the visit
};

}  // namespace ssc::kiosk
