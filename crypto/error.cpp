#include "crypto/error.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ssc::crypto {

namespace {

using Row = std::pair<CryptoError, std::string_view>;

constexpr std::array kTexts{
    Row{CryptoError::badKeyLength, "the key has not the length the algorithm needs"},
    Row{CryptoError::badLength, "the input or output has not the length the algorithm needs"},
    Row{CryptoError::badKey, "the key is not valid"},
    Row{CryptoError::badSignature, "the signature does not verify"},
    Row{CryptoError::badCiphertext, "the ciphertext does not decrypt"},
    Row{CryptoError::unavailable, "the cryptographic library refused the algorithm"},
    Row{CryptoError::randomUnavailable, "the random source failed"},
};

}  // namespace

std::string_view toText(CryptoError error) {
  const auto* row =
      std::find_if(kTexts.begin(), kTexts.end(), [error](const Row& r) { return r.first == error; });
  return row == kTexts.end() ? "unknown cryptographic error" : row->second;
}

}  // namespace ssc::crypto
