// Small helpers of the files that make rows.
#pragma once

#include <string>
#include <string_view>

#include "center/data/people/person.hpp"

namespace ssc::center {

inline std::string daysAgo(const Making& making, std::uint32_t days) {
  return dayText(making.today - std::chrono::days(days));
}

inline std::string inDays(const Making& making, std::uint32_t days) {
  return dayText(making.today + std::chrono::days(days));
}

/// A number of a paper or a case: a prefix, the area, the person's serial, a running number.
inline std::string paperNumber(const Making& making, std::string_view prefix, unsigned running = 1) {
  return std::string(prefix) + making.person.area + std::to_string(10'000'000 + making.person.serial) +
         std::to_string(running);
}

/// An amount in fen: whole yuan between the bounds.
inline std::int64_t yuan(Dice& dice, std::uint32_t from, std::uint32_t to) {
  return (static_cast<std::int64_t>(dice.below(to - from + 1)) + from) * 100;
}

inline std::string bankLast4(const Making& making) {
  return std::to_string(10'000 + making.person.serial % 10'000).substr(1);
}

/// `dice` below 2: one of two words.
inline std::string_view either(Dice& dice, std::string_view a, std::string_view b) {
  return dice.percent(50) ? a : b;
}

}  // namespace ssc::center
