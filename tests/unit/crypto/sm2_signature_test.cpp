#include <algorithm>
#include <doctest/doctest.h>
#include <string>

#include "tests/unit/crypto/sm2_test_keys.hpp"

using ssc::crypto::Bytes;
using ssc::crypto::ByteView;
using ssc::crypto::CryptoError;
using ssc::crypto::Key;
using ssc::crypto::Sm2KeyPair;
using ssc::crypto::Sm2PublicKey;
using ssc::crypto::Sm2Signature;
using namespace ssc::test;

namespace {

// The order of the group, GB/T 32918.5 clause 2.
constexpr std::string_view kOrder = "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123";

const Bytes kMessage{'a', 'b', 'c'};

Sm2Signature signatureOf(const Bytes& bytes) {
  Sm2Signature signature{};
  REQUIRE(bytes.size() == signature.size());
  std::copy(bytes.begin(), bytes.end(), signature.begin());
  return signature;
}

bool isBadSignature(const tl::expected<void, CryptoError>& result) {
  return !result && result.error() == CryptoError::badSignature;
}

CryptoError errorOfPrivate(std::string_view hex) {
  const auto pair = Sm2KeyPair::fromPrivate(Key(ByteView(fromHex(hex))));
  REQUIRE_FALSE(pair);
  return pair.error();
}

/// n minus a small number: only the last byte differs.
std::string orderMinus(std::uint8_t difference) {
  Bytes order = fromHex(kOrder);
  order.back() = static_cast<std::uint8_t>(order.back() - difference);
  return toHex(order);
}

}  // namespace

TEST_CASE("the example signature of GB/T 32918.5 verifies") {
  for (const auto& vector : readVectors("sm2_signature.vec")) {
    CAPTURE(vector.place());
    const Bytes id = vector.bytes("id");
    const auto signature = signatureOf(vector.bytes("signature"));
    CHECK(publicKeyOf(vector).verify(vector.bytes("message"), signature, std::string(id.begin(), id.end())));
    CHECK(publicKeyOf(vector).verify(vector.bytes("message"), signature));  // it is the default identity
  }
}

TEST_CASE("the public key follows from the private one") {
  for (const auto& vector : readVectors("sm2_signature.vec")) {
    CAPTURE(vector.place());
    CHECK(toHex(publicHalfOf(keyPairOf(vector)).point()) == vector.text("public"));
    CHECK(toHex(publicKeyOf(vector).point()) == vector.text("public"));
  }
}

TEST_CASE("a signature verifies with the same message, identity and key only") {
  const auto pair = newKeyPair();
  const auto key = publicHalfOf(pair);
  const auto signature = pair.sign(kMessage, "signer");
  REQUIRE(signature);
  REQUIRE(key.verify(kMessage, *signature, "signer"));

  CHECK(isBadSignature(key.verify(Bytes{'a', 'b', 'd'}, *signature, "signer")));
  CHECK(isBadSignature(key.verify(Bytes{}, *signature, "signer")));
  CHECK(isBadSignature(key.verify(kMessage, *signature, "signes")));
  CHECK(isBadSignature(key.verify(kMessage, *signature)));
  CHECK(isBadSignature(publicHalfOf(newKeyPair()).verify(kMessage, *signature, "signer")));
}

TEST_CASE("a signature with any byte altered does not verify") {
  const auto pair = newKeyPair();
  const auto key = publicHalfOf(pair);
  const auto signature = pair.sign(kMessage);
  REQUIRE(signature);
  REQUIRE(key.verify(kMessage, *signature));

  for (std::size_t at = 0; at < signature->size(); ++at) {
    CAPTURE(at);
    Sm2Signature altered = *signature;
    altered[at] ^= 0x01U;
    CHECK(isBadSignature(key.verify(kMessage, altered)));
  }
}

TEST_CASE("a signature of zeros or of numbers beyond the order is refused") {
  const auto key = publicHalfOf(newKeyPair());
  const std::string order(kOrder);
  const std::string one = std::string(63, '0') + "1";

  CHECK(isBadSignature(key.verify(kMessage, Sm2Signature{})));
  CHECK(isBadSignature(key.verify(kMessage, signatureOf(fromHex(order + one)))));
  CHECK(isBadSignature(key.verify(kMessage, signatureOf(fromHex(one + order)))));
}

TEST_CASE("signatures keep their 64 bytes, also when a number begins with zeros") {
  const auto pair = newKeyPair();
  const auto key = publicHalfOf(pair);
  bool sawLeadingZero = false;

  // r or s begins with a zero byte once in 128 signatures: 4000 without one happen once in 10^13 runs.
  for (int round = 0; round < 4000 && !sawLeadingZero; ++round) {
    const auto signature = pair.sign(kMessage);
    REQUIRE(signature);
    sawLeadingZero = (*signature)[0] == 0 || (*signature)[32] == 0;
    if (sawLeadingZero) CHECK(key.verify(kMessage, *signature));
  }

  CHECK(sawLeadingZero);
}

TEST_CASE("empty messages and identities sign and verify, and differ from the default identity") {
  const auto pair = newKeyPair();
  const auto key = publicHalfOf(pair);

  const auto signature = pair.sign({}, "");

  REQUIRE(signature);
  CHECK(key.verify({}, *signature, ""));
  CHECK(isBadSignature(key.verify({}, *signature)));
}

TEST_CASE("an identity has at most 8190 bytes") {
  const auto pair = newKeyPair();
  const auto key = publicHalfOf(pair);
  const std::string longest(ssc::crypto::kSm2MaximalIdSize, 'i');
  const std::string tooLong = longest + 'i';
  const auto signature = pair.sign(kMessage, longest);
  REQUIRE(signature);
  CHECK(key.verify(kMessage, *signature, longest));

  CHECK(pair.sign(kMessage, tooLong).error() == CryptoError::badLength);
  CHECK(key.verify(kMessage, *signature, tooLong).error() == CryptoError::badLength);
}

TEST_CASE("a public key must be 64 bytes and lie on the curve") {
  const auto vector = readVectors("sm2_signature.vec").at(0);
  Bytes point = vector.bytes("public");
  REQUIRE(Sm2PublicKey::fromPoint(point));

  CHECK(Sm2PublicKey::fromPoint(ByteView(point).first(63)).error() == CryptoError::badKeyLength);
  CHECK(Sm2PublicKey::fromPoint({}).error() == CryptoError::badKeyLength);
  CHECK(Sm2PublicKey::fromPoint(Bytes(64)).error() == CryptoError::badKey);
  CHECK(Sm2PublicKey::fromPoint(Bytes(64, 0xFF)).error() == CryptoError::badKey);
  point.back() ^= 0x01U;
  CHECK(Sm2PublicKey::fromPoint(point).error() == CryptoError::badKey);
}

TEST_CASE("a private key is 32 bytes from 1 to n-2") {
  CHECK(Sm2KeyPair::fromPrivate(Key(ByteView(fromHex(std::string(63, '0') + "1")))));
  CHECK(Sm2KeyPair::fromPrivate(Key(ByteView(fromHex(orderMinus(2))))));

  CHECK(errorOfPrivate(std::string(64, '0')) == CryptoError::badKey);
  CHECK(errorOfPrivate(orderMinus(1)) == CryptoError::badKey);
  CHECK(errorOfPrivate(kOrder) == CryptoError::badKey);
  CHECK(errorOfPrivate(std::string(64, 'F')) == CryptoError::badKey);
  CHECK(errorOfPrivate("") == CryptoError::badKeyLength);
  CHECK(errorOfPrivate(std::string(62, '1')) == CryptoError::badKeyLength);
  CHECK(errorOfPrivate(std::string(66, '1')) == CryptoError::badKeyLength);
}

TEST_CASE("moved keys go on signing and verifying") {
  auto pair = newKeyPair();
  auto key = publicHalfOf(pair);
  auto otherPair = newKeyPair();
  auto otherKey = publicHalfOf(otherPair);

  otherPair = std::move(pair);
  otherKey = std::move(key);

  const auto signature = otherPair.sign(kMessage);
  REQUIRE(signature);
  CHECK(otherKey.verify(kMessage, *signature));
}
