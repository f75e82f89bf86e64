#include "center/gate/rate_limiter.hpp"

#include <algorithm>

namespace ssc::center {

bool RateLimiter::take(const std::string& who, wire::TimePoint now) {
  const std::lock_guard lock(mutex_);
  auto& bucket = buckets_.try_emplace(who, Bucket{burst_, now}).first->second;
  const std::chrono::duration<double> passed = now - bucket.at;
  bucket.fill = std::min(burst_, bucket.fill + std::max(0.0, passed.count()) * perSecond_);
  bucket.at = now;
  if (bucket.fill < 1) return false;
  bucket.fill -= 1;
  return true;
}

}  // namespace ssc::center
