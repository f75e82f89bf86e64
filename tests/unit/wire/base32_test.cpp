#include "wire/base32.hpp"

#include <array>
#include <doctest/doctest.h>
#include <numeric>

#include "tests/unit/wire/text.hpp"

using namespace ssc::wire;

namespace {

class CountingRandom final : public ssc::crypto::RandomSource {
 public:
  tl::expected<void, ssc::crypto::CryptoError> fill(ssc::crypto::MutableByteView bytes) override {
    std::iota(bytes.begin(), bytes.end(), next_);
    next_ = static_cast<std::uint8_t>(next_ + bytes.size());
    return {};
  }

 private:
  std::uint8_t next_ = 0;
};

class NoRandom final : public ssc::crypto::RandomSource {
 public:
  tl::expected<void, ssc::crypto::CryptoError> fill(ssc::crypto::MutableByteView /*bytes*/) override {
    return tl::unexpected(ssc::crypto::CryptoError::randomUnavailable);
  }
};

}  // namespace

TEST_CASE("five bytes are eight symbols") {
  const std::array<std::uint8_t, 5> counted{0x00, 0x44, 0x32, 0x14, 0xC7};  // 0, 1, 2 … 7 in five bits each
  CHECK(toBase32(std::span(counted)) == "01234567");

  const std::array<std::uint8_t, 5> last{0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
  CHECK(toBase32(std::span(last)) == "ZZZZZZZZ");
  const std::array<std::uint8_t, 10> both{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x44, 0x32, 0x14, 0xC7};
  CHECK(toBase32(std::span(both)) == "ZZZZZZZZ01234567");
}

TEST_CASE("every symbol stands for its place in the alphabet") {
  REQUIRE(kBase32.size() == 32);
  for (std::uint64_t value = 0; value < kBase32.size(); ++value)
    CHECK(base32Number(value, 1) == std::string(1, kBase32[value]));
  for (const char left_out : {'I', 'L', 'O', 'U'})
    CHECK_FALSE(isBase32(std::string(1, left_out)));
}

TEST_CASE("a number of 60 bits is twelve symbols, with zeros in front") {
  CHECK(base32Number(0, 12) == "000000000000");
  CHECK(base32Number(0x0FFFFFFFFFFFFFFF, 12) == "ZZZZZZZZZZZZ");
  CHECK(base32Number(0x046587A4194384A1, 12) == "8SC7MGCM7151");
}

TEST_CASE("text outside the alphabet is told from text inside it") {
  for (const char* text :
       {"0123456I", "0123456l", "0123456u", "0123456 ", "0123456-", "0123456=", "01234567\n"})
    CHECK_FALSE(isBase32(text));
  CHECK_FALSE(isBase32(std::string("0123456\0", 8)));
  CHECK(isBase32(kBase32));
  CHECK(isBase32(""));
}

TEST_CASE("random symbols use the whole alphabet evenly, and need randomness") {
  CountingRandom counting;
  CHECK(randomBase32(64, counting) == std::string(kBase32) + std::string(kBase32));
  CHECK(randomBase32(32, counting) == std::string(kBase32));  // goes on where it stood, at 64
  NoRandom none;
  CHECK(randomBase32(20, none).error() == ssc::crypto::CryptoError::randomUnavailable);
}

TEST_CASE("the check symbol is Luhn's modulo 32") {
  CHECK(luhnSymbol("8SC7MGCM7151") == 'H');
  CHECK(luhnSymbol("") == '0');
  CHECK(luhnSymbol("1") == 'Y');  // 2 × 1 = 2, 32 − 2 = 30
  CHECK(luhnSymbol("G") == 'Z');  // 2 × 16 = 32 = 1 × 32 + 0: 1, 32 − 1 = 31
  CHECK(luhnSymbol("10") == 'Z');
  CHECK_FALSE(luhnSymbol("8SC7-MGCM").has_value());
}

TEST_CASE("the check symbol finds every single wrong symbol, and every exchange of neighbours but 0 and Z") {
  const std::string good = "8SC7MGCM7151";
  for (std::size_t place = 0; place < good.size(); ++place)
    for (const char other : kBase32) {
      std::string changed = good;
      changed[place] = other;
      CHECK((luhnSymbol(changed) == 'H') == (changed == good));
    }

  for (const char a : kBase32)
    for (const char b : kBase32) {
      const bool isFound = luhnSymbol(std::string{a, b}).value() != luhnSymbol(std::string{b, a}).value();
      const bool isBlind = a == b || (a == '0' && b == 'Z') || (a == 'Z' && b == '0');
      CHECK(isFound != isBlind);
    }
}
