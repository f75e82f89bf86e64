// Which applications and files are selected, and when not.
#include "hostlib/card/navigation.hpp"

#include <doctest/doctest.h>

#include "hostlib/card/files.hpp"
#include "tests/unit/hostlib/scripted_card.hpp"

using namespace ssc;
using test::refusalOf;
using test::ScriptedCard;

namespace {

constexpr const char* kSsse = "> 00A404000F7378312E73682EC9E7BBE1B1A3D5CF\n";
constexpr const char* kDf01 = "> 00A4040006D15600000500\n";
constexpr const char* kDf04 = "> 00A4040006D15600000503\n";

const cardspec::File& file(std::string_view df, std::uint16_t fid) {
  return *cardspec::findFile(cardspec::Generation::two, df, fid);
}

std::string text(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts)
    out += part;
  return out;
}

}  // namespace

TEST_CASE("an application is selected once, whatever its FCI says") {
  ScriptedCard card(text({kDf01, "< 610A\n", kDf04, "< 6F088406D156000005039000\n"}));
  CHECK(card.here.select("SSSE").has_value());
  CHECK(card.here.select("DF01").has_value());
  CHECK(card.here.select("DF01").has_value());
  CHECK(card.here.select("DF04").has_value());
}

TEST_CASE("applications have their AID; DF05 and DF06 have only a file identifier") {
  ScriptedCard card(
      "> 00A4040006D15600000501\n< 9000\n> 00A4040006D15600000502\n< 9000\n> 00A4040006D15600000504\n< 9000\n"
      "> 00A4000002DF05\n< 9000\n> 00A4000002DF06\n< 9000\n");
  for (const char* df : {"DF02", "DF03", "DF07", "DF05", "DF06"})
    CHECK(card.here.select(df).has_value());
}

TEST_CASE("from an unknown place the environment is selected before the application in it") {
  ScriptedCard card(text({kSsse, "< 6118\n", kDf01, "< 9000\n"}), "");
  CHECK(card.here.select("DF01").has_value());
}

TEST_CASE("leaving the environment and coming back selects it again") {
  ScriptedCard card(text({"> 00A4040008A000000632010105\n< 9000\n", kSsse, "< 9000\n", kDf01, "< 9000\n"}));
  CHECK(card.here.select("TRANSPORT").has_value());
  CHECK(card.here.select("DF01").has_value());
}

TEST_CASE("an environment that is found only from the MF is found") {
  ScriptedCard card(text({kSsse, "< 6A82\n> 00A40000023F00\n< 6112\n", kSsse, "< 9000\n"}), "");
  CHECK(card.here.select("SSSE").has_value());
}

TEST_CASE("a refused selection is the answer, and what is current is forgotten") {
  for (const char* sw : {"6A82", "9303", "6A81"}) {
    ScriptedCard card(text({kDf04, "< ", sw, "\n", kSsse, "< 9000\n", kDf01, "< 9000\n"}));
    const auto refused = card.here.select("DF04");
    CHECK_EQ(refusalOf(refused), sw);
    CHECK_EQ(refused.error().where, "SELECT DF04");
    CHECK(card.here.select("DF01").has_value());
  }
}

TEST_CASE("an application that no card has is 6A82 without asking") {
  ScriptedCard card("");
  CHECK_EQ(refusalOf(card.here.select("DF0A")), "6A82");
}

TEST_CASE("after an error of the channel nothing is taken to be current") {
  ScriptedCard card(text({kDf01, "< 9000\n> 00B0960010\n< !\n", kSsse, "< 9000\n", kDf01, "< 9000\n"}));
  REQUIRE(card.here.select("DF01").has_value());
  const auto torn = card.here.send("DF01", apdu::Command::readBinaryOf(0x16, 0, 16), "step");
  CHECK(test::isTorn(torn));
  CHECK(card.here.select("DF01").has_value());
}

TEST_CASE("after a reset everything is selected anew") {
  ScriptedCard card(text({kDf01, "< 9000\n", kSsse, "< 9000\n", kDf01, "< 9000\n"}));
  REQUIRE(card.here.select("DF01").has_value());
  card.here.forget();
  CHECK(card.here.select("DF01").has_value());
}

TEST_CASE("a card that does not know short identifiers has its files selected, each once") {
  for (const char* sw : {"6A82", "6A86", "6A81", "6986"}) {
    CAPTURE(sw);
    ScriptedCard card(
        text({kDf01, "< 9000\n> 00B2203804\n< ", sw, "\n> 00A4020002EF07\n< 9000\n> 00B2200004\n",
              "< 200231329000\n> 00B2210004\n< 210231329000\n",
              "> 00A4020002EF08\n< 9000\n> 00B2200004\n< 200231329000\n"}));
    const auto read = [&](std::uint16_t fid, std::uint8_t tag) {
      return card.here.send(file("DF01", fid), [=](std::uint8_t sfi) {
        return apdu::Command::readRecordByIdentifier(tag, sfi, 4);
      });
    };
    CHECK(read(0xEF07, 0x20).has_value());
    CHECK(read(0xEF07, 0x21).has_value());
    CHECK(read(0xEF08, 0x20).has_value());
  }
}

TEST_CASE("a card that knows short identifiers means its refusals") {
  ScriptedCard card(text({kDf01, "< 9000\n> 00B2293803\n< 2901319000\n> 00B22B4003\n< 6A82\n"}));
  const auto read = [&](std::uint16_t fid, std::uint8_t tag) {
    return card.here.send(file("DF01", fid), [=](std::uint8_t sfi) {
      return apdu::Command::readRecordByIdentifier(tag, sfi, 3);
    });
  };
  CHECK(read(0xEF07, 0x29).has_value());
  CHECK_EQ(refusalOf(read(0xEF08, 0x2B)), "6A82");
}

TEST_CASE("a file that cannot be selected either is not there; a refused access is not asked twice") {
  const auto readAddress = [](std::uint8_t sfi) {
    return apdu::Command::readRecordByIdentifier(0x29, sfi, 3);
  };
  ScriptedCard absent(text({kDf01, "< 9000\n> 00B2293803\n< 6A82\n> 00A4020002EF07\n< 6A82\n"}));
  CHECK_EQ(refusalOf(absent.here.send(file("DF01", 0xEF07), readAddress)), "6A82");
  ScriptedCard closed(text({kDf01, "< 9000\n> 00B2293803\n< 6982\n"}));
  CHECK_EQ(refusalOf(closed.here.send(file("DF01", 0xEF07), readAddress)), "6982");
}
