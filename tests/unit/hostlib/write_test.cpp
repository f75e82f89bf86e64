// Writing: what is sent, and what a refusal leaves behind.
#include "hostlib/card/write.hpp"

#include <doctest/doctest.h>

#include "tests/unit/hostlib/scripted_card.hpp"

using namespace ssc;
using card::RecordKey;
using cardspec::File;
using cardspec::Generation;
using test::hex;
using test::isDamaged;
using test::isTorn;
using test::refusalOf;
using test::ScriptedCard;

namespace {

const File& file(std::string_view df, std::uint16_t fid) {
  return *cardspec::findFile(Generation::two, df, fid);
}

card::Result<void> update(const std::string& script, std::string_view df, std::uint16_t fid, RecordKey key,
                          std::string_view value) {
  ScriptedCard card(script, df);
  return card::updateField(card.here, file(df, fid), key, hex(value));
}

std::string raw(std::string_view byte, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i)
    text += byte;
  return text;
}

// DF03/EF19: four vouchers of tag 79, 29 bytes each with tag and length.
const std::string kVoucher = raw("55", 0x27);

std::string vouchers(int count) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += "7927" + raw("00", 0x27);
  return text;
}

}  // namespace

TEST_CASE("a field is written by its identifier") {
  CHECK(update("> 00DC052806050420250101\n< 9000\n", "SSSE", 0xEF05, {0x05}, "20250101").has_value());
}

TEST_CASE("the application is selected before its file is written") {
  ScriptedCard card("> 00A4040006D15600000500\n< 610A\n> 00DC293803290131\n< 9000\n");
  CHECK(card::updateField(card.here, file("DF01", 0xEF07), {0x29}, hex("31")).has_value());
}

TEST_CASE("a card that does not know short identifiers has the file selected before it is written") {
  CHECK(update("> 00DC293803290131\n< 6A86\n> 00A4020002EF07\n< 9000\n> 00DC290003290131\n< 9000\n", "DF01",
               0xEF07, {0x29}, "31")
            .has_value());
}

TEST_CASE("a later occurrence is found by reading, and written by its number") {
  const auto written =
      update("> 00B201CDA4\n< " + vouchers(4) + "9000\n> 00DC03CC297927" + kVoucher + "\n< 9000\n", "DF03",
             0xEF19, {0x79, 3}, kVoucher);
  CHECK(written.has_value());
}

TEST_CASE("a later occurrence in a file that may not be read is written at the map's number") {
  CHECK(update("> 00B201CDA4\n< 6982\n> 00DC02CC297927" + kVoucher + "\n< 9000\n", "DF03", 0xEF19, {0x79, 2},
               kVoucher)
            .has_value());
  CHECK_EQ(refusalOf(update("> 00B201CDA4\n< 6982\n> 00DC02CC297927" + kVoucher + "\n< 6A85\n", "DF03",
                            0xEF19, {0x79, 2}, kVoucher)),
           "6A85");
}

TEST_CASE("a later occurrence that the card does not have is 6A83, and nothing is written") {
  CHECK_EQ(refusalOf(
               update("> 00B201CDA4\n< 6C52\n> 00B201CD52\n< " + vouchers(2) + "9000\n> 00B203CD52\n< 6A83\n",
                      "DF03", 0xEF19, {0x79, 3}, kVoucher)),
           "6A83");
  CHECK_EQ(refusalOf(update("> 00B201CDA4\n< 6982\n", "DF03", 0xEF19, {0x79, 5}, kVoucher)), "6A83");
}

TEST_CASE("every refusal of a write is the answer") {
  for (const char* sw : {"6581", "6700", "6982", "6984", "6A83", "6A84", "6A85", "9303"}) {
    const auto refused =
        update(std::string("> 00DC052806050420250101\n< ") + sw + "\n", "SSSE", 0xEF05, {0x05}, "20250101");
    CHECK_EQ(refusalOf(refused), sw);
    CHECK_EQ(refused.error().where, "SSSE/EF05");
  }
  CHECK(isTorn(update("> 00DC052806050420250101\n< !\n", "SSSE", 0xEF05, {0x05}, "20250101")));
}

TEST_CASE("a value that one command cannot carry is not sent") {
  CHECK(isDamaged(update("", "SSSE", 0xEF05, {0x05}, raw("00", 254))));
  CHECK(update("> 00DC0528FF05FD" + raw("00", 253) + "\n< 9000\n", "SSSE", 0xEF05, {0x05}, raw("00", 253))
            .has_value());
}

TEST_CASE("a record is appended to a cyclic file in mode previous") {
  ScriptedCard card("> 00DC00AB030001 31\n< 9000\n", "DF04");
  CHECK(card::appendRecord(card.here, file("DF04", 0xEF15), hex("000131")).has_value());
}

TEST_CASE("an appended record that is refused, empty or too long") {
  ScriptedCard refused("> 00DC00AB0200 01\n< 6700\n", "DF04");
  CHECK_EQ(refusalOf(card::appendRecord(refused.here, file("DF04", 0xEF15), hex("0001"))), "6700");
  ScriptedCard untouched("", "DF04");
  CHECK(isDamaged(card::appendRecord(untouched.here, file("DF04", 0xEF15), {})));
  CHECK(isDamaged(card::appendRecord(untouched.here, file("DF04", 0xEF15), apdu::Bytes(256))));
}

TEST_CASE("a transparent file is written from its start in pieces of 255") {
  ScriptedCard card("> 00D68800FF" + raw("AB", 255) + "\n< 9000\n> 00D600FFFF" + raw("AB", 255) +
                    "\n< 9000\n> 00D601FE02ABAB\n< 9000\n");
  CHECK(card::updateTransparent(card.here, file("SSSE", 0xEF08), apdu::Bytes(512, std::uint8_t{0xAB}))
            .has_value());
}

TEST_CASE("a transparent file written in part says how much is on the card") {
  ScriptedCard card("> 00D68800FF" + raw("AB", 255) + "\n< 9000\n> 00D600FF2D" + raw("AB", 45) +
                    "\n< 6581\n");
  const auto written =
      card::updateTransparent(card.here, file("SSSE", 0xEF08), apdu::Bytes(300, std::uint8_t{0xAB}));
  REQUIRE_FALSE(written.has_value());
  CHECK_EQ(written.error().written, 255);
  CHECK_EQ(written.error().error.sw.value(), 0x6581);
}

TEST_CASE("more bytes than a transparent file has are not sent") {
  ScriptedCard card("");
  const auto written = card::updateTransparent(card.here, file("SSSE", 0xEF07), apdu::Bytes(0x301));
  REQUIRE_FALSE(written.has_value());
  CHECK(written.error().error.fault == card::Fault::badData);
  CHECK_EQ(written.error().written, 0);
}

TEST_CASE("a card that needs SELECT EF has a transparent file selected before it is written") {
  ScriptedCard card("> 00D6880002ABAB\n< 6A82\n> 00A4020002EF08\n< 9000\n> 00D6000002ABAB\n< 9000\n");
  CHECK(card::updateTransparent(card.here, file("SSSE", 0xEF08), hex("ABAB")).has_value());
}
