// Asks the reader for more time while a chip works longer than usual, as chips do while their memory is being
// written: NULL (60) in place of a procedure byte begins the waiting time anew (ISO/IEC 7816-3 §10.3.3). What
// takes long here is the disk the state file lies on.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace ssc::sim {

class MoreTime {
 public:
  using Clock = std::chrono::steady_clock;
  /// Well inside the shortest waiting time of the samples' chips, 960 ms.
  static constexpr std::chrono::milliseconds kEvery{300};

  /// `sendNull` is called by a thread of its own, only between `begin` and `end`, never beside them.
  explicit MoreTime(std::function<void()> sendNull, std::chrono::milliseconds every = kEvery);

  void begin();  ///< a command is being carried out: the reader waits for a procedure byte
  void end();    ///< the answer is there; no NULL leaves after this
  [[nodiscard]] std::uint64_t nulls() const;  ///< sent so far

 private:
  void watch(const std::stop_token& stop);

  std::function<void()> sendNull_;
  std::chrono::milliseconds every_;
  mutable std::mutex mutex_;
  std::condition_variable_any tick_;
  bool working_ = false;
  Clock::time_point next_{};
  std::uint64_t nulls_ = 0;
  std::jthread thread_;  // last: it uses the others
};

/// A command is being carried out as long as this lives.
class Working {
 public:
  explicit Working(MoreTime* moreTime) : moreTime_(moreTime) {
    if (moreTime_ != nullptr) moreTime_->begin();
  }
  Working(const Working&) = delete;
  Working& operator=(const Working&) = delete;
  ~Working() {
    if (moreTime_ != nullptr) moreTime_->end();
  }

 private:
  MoreTime* moreTime_;
};

}  // namespace ssc::sim
