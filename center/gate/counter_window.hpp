// Which request counters of a terminal were seen: the highest, and a window of 256 below it.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssc::center {

class CounterWindow {
 public:
  static constexpr std::size_t kSize = 256;

  CounterWindow() = default;  ///< nothing seen
  /// As the store keeps it: `highest` -1 and an empty text for nothing; none for a damaged text.
  static std::optional<CounterWindow> fromStored(std::int64_t highest, std::string_view window);

  /// False for a counter that was seen, or lies more than 255 below the highest.
  bool take(std::uint64_t counter);
  [[nodiscard]] std::int64_t highest() const { return highest_; }
  [[nodiscard]] std::string window() const;  ///< 64 hexadecimal digits

 private:
  std::int64_t highest_ = -1;
  std::bitset<kSize> seen_;  ///< bit i: highest - i
};

}  // namespace ssc::center
