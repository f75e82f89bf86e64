#include "firmware/core/atr.hpp"

#include <doctest/doctest.h>

#include "tests/unit/firmware/script.hpp"

namespace ssc::fw::test {
namespace {

constexpr unsigned kStates = static_cast<unsigned>(AtrState::bad) + 1;
constexpr unsigned kEvents = static_cast<unsigned>(AtrEvent::tooLong) + 1;

Atr receive(const std::string& characters) {
  Atr atr;
  for (const std::uint8_t character : hex(characters))
    atr.onCharacter(character);
  return atr;
}

std::string inverted(const std::string& characters) {
  std::vector<std::uint8_t> raw;
  for (const std::uint8_t character : hex(characters))
    raw.push_back(otherConvention(character));
  return toHex(raw);
}

}  // namespace

TEST_CASE("the ATR of a social security card is complete after its last historical byte and not before") {
  const std::string text = "3B6D000000815453548699999900000001";
  const Atr atr = receive(text);
  CHECK(atr.complete());
  CHECK(toHex({atr.bytes().begin(), atr.bytes().end()}) == text);
  CHECK(atr.facts().offers(0));
  CHECK(atr.facts().guardTime == 0);
  for (std::size_t length = 2; length < text.size(); length += 2) {
    CAPTURE(length);
    CHECK(receive(text.substr(0, length)).state() < AtrState::complete);
  }
}

TEST_CASE("interface bytes are noted by group: TA1, TC1, TA2, TC2 and the class byte of T=15") {
  const Atr atr = receive(
      "3BF0"
      "95000210" /* TA1 TB1 TC1 TD1 */ "91" /* TA2 */);
  CHECK(atr.state() == AtrState::complete);
  CHECK(atr.facts().fiDi == 0x95);
  CHECK(atr.facts().guardTime == 0x02);
  CHECK(atr.facts().specificMode == 0x91);
  const Atr global = receive(
      "3B90"
      "11"
      "80"
      "1F"
      "43"
      "CD");
  CHECK(global.facts().clockAndClass == 0x43);
  CHECK(global.facts().offers(0));
  CHECK_FALSE(global.facts().offers(1));
}

TEST_CASE("in specific mode only the protocol of TA2 may be used") {
  const Atr one = receive("3B8090010110");
  REQUIRE(one.complete());
  CHECK(one.facts().offers(1));
  CHECK_FALSE(one.facts().offers(0));
  const Atr zero = receive("3B8090000111");
  REQUIRE(zero.complete());
  CHECK(zero.facts().offers(0));
  CHECK_FALSE(zero.facts().offers(1));
}

TEST_CASE("TC2 is the waiting integer of T=0") {
  const Atr atr = receive(
      "3B80"
      "40"
      "1E");
  CHECK(atr.complete());
  CHECK(atr.facts().waitingT0 == 0x1E);
}

TEST_CASE("a right TCK completes an ATR that names another protocol, a wrong one makes it bad") {
  CHECK(receive("3B80800101").complete());
  CHECK(receive("3B80800100").fault() == SlotError::badAtrTck);
  CHECK(receive("3B8D800100815453548699999900000001C0").complete());
  CHECK(receive("3B8D800100815453548699999900000001C1").fault() == SlotError::badAtrTck);
}

TEST_CASE("T=0 alone brings no TCK") {
  CHECK(receive("3B8000").complete());
}

TEST_CASE("the inverse convention is decoded from TS on") {
  const std::string text = "3F6500008102030405";
  const Atr atr = receive(inverted(text));
  CHECK(atr.inverse());
  CHECK(atr.complete());
  CHECK(toHex({atr.bytes().begin(), atr.bytes().end()}) == text);
}

TEST_CASE("otherConvention is its own inverse and turns TS 3F into the 03 a direct receiver sees") {
  CHECK(otherConvention(0x3F) == 0x03);
  for (unsigned value = 0; value < 256; ++value) {
    const auto byte = static_cast<std::uint8_t>(value);
    CHECK(otherConvention(otherConvention(byte)) == byte);
  }
}

TEST_CASE("any TS but 3B and 3F is bad") {
  for (unsigned value = 0; value < 256; ++value) {
    if (value == 0x3B || value == 0x03) continue;
    Atr atr;
    atr.onCharacter(static_cast<std::uint8_t>(value));
    CHECK(atr.fault() == SlotError::badAtrTs);
  }
}

TEST_CASE("an ATR longer than 33 characters is bad whatever it goes on to promise") {
  std::string text = "3BF0";
  for (int group = 0; group < 8; ++group)
    text += "000000F0";
  const Atr atr = receive(text);
  CHECK(atr.bad());
  CHECK(atr.fault() == SlotError::overrun);
}

TEST_CASE("characters behind a complete ATR change nothing") {
  const Atr atr = receive("3B00FFFF");
  CHECK(atr.complete());
  CHECK(atr.bytes().size() == 2);
}

TEST_CASE("every ATR event in every state goes where its row says, a pair without a row makes the ATR bad") {
  static const char* const kWay[kStates] = {"", "3B", "3B10", "3B02", "3B808001", "3B00", "00"};
  for (unsigned s = 0; s < kStates; ++s) {
    for (unsigned e = 0; e < kEvents; ++e) {
      CAPTURE(s);
      CAPTURE(e);
      Atr atr = receive(kWay[s]);
      REQUIRE(atr.state() == static_cast<AtrState>(s));
      const auto* const row = rowOf(Atr::rows(), atr.state(), static_cast<AtrEvent>(e));
      atr.apply(static_cast<AtrEvent>(e));
      CHECK(atr.state() == (row != nullptr ? row->next : AtrState::bad));
    }
  }
}

}  // namespace ssc::fw::test
