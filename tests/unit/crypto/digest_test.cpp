#include "crypto/digest.hpp"

#include <doctest/doctest.h>

#include "tests/unit/crypto/vector_file.hpp"

using ssc::crypto::Bytes;
using ssc::crypto::ByteView;
using ssc::crypto::CryptoError;
using ssc::crypto::equalInConstantTime;
using ssc::crypto::Key;
using ssc::test::readVectors;
using ssc::test::toHex;

TEST_CASE("SM3 agrees with GB/T 32905") {
  for (const auto& vector : readVectors("sm3.vec")) {
    CAPTURE(vector.place());
    const auto digest = ssc::crypto::sm3(vector.bytes("message"));
    REQUIRE(digest);
    CHECK(toHex(*digest) == vector.text("digest"));
  }
}

TEST_CASE("SHA-256 agrees with FIPS 180-4") {
  for (const auto& vector : readVectors("sha256.vec")) {
    CAPTURE(vector.place());
    const auto digest = ssc::crypto::sha256(vector.bytes("message"));
    REQUIRE(digest);
    CHECK(toHex(*digest) == vector.text("digest"));
  }
}

TEST_CASE("HMAC-SM3 agrees with GM/T 0042") {
  for (const auto& vector : readVectors("hmac_sm3.vec")) {
    CAPTURE(vector.place());
    const auto mac = ssc::crypto::hmacSm3(Key(ByteView(vector.bytes("key"))), vector.bytes("message"));
    REQUIRE(mac);
    CHECK(toHex(*mac) == vector.text("mac"));
  }
}

TEST_CASE("HMAC-SM3 takes an empty message but no empty key") {
  CHECK(ssc::crypto::hmacSm3(Key(std::size_t{16}), {}));

  const auto refused = ssc::crypto::hmacSm3(Key(), {});

  REQUIRE_FALSE(refused);
  CHECK(refused.error() == CryptoError::badKeyLength);
}

TEST_CASE("bytes are equal in constant time when length and every byte are") {
  const Bytes a{1, 2, 3};

  CHECK(equalInConstantTime(a, Bytes{1, 2, 3}));
  CHECK(equalInConstantTime({}, {}));
  CHECK_FALSE(equalInConstantTime(a, Bytes{0, 2, 3}));
  CHECK_FALSE(equalInConstantTime(a, Bytes{1, 2, 2}));
  CHECK_FALSE(equalInConstantTime(a, Bytes{1, 2}));
  CHECK_FALSE(equalInConstantTime(a, {}));
}
