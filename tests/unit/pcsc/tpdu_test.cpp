#include "apdu/pcsc/tpdu.hpp"

#include <doctest/doctest.h>

#include "apdu/bytes.hpp"

using ssc::apdu::Bytes;
using ssc::apdu::ByteView;
using ssc::apdu::ChannelError;
using ssc::apdu::fromHex;
using ssc::apdu::toHex;
using ssc::pcsc::tpduForT0;

namespace {

std::string shaped(std::string_view hex) {
  const Bytes command = *fromHex(hex);
  const auto tpdu = tpduForT0(command);
  return tpdu ? toHex(*tpdu) : std::string(ssc::apdu::toText(tpdu.error()));
}

std::string text(ChannelError error) {
  return std::string(ssc::apdu::toText(error));
}

}  // namespace

TEST_CASE("cases 1, 2 and 3 cross T=0 unchanged") {
  CHECK(shaped("00A40000") == "00A40000");
  CHECK(shaped("0084000008") == "0084000008");
  CHECK(shaped("00B2010400") == "00B2010400");
  CHECK(shaped("00A40000023F00") == "00A40000023F00");
}

TEST_CASE("case 4 crosses T=0 without its Le") {
  CHECK(shaped("00A40000023F0000") == "00A40000023F00");
  CHECK(shaped("00880000 01 AA 08") == "0088000001AA");
}

TEST_CASE("the longest short command keeps its data") {
  Bytes command = *fromHex("00D60000FF");
  command.resize(5 + 255, 0x5A);
  CHECK(tpduForT0(command)->size() == 260);
  command.push_back(0x00);
  CHECK(tpduForT0(command)->size() == 260);
}

TEST_CASE("extended lengths have no T=0 form") {
  CHECK(shaped("00B0000000 0100") == text(ChannelError::unsupported));
  CHECK(shaped("00D60000 00 0001 AA") == text(ChannelError::unsupported));
}

TEST_CASE("bytes that are no command are not sent") {
  CHECK(shaped("") == text(ChannelError::internal));
  CHECK(shaped("00A400") == text(ChannelError::internal));
  CHECK(shaped("00A4000002 3F") == text(ChannelError::internal));
  CHECK(shaped("00A4000002 3F00 00 00") == text(ChannelError::internal));
}
