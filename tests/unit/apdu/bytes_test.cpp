#include "apdu/bytes.hpp"

#include <array>
#include <doctest/doctest.h>

namespace ssc::apdu {
namespace {

Bytes allBytes() {
  Bytes bytes;
  for (unsigned i = 0; i < 256; ++i)
    bytes.push_back(static_cast<std::uint8_t>(i));
  return bytes;
}

TEST_CASE("hexadecimal text is upper case without separators") {
  const std::array<std::uint8_t, 4> bytes{0x00, 0x0A, 0xF0, 0xFF};
  CHECK_EQ(toHex(bytes), "000AF0FF");
  CHECK_EQ(toHex({}), "");
}

TEST_CASE("every byte comes back from its hexadecimal text") {
  const Bytes bytes = allBytes();
  CHECK(fromHex(toHex(bytes)) == bytes);
}

TEST_CASE("both cases and white space between bytes are read") {
  const Bytes expected{0x00, 0xA4, 0xEf};
  CHECK(fromHex("00a4EF") == expected);
  CHECK(fromHex(" 00\tA4\r\n eF \n") == expected);
  CHECK(fromHex("") == Bytes{});
  CHECK(fromHex(" \n") == Bytes{});
}

TEST_CASE("text that is not whole hexadecimal bytes is refused") {
  for (const std::string_view text :
       {"0", "00A", "0 0", "0x00", "0G", "G0", "00-A4", "00:A4", "/0", "@0", "`0"}) {
    CAPTURE(text);
    CHECK_FALSE(fromHex(text).has_value());
  }
  CHECK_FALSE(fromHex(std::string_view("00\0", 3)).has_value());
}

TEST_CASE("text and bytes convert without an encoding") {
  const std::string text("a\0\xFF", 3);
  CHECK(toBytes(text) == Bytes{0x61, 0x00, 0xFF});
  CHECK_EQ(toText(toBytes(text)), text);
}

TEST_CASE("join and append keep the order") {
  const Bytes a{1, 2};
  const Bytes b{3};
  CHECK(join({a, {}, b, a}) == Bytes{1, 2, 3, 1, 2});
  CHECK(join({}).empty());
  Bytes to{9};
  append(to, a);
  append(to, {});
  CHECK(to == Bytes{9, 1, 2});
}

TEST_CASE("wipe leaves zeros inside the view and nothing else changed") {
  Bytes bytes = allBytes();
  wipe(MutableByteView(bytes).subspan(1, 254));
  CHECK(bytes.front() == 0x00);
  CHECK(bytes.back() == 0xFF);
  CHECK(Bytes(bytes.begin() + 1, bytes.end() - 1) == Bytes(254, 0));
  wipe({});
}

}  // namespace
}  // namespace ssc::apdu
