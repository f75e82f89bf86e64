#include "apdu/ats.hpp"

#include <doctest/doctest.h>

#include "tests/unit/apdu/hex.hpp"

namespace ssc::apdu {
namespace {

using test::hex;

Ats parsed(std::string_view text) {
  auto ats = Ats::parse(hex(text));
  REQUIRE_MESSAGE(ats.has_value(), "refused: " << text);
  return *ats;
}

TEST_CASE("the contactless card of this project: FSC 256, FWI 8, SFGI 0, CID, its historical bytes") {
  const Ats ats = parsed("1278808002 00815453548699999900000001");
  CHECK_EQ(ats.maxFrame(), 256);
  CHECK_EQ(ats.frameWaitingInteger(), 8);
  CHECK_EQ(ats.startupGuardInteger(), 0);
  CHECK(ats.supportsCid());
  CHECK_FALSE(ats.supportsNad());
  CHECK(ats.bitRates() == 0x80);
  CHECK_EQ(toHex(ats.historicalBytes()), "00815453548699999900000001");
}

TEST_CASE("an ATS of TL alone has the defaults of ISO 14443-4 5.2") {
  const Ats ats = parsed("01");
  CHECK_EQ(ats.maxFrame(), 32);
  CHECK_EQ(ats.frameWaitingInteger(), 4);
  CHECK_EQ(ats.startupGuardInteger(), 0);
  CHECK(ats.supportsCid());
  CHECK_FALSE(ats.supportsNad());
  CHECK_FALSE(ats.bitRates().has_value());
  CHECK(ats.historicalBytes().empty());
}

TEST_CASE("each interface byte is there when T0 says so") {
  CHECK(parsed("0310 77").bitRates() == 0x77);
  CHECK_EQ(parsed("0320 E7").frameWaitingInteger(), 14);
  CHECK_EQ(parsed("0320 E7").startupGuardInteger(), 7);
  CHECK(parsed("0340 01").supportsNad());
  CHECK_FALSE(parsed("0340 01").supportsCid());
  CHECK_EQ(toHex(parsed("0300 AA").historicalBytes()), "AA");
  CHECK(parsed("0450 11 02").bitRates() == 0x11);
}

TEST_CASE("FSCI gives the frame size of table 1, reserved values the largest") {
  constexpr std::size_t sizes[16] = {16,  24,  32,   40,   48,   64,   96,   128,
                                     256, 512, 1024, 2048, 4096, 4096, 4096, 4096};
  for (std::uint8_t fsci = 0; fsci < 16; ++fsci) {
    const auto ats = Ats::parse(Bytes{0x02, fsci});
    REQUIRE(ats.has_value());
    CHECK_EQ(ats->maxFrame(), sizes[fsci]);
  }
}

TEST_CASE("the reserved 15 of FWI and SFGI counts as the default (ISO 14443-4 5.2.5)") {
  CHECK_EQ(parsed("0320 F0").frameWaitingInteger(), 4);
  CHECK_EQ(parsed("0320 0F").startupGuardInteger(), 0);
}

TEST_CASE("TL counts every byte of the ATS and itself") {
  CHECK(Ats::parse({}).error() == ParseError{ParseFault::truncated, 0});
  for (const char* text : {"00", "02", "0100", "0310", "03787780", "FF"})
    CHECK(Ats::parse(hex(text)).error() == ParseError{ParseFault::badLength, 0});
}

TEST_CASE("interface bytes that TL leaves no room for are refused at their place") {
  CHECK(Ats::parse(hex("0210")).error() == ParseError{ParseFault::truncated, 2});
  CHECK(Ats::parse(hex("0470 1122")).error() == ParseError{ParseFault::truncated, 4});
}

TEST_CASE("every truncation of an ATS is refused") {
  const Bytes bytes = hex("1278808002 00815453548699999900000001");
  for (std::size_t n = 0; n < bytes.size(); ++n)
    CHECK_FALSE(Ats::parse(ByteView(bytes).first(n)).has_value());
}

}  // namespace
}  // namespace ssc::apdu
