// Helpers of the SM2 tests.
#pragma once

#include <string_view>

#include "crypto/sm2.hpp"
#include "tests/unit/crypto/vector_file.hpp"

namespace ssc::test {

crypto::Sm2KeyPair keyPairOf(const VectorBlock& vector);      ///< from `private`; the test stops when refused
crypto::Sm2PublicKey publicKeyOf(const VectorBlock& vector);  ///< from `public`
crypto::Sm2KeyPair newKeyPair();
crypto::Sm2PublicKey publicHalfOf(const crypto::Sm2KeyPair& pair);

}  // namespace ssc::test
