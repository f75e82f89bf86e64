#include "keys-sim/device/more_time.hpp"

#include <utility>

namespace ssc::sim {

MoreTime::MoreTime(std::function<void()> sendNull, std::chrono::milliseconds every)
    : sendNull_(std::move(sendNull)),
      every_(every),
      thread_([this](const std::stop_token& stop) { watch(stop); }) {}

void MoreTime::begin() {
  const std::scoped_lock lock(mutex_);
  working_ = true;
  next_ = Clock::now() + every_;
}

void MoreTime::end() {
  const std::scoped_lock lock(mutex_);
  working_ = false;
}

std::uint64_t MoreTime::nulls() const {
  const std::scoped_lock lock(mutex_);
  return nulls_;
}

// Looks at fixed times and is not woken by `begin`: nearly every command is done within microseconds, and
// waking a thread for it would cost more than the command.
void MoreTime::watch(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const auto period = every_ / 2;
  while (!stop.stop_requested()) {
    tick_.wait_for(lock, stop, period, [] { return false; });
    if (!working_ || Clock::now() < next_) continue;
    sendNull_();
    ++nulls_;
    next_ = Clock::now() + every_;
  }
}

}  // namespace ssc::sim
