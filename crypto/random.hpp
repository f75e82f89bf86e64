// Where randomness comes from; passed in wherever it is needed, so that tests can seed it.
#pragma once

#include <tl/expected.hpp>

#include "crypto/bytes.hpp"
#include "crypto/error.hpp"

namespace ssc::crypto {

class RandomSource {
 public:
  RandomSource() = default;
  RandomSource(const RandomSource&) = delete;
  RandomSource& operator=(const RandomSource&) = delete;
  virtual ~RandomSource() = default;
  virtual tl::expected<void, CryptoError> fill(MutableByteView bytes) = 0;
};

/// OpenSSL's generator.
class SystemRandom final : public RandomSource {
 public:
  tl::expected<void, CryptoError> fill(MutableByteView bytes) override;
};

}  // namespace ssc::crypto
