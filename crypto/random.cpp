#include "crypto/random.hpp"

#include <openssl/rand.h>

#include "crypto/openssl_handles.hpp"

namespace ssc::crypto {

tl::expected<void, CryptoError> SystemRandom::fill(MutableByteView bytes) {
  constexpr unsigned int kStrengthOfTheGenerator = 0;
  const ErrorQueueGuard errors;
  if (bytes.empty()) return {};
  if (RAND_bytes_ex(nullptr, bytes.data(), bytes.size(), kStrengthOfTheGenerator) != 1) {
    return tl::unexpected(CryptoError::randomUnavailable);
  }
  return {};
}

}  // namespace ssc::crypto
