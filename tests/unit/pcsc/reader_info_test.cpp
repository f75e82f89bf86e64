#include "apdu/pcsc/reader_info.hpp"

#include <cstring>
#include <doctest/doctest.h>

using ssc::apdu::Bytes;
using namespace ssc::pcsc;

namespace {

template <class Number>
Bytes native(Number value) {
  Bytes bytes(sizeof value);
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

}  // namespace

TEST_CASE("a text attribute ends at its first NUL") {
  CHECK(attributeText(ssc::apdu::toBytes(std::string_view("Gemplus\0\0", 9))) == "Gemplus");
  CHECK(attributeText(ssc::apdu::toBytes("Gemplus")) == "Gemplus");
  CHECK(attributeText({}).empty());
}

TEST_CASE("a version attribute is major, minor and build of a DWORD") {
  CHECK(attributeVersion(native(std::uint32_t{0x01020304})) == ReaderVersion{1, 2, 0x0304});
}

TEST_CASE("a version attribute of another size is not taken") {
  CHECK_FALSE(attributeVersion({}));
  CHECK_FALSE(attributeVersion(Bytes(3)));
  CHECK_FALSE(attributeVersion(Bytes(5)));
}

TEST_CASE("a channel attribute names the bus in its high half") {
  CHECK(attributeBus(native(std::uint32_t{0x00200105})) == ReaderBus::usb);
  CHECK(attributeBus(native(std::uint64_t{0x00010002})) == ReaderBus::serial);
  CHECK(attributeBus(native(std::uint32_t{0x00F10000})) == static_cast<ReaderBus>(0xF1));
  CHECK_FALSE(attributeBus(Bytes(3)));
}
