// The structures of PC/SC part 10, byte by byte, for the two commands of the card that carry a PIN.
#include "apdu/pcsc/pin_structure.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using ssc::apdu::Bytes;
using ssc::apdu::ByteView;
using ssc::apdu::ChannelError;
using ssc::apdu::fromHex;
using ssc::apdu::Header;
using ssc::apdu::ParseError;
using ssc::apdu::ParseFault;
using ssc::apdu::toHex;
using namespace ssc::pcsc;
using namespace std::chrono_literals;

namespace {

constexpr Header kVerify{0x00, 0x20, 0x00, 0x00};
constexpr Header kChangePin{0x80, 0x5E, 0x01, 0x00};

std::string hex(std::string_view spaced) {
  return toHex(*fromHex(spaced));
}

std::string verify(const PinEntry& entry, const PadProperties& pad = {}) {
  const auto bytes = verifyStructure(entry, pad);
  return bytes ? toHex(*bytes) : "refused";
}

std::string modify(const PinEntry& entry, const PadProperties& pad = {}) {
  const auto bytes = modifyStructure(entry, pad);
  return bytes ? toHex(*bytes) : "refused";
}

PadProperties displayOf(bool hasDisplay) {
  PadProperties pad;
  pad.hasDisplay = hasDisplay;
  return pad;
}

// What a pad does with the command of a PIN_MODIFY_STRUCTURE: each PIN goes to its place behind Lc.
std::string commandWith(const Bytes& structure, std::string_view oldPin, std::string_view newPin) {
  constexpr std::size_t kCommand = 24;
  constexpr std::size_t kData = kCommand + 5;
  Bytes command = structure;
  std::ranges::copy(*fromHex(oldPin), command.begin() + kData + structure[5]);
  std::ranges::copy(*fromHex(newPin), command.begin() + kData + structure[6]);
  return toHex(ByteView(command).subspan(kCommand));
}

}  // namespace

TEST_CASE("VERIFY with a PIN of 4 to 12 digits leaves Lc and the block to the pad") {
  CHECK(verify({kVerify}) == hex("1E 1E 81 00 00 0C04 02 FF 0408 00 000000 05000000  00200000 00"));
}

TEST_CASE("VERIFY with a PIN of one length gives the whole block, filled with F") {
  CHECK(verify({kVerify, {6, 6}}) ==
        hex("1E 1E 81 03 00 0606 02 FF 0408 00 000000 08000000  00200000 03 FFFFFF"));
  CHECK(verify({kVerify, {5, 5}}) ==
        hex("1E 1E 81 03 00 0505 02 FF 0408 00 000000 08000000  00200000 03 FFFFFF"));
}

TEST_CASE("timeout and language stand where the pad looks for them") {
  CHECK(verify({kVerify, {4, 12}, 255s, 0x0409}) ==
        hex("FF FF 81 00 00 0C04 02 FF 0904 00 000000 05000000  00200000 00"));
}

TEST_CASE("the pad shows as many messages as it has a display for") {
  CHECK(verify({kVerify}, displayOf(true)) ==
        hex("1E 1E 81 00 00 0C04 02 01 0408 00 000000 05000000  00200000 00"));
  CHECK(verify({kVerify}, displayOf(false)) ==
        hex("1E 1E 81 00 00 0C04 02 00 0408 00 000000 05000000  00200000 00"));
  CHECK(modify({kChangePin, {6, 6}}, displayOf(true)) ==
        hex("1E 1E 81 03 00 00 04 0606 03 02 03 0408 00 01 02 000000 0C000000  805E0100 07 FFFFFFFFFFFFFF"));
}

TEST_CASE("an entry ends with the validation key where the pad can, else as the pad can") {
  PadProperties pad;
  pad.endConditions = std::uint8_t{0x07};
  CHECK(verify({kVerify}, pad).substr(14, 2) == "02");
  pad.endConditions = std::uint8_t{0x05};
  CHECK(verify({kVerify}, pad).substr(14, 2) == "05");
  pad.endConditions = std::uint8_t{0x00};
  CHECK(verify({kVerify}, pad).substr(14, 2) == "02");
}

TEST_CASE("no more digits are asked for than the pad takes, nor fewer") {
  PadProperties pad;
  pad.digits = {6, 8};
  CHECK(verify({kVerify}, pad).substr(10, 4) == "0806");
  pad.digits = {4, 3};
  CHECK(verify({kVerify}, pad) == "refused");
  pad.digits = {13, 16};
  CHECK(verify({kVerify}, pad) == "refused");
}

TEST_CASE("a timeout that has no byte is refused") {
  CHECK(verify({kVerify, {4, 12}, 0s}) == "refused");
  CHECK(verify({kVerify, {4, 12}, 256s}) == "refused");
  CHECK(verify({kVerify, {4, 12}, -1s}) == "refused");
}

TEST_CASE("a block that part 10 has no number for is refused") {
  CHECK(verify({kVerify, {30, 30}}).size() == 2 * (24 + 15));
  CHECK(verify({kVerify, {31, 31}}) == "refused");
}

TEST_CASE("CHANGE PIN of one length puts the new PIN behind the separator FF") {
  CHECK(modify({kChangePin, {6, 6}}) ==
        hex("1E 1E 81 03 00 00 04 0606 03 02 FF 0408 00 01 02 000000 0C000000  805E0100 07 FFFFFFFFFFFFFF"));
}

TEST_CASE("what the pad makes of it is the card's CHANGE PIN") {
  CHECK(commandWith(*modifyStructure({kChangePin, {6, 6}}, {}), "123456", "654321") ==
        "805E010007123456FF654321");
  CHECK(commandWith(*modifyStructure({kChangePin, {5, 5}}, {}), "12345F", "54321F") ==
        "805E01000712345FFF54321F");
}

TEST_CASE("CHANGE PIN of several lengths has no form in part 10, unless the pad leaves one") {
  CHECK(modifyStructure({kChangePin}, {}) == tl::unexpected(ChannelError::unsupported));
  PadProperties pad;
  pad.digits = {6, 6};
  CHECK(modify({kChangePin}, pad) == modify({kChangePin, {6, 6}}));
}

TEST_CASE("a pad's properties are read from their list, others are skipped") {
  const auto pad = parseTlvProperties(*fromHex("01 02 1002  02 01 07  06 01 04  07 01 08  08 03 414243"));
  REQUIRE(pad);
  CHECK(pad->hasDisplay == true);
  CHECK(pad->endConditions == std::uint8_t{0x07});
  CHECK(pad->digits == PinLength{4, 8});
}

TEST_CASE("a display of size zero is none, and what is not listed is not known") {
  CHECK(parseTlvProperties(*fromHex("01 02 0000"))->hasDisplay == false);
  const auto pad = parseTlvProperties({});
  REQUIRE(pad);
  CHECK_FALSE(pad->hasDisplay);
  CHECK_FALSE(pad->endConditions);
  CHECK(pad->digits == PinLength{0, 0xFF});
}

TEST_CASE("a property list cut anywhere inside an entry is truncated") {
  const Bytes whole = *fromHex("01 02 1002  07 01 08");
  for (std::size_t size = 1; size < whole.size(); ++size) {
    if (size == 4) continue;
    CAPTURE(size);
    const auto pad = parseTlvProperties(ByteView(whole).first(size));
    REQUIRE_FALSE(pad);
    CHECK(pad.error().fault == ParseFault::truncated);
  }
}

TEST_CASE("a known property of another length is refused at its length byte") {
  CHECK(parseTlvProperties(*fromHex("07 01 08  01 01 10")).error() == ParseError{ParseFault::badLength, 4});
  CHECK(parseTlvProperties(*fromHex("07 00")).error() == ParseError{ParseFault::badLength, 1});
}

TEST_CASE("the older properties have four bytes") {
  const auto pad = parsePinProperties(*fromHex("1002 07 01"));
  REQUIRE(pad);
  CHECK(pad->hasDisplay == true);
  CHECK(pad->endConditions == std::uint8_t{0x07});
  CHECK(parsePinProperties(*fromHex("0000 02 00"))->hasDisplay == false);
  CHECK(parsePinProperties(*fromHex("1002 07")).error() == ParseError{ParseFault::truncated, 3});
  CHECK(parsePinProperties(*fromHex("1002 07 01 00")).error() == ParseError{ParseFault::trailing, 4});
}
