// Fields of record files: the fewest exchanges, and never a value of the wrong record.
#include <doctest/doctest.h>

#include "hostlib/card/files.hpp"
#include "tests/unit/hostlib/record_file.hpp"
#include "tests/unit/hostlib/scripted_card.hpp"

using namespace ssc;
using card::RecordKey;
using cardspec::Field;
using cardspec::File;
using test::field;
using test::fileOf;
using test::isDamaged;
using test::isTorn;
using test::refusalOf;
using test::ScriptedCard;

namespace {

// DF01/EF05 with five records: 21 (2 bytes), 22 (1), 23 (1) three times.
constexpr std::array kFields{field(0x21, 2), field(0x22, 1), field(0x23, 1, 3)};

using Texts = std::vector<std::string>;

card::Result<Texts> read(const std::string& script, std::vector<RecordKey> keys,
                         std::span<const Field> fields = kFields) {
  ScriptedCard card(script, "DF01");
  auto values = card::readFields(card.here, fileOf(fields), keys);
  if (!values) return tl::unexpected(values.error());
  Texts texts;
  for (const crypto::SecretBytes& value : *values)
    texts.push_back(apdu::toHex(value.reveal()));
  return texts;
}

std::string record(std::string_view tag, std::size_t length) {
  const auto low = static_cast<std::uint8_t>(length);
  return std::string(tag) + apdu::toHex({&low, 1}) + apdu::toHex(apdu::Bytes(length, 0x41));
}

}  // namespace

TEST_CASE("a single field is read by its identifier, with the length of the map") {
  const auto values = read("> 00B2212804\n< 210241429000\n", {{0x21}});
  REQUIRE(values.has_value());
  CHECK_EQ(*values, Texts{"4142"});
}

TEST_CASE("neighbours come in one exchange, from the first wanted record to the last") {
  const auto values = read("> 00B2012D07\n< 210241422201439000\n", {{0x22}, {0x21}});
  REQUIRE(values.has_value());
  CHECK_EQ(*values, Texts{"43", "4142"});
}

TEST_CASE("records between two wanted ones cost bytes, not an exchange") {
  const auto values = read("> 00B2012D0A\n< 210241422201432301449000\n", {{0x21}, {0x23}});
  REQUIRE(values.has_value());
  CHECK_EQ(*values, Texts{"4142", "44"});
}

TEST_CASE(
    "a later occurrence is read at its place, alone or with others; the same field may be asked for twice") {
  const auto alone = read("> 00B2042D03\n< 2301459000\n", {{0x23, 2}});
  REQUIRE(alone.has_value());
  CHECK_EQ(*alone, Texts{"45"});
  const auto all =
      read("> 00B2032D09\n< 2301442301452301469000\n", {{0x23, 3}, {0x23, 1}, {0x23, 2}, {0x23, 3}});
  REQUIRE(all.has_value());
  CHECK_EQ(*all, Texts{"46", "44", "45", "46"});
}

TEST_CASE("fields further apart than an answer holds take the fewest exchanges") {
  // 252 bytes hold the first two; the third begins a run of its own, and a single field is read by
  // identifier.
  const std::array fields{field(0x21, 0x7A), field(0x22, 0x7A), field(0x23, 0x7A), field(0x24, 0x7A),
                          field(0x25, 0x10)};
  const auto values = read("> 00B2012DF8\n< " + record("21", 0x7A) + record("22", 0x7A) +
                               "9000\n> 00B2032DF8\n< " + record("23", 0x7A) + record("24", 0x7A) +
                               "9000\n> 00B2252812\n< " + record("25", 0x10) + "9000\n",
                           {{0x21}, {0x22}, {0x23}, {0x24}, {0x25}}, fields);
  REQUIRE(values.has_value());
  CHECK_EQ(values->size(), 5);
}

TEST_CASE("a card with its records in another order is read by identifiers, never by place") {
  const auto values =
      read("> 00B2012D07\n< 220143210241429000\n> 00B2212804\n< 210241429000\n> 00B2222803\n< 2201439000\n",
           {{0x21}, {0x22}});
  REQUIRE(values.has_value());
  CHECK_EQ(*values, Texts{"4142", "43"});
}

TEST_CASE("what stands in order before the disorder is kept") {
  const auto values =
      read("> 00B2012D07\n< 210241422301449000\n> 00B2222803\n< 2201439000\n", {{0x21}, {0x22}});
  REQUIRE(values.has_value());
  CHECK_EQ(*values, Texts{"4142", "43"});
}

TEST_CASE("a later occurrence on a card in another order: the first, then the next") {
  const auto values = read(
      "> 00B2042D03\n< 2201439000\n> 00B2232803\n< 2301449000\n> 00B2230203\n< 2301459000\n", {{0x23, 2}});
  REQUIRE(values.has_value());
  CHECK_EQ(*values, Texts{"45"});
}

TEST_CASE("a card without the mode, or with fewer records than the map, is read by identifiers") {
  for (const char* sw : {"6A86", "6A81", "6700", "6A83"}) {
    const auto values = read(
        std::string("> 00B2012D07\n< ") + sw + "\n> 00B2212804\n< 210241429000\n> 00B2222803\n< 2201439000\n",
        {{0x21}, {0x22}});
    REQUIRE(values.has_value());
    CHECK_EQ(*values, Texts{"4142", "43"});
  }
}

TEST_CASE("a value cut off by the answer is fetched whole by its identifier") {
  const auto values = read(
      "> 00B2012D07\n< 210241422205439000\n> 00B2222803\n< 2205439000\n> 00B2222800\n< 220543444546479000\n",
      {{0x21}, {0x22}});
  REQUIRE(values.has_value());
  CHECK_EQ(*values, Texts{"4142", "4344454647"});
}

TEST_CASE("shorter values than the map's leave room for a record more, which does not disturb") {
  const auto values = read("> 00B2012D07\n< 210141220143239000\n", {{0x21}, {0x22}});
  REQUIRE(values.has_value());
  CHECK_EQ(*values, Texts{"41", "43"});
}

TEST_CASE("a record that does not exist is 6A83, and the place is the file") {
  const auto missing = read("> 00B2212804\n< 6A83\n", {{0x21}});
  CHECK_EQ(refusalOf(missing), "6A83");
  CHECK_EQ(missing.error().where, "DF01/EF05");
  CHECK_EQ(refusalOf(
               read("> 00B2042D03\n< 6A83\n> 00B2232803\n< 2301449000\n> 00B2230203\n< 6A83\n", {{0x23, 2}})),
           "6A83");
}

TEST_CASE("an identifier that the map does not have is asked of the card") {
  const auto values = read("> 00B2772800\n< 6C03\n> 00B2772803\n< 7701419000\n", {{0x77}});
  REQUIRE(values.has_value());
  CHECK_EQ(*values, Texts{"41"});
}

TEST_CASE("refusals and a torn card end the reading at once") {
  for (const char* sw : {"6982", "9303", "6981"}) {
    CHECK_EQ(refusalOf(read(std::string("> 00B2012D07\n< ") + sw + "\n", {{0x21}, {0x22}})), sw);
    CHECK_EQ(refusalOf(read(std::string("> 00B2212804\n< ") + sw + "\n", {{0x21}})), sw);
  }
  CHECK(isTorn(read("> 00B2012D07\n< !\n", {{0x21}, {0x22}})));
}

TEST_CASE("an answer that is another record, several, or none is damaged data") {
  for (const char* answer : {"22024142", "22002200", "", "00024142", "FF0141"}) {
    CAPTURE(answer);
    CHECK(isDamaged(read(std::string("> 00B2212804\n< ") + answer + "9000\n", {{0x21}})));
  }
  CHECK(isDamaged(read("> 00B2212804\n< 210541429000\n> 00B2212800\n< 210541429000\n", {{0x21}})));
}

TEST_CASE("one field alone is a value, not a list") {
  ScriptedCard card("> 00B2222803\n< 2201439000\n", "DF01");
  const auto value = card::readField(card.here, fileOf(kFields), {0x22});
  REQUIRE(value.has_value());
  CHECK_EQ(apdu::toHex(value->reveal()), "43");
}

TEST_CASE("ten fields of four files need a SELECT for each application and one exchange for each file") {
  using cardspec::Generation;
  ScriptedCard card(
      "> 00B2012D29\n< 0110999900D15600000500000001384AE883 020133 0304322E3030 040C915600000299990099990001"
      " 9000\n"
      "> 00B2013534\n< 0812393939393030313938353036303730303236"
      " 091EC0EECBC40000000000000000000000000000000000000000000000000000 9000\n"
      "> 00A4040006D15600000500\n< 610A\n"
      "> 00B2012D5B\n< 20023130 " +
      record("21", 0x50) + " 0E03999900 9000\n> 00B2233052\n< " + record("23", 0x50) + " 9000\n");
  const auto file = [](std::string_view df, std::uint16_t fid) -> const File& {
    return *cardspec::findFile(Generation::two, df, fid);
  };
  const std::vector<RecordKey> issuer{{0x01}, {0x02}, {0x03}, {0x04}}, holder{{0x08}, {0x09}},
      household{{0x20}, {0x21}, {0x0E}}, residence{{0x23}};
  CHECK(card::readFields(card.here, file("SSSE", 0xEF05), issuer).has_value());
  CHECK(card::readFields(card.here, file("SSSE", 0xEF06), holder).has_value());
  CHECK(card::readFields(card.here, file("DF01", 0xEF05), household).has_value());
  CHECK(card::readFields(card.here, file("DF01", 0xEF06), residence).has_value());
  CHECK_EQ(card.session.exchanges(), 5);
}

TEST_CASE("records are found again by identifier, occurrence and order") {
  card::Records records;
  REQUIRE(records.add(test::hex("230141 220142 230143")).has_value());
  CHECK_EQ(apdu::toHex(records.value(0x23, 2)), "43");
  CHECK(records.value(0x23, 3).empty());
  CHECK_EQ(records.tagAt(1), 0x22);
  CHECK_EQ(apdu::toHex(records.valueAt(2)), "43");
}
