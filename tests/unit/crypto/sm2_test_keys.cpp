#include "tests/unit/crypto/sm2_test_keys.hpp"

#include <doctest/doctest.h>
#include <utility>

namespace ssc::test {

crypto::Sm2KeyPair keyPairOf(const VectorBlock& vector) {
  auto pair = crypto::Sm2KeyPair::fromPrivate(crypto::Key(crypto::ByteView(vector.bytes("private"))));
  REQUIRE(pair);
  return std::move(*pair);
}

crypto::Sm2PublicKey publicKeyOf(const VectorBlock& vector) {
  auto key = crypto::Sm2PublicKey::fromPoint(vector.bytes("public"));
  REQUIRE(key);
  return std::move(*key);
}

crypto::Sm2KeyPair newKeyPair() {
  auto pair = crypto::Sm2KeyPair::generate();
  REQUIRE(pair);
  return std::move(*pair);
}

crypto::Sm2PublicKey publicHalfOf(const crypto::Sm2KeyPair& pair) {
  auto key = pair.publicKey();
  REQUIRE(key);
  return std::move(*key);
}

}  // namespace ssc::test
