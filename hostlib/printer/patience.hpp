// Internal: how long a call may last.
#pragma once

#include <chrono>
#include <stop_token>

#include "hostlib/printer/error.hpp"

namespace ssc::printer {

struct Patience {
  using Clock = std::chrono::steady_clock;
  Clock::time_point until;
  std::stop_token stop;

  static Patience of(std::chrono::milliseconds time, std::stop_token stop) {
    return {Clock::now() + time, std::move(stop)};
  }
  [[nodiscard]] bool isOver() const { return stop.stop_requested() || Clock::now() >= until; }
  /// Why a wait was given up: stopped, late, or else the other side.
  [[nodiscard]] PrinterError reason() const {
    if (stop.stop_requested()) return PrinterError::cancelled;
    return Clock::now() >= until ? PrinterError::timedOut : PrinterError::gone;
  }
};

}  // namespace ssc::printer
