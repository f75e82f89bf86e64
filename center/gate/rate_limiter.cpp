#include "center/gate/rate_limiter.hpp"

#include <algorithm>

namespace ssc::center {

// Whoever has a full bucket again is as good as unknown. Addresses are many.
void RateLimiter::forgetFull(wire::TimePoint now) {
  std::erase_if(buckets_, [&](const auto& entry) {
    const std::chrono::duration<double> passed = now - entry.second.at;
    return entry.second.fill + passed.count() * perSecond_ >= burst_;
  });
}

bool RateLimiter::take(const std::string& who, wire::TimePoint now) {
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMostKnown) forgetFull(now);
  auto& bucket = buckets_.try_emplace(who, Bucket{burst_, now}).first->second;
  const std::chrono::duration<double> passed = now - bucket.at;
  bucket.fill = std::min(burst_, bucket.fill + std::max(0.0, passed.count()) * perSecond_);
  bucket.at = now;
  if (bucket.fill < 1) return false;
  bucket.fill -= 1;
  return true;
}

}  // namespace ssc::center
