// How many workers may wait for other centers at once. Whoever waits for a turn holds a worker too, so the
// wait is short, and there is none behind a call that has been under way for long: that center hangs.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>

namespace ssc::center {

/// Thread-safe.
class PeerTurns {
 public:
  using Clock = std::chrono::steady_clock;
  using Call = std::list<Clock::time_point>::iterator;

  explicit PeerTurns(unsigned most) : most_(std::max(most, 1U)) {}

  /// None: too many wait already.
  std::optional<Call> take() {
    std::unique_lock lock(mutex_);
    const auto isFree = [this] { return underWay_.size() < most_; };
    const bool hangs = !isFree() && Clock::now() - underWay_.front() > kSlow;
    if (hangs || !free_.wait_for(lock, kWait, isFree)) return std::nullopt;
    return underWay_.insert(underWay_.end(), Clock::now());
  }

  void giveBack(Call call) {
    const std::lock_guard lock(mutex_);
    underWay_.erase(call);
    free_.notify_one();
  }

 private:
  static constexpr std::chrono::milliseconds kWait{200}, kSlow{1000};

  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable free_;
  std::list<Clock::time_point> underWay_;  ///< when each began, the oldest first
};

/// One turn while this lives.
class PeerTurn {
 public:
  explicit PeerTurn(PeerTurns& turns) : turns_(turns), call_(turns.take()) {}
  PeerTurn(const PeerTurn&) = delete;
  PeerTurn& operator=(const PeerTurn&) = delete;
  ~PeerTurn() {
    if (call_) turns_.giveBack(*call_);
  }
  explicit operator bool() const { return call_.has_value(); }

 private:
  PeerTurns& turns_;
  std::optional<PeerTurns::Call> call_;
};

}  // namespace ssc::center
