#pragma once

#include <cstdint>
#include <string_view>

namespace ssc::crypto {

enum class CryptoError : std::uint8_t {
  badKeyLength,      ///< the key has not the length the algorithm needs
  badLength,         ///< the input is not a whole number of blocks, or the output is too small
  badKey,            ///< not a valid key (point not on the curve, scalar out of range)
  badSignature,      ///< the signature does not verify
  badCiphertext,     ///< does not decrypt (SM2 hash differs, malformed)
  unavailable,       ///< the library refused the algorithm
  randomUnavailable  ///< the random source failed
};

std::string_view toText(CryptoError error);

}  // namespace ssc::crypto
