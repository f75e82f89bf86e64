// Cyclic and transparent files.
#include <doctest/doctest.h>

#include "hostlib/card/files.hpp"
#include "tests/unit/hostlib/scripted_card.hpp"

using namespace ssc;
using cardspec::File;
using cardspec::FileType;
using test::isDamaged;
using test::isTorn;
using test::refusalOf;
using test::ScriptedCard;

namespace {

File fileOf(FileType type, std::uint16_t size, std::uint8_t records = 0) {
  return {"DF02",
          0xEF07,
          "文件",
          type,
          cardspec::FileClass::enabled,
          {cardspec::AccessRule::Kind::free, {}},
          {cardspec::AccessRule::Kind::never, {}},
          size,
          records,
          {}};
}

// Records of 0x55 bytes: three of them (FF bytes) fit an answer.
const File kCyclic = fileOf(FileType::cyclicRecord, 0x55, 4);

using Texts = std::vector<std::string>;

std::string raw(std::string_view byte, std::size_t count = 0x55) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i)
    text += byte;
  return text;
}

card::Result<std::vector<crypto::SecretBytes>> readCyclic(const std::string& script,
                                                          const File& file = kCyclic) {
  ScriptedCard card(script, "DF02");
  return card::readCyclicFile(card.here, file);
}

card::Result<crypto::SecretBytes> readTransparent(const std::string& script, std::uint16_t size) {
  ScriptedCard card(script, "DF02");
  return card::readTransparent(card.here, fileOf(FileType::transparent, size));
}

Texts textsOf(const std::vector<crypto::SecretBytes>& records) {
  Texts texts;
  for (const crypto::SecretBytes& record : records)
    texts.push_back(apdu::toHex(record.reveal()));
  return texts;
}

}  // namespace

TEST_CASE("one record of a cyclic file is read by its number") {
  ScriptedCard card("> 00B2033C55\n< " + raw("C3") + "9000\n", "DF02");
  const auto record = card::readCyclicRecord(card.here, kCyclic, 3);
  REQUIRE(record.has_value());
  CHECK_EQ(apdu::toHex(record->reveal()), raw("C3"));
}

TEST_CASE("a cyclic record that does not exist is 6A83, an empty answer damaged") {
  ScriptedCard absent("> 00B2FE3C55\n< 6A83\n", "DF02");
  CHECK_EQ(refusalOf(card::readCyclicRecord(absent.here, kCyclic, 0xFE)), "6A83");
  ScriptedCard empty("> 00B2013C55\n< 9000\n", "DF02");
  CHECK(isDamaged(card::readCyclicRecord(empty.here, kCyclic, 1)));
}

TEST_CASE("a cyclic file comes newest first, as many whole records an exchange as fit") {
  const auto records = readCyclic("> 00B2013DFF\n< " + raw("C1") + raw("C2") + raw("C3") +
                                  "9000\n> 00B2043DFF\n< 6C55\n> 00B2043D55\n< " + raw("C4") + "9000\n");
  REQUIRE(records.has_value());
  CHECK_EQ(textsOf(*records), Texts{raw("C1"), raw("C2"), raw("C3"), raw("C4")});
}

TEST_CASE("a cyclic file ends where there is no further record, also with more of them than the map says") {
  const std::string three = raw("C1") + raw("C2") + raw("C3");
  const auto records = readCyclic("> 00B2013DFF\n< " + three + "9000\n> 00B2043DFF\n< " + three +
                                  "9000\n> 00B2073DFF\n< 6A83\n");
  REQUIRE(records.has_value());
  CHECK_EQ(records->size(), 6);
}

TEST_CASE("an empty cyclic file has no records") {
  const auto records = readCyclic("> 00B2013DFF\n< 6A83\n");
  REQUIRE(records.has_value());
  CHECK(records->empty());
}

TEST_CASE("a card without the mode is read record by record") {
  for (const char* sw : {"6A86", "6A81", "6700"}) {
    const auto records = readCyclic(std::string("> 00B2013DFF\n< ") + sw + "\n> 00B2013C55\n< " + raw("C1") +
                                    "9000\n> 00B2023C55\n< " + raw("C2") + "9000\n> 00B2033C55\n< 6A83\n");
    REQUIRE(records.has_value());
    CHECK_EQ(textsOf(*records), Texts{raw("C1"), raw("C2")});
  }
}

TEST_CASE("records of another length than the map's are read one by one, in their own length") {
  // Account-only cards: 14 bytes (hexadecimal) instead of 1C. Nine times 1C were asked for, twelve times 14
  // come.
  const File detail = fileOf(FileType::cyclicRecord, 0x1C, 30);
  const auto records = readCyclic("> 00B2013DFC\n< 6C28\n> 00B2013D28\n< " + raw("C1", 0x14) +
                                      raw("C2", 0x14) + "9000\n> 00B2013C1C\n< 6C14\n> 00B2013C14\n< " +
                                      raw("C1", 0x14) + "9000\n> 00B2023C1C\n< 6C14\n> 00B2023C14\n< " +
                                      raw("C2", 0x14) + "9000\n> 00B2033C1C\n< 6A83\n",
                                  detail);
  REQUIRE(records.has_value());
  CHECK_EQ(textsOf(*records), Texts{raw("C1", 0x14), raw("C2", 0x14)});
}

TEST_CASE("a cyclic answer that is no whole number of records is damaged once the length is known") {
  CHECK(isDamaged(readCyclic("> 00B2013DFF\n< " + raw("C1", 0xFF) + "9000\n> 00B2043DFF\n< C1C29000\n")));
  CHECK(isDamaged(readCyclic("> 00B2013DFF\n< " + raw("C1", 0xFF) + "9000\n> 00B2043DFF\n< 9000\n")));
}

TEST_CASE("a refused or torn cyclic file is that") {
  CHECK_EQ(refusalOf(readCyclic("> 00B2013DFF\n< 6982\n")), "6982");
  CHECK_EQ(refusalOf(readCyclic("> 00B2013DFF\n< " + raw("C1", 0xFF) + "9000\n> 00B2043DFF\n< 6A86\n")),
           "6A86");
  CHECK(isTorn(readCyclic("> 00B2013DFF\n< " + raw("C1", 0xFF) + "9000\n> 00B2043DFF\n< !\n")));
}

TEST_CASE("a card that answers the same record for ever is left after 254") {
  std::string script;
  for (int number = 1; number <= 254; number += 3) {
    const auto p1 = static_cast<std::uint8_t>(number);
    script += "> 00B2" + apdu::toHex({&p1, 1}) + "3DFF\n< " + raw("C1", 0xFF) + "9000\n";
  }
  const auto records = readCyclic(script);
  REQUIRE(records.has_value());
  CHECK_GE(records->size(), 254);
}

TEST_CASE("a transparent file is read by short identifier, then by offset, in pieces of 256") {
  const auto content =
      readTransparent("> 00B0870000\n< " + raw("AA", 256) + "9000\n> 00B0010000\n< " + raw("BB", 256) +
                          "9000\n> 00B0020010\n< " + raw("CC", 16) + "9000\n",
                      0x210);
  REQUIRE(content.has_value());
  CHECK_EQ(apdu::toHex(content->reveal()), raw("AA", 256) + raw("BB", 256) + raw("CC", 16));
}

TEST_CASE("a photo of 1000 bytes takes sixteen exchanges") {
  std::string script = "> 00B0870000\n< " + raw("FF", 256) + "9000\n";
  for (int page = 1; page < 16; ++page) {
    const auto high = static_cast<std::uint8_t>(page);
    script += "> 00B0" + apdu::toHex({&high, 1}) + "0000\n< " + raw("FF", 256) + "9000\n";
  }
  const auto content = readTransparent(script, 0x1000);
  REQUIRE(content.has_value());
  CHECK_EQ(content->size(), 0x1000);
}

TEST_CASE("a card's shorter transparent file ends where it ends") {
  const auto inside =
      readTransparent("> 00B0870000\n< " + raw("AA", 256) + "9000\n> 00B0010010\n< 6C08\n> 00B0010008\n< " +
                          raw("BB", 8) + "9000\n",
                      0x110);
  REQUIRE(inside.has_value());
  CHECK_EQ(inside->size(), 0x108);
  const auto behind =
      readTransparent("> 00B0870000\n< " + raw("AA", 256) + "9000\n> 00B0010010\n< 6B00\n", 0x110);
  REQUIRE(behind.has_value());
  CHECK_EQ(behind->size(), 0x100);
}

TEST_CASE("a card that needs SELECT EF gives a transparent file after it") {
  const auto content = readTransparent(
      "> 00B0870010\n< 6A86\n> 00A4020002EF07\n< 9000\n> 00B0000010\n< " + raw("AA", 16) + "9000\n", 0x10);
  REQUIRE(content.has_value());
  CHECK_EQ(content->size(), 16);
}

TEST_CASE("refused, torn and empty answers of a transparent file") {
  for (const char* sw : {"6982", "6B00", "6981"})
    CHECK_EQ(refusalOf(readTransparent(std::string("> 00B0870010\n< ") + sw + "\n", 0x10)), sw);
  CHECK(isTorn(readTransparent("> 00B0870010\n< !\n", 0x10)));
  CHECK(isDamaged(readTransparent("> 00B0870010\n< 9000\n", 0x10)));
}
