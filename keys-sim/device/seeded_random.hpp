// Randomness that a seed repeats, for tests and reproducible test cards. Never for anything that must not be
// guessed.
#pragma once

#include <random>

#include "crypto/random.hpp"

namespace ssc::sim {

class SeededRandom final : public crypto::RandomSource {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  tl::expected<void, crypto::CryptoError> fill(crypto::MutableByteView bytes) override {
    for (auto& byte : bytes)
      byte = static_cast<std::uint8_t>(engine_() & 0xFF);
    return {};
  }
  /// 0 … bound-1, the same on every platform (unlike the library's distributions).
  std::uint64_t below(std::uint64_t bound) { return engine_() % bound; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace ssc::sim
