// How much one terminal may ask: a bucket that fills with time.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "wire/beijing_time.hpp"

namespace ssc::center {

/// Thread-safe; of one process.
class RateLimiter {
 public:
  RateLimiter(unsigned perSecond, unsigned burst) : perSecond_(perSecond), burst_(burst) {}
  /// False: too much, for now.
  bool take(const std::string& who, wire::TimePoint now);

 private:
  struct Bucket {
    double fill;
    wire::TimePoint at;
  };
  static constexpr std::size_t kMostKnown = 10'000;
  void forgetFull(wire::TimePoint now);

  double perSecond_, burst_;
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace ssc::center
