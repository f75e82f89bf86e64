#include "hostlib/scanner/repeat_filter.hpp"

#include <algorithm>

namespace ssc::scanner {
namespace {

// More texts than that within two seconds are no codes that people hold up.
constexpr std::size_t kMostInSight = 16;

}  // namespace

bool RepeatFilter::isNew(std::string_view text, Clock::time_point now) {
  std::erase_if(inSight_, [&](const Sight& sight) { return now - sight.last >= kOutOfSight; });
  const auto known = std::ranges::find(inSight_, text, &Sight::text);
  if (known != inSight_.end()) {
    known->last = now;
    return false;
  }
  if (inSight_.size() == kMostInSight) inSight_.erase(inSight_.begin());
  inSight_.push_back({std::string(text), now});
  return true;
}

}  // namespace ssc::scanner
