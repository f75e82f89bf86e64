// One writer at a time, waited for within a limit. SQLite has one writer per file: waiting here is fair and
// cheap, waiting inside SQLite is polling.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace ssc::center {

class WriterTurn {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  bool take(Deadline deadline) {
    std::unique_lock lock(mutex_);
    if (!free_.wait_until(lock, deadline, [this] { return !taken_; })) return false;
    taken_ = true;
    return true;
  }

  void giveBack() {
    const std::lock_guard lock(mutex_);
    taken_ = false;
    free_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable free_;
  bool taken_ = false;
};

}  // namespace ssc::center
