#include "card-spec/text.hpp"

#include <doctest/doctest.h>

#include "tests/unit/card-spec/vector_file.hpp"

namespace ssc::cardspec::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kNameLength = 0x1E;
constexpr std::size_t kContinuationLength = 0x14;

Bytes stripped(const Bytes& field) {
  const auto text = stripText(field);
  return {text.begin(), text.end()};
}

Bytes padded(Bytes text, std::size_t length, std::uint8_t filler) {
  text.resize(length, filler);
  return text;
}

}  // namespace

TEST_CASE("names of the vector file go both ways between GB 18030 and UTF-8") {
  const auto lines = vectorLines("text.txt");
  REQUIRE(lines.size() >= 15);
  for (const auto& line : lines) {
    const auto space = line.find(' ');
    const auto bytes = bytesOf(line.substr(0, space));
    const auto utf8 = line.substr(space + 1);
    CAPTURE(line);
    CHECK(toUtf8(bytes) == utf8);
    CHECK(toGb18030(utf8) == bytes);
  }
}

TEST_CASE("empty text stays empty") {
  CHECK(toUtf8({}) == "");
  CHECK(toGb18030("") == Bytes{});
}

TEST_CASE("bytes that are not GB 18030 are refused") {
  CHECK_FALSE(toUtf8(bytesOf("D5C5C8")));  // ends inside a character
  CHECK_FALSE(toUtf8(bytesOf("8139EE")));  // ends inside four bytes
  CHECK_FALSE(toUtf8(bytesOf("FF")));
  CHECK_FALSE(toUtf8(bytesOf("D57FC8FD")));  // 7F is no second byte
}

TEST_CASE("text that is not UTF-8 is refused") {
  CHECK_FALSE(toGb18030("\xE5\xBC"));          // ends inside a character
  CHECK_FALSE(toGb18030("\xC0\x80"));          // overlong
  CHECK_FALSE(toGb18030("\xED\xA0\x80"));      // surrogate
  CHECK_FALSE(toGb18030("\xD5\xC5\xC8\xFD"));  // GBK
}

TEST_CASE("a name longer than its field is whole again after joining, even when a character was cut in two") {
  const std::string name =
      "A测试阿不都热合曼买买提吐尔逊古丽";  // 1 + 16 × 2 = 33 bytes: byte 30 is inside a character
  const auto bytes = toGb18030(name).value_or(Bytes{});
  REQUIRE(bytes.size() == 33);
  const Bytes first(bytes.begin(), bytes.begin() + kNameLength);
  const auto second = padded({bytes.begin() + kNameLength, bytes.end()}, kContinuationLength, 0x00);

  Bytes joined = first;
  joined.insert(joined.end(), second.begin(), second.end());

  CHECK_FALSE(toUtf8(first));
  CHECK(toUtf8(stripText(joined)) == name);
}

TEST_CASE("padding of zeros, spaces and FF is stripped at the right end only") {
  const auto name = bytesOf("4A4F484E20534D495448");
  for (const auto filler : {0x00, 0x20, 0xFF}) {
    CHECK(stripped(padded(name, kNameLength, static_cast<std::uint8_t>(filler))) == name);
  }
  CHECK(stripped(bytesOf("4120FF200000")) == bytesOf("41"));
  CHECK(stripped(bytesOf("200041")) == bytesOf("200041"));
  CHECK(stripped(bytesOf("0020FF")).empty());
  CHECK(stripped({}).empty());
}

TEST_CASE("no two-byte character loses its second byte") {
  unsigned characters = 0;
  for (unsigned lead = 0x81; lead <= 0xFE; ++lead) {
    for (unsigned trail = 0x40; trail <= 0xFE; ++trail) {
      const Bytes character = {static_cast<std::uint8_t>(lead), static_cast<std::uint8_t>(trail)};
      if (trail == 0x7F) continue;
      REQUIRE(stripped(padded(character, 8, 0x20)) == character);
      ++characters;
    }
  }
  CHECK(characters == 126 * 190);
}

TEST_CASE("no four-byte character loses a byte") {
  for (unsigned third = 0x81; third <= 0xFE; ++third) {
    for (unsigned digit = 0x30; digit <= 0x39; ++digit) {
      const Bytes character = {0x81, static_cast<std::uint8_t>(digit), static_cast<std::uint8_t>(third),
                               static_cast<std::uint8_t>(digit)};
      REQUIRE(stripped(padded(character, 8, 0x00)) == character);
    }
  }
}

TEST_CASE("packed digits come back without their filler") {
  CHECK(digitsOf(bytesOf("20250101")) == "20250101");
  CHECK(digitsOf(bytesOf("999900D15600000500000001FFFFFFFF")) == "999900D15600000500000001");
  CHECK(digitsOf(bytesOf("1F")) == "1");
  CHECK(digitsOf(bytesOf("99F9FF")) == "99F9");
  CHECK(digitsOf(bytesOf("FFFFFFFF")).empty());
  CHECK(digitsOf(bytesOf("123EEE")) == "123EEE");
  CHECK(digitsOf({}).empty());
}

TEST_CASE("digits are packed left aligned and filled with F") {
  CHECK(packDigits("20250101", 4) == bytesOf("20250101"));
  CHECK(packDigits("123", 4) == bytesOf("123FFFFF"));
  CHECK(packDigits("", 2) == bytesOf("FFFF"));
  CHECK(packDigits("d1e2", 2) == bytesOf("D1E2"));
  CHECK(packDigits("", 0) == Bytes{});
}

TEST_CASE("digits that do not fit or are not hexadecimal are refused") {
  CHECK_FALSE(packDigits("123456789", 4));
  CHECK_FALSE(packDigits("12G4", 4));
  CHECK_FALSE(packDigits("12 4", 4));
  CHECK_FALSE(packDigits("1", 0));
}

}  // namespace ssc::cardspec::test
