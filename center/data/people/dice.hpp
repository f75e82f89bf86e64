// Repeatable chance: the same seed gives the same people on every machine and with every standard library.
#pragma once

#include <array>
#include <cstdint>

namespace ssc::center {

/// SplitMix64 (Steele, Lea, Flood 2014). Not for anything secret.
class Dice {
 public:
  /// One stream per person, so that a person does not depend on the people before.
  Dice(std::uint64_t seed, std::uint64_t index) : state_(seed * 0x9E3779B97F4A7C15U ^ mixed(index + 1)) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    return mixed(state_);
  }

  /// 0 to limit - 1; limit is not 0. The high half keeps the tiny bias of the product out of sight.
  std::uint32_t below(std::uint32_t limit) {
    return static_cast<std::uint32_t>(((next() >> 32) * limit) >> 32);
  }

  bool percent(std::uint32_t chance) { return below(100) < chance; }

  template <class T, std::size_t N>
  const T& pick(const std::array<T, N>& values) {
    return values[below(static_cast<std::uint32_t>(N))];
  }

 private:
  static std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

}  // namespace ssc::center
