#include "kiosk-app/keeper/crash_loop.hpp"

#include <algorithm>
#include <utility>

namespace ssc::kiosk::keeper {

std::optional<CrashLoop::Alarm> CrashLoop::failed(Time now) {
  forget(now);
  failures_.push_back(now);
  if (wait_.count() == 0 && failures_.size() <= kBearable) return std::nullopt;
  wait_ = std::clamp(2 * wait_, kFirstWait, kLongestWait);
  notBefore_ = now + wait_;
  return Alarm{failures_.size(), wait_};
}

void CrashLoop::ready(Time now) {
  if (!wellSince_) wellSince_ = now;
}

// Failures grow old by themselves; a loop ends only when visits ran well for as long: with waits of 30 s
// there are never more than a few failures in a window.
void CrashLoop::forget(Time now) {
  while (!failures_.empty() && now - failures_.front() > kWindow)
    failures_.pop_front();
  if (const auto well = std::exchange(wellSince_, std::nullopt); well && now - *well >= kWindow)
    wait_ = std::chrono::seconds(0);
}

}  // namespace ssc::kiosk::keeper
