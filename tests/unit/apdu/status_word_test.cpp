#include "apdu/status_word.hpp"

#include <array>
#include <doctest/doctest.h>

namespace ssc::apdu {
namespace {

TEST_CASE("a status word is SW1 and SW2") {
  constexpr StatusWord sw(0x6A, 0x82);
  CHECK_EQ(sw.value(), 0x6A82);
  CHECK_EQ(sw.sw1(), 0x6A);
  CHECK_EQ(sw.sw2(), 0x82);
  CHECK_EQ(sw, sw::kFileNotFound);
  CHECK_EQ(toText(sw), "6A82");
  CHECK_EQ(toText(StatusWord()), "0000");
}

TEST_CASE("of all status words exactly 9000 and 61xx are normal processing (ISO 7816-4 table 5)") {
  int normal = 0;
  for (unsigned value = 0; value <= 0xFFFF; ++value) {
    const StatusWord sw(static_cast<std::uint16_t>(value));
    const bool expected = value == 0x9000 || (value >= 0x6100 && value <= 0x61FF);
    if (sw.normal() != expected) FAIL_CHECK("normal() of " << toText(sw));
    normal += sw.normal() ? 1 : 0;
  }
  CHECK_EQ(normal, 257);
}

TEST_CASE("61xx, 6Cxx and 63Cx are told from their neighbours") {
  CHECK(StatusWord(0x6100).moreAvailable());
  CHECK(StatusWord(0x61FF).moreAvailable());
  CHECK_FALSE(StatusWord(0x6000).moreAvailable());
  CHECK_FALSE(StatusWord(0x6200).moreAvailable());
  CHECK(StatusWord(0x6C00).wrongLe());
  CHECK(StatusWord(0x6CFF).wrongLe());
  CHECK_FALSE(StatusWord(0x6B00).wrongLe());
  CHECK_FALSE(StatusWord(0x6D00).wrongLe());
  CHECK_FALSE(StatusWord(0x63BF).hasTriesLeft());
  CHECK_FALSE(StatusWord(0x63D0).hasTriesLeft());
  for (std::uint8_t tries = 0; tries < 16; ++tries) {
    const StatusWord sw(0x63, static_cast<std::uint8_t>(0xC0 | tries));
    CHECK(sw.hasTriesLeft());
    CHECK_EQ(sw.triesLeft(), tries);
  }
}

TEST_CASE("meanings are found by exact value and by range") {
  CHECK_EQ(meaningOf(sw::kOk), "ok");
  CHECK_EQ(meaningOf(sw::kFileNotFound), "file or application not found");
  CHECK_EQ(meaningOf(StatusWord(0x61A0)), meaningOf(StatusWord(0x6100)));
  CHECK_EQ(meaningOf(StatusWord(0x63C3)), meaningOf(StatusWord(0x63C0)));
  CHECK_EQ(meaningOf(StatusWord(0x6C10)), meaningOf(StatusWord(0x6C00)));
  CHECK_EQ(meaningOf(StatusWord(0x9001)), "unknown status");
  CHECK_EQ(meaningOf(StatusWord(0x6AFF)), "unknown status");
}

TEST_CASE("every named status word has a meaning") {
  for (const StatusWord sw :
       {sw::kOk, sw::kWrongLength, sw::kSecurityNotSatisfied, sw::kMethodBlocked, sw::kReferenceInvalid,
        sw::kConditionsNotSatisfied, sw::kWrongData, sw::kNotSupported, sw::kFileNotFound,
        sw::kRecordNotFound, sw::kWrongP1P2, sw::kKeyNotFound, sw::kInsUnknown, sw::kClaUnknown}) {
    CAPTURE(toText(sw));
    CHECK_NE(meaningOf(sw), "unknown status");
  }
}

TEST_CASE("no row hides a row behind it, and every row can apply") {
  const auto rows = isoStatusRows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CAPTURE(toText(StatusWord(rows[i].value)));
    CHECK_EQ(rows[i].value & rows[i].mask, rows[i].value);
    CHECK_FALSE(rows[i].meaning.empty());
    CHECK_EQ(meaningOf(StatusWord(rows[i].value)), rows[i].meaning);
    for (std::size_t j = 0; j < i; ++j)
      CHECK_FALSE((rows[i].value & rows[j].mask) == rows[j].value);
  }
}

TEST_CASE("a caller's own rows replace the table") {
  constexpr std::array rows{StatusRow{0x9302, 0xFFFF, "MAC wrong"}, StatusRow{0x9300, 0xFF00, "other 93xx"}};
  CHECK_EQ(meaningOf(StatusWord(0x9302), rows), "MAC wrong");
  CHECK_EQ(meaningOf(StatusWord(0x9303), rows), "other 93xx");
  CHECK_EQ(meaningOf(sw::kOk, rows), "unknown status");
}

}  // namespace
}  // namespace ssc::apdu
