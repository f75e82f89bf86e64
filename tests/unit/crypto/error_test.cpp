#include "crypto/error.hpp"

#include <doctest/doctest.h>
#include <set>
#include <string>

using ssc::crypto::CryptoError;
using ssc::crypto::toText;

TEST_CASE("every cryptographic error has a text of its own, and an unknown one says so") {
  const std::string_view unknown = toText(static_cast<CryptoError>(255));
  std::set<std::string> texts{std::string(unknown)};

  for (const auto error :
       {CryptoError::badKeyLength, CryptoError::badLength, CryptoError::badKey, CryptoError::badSignature,
        CryptoError::badCiphertext, CryptoError::unavailable, CryptoError::randomUnavailable}) {
    CHECK(texts.insert(std::string(toText(error))).second);
  }

  CHECK(unknown == "unknown cryptographic error");
}
