// The one process-wide object of this library, made at the first call. The interface has no handle: so calls
// share one terminal and wait for each other, and the steps of the HSM functions share one session.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "hostlib/capi/hsm_session.hpp"

namespace ssc::capi {

class ProcessState {
 public:
  static ProcessState& get();
  ProcessState(const ProcessState&) = delete;
  ProcessState& operator=(const ProcessState&) = delete;

  /// The turn of one call; everything below needs it.
  [[nodiscard]] std::unique_lock<std::mutex> turn() { return std::unique_lock(turns_); }

  [[nodiscard]] HsmSession& session() { return session_; }
  /// The session ends when `limit` passes without a call that goes on with it: the reader is let go then,
  /// whether or not anything is called.
  void keepFor(std::chrono::milliseconds limit);
  void endSession();

 private:
  using Clock = std::chrono::steady_clock;
  ProcessState() = default;
  void watch();

  std::mutex turns_;
  HsmSession session_;
  Clock::time_point until_;
  bool watched_ = false;
  std::condition_variable changed_;
};

}  // namespace ssc::capi
