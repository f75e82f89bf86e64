#include "crypto/block_cipher.hpp"

#include <doctest/doctest.h>
#include <string>

#include "tests/unit/crypto/vector_file.hpp"

using ssc::crypto::BlockCipher;
using ssc::crypto::Bytes;
using ssc::crypto::ByteView;
using ssc::crypto::CryptoError;
using ssc::crypto::Key;
using ssc::test::readVectors;
using ssc::test::toHex;
using ssc::test::VectorBlock;

namespace {

using Maker = tl::expected<BlockCipher, CryptoError> (*)(const Key&);

Key keyOf(const VectorBlock& vector) {
  return Key(ByteView(vector.bytes("key")));
}

BlockCipher cipherWithZeroKey(Maker make, std::size_t keySize) {
  auto cipher = make(Key(keySize));
  REQUIRE(cipher);
  return std::move(*cipher);
}

void checkEcb(const VectorBlock& vector, Maker make) {
  CAPTURE(vector.place());
  const auto cipher = make(keyOf(vector));
  REQUIRE(cipher);
  const int rounds = vector.has("rounds") ? std::stoi(vector.text("rounds")) : 1;

  Bytes data = vector.bytes("plaintext");
  bool ok = true;
  for (int round = 0; round < rounds; ++round)
    ok = cipher->encryptEcb(data, data).has_value() && ok;
  CHECK(ok);
  CHECK(toHex(data) == vector.text("ciphertext"));

  for (int round = 0; round < rounds; ++round)
    ok = cipher->decryptEcb(data, data).has_value() && ok;
  CHECK(ok);
  CHECK(toHex(data) == vector.text("plaintext"));
}

void checkCbc(const VectorBlock& vector, Maker make) {
  CAPTURE(vector.place());
  const auto cipher = make(keyOf(vector));
  REQUIRE(cipher);
  const Bytes iv = vector.bytes("iv");

  const auto encrypted = cipher->encryptCbc(iv, vector.bytes("plaintext"));
  REQUIRE(encrypted);
  CHECK(toHex(*encrypted) == vector.text("ciphertext"));

  Bytes decrypted(encrypted->size());
  REQUIRE(cipher->decryptCbc(iv, *encrypted, decrypted));
  CHECK(toHex(decrypted) == vector.text("plaintext"));

  Bytes inPlace = vector.bytes("plaintext");
  REQUIRE(cipher->encryptCbc(iv, inPlace, inPlace));
  CHECK(inPlace == *encrypted);
  REQUIRE(cipher->decryptCbc(iv, inPlace, inPlace));
  CHECK(toHex(inPlace) == vector.text("plaintext"));
}

struct Algorithm {
  const char* name;
  Maker make;
  std::size_t keySize;
  std::size_t blockSize;
};

constexpr Algorithm kAlgorithms[] = {
    {"DES", BlockCipher::des, 8, 8},
    {"two-key 3DES", BlockCipher::tripleDes, 16, 8},
    {"SM4", BlockCipher::sm4, 16, 16},
};

}  // namespace

TEST_CASE("DES agrees with NIST SP 800-20") {
  for (const auto& vector : readVectors("des_ecb.vec"))
    checkEcb(vector, BlockCipher::des);
}

TEST_CASE("two-key 3DES agrees with its vectors in ECB and CBC") {
  for (const auto& vector : readVectors("triple_des_ecb.vec"))
    checkEcb(vector, BlockCipher::tripleDes);
  for (const auto& vector : readVectors("triple_des_cbc.vec"))
    checkCbc(vector, BlockCipher::tripleDes);
}

TEST_CASE("SM4 agrees with GB/T 32907, a million rounds included") {
  for (const auto& vector : readVectors("sm4_ecb.vec"))
    checkEcb(vector, BlockCipher::sm4);
}

TEST_CASE("SM4 agrees with its vectors in CBC") {
  for (const auto& vector : readVectors("sm4_cbc.vec"))
    checkCbc(vector, BlockCipher::sm4);
}

TEST_CASE("a key of another length than the algorithm's is refused") {
  for (const auto& algorithm : kAlgorithms) {
    CAPTURE(algorithm.name);
    REQUIRE(algorithm.make(Key(algorithm.keySize)));
    for (const std::size_t size :
         {std::size_t{0}, algorithm.keySize - 1, algorithm.keySize + 1, std::size_t{24}}) {
      const auto cipher = algorithm.make(Key(size));
      REQUIRE_FALSE(cipher);
      CHECK(cipher.error() == CryptoError::badKeyLength);
    }
  }
}

TEST_CASE(
    "every cipher refuses partial blocks, outputs of another length and wrong IVs, in both directions") {
  for (const auto& algorithm : kAlgorithms) {
    CAPTURE(algorithm.name);
    const auto cipher = cipherWithZeroKey(algorithm.make, algorithm.keySize);
    const std::size_t block = algorithm.blockSize;
    REQUIRE(cipher.blockSize() == block);
    const Bytes iv(block);
    const Bytes longIv(block + 1);
    const Bytes whole(2 * block);
    const Bytes partial(2 * block - 1);
    Bytes out(2 * block);
    Bytes shortOut(block);
    Bytes partialOut(2 * block - 1);
    const auto isBadLength = [](const tl::expected<void, CryptoError>& result) {
      return !result && result.error() == CryptoError::badLength;
    };

    CHECK(isBadLength(cipher.encryptEcb(partial, partialOut)));
    CHECK(isBadLength(cipher.decryptEcb(partial, partialOut)));
    CHECK(isBadLength(cipher.encryptEcb(whole, shortOut)));
    CHECK(isBadLength(cipher.decryptEcb(whole, shortOut)));
    CHECK(isBadLength(cipher.encryptCbc(iv, partial, partialOut)));
    CHECK(isBadLength(cipher.decryptCbc(iv, partial, partialOut)));
    CHECK(isBadLength(cipher.encryptCbc(iv, whole, shortOut)));
    CHECK(isBadLength(cipher.decryptCbc(iv, whole, shortOut)));
    CHECK(isBadLength(cipher.encryptCbc(longIv, whole, out)));
    CHECK(isBadLength(cipher.decryptCbc(longIv, whole, out)));
    CHECK(cipher.encryptEcb(partial).error() == CryptoError::badLength);
    CHECK(cipher.encryptCbc(iv, partial).error() == CryptoError::badLength);
    CHECK(cipher.encryptCbc(longIv, whole).error() == CryptoError::badLength);
  }
}

TEST_CASE("nothing encrypts to nothing") {
  for (const auto& algorithm : kAlgorithms) {
    CAPTURE(algorithm.name);
    const auto cipher = cipherWithZeroKey(algorithm.make, algorithm.keySize);
    const Bytes iv(algorithm.blockSize);

    CHECK(cipher.encryptEcb(Bytes{}) == Bytes{});
    CHECK(cipher.encryptCbc(iv, Bytes{}) == Bytes{});
  }
}

TEST_CASE("a call leaves no chaining value behind for the next") {
  for (const auto& algorithm : kAlgorithms) {
    CAPTURE(algorithm.name);
    const auto cipher = cipherWithZeroKey(algorithm.make, algorithm.keySize);
    const Bytes iv(algorithm.blockSize);
    const Bytes message(4 * algorithm.blockSize, 0x5A);

    const auto first = cipher.encryptCbc(iv, message);
    Bytes decrypted(message.size());
    REQUIRE(cipher.decryptCbc(iv, *first, decrypted));
    REQUIRE(cipher.encryptEcb(message));

    CHECK(cipher.encryptCbc(iv, message) == first);
    CHECK(decrypted == message);
  }
}

TEST_CASE("a moved cipher goes on with its key") {
  for (const auto& algorithm : kAlgorithms) {
    CAPTURE(algorithm.name);
    auto cipher = cipherWithZeroKey(algorithm.make, algorithm.keySize);
    const Bytes message(algorithm.blockSize);
    const auto before = cipher.encryptEcb(message);

    auto moved = std::move(cipher);
    auto assigned = cipherWithZeroKey(algorithm.make, algorithm.keySize);
    CHECK(moved.encryptEcb(message) == before);
    assigned = std::move(moved);

    CHECK(assigned.encryptEcb(message) == before);
  }
}
