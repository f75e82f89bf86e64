// The day a pay year begins.
#pragma once

#include <optional>

#include "keys-sim/keys/numbers.hpp"

namespace ssc::sim::medical {

/// MMDD of two packed bytes: month 1 to 12, day 1 to 31. Empty: anything else.
inline std::optional<unsigned> startingDay(apdu::ByteView packed) {
  const auto day = packed.size() == 2 ? decimalOf(packed) : std::nullopt;
  const bool exists = day && *day / 100 >= 1 && *day / 100 <= 12 && *day % 100 >= 1 && *day % 100 <= 31;
  return exists ? day : std::nullopt;
}

}  // namespace ssc::sim::medical
