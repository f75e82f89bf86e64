#include <doctest/doctest.h>

#include "tests/unit/crypto/sm2_test_keys.hpp"

using ssc::crypto::Bytes;
using ssc::crypto::ByteView;
using ssc::crypto::CryptoError;
using ssc::crypto::Sm2KeyPair;
using namespace ssc::test;

namespace {

constexpr std::size_t kC3 = 64;
constexpr std::size_t kC2 = 96;

std::string decrypted(const Sm2KeyPair& pair, ByteView ciphertext) {
  const auto plaintext = pair.decrypt(ciphertext);
  REQUIRE(plaintext);
  return toHex(plaintext->reveal());
}

bool isBadCiphertext(const Sm2KeyPair& pair, ByteView ciphertext) {
  const auto plaintext = pair.decrypt(ciphertext);
  return !plaintext && plaintext.error() == CryptoError::badCiphertext;
}

}  // namespace

TEST_CASE("the example ciphertext of GB/T 32918.5 decrypts") {
  for (const auto& vector : readVectors("sm2_encryption.vec")) {
    CAPTURE(vector.place());
    CHECK(decrypted(keyPairOf(vector), vector.bytes("ciphertext")) == vector.text("plaintext"));
  }
}

TEST_CASE("what is encrypted decrypts, with 96 bytes more, and never looks the same twice") {
  const auto pair = newKeyPair();
  const auto key = publicHalfOf(pair);

  for (const std::size_t size : {1U, 2U, 31U, 32U, 33U, 127U, 128U, 255U, 256U, 70000U}) {
    CAPTURE(size);
    const Bytes plaintext(size, 0xA5);
    const auto first = key.encrypt(plaintext);
    const auto second = key.encrypt(plaintext);
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->size() == size + kC2);
    CHECK(*first != *second);
    CHECK(decrypted(pair, *first) == toHex(plaintext));
  }
}

TEST_CASE("coordinates that begin with zeros keep their place") {
  const auto pair = newKeyPair();
  const auto key = publicHalfOf(pair);
  bool sawLeadingZero = false;

  for (int round = 0; round < 4000 && !sawLeadingZero; ++round) {
    const auto ciphertext = key.encrypt(Bytes(16, 0x01));
    REQUIRE(ciphertext);
    sawLeadingZero = (*ciphertext)[0] == 0 || (*ciphertext)[32] == 0;
    if (sawLeadingZero) CHECK(decrypted(pair, *ciphertext) == toHex(Bytes(16, 0x01)));
  }

  CHECK(sawLeadingZero);
}

TEST_CASE("a one-byte plaintext never leaves as it is: an all-zero key stream is drawn again") {
  const auto pair = newKeyPair();
  const auto key = publicHalfOf(pair);
  const Bytes plaintext{0x42};

  // GB/T 32918.4 §6.1 A5. Without the rule, 2000 encryptions stay free of it once in 2500 runs of this test.
  for (int round = 0; round < 2000; ++round) {
    const auto ciphertext = key.encrypt(plaintext);
    REQUIRE(ciphertext);
    REQUIRE(ciphertext->at(kC2) != plaintext[0]);
  }
}

TEST_CASE("a ciphertext altered in any part does not decrypt") {
  const auto vector = readVectors("sm2_encryption.vec").at(0);
  const auto pair = keyPairOf(vector);
  const Bytes ciphertext = vector.bytes("ciphertext");
  REQUIRE(pair.decrypt(ciphertext));

  for (const std::size_t at : {std::size_t{0}, std::size_t{63}, kC3, kC2 - 1, kC2, ciphertext.size() - 1}) {
    CAPTURE(at);
    Bytes altered = ciphertext;
    altered[at] ^= 0x01U;
    CHECK(isBadCiphertext(pair, altered));
  }
}

TEST_CASE("a ciphertext cut short, lengthened, or for another key does not decrypt") {
  const auto vector = readVectors("sm2_encryption.vec").at(0);
  const auto pair = keyPairOf(vector);
  const Bytes ciphertext = vector.bytes("ciphertext");
  Bytes longer = ciphertext;
  longer.push_back(0);

  for (std::size_t size = 0; size < ciphertext.size(); ++size) {
    CAPTURE(size);
    CHECK(isBadCiphertext(pair, ByteView(ciphertext).first(size)));
  }
  CHECK(isBadCiphertext(pair, longer));
  CHECK(isBadCiphertext(newKeyPair(), ciphertext));
}

TEST_CASE("nothing cannot be encrypted") {
  const auto key = publicHalfOf(newKeyPair());

  CHECK(key.encrypt({}).error() == CryptoError::badLength);
}
