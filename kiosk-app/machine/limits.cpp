#include "kiosk-app/machine/limits.hpp"

#include <algorithm>

namespace ssc::kiosk {

void Limits::setElder(bool elder, TimePoint now) {
  elder_ = elder;
  active(now);
}

void Limits::enter(Clock clock, TimePoint now) {
  clock_ = clock;
  since_ = now;
}

void Limits::active(TimePoint now) {
  since_ = now;
}

void Limits::signedIn(TimePoint now) {
  hardEnd_ = now + kSessionLimit;
}

void Limits::visitEnded() {
  hardEnd_.reset();
}

void Limits::stay(TimePoint now) {
  active(now);
  if (hardEnd_ && *hardEnd_ - now <= scaled(kWarningLimit)) *hardEnd_ += kExtensionLimit;
}

std::optional<TimePoint> Limits::idleEnd() const {
  switch (clock_) {
    case Clock::none:
      return std::nullopt;
    case Clock::open:
      return since_ + scaled(kOpenLimit);
    case Clock::signedIn:
      return since_ + scaled(kSignedInLimit) + scaled(kWarningLimit);
    case Clock::paper:
      return since_ + scaled(kPaperLimit);
  }
  return std::nullopt;
}

std::optional<TimePoint> Limits::end() const {
  const auto idle = idleEnd();
  if (!idle || !hardEnd_ || clock_ == Clock::paper) return idle;
  return std::min(*idle, *hardEnd_);
}

Pass Limits::at(TimePoint now) const {
  const auto last = end();
  if (!last) return Pass::nothing;
  if (now >= *last) return Pass::leave;
  return warns() && *last - now <= scaled(kWarningLimit) ? Pass::warn : Pass::nothing;
}

std::optional<std::chrono::seconds> Limits::left(TimePoint now) const {
  const auto last = end();
  if (!last) return std::nullopt;
  return std::max(std::chrono::ceil<std::chrono::seconds>(*last - now), std::chrono::seconds(0));
}

}  // namespace ssc::kiosk
