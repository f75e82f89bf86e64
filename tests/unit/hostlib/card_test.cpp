// Reading whole files: long ones, odd cards, damaged and endless answers.
#include "hostlib/card/card.hpp"

#include "hostlib/card/fci.hpp"
#include "tests/support/scripted_channel.hpp"
#include "tests/unit/apdu/hex.hpp"
#include "tests/unit/hostlib/record_file.hpp"

using namespace ssc;
using card::Card;
using card::Fault;
using cardspec::Field;
using cardspec::File;
using test::field;
using test::fileOf;
using test::hex;
using test::ScriptedChannel;

namespace {

const apdu::Bytes kAtr = *apdu::fromHex("3B6D000000815453548699999900000001");

card::Result<card::Records> readFile(std::unique_ptr<apdu::Channel> channel, std::span<const Field> fields) {
  apdu::Session session(std::move(channel));
  return Card(session, *apdu::Atr::parse(kAtr)).readAll(fileOf(fields));
}

card::Result<card::Records> readFile(const std::string& script, std::span<const Field> fields) {
  return readFile(std::make_unique<ScriptedChannel>(script), fields);
}

std::string record(std::string_view tag, std::size_t length) {
  const auto low = static_cast<std::uint8_t>(length);
  return std::string(tag) + apdu::toHex({&low, 1}) + apdu::toHex(apdu::Bytes(length, 0x41));
}

// Answers every command with the same bytes, and counts the commands.
class ParrotChannel final : public apdu::Channel {
 public:
  ParrotChannel(apdu::Bytes answer, std::size_t& count) : answer_(std::move(answer)), count_(count) {}
  tl::expected<std::size_t, apdu::ChannelError> transmit(apdu::ByteView, apdu::MutableByteView out) override {
    ++count_;
    std::copy(answer_.begin(), answer_.end(), out.begin());
    return answer_.size();
  }

 private:
  apdu::Bytes answer_;
  std::size_t& count_;
};

}  // namespace

TEST_CASE("a file beyond 256 bytes is read in whole records, going on at the next number") {
  const std::array fields{field(0x21, 0x78), field(0x22, 0x78), field(0x23, 0x50)};
  const auto records = readFile("> 00B2012DF4\n< " + record("21", 0x78) + record("22", 0x78) +
                                    "9000\n> 00B2032D52\n< " + record("23", 0x50) + "9000\n",
                                fields);
  REQUIRE(records.has_value());
  CHECK_EQ(records->count(), 3);
  CHECK_EQ(records->value(0x23).size(), 0x50);
}

TEST_CASE("a card that gives one record at a time is read to the end") {
  const std::array fields{field(0x21, 2), field(0x22, 1)};
  const auto records =
      readFile("> 00B2012D07\n< 6C04\n> 00B2012D04\n< 210241429000\n> 00B2022D03\n< 2201439000\n", fields);
  REQUIRE(records.has_value());
  CHECK_EQ(records->count(), 2);
}

TEST_CASE("records that do not exist end the file") {
  const std::array fields{field(0x21, 2), field(0x22, 1)};
  const auto short1 = readFile("> 00B2012D07\n< 210241429000\n> 00B2022D03\n< 6A83\n", fields);
  REQUIRE(short1.has_value());
  CHECK_EQ(short1->count(), 1);
  const auto empty = readFile("> 00B2012D07\n< 6A83\n", fields);
  REQUIRE(empty.has_value());
  CHECK_EQ(empty->count(), 0);
}

TEST_CASE("repeated identifiers count as the records they are") {
  const std::array fields{field(0x4A, 1, 3)};
  const auto records = readFile("> 00B2012D09\n< 4A01314A01324A01339000\n", fields);
  REQUIRE(records.has_value());
  CHECK_EQ(records->count(), 3);
}

TEST_CASE("a card that does not know the mode is read by tags; missing tags are passed over") {
  const std::array fields{field(0x21, 2), field(0x22, 1), field(0x23, 1)};
  for (const std::string_view sw : {"6A86", "6A81", "6700"}) {
    const auto records =
        readFile("> 00B2012D0A\n< " + std::string(sw) +
                     "\n> 00B2212804\n< 210241429000\n> 00B2222803\n< 6A83\n> 00B2232803\n< 2301439000\n",
                 fields);
    REQUIRE(records.has_value());
    CHECK_EQ(records->count(), 2);
    CHECK(records->has(0x23));
  }
}

TEST_CASE("read by tags, repeated identifiers come one behind the other until there are no more") {
  const std::array fields{field(0x4A, 1, 3), field(0x22, 1)};
  for (const std::string_view end : {"6A83", "6A86"}) {
    const auto records = readFile(
        "> 00B2012D0C\n< 6A86\n> 00B24A2803\n< 4A01319000\n> 00B24A0203\n< 4A01329000\n> 00B24A0203\n< " +
            std::string(end) + "\n> 00B2222803\n< 2201439000\n",
        fields);
    REQUIRE(records.has_value());
    CHECK_EQ(apdu::toHex(records->value(0x4A, 2)), "32");
    CHECK_EQ(records->count(), 3);
  }
}

TEST_CASE("a card that refuses every way to a file has not an empty one") {
  const std::array fields{field(0x21, 2), field(0x22, 1)};
  const auto records = readFile(
      "> 00B2012D07\n< 6A86\n> 00B2212804\n< 6A86\n> 00A4020002EF05\n< 9000\n> 00B2210004\n< 6A86\n", fields);
  REQUIRE_FALSE(records.has_value());
  CHECK_EQ(records.error().sw.value(), 0x6A86);
}

TEST_CASE("an error while reading by tags is the answer") {
  const std::array fields{field(0x21, 2), field(0x22, 1)};
  const auto records = readFile("> 00B2012D07\n< 6A86\n> 00B2212804\n< 6982\n", fields);
  REQUIRE_FALSE(records.has_value());
  CHECK_EQ(records.error().sw.value(), 0x6982);
  CHECK_EQ(records.error().where, "DF01/EF05");
}

TEST_CASE("a stored value longer than the map says is read whole, by numbers and by tags") {
  const std::array fields{field(0x21, 1), field(0x07, 2)};
  const auto all = readFile(
      "> 00B2012D07\n< 210141070541429000\n> 00B2012D00\n< 6C0A\n> 00B2012D0A\n< 2101410705414243444"
      "59000\n",
      fields);
  REQUIRE(all.has_value());
  CHECK_EQ(apdu::toHex(all->value(0x07)), "4142434445");
  const auto single = readFile(
      "> 00B2012D07\n< 6A86\n> 00B2212803\n< 2101419000\n> 00B2072804\n< 070541429000\n> 00B2072800\n< "
      "07054142434445"
      "9000\n",
      fields);
  REQUIRE(single.has_value());
  CHECK_EQ(apdu::toHex(single->value(0x07)), "4142434445");
}

TEST_CASE("a longer record that fills the answer exactly does not hide the ones behind it") {
  const std::array fields{field(0x21, 1), field(0x22, 1)};
  const auto records = readFile("> 00B2012D06\n< 2104414141419000\n> 00B2022D03\n< 2201429000\n", fields);
  REQUIRE(records.has_value());
  CHECK(records->has(0x22));
}

TEST_CASE("answers that are no records are damaged data, and name the file only") {
  const std::array fields{field(0x21, 2), field(0x22, 1)};
  for (const std::string& script :
       {std::string("> 00B2012D07\n< 00000000009000\n"), std::string("> 00B2012D07\n< FF0141000000009000\n"),
        std::string("> 00B2012D07\n< 9000\n"),
        std::string("> 00B2012D07\n< 21059000\n> 00B2012D00\n< 21059000\n")}) {
    const auto records = readFile(script, fields);
    REQUIRE_FALSE(records.has_value());
    CHECK_EQ(static_cast<int>(records.error().fault), static_cast<int>(Fault::badData));
    CHECK_EQ(records.error().where, "DF01/EF05");
  }
}

TEST_CASE("a card that repeats itself for ever is left after a bounded number of commands") {
  const std::array fields{field(0x21, 100, 200), field(0x22, 100, 100)};
  for (const char* answer : {"2101419000", "21009000", "21029000", "9000"}) {
    std::size_t count = 0;
    (void)readFile(std::make_unique<ParrotChannel>(hex(answer), count), fields);
    CAPTURE(answer);
    CHECK_LE(count, 2 * 254);
  }
}

TEST_CASE("the FCI of the environment tells its algorithm, its name and the directory") {
  const auto fci = card::parseFci(hex("6F1C840F7378312E73682EC9E7BBE1B1A3D5CFA50988011E9F0C03860103"));
  REQUIRE(fci.has_value());
  CHECK_EQ(apdu::toHex(fci->dfName), "7378312E73682EC9E7BBE1B1A3D5CF");
  CHECK_EQ(fci->directorySfi, std::uint8_t{0x1E});
  CHECK(fci->algorithm == cardspec::Algorithm::sm4);
}

TEST_CASE("an FCI without an algorithm and an empty one say nothing") {
  for (const std::string_view text :
       {"6F16840F7378312E73682EC9E7BBE1B1A3D5CFA50388011E", "6F00", "", "6F059F0C028600"}) {
    const auto fci = card::parseFci(hex(text));
    REQUIRE(fci.has_value());
    CHECK_FALSE(fci->algorithm.has_value());
  }
}

TEST_CASE("an algorithm of the wrong value or length, or a broken FCI, is refused") {
  for (const std::string_view text :
       {"6F08A5069F0C03860100", "6F08A5069F0C03860104", "6F09A5079F0C0486020103", "6F07A5059F0C028600",
        "6F06A5049F0C0186", "6F05", "6F16840F73"}) {
    CAPTURE(text);
    CHECK_FALSE(card::parseFci(hex(text)).has_value());
  }
}

TEST_CASE("a place is the directory and the file, nothing of the card") {
  CHECK_EQ(card::placeOf(*cardspec::findFile(cardspec::Generation::three, "SSSE", 0xEF06)), "SSSE/EF06");
}
