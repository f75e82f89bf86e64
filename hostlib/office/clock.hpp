// Time as the room sees it; passed in, so that tests can turn it.
#pragma once

#include <chrono>
#include <stop_token>

namespace ssc::office {

class Clock {
 public:
  using Wall = std::chrono::system_clock::time_point;
  using Steady = std::chrono::steady_clock::time_point;

  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  virtual Wall now() = 0;
  virtual Steady steady() = 0;
  /// False when `stop` came first: then it returns at once. From any thread.
  virtual bool wait(std::chrono::milliseconds time, const std::stop_token& stop) = 0;
};

class SystemClock final : public Clock {
 public:
  Wall now() override { return std::chrono::system_clock::now(); }
  Steady steady() override { return std::chrono::steady_clock::now(); }
  bool wait(std::chrono::milliseconds time, const std::stop_token& stop) override;
};

}  // namespace ssc::office
