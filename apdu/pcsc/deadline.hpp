// Until when something may take, and whether it may still start.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <stop_token>

#include "apdu/error.hpp"

namespace ssc::pcsc {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

/// No bound of its own: for calls inside a job, which has one.
inline constexpr Deadline kNoDeadline = Deadline::max();

/// Why nothing new may start: `cancelled` goes before `timedOut`; empty while both allow it.
inline std::optional<apdu::ChannelError> refusalOf(Deadline deadline, const std::stop_token& stop) {
  if (stop.stop_requested()) return apdu::ChannelError::cancelled;
  if (deadline != kNoDeadline && Clock::now() >= deadline) return apdu::ChannelError::timedOut;
  return std::nullopt;
}

/// What is left until the deadline, never negative and at most `limit`.
inline std::chrono::milliseconds remaining(Deadline deadline, std::chrono::milliseconds limit) {
  const Deadline now = Clock::now();
  if (deadline <= now) return std::chrono::milliseconds{0};
  if (deadline - now >= limit) return limit;
  return std::chrono::ceil<std::chrono::milliseconds>(deadline - now);
}

}  // namespace ssc::pcsc
