#include "keys-sim/device/t0_device.hpp"

#include "tests/unit/keys-sim/fixtures.hpp"

namespace ssc::sim::test {
namespace {

// A powered T=0 card A, and the characters it sends.
class Line {
 public:
  explicit Line(const ProcedureMode& mode = {})
      : card_(makeCard(sampleCard("card-a.toml"), random, store_)), device(*card_) {
    device.setProcedure(mode);
    device.reset();
  }

  std::string send(std::string_view characters) {
    std::string sent;
    for (const std::uint8_t character : hex(characters)) {
      const auto output = device.receive(character);
      pulled = pulled || output.pulled;
      for (const auto& emission : output.emissions) {
        pause += emission.before;
        sent += apdu::toHex(emission.characters);
      }
    }
    return sent;
  }

  void selectSsse() {
    send("00A404000F");
    send("7378312E73682EC9E7BBE1B1A3D5CF");
  }

  ScriptedRandom random;
  bool pulled = false;
  std::chrono::milliseconds pause{0};

 private:
  MemoryStore store_;
  std::unique_ptr<CardOs> card_;

 public:
  T0Device device;
};

ProcedureMode mode(std::string_view text) {
  const auto parsed = ProcedureMode::parse(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

constexpr std::string_view kFci = "6F1C840F7378312E73682EC9E7BBE1B1A3D5CFA50988011E9F0C03860103";

}  // namespace

TEST_CASE("a case 4 command is acknowledged, answered 61 and fetched") {
  Line line;
  CHECK(line.send("00A404000F") == "A4");
  CHECK(line.send("7378312E73682EC9E7BBE1B1A3D5CF") == "611E");
  CHECK(line.send("00C000001E") == "C0" + std::string(kFci) + "9000");
  CHECK(line.send("00C000001E") == "6F00");
}

TEST_CASE("GET RESPONSE with another length is corrected or gives a part") {
  Line line;
  line.selectSsse();
  CHECK(line.send("00C0000000") == "6C1E");
  CHECK(line.send("00C000001F") == "6C1E");
  CHECK(line.send("00C0000002") == "C06F1C611C");
  CHECK(line.send("00C000001C") == "C0" + std::string(kFci.substr(4)) + "9000");
}

TEST_CASE("any other command drops what GET RESPONSE could fetch") {
  Line line;
  line.selectSsse();
  line.send("0020000000");
  CHECK(line.send("00C000001E") == "6F00");
}

TEST_CASE("a case 2 command asks for the right length, and the repetition is not a second command") {
  Line line;
  line.selectSsse();
  line.send("00A4020002");
  line.send("EF05");
  CHECK(line.send("00B2000200") == "6C12");
  CHECK(line.send("00B2000212") == "B20110999900D15600000500000001E692B0379000");
  CHECK(line.send("00B2000203") == "B20201339000");
  CHECK(line.send("00B2000202") == "B203049000");
  CHECK(line.device.exchanges() == 5);
}

TEST_CASE("case 1 commands have four or five bytes on the line: P3 is zero") {
  Line line;
  line.selectSsse();
  CHECK(line.send("0020000000") == "63C6");
  CHECK(line.send("00A4000000") == "6112");
}

TEST_CASE("unknown commands are answered after the header") {
  Line line;
  CHECK(line.send("00E2000010") == "6D00");
  CHECK(line.send("90A4000010") == "6E00");
  CHECK(line.send("FFA4000010") == "6E00");
}

TEST_CASE("single characters are asked for and given one at a time") {
  Line line(mode("single"));
  CHECK(line.send("00A4000002") == "5B");
  CHECK(line.send("3F") == "5B");
  CHECK(line.send("00") == "6112");
  line.selectSsse();
  CHECK(line.send("00C0000002") == "3F6F3F1C611C");
}

TEST_CASE("alternate gives one character, then the rest") {
  Line line(mode("alternate"));
  CHECK(line.send("00A404000F") == "5B");
  CHECK(line.send("73") == "A4");
  CHECK(line.send("78312E73682EC9E7BBE1B1A3D5CF") == "611E");
  CHECK(line.send("00C0000004") == "3F6FC01C840F611A");
}

TEST_CASE("NULL comes before each procedure byte") {
  Line line(mode("null=2"));
  CHECK(line.send("00A4000002") == "6060A4");
  CHECK(line.send("3F00") == "60606112");
  CHECK(line.send("00C0000001") == "6060C06F60606111");
}

TEST_CASE("late answers pause before their first character") {
  Line line(mode("late"));
  line.send("00A4000002");
  CHECK(line.pause == std::chrono::milliseconds(800));
  line.send("3F00");
  CHECK(line.pause == std::chrono::milliseconds(800));
}

TEST_CASE("only written procedure modes are accepted") {
  for (const char* text : {"all", "single", "alternate", "null=1", "null=255", "late"})
    CHECK(ProcedureMode::parse(text).has_value());
  for (const char* text : {"", "ALL", "null", "null=", "null=0", "null=256", "null=1x", "early"})
    CHECK_FALSE(ProcedureMode::parse(text).has_value());
}

TEST_CASE("PPS is echoed for the default rate, declined for others and ignored when damaged") {
  CHECK(Line().send("FF00FF") == "FF00FF");
  CHECK(Line().send("FF1011FE") == "FF1011FE");
  CHECK(Line().send("FF10957A") == "FF00FF");
  CHECK(Line().send("FF00FE").empty());
  CHECK(Line().send("FF01FE").empty());
}

TEST_CASE("the card is pulled right before the chosen exchange is answered") {
  Line line;
  line.device.pullAt(2);
  CHECK(line.send("00A4000000") == "6112");
  CHECK(line.send("00C0000012").size() == 2 * 21);
  CHECK_FALSE(line.pulled);
  CHECK(line.send("00A4000000").empty());
  CHECK(line.pulled);
}

TEST_CASE("READ BINARY is corrected to what is left, and refused past the end") {
  Line line;
  line.selectSsse();
  line.send("00A4000002");
  line.send("DF01");
  // EF16 has 128 (hexadecimal) bytes: more than one answer holds.
  CHECK(line.send("00B0960000").size() == 2 * (1 + 256 + 2));
  CHECK(line.send("00B0010000") == "6C28");
  CHECK(line.send("00B0010028").size() == 2 * (1 + 40 + 2));
  CHECK(line.send("00B0012705") == "6C01");
  CHECK(line.send("00B0012801") == "6B00");
}

}  // namespace ssc::sim::test
