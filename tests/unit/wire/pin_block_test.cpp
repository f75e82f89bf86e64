#include "wire/pin_block.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <random>

#include "tests/unit/crypto/vector_file.hpp"
#include "tests/unit/wire/text.hpp"

using ssc::crypto::Bytes;
using ssc::crypto::Key;
using ssc::test::textOf;
using ssc::test::VectorBlock;
using namespace ssc::wire::pad;

namespace {

std::vector<VectorBlock> vectors() {
  const std::string path = "tests/vectors/wire/pin-block.vec";
  std::ifstream in(path);
  REQUIRE(in.good());
  return ssc::test::parseVectors(path, in);
}

class GivenRandom final : public ssc::crypto::RandomSource {
 public:
  explicit GivenRandom(Bytes bytes) : bytes_(std::move(bytes)) {}
  tl::expected<void, ssc::crypto::CryptoError> fill(ssc::crypto::MutableByteView out) override {
    if (out.size() != bytes_.size()) return tl::unexpected(ssc::crypto::CryptoError::randomUnavailable);
    std::ranges::copy(bytes_, out.begin());
    return {};
  }

 private:
  Bytes bytes_;
};

std::uint32_t entryOf(const VectorBlock& vector) {
  return static_cast<std::uint32_t>(std::stoul(vector.text("entry")));
}

PinBlock blockOf(const VectorBlock& vector) {
  PinBlock block{};
  REQUIRE(vector.bytes("block").size() == block.size());
  std::ranges::copy(vector.bytes("block"), block.begin());
  return block;
}

const Key kKey{Bytes(kSessionKeySize, 0x5A)};

}  // namespace

TEST_CASE("PIN blocks are those that the openssl command makes") {
  std::size_t pins = 0, refused = 0;
  for (const VectorBlock& vector : vectors()) {
    INFO(vector.place());
    const Key key(vector.bytes("key"));
    const auto opened = openPin(key, entryOf(vector), blockOf(vector));
    if (vector.has("refused")) {
      ++refused;
      REQUIRE(!opened.has_value());
      CHECK(opened.error() == PinBlockError::notAPin);
      continue;
    }
    ++pins;
    GivenRandom random(vector.bytes("random"));
    CHECK(sealPin(key, entryOf(vector), ssc::crypto::bytesOf(vector.text("digits")), random) ==
          blockOf(vector));
    REQUIRE(opened.has_value());
    CHECK(textOf(*opened) == vector.text("digits"));
  }
  CHECK(pins == 4);
  CHECK(refused == 6);
}

TEST_CASE("a block is worth nothing under another entry's number or another key") {
  ssc::crypto::SystemRandom random;
  const auto block = sealPin(kKey, 7, ssc::crypto::bytesOf("123456"), random);
  REQUIRE(block.has_value());
  REQUIRE(openPin(kKey, 7, *block).has_value());

  for (const std::uint32_t other : {0U, 1U, 6U, 8U, 70U, 4294967295U})
    CHECK(openPin(kKey, other, *block).error() == PinBlockError::notAPin);
  CHECK(openPin(Key(Bytes(kSessionKeySize, 0x5B)), 7, *block).error() == PinBlockError::notAPin);
}

TEST_CASE("a block with one bit changed holds no PIN") {
  ssc::crypto::SystemRandom random;
  const auto block = sealPin(kKey, 1, ssc::crypto::bytesOf("123456"), random);
  REQUIRE(block.has_value());
  for (std::size_t bit = 0; bit < 8 * block->size(); ++bit) {
    PinBlock changed = *block;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    CHECK_FALSE(openPin(kKey, 1, changed).has_value());
  }
}

TEST_CASE("the same PIN makes another block each time") {
  ssc::crypto::SystemRandom random;
  const auto first = sealPin(kKey, 1, ssc::crypto::bytesOf("123456"), random);
  const auto second = sealPin(kKey, 1, ssc::crypto::bytesOf("123456"), random);
  REQUIRE(first.has_value());
  REQUIRE(second.has_value());
  CHECK(*first != *second);
}

TEST_CASE("what is no PIN is not enciphered, and without a cipher or randomness there is no block") {
  ssc::crypto::SystemRandom random;
  for (const char* digits : {"", "123", "1234567890123", "12a4", "12 4", "１234"})
    CHECK(sealPin(kKey, 1, ssc::crypto::bytesOf(digits), random).error() == PinBlockError::notDigits);
  CHECK(sealPin(Key(Bytes(15)), 1, ssc::crypto::bytesOf("1234"), random).error() == PinBlockError::noCipher);
  CHECK(openPin(Key(), 1, {}).error() == PinBlockError::noCipher);
  GivenRandom none({});
  CHECK(sealPin(kKey, 1, ssc::crypto::bytesOf("1234"), none).error() == PinBlockError::noCipher);
}
