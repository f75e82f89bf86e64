// The system's monotonic clock in microseconds.
#pragma once

#include <ctime>

#include "firmware/core/clock.hpp"

namespace ssc::fw::host {

class MonotonicClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override {
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<Instant>(time.tv_sec) * 1'000'000U + static_cast<Instant>(time.tv_nsec) / 1'000U;
  }
};

}  // namespace ssc::fw::host
