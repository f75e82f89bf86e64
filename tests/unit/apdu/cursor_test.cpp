#include "apdu/cursor.hpp"

#include <array>
#include <doctest/doctest.h>

namespace ssc::apdu {
namespace {

constexpr std::array<std::uint8_t, 9> kBytes{0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09};

TEST_CASE("a cursor hands out every byte once, in order") {
  Cursor in(kBytes);
  CHECK(in.takeByte() == 0x01);
  CHECK(in.peekByte() == 0x02);
  CHECK(in.peekByte() == 0x02);
  CHECK(in.takeNumber(2) == 0x0203U);
  const auto part = in.take(3);
  REQUIRE(part.has_value());
  CHECK_EQ(toHex(*part), "040506");
  CHECK_EQ(in.left(), 3);
  CHECK_EQ(in.offset(), 6);
  CHECK_EQ(toHex(in.takeRest()), "070809");
  CHECK(in.atEnd());
  CHECK(in.takeRest().empty());
}

TEST_CASE("a number of eight bytes is big endian") {
  Cursor in(kBytes);
  CHECK(in.takeNumber(8) == 0x0102030405060708U);
}

TEST_CASE("a take that does not fit fails with its place and takes nothing") {
  Cursor in(kBytes, 100);
  REQUIRE(in.take(7).has_value());
  const ParseError expected{ParseFault::truncated, 107};
  CHECK(in.take(3).error() == expected);
  CHECK(in.takeNumber(3).error() == expected);
  CHECK(in.take(static_cast<std::size_t>(-1)).error() == expected);
  CHECK_EQ(in.left(), 2);
  CHECK(in.takeNumber(2) == 0x0809U);
}

TEST_CASE("a cursor at its end gives no byte") {
  Cursor in({}, 5);
  const ParseError expected{ParseFault::truncated, 5};
  CHECK(in.atEnd());
  CHECK(in.takeByte().error() == expected);
  CHECK(in.peekByte().error() == expected);
  REQUIRE(in.take(0).has_value());
  CHECK(in.error(ParseFault::badTag) == ParseError{ParseFault::badTag, 5});
}

}  // namespace
}  // namespace ssc::apdu
