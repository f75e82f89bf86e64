// Internal: a code held before a scanner is decoded many times; it is one code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hostlib/scanner/code_source.hpp"

namespace ssc::scanner {

inline constexpr std::chrono::seconds kOutOfSight{2};

class RepeatFilter {
 public:
  /// Of a text seen at `now`: it was not seen before, or has been out of sight since.
  bool isNew(std::string_view text, Clock::time_point now);

 private:
  struct Sight {
    std::string text;
    Clock::time_point last;
  };
  std::vector<Sight> inSight_;  ///< a few: what is out of sight is forgotten
};

}  // namespace ssc::scanner
