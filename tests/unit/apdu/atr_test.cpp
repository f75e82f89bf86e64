#include "apdu/atr.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <sstream>

#include "tests/unit/apdu/hex.hpp"
#include "tests/unit/apdu/vector_file.hpp"

namespace ssc::apdu {
namespace {

using test::hex;

Bytes withTck(Bytes bytes) {
  std::uint8_t tck = 0;
  for (std::size_t i = 1; i < bytes.size(); ++i)
    tck = static_cast<std::uint8_t>(tck ^ bytes[i]);
  bytes.push_back(tck);
  return bytes;
}

Atr parsed(ByteView bytes) {
  auto atr = Atr::parse(bytes);
  REQUIRE_MESSAGE(atr.has_value(), "refused: " << toHex(bytes));
  return *atr;
}

std::string listOf(const std::vector<std::uint8_t>& protocols) {
  std::ostringstream text;
  for (const unsigned protocol : protocols)
    text << (text.tellp() > 0 ? " " : "") << protocol;
  return text.str();
}

template <typename Number>
std::string textOf(std::optional<Number> number) {
  return number ? std::to_string(unsigned{*number}) : "-";
}

TEST_CASE("ATRs of the vectors have the decodings written beside them") {
  for (const auto& vector : test::readVectors("apdu/atr.txt")) {
    CAPTURE(vector.text("name"));
    const Atr atr = parsed(vector.bytes("atr"));
    CHECK_EQ(toHex(atr.bytes()), toHex(vector.bytes("atr")));
    CHECK_EQ(atr.inverseConvention(), vector.text("convention") == "inverse");
    CHECK_EQ(toHex(atr.historicalBytes()), toHex(vector.bytes("historical")));
    CHECK_EQ(listOf(atr.protocols()), vector.text("protocols"));
    CHECK_EQ(atr.hasTck(), vector.text("tck") == "yes");
    CHECK_EQ(textOf(atr.f()), vector.text("f"));
    CHECK_EQ(textOf(atr.d()), vector.text("d"));
    CHECK_EQ(std::to_string(atr.extraGuardTime()), vector.text("n"));
    CHECK_EQ(textOf(atr.specificProtocol()), vector.text("specific"));
    CHECK_EQ(std::to_string(atr.waitingInteger()), vector.text("wi"));
    CHECK_EQ(std::to_string(atr.ifsc()), vector.text("ifsc"));
    CHECK_EQ(std::to_string(atr.bwi()), vector.text("bwi"));
    CHECK_EQ(std::to_string(atr.cwi()), vector.text("cwi"));
    CHECK_EQ(textOf(atr.clockStop()), vector.text("clockstop"));
    CHECK_EQ(textOf(atr.supplyClasses()), vector.text("classes"));
  }
}

TEST_CASE("every truncation of every ATR is refused with a place inside it") {
  for (const auto& vector : test::readVectors("apdu/atr.txt")) {
    const Bytes bytes = vector.bytes("atr");
    for (std::size_t n = 0; n < bytes.size(); ++n) {
      CAPTURE(toHex(ByteView(bytes).first(n)));
      const auto atr = Atr::parse(ByteView(bytes).first(n));
      REQUIRE_FALSE(atr.has_value());
      CHECK(atr.error().offset <= n);
      const bool onlyTckMissing = vector.text("tck") == "yes" && n + 1 == bytes.size();
      CHECK((atr.error().fault == (onlyTckMissing ? ParseFault::badCheckByte : ParseFault::truncated)));
    }
  }
}

TEST_CASE("one byte too many is refused at its place, be it TCK or not") {
  for (const auto& vector : test::readVectors("apdu/atr.txt")) {
    const Bytes bytes = vector.bytes("atr");
    if (bytes.size() == Atr::kMaxBytes) continue;
    for (const Bytes& longer : {withTck(bytes), join({bytes, hex("00")})}) {
      const auto atr = Atr::parse(longer);
      REQUIRE_FALSE(atr.has_value());
      CHECK(atr.error() == ParseError{ParseFault::trailing, bytes.size()});
    }
  }
}

TEST_CASE("where TCK is there, every flipped bit of the historical bytes and of TCK is noticed") {
  const Bytes good = hex("3B8D800100815453548699999900000001C0");
  REQUIRE(Atr::parse(good).has_value());
  for (std::size_t byte = 4; byte < good.size(); ++byte) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      Bytes bad = good;
      bad[byte] = static_cast<std::uint8_t>(bad[byte] ^ (1U << bit));
      CHECK_FALSE(Atr::parse(bad).has_value());
    }
  }
}

TEST_CASE("a wrong TCK is named at its place") {
  CHECK(Atr::parse(hex("3B8D800100815453548699999900000001C1")).error() ==
        ParseError{ParseFault::badCheckByte, 17});
}

TEST_CASE("TCK is absent for T=0 alone and present in all other cases (ISO 7816-3 8.2.5)") {
  CHECK_FALSE(parsed(hex("3B00")).hasTck());
  CHECK_FALSE(parsed(hex("3B8000")).hasTck());
  CHECK_FALSE(parsed(hex("3B808000")).hasTck());
  CHECK(parsed(withTck(hex("3B8001"))).hasTck());
  CHECK(parsed(withTck(hex("3B808001"))).hasTck());
  CHECK(parsed(withTck(hex("3B80801F03"))).hasTck());
  CHECK(parsed(withTck(hex("3B800F"))).hasTck());
}

TEST_CASE("only 3B and 3F begin an ATR") {
  for (unsigned ts = 0; ts < 256; ++ts) {
    const Bytes bytes{static_cast<std::uint8_t>(ts), 0x00};
    const auto atr = Atr::parse(bytes);
    CHECK_EQ(atr.has_value(), (ts == 0x3B || ts == 0x3F));
    if (!atr) CHECK(atr.error() == ParseError{ParseFault::badValue, 0});
  }
}

TEST_CASE("an ATR has at most 32 characters behind TS") {
  // TD1…TD14 of T=0, no more, then historical bytes: 1 + 1 + 14 + 15 = 31; two further TDs make 33.
  const auto chain = [](std::size_t tds) {
    Bytes bytes{0x3B, 0x8F};
    bytes.resize(1 + tds, 0x80);
    bytes[1] = 0x8F;
    bytes.push_back(0x00);
    bytes.resize(bytes.size() + 15, 0x20);
    return bytes;
  };
  const Bytes longest = chain(16);
  REQUIRE_EQ(longest.size(), 33);
  CHECK(Atr::parse(longest).has_value());
  CHECK(Atr::parse(chain(17)).error() == ParseError{ParseFault::badLength, 33});
  CHECK_FALSE(Atr::parse(Bytes(1000, 0x3B)).has_value());
}

TEST_CASE("all values of TA1 give Fi, Di and the clock of tables 7 and 8 (ISO 7816-3 8.3)") {
  constexpr unsigned fi[16] = {372, 372, 558, 744, 1116, 1488, 1860, 0, 0, 512, 768, 1024, 1536, 2048, 0, 0};
  constexpr unsigned khz[16] = {4000, 5000, 6000, 8000, 12000, 16000, 20000,
                                0,    0,    5000, 7500, 10000, 15000, 20000};
  constexpr unsigned di[16] = {0, 1, 2, 4, 8, 16, 32, 64, 12, 20};
  for (unsigned ta1 = 0; ta1 < 256; ++ta1) {
    CAPTURE(ta1);
    const Atr atr = parsed(Bytes{0x3B, 0x10, static_cast<std::uint8_t>(ta1)});
    CHECK_EQ(atr.f().value_or(0), fi[ta1 >> 4]);
    CHECK_EQ(atr.maxClockKhz().value_or(0), khz[ta1 >> 4]);
    CHECK_EQ(atr.d().value_or(0), di[ta1 & 15]);
  }
}

TEST_CASE("the group after each TD belongs to its protocol") {
  const Atr atr = parsed(hex("3BDA18FF81B1FE751F030031C573C001400090000C"));
  REQUIRE_EQ(atr.groups().size(), 4);
  CHECK_FALSE(atr.groups()[0].protocol.has_value());
  CHECK(atr.groups()[1].protocol == 1);
  CHECK(atr.groups()[2].protocol == 1);
  CHECK(atr.groups()[3].protocol == 15);
  CHECK(atr.groups()[3].ta == 0x03);
  CHECK_FALSE(atr.groups()[3].td.has_value());
}

TEST_CASE("offered protocols come in order, once each, without T=15") {
  CHECK_EQ(listOf(parsed(withTck(hex("3B80 80 81 1F 03"))).protocols()), "0 1");
  CHECK_EQ(listOf(parsed(withTck(hex("3B80 81 81 01"))).protocols()), "1");
  CHECK_EQ(listOf(parsed(withTck(hex("3B80 0F"))).protocols()), "0");
  const Atr both = parsed(withTck(hex("3B80 80 01")));
  CHECK(both.offers(0));
  CHECK(both.offers(1));
  CHECK_FALSE(both.offers(15));
}

TEST_CASE("the first TA, TB and TC for T=1 count, wherever they stand (ISO 7816-3 11.4)") {
  // TD2, TD3 and TD4 all say T=1: TB3, then TA4 and TB4, then TA5 and TC5.
  const Atr atr = parsed(withTck(hex("3B80 81 A1 25 B1 40 99 51 50 01")));
  CHECK_EQ(atr.ifsc(), 0x40);
  CHECK_EQ(atr.bwi(), 2);
  CHECK_EQ(atr.cwi(), 5);
  CHECK(atr.usesCrc());
}

TEST_CASE("interface bytes of the second group are not those for T=1") {
  const Atr atr = parsed(withTck(hex("3B80 71 81 99 01")));
  CHECK_EQ(atr.ifsc(), 32);
  CHECK_EQ(atr.bwi(), 4);
  CHECK_EQ(atr.cwi(), 13);
  CHECK_FALSE(atr.usesCrc());
}

TEST_CASE("reserved IFSC values count as the default") {
  CHECK_EQ(parsed(withTck(hex("3B80 81 11 00"))).ifsc(), 32);
  CHECK_EQ(parsed(withTck(hex("3B80 81 11 FF"))).ifsc(), 32);
  CHECK_EQ(parsed(withTck(hex("3B80 81 11 01"))).ifsc(), 1);
  CHECK_EQ(parsed(withTck(hex("3B80 81 11 FE"))).ifsc(), 254);
}

TEST_CASE("TC1 and TC2 give guard and waiting time") {
  CHECK_EQ(parsed(hex("3B00")).extraGuardTime(), 0);
  CHECK_EQ(parsed(hex("3B40FF")).extraGuardTime(), 255);
  CHECK_EQ(parsed(hex("3B00")).waitingInteger(), 10);
  CHECK_EQ(parsed(hex("3B8000")).waitingInteger(), 10);
  CHECK_EQ(parsed(hex("3B80400A")).waitingInteger(), 10);
  CHECK_EQ(parsed(hex("3B804014")).waitingInteger(), 20);
  CHECK_EQ(parsed(hex("3B804000")).waitingInteger(), 10);  // 00 is reserved, §10.2
}

TEST_CASE("TA2 makes the mode specific (ISO 7816-3 8.3)") {
  CHECK_FALSE(parsed(hex("3B8000")).specificProtocol().has_value());
  CHECK(parsed(hex("3B801080")).specificProtocol() == 0);
  CHECK(parsed(withTck(hex("3B801101"))).specificProtocol() == 1);
}

TEST_CASE("the first TA for T=15 gives clock stop and supply classes") {
  const Atr atr = parsed(withTck(hex("3B80 80 1F C7")));
  CHECK(atr.clockStop() == 3);
  CHECK(atr.supplyClasses() == 7);
  const Atr later = parsed(withTck(hex("3B80 80 AF 00 1F 42")));
  CHECK(later.clockStop() == 1);
  CHECK(later.supplyClasses() == 2);
  CHECK_FALSE(parsed(hex("3B00")).clockStop().has_value());
  CHECK_FALSE(parsed(withTck(hex("3B80 80 0F"))).supplyClasses().has_value());
}

}  // namespace
}  // namespace ssc::apdu
