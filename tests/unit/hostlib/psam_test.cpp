// The security module in a slot: environments, terminal number, levels of derivation.
#include "hostlib/sam/psam.hpp"

#include <doctest/doctest.h>

#include "hostlib/flows/failure.hpp"
#include "tests/support/scripted_channel.hpp"

using namespace ssc;
using cardspec::Algorithm;
using sam::Fault;
using sam::requiredLevel;

namespace {

constexpr std::string_view kOpenTripleDes = R"(
> 00A404000F7378312E73682EC9E7BBE1B1A3D5CF
< 6113
> 00B0960006
< 9999000000019000
> 00A4000002DF01
< 610A
)";
constexpr sam::Block8 kFactor{0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88};
constexpr sam::Block8 kData{0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8};

// The three ways to ask for IRK: 67, 47, 27 with as many factors as levels. A card of region 999900, and one
// of 998800: another city of the province, so the city factor differs.
constexpr std::string_view kThree =
    "> BFDE670820 8699999900000001 3939393930307378 3939303030307368 1122334455667788\n";
constexpr std::string_view kTwo = "> BFDE470818 8699999900000001 3939393930307378 1122334455667788\n";
constexpr std::string_view kOne = "> BFDE270810 8699999900000001 1122334455667788\n";
constexpr std::string_view kCipher = "> 80FA000008A1A2A3A4A5A6A7A808\n< 0D48C3B84BED12909000\n";

sam::CardIdentity cardOf(std::string region) {
  return {std::move(region), {0x86, 0x99, 0x99, 0x99, 0x00, 0x00, 0x00, 0x01}};
}

std::unique_ptr<test::ScriptedChannel> script(std::initializer_list<std::string_view> parts) {
  std::string text(kOpenTripleDes);
  for (const std::string_view part : parts)
    text += part;
  return std::make_unique<test::ScriptedChannel>(text);
}

sam::Result<sam::Block8> ask(std::initializer_list<std::string_view> parts,
                             const std::string& region = "999900", std::string_view key = "IRK") {
  apdu::Session session(script(parts));
  sam::Psam psam(session);
  REQUIRE(psam.open(Algorithm::tripleDes).has_value());
  CHECK_EQ(psam.terminalNumber(), "999900000001");
  return psam.authenticationData(*cardspec::findKey(key), cardOf(region), kFactor, kData);
}

int codeOf(const sam::Error& error) {
  return flows::failureFrom(error).code();
}

}  // namespace

TEST_CASE("a card needs one level in its own city, two in its own province, three elsewhere") {
  CHECK_EQ(requiredLevel("999900", "999900000001"), 1);
  CHECK_EQ(requiredLevel("999800", "999900000001"), 2);
  CHECK_EQ(requiredLevel("119900", "999900000001"), 3);
  CHECK_EQ(requiredLevel("990000", "999900000001"), 2);
  CHECK_EQ(requiredLevel("899900", "999900000001"), 3);
}

TEST_CASE("the highest level is tried first, with as many factors as levels") {
  const auto answer = ask({kThree, "< 9000\n", kCipher});
  REQUIRE(answer.has_value());
  CHECK_EQ(apdu::toHex(*answer), "0D48C3B84BED1290");
}

TEST_CASE("6A80 and 6A88 both lead on to the next level") {
  CHECK(ask({kThree, "< 6A80\n", kTwo, "< 9000\n", kCipher}).has_value());
  CHECK(ask({kThree, "< 6A88\n", kTwo, "< 6A80\n", kOne, "< 9000\n", kCipher}).has_value());
}

TEST_CASE("no try fits: -24 when a level was wrong, -27272 when the key was never found") {
  const auto wrong = ask({kThree, "< 6A80\n", kTwo, "< 6A88\n", kOne, "< 6A80\n"});
  const auto absent = ask({kThree, "< 6A88\n", kTwo, "< 6A88\n", kOne, "< 6A88\n"});
  REQUIRE_FALSE(wrong.has_value());
  REQUIRE_FALSE(absent.has_value());
  CHECK_EQ(codeOf(wrong.error()), -24);
  CHECK_EQ(codeOf(absent.error()), -27272);
}

TEST_CASE("levels below the required one are never tried: they would make a genuine card look forged") {
  // Another city of the same province: level 1 stays untouched.
  const auto province =
      ask({"> BFDE670820 8699999900000001 3939383830307378 3939303030307368 1122334455667788\n< 6A80\n",
           "> BFDE470818 8699999900000001 3939383830307378 1122334455667788\n< 6A80\n"},
          "998800");
  REQUIRE_FALSE(province.has_value());
  CHECK_EQ(codeOf(province.error()), -24);

  // Another province: only level 3 is tried.
  const auto nation =
      ask({"> BFDE670820 8699999900000001 3131393930307378 3131303030307368 1122334455667788\n< 6A80\n"},
          "119900");
  REQUIRE_FALSE(nation.has_value());
  CHECK_EQ(codeOf(nation.error()), -24);
}

TEST_CASE("the level that worked is tried first for the next key") {
  apdu::Session session(script({kThree, "< 6A80\n", kTwo, "< 9000\n", kCipher, kTwo, "< 9000\n", kCipher}));
  sam::Psam psam(session);
  REQUIRE(psam.open(Algorithm::tripleDes).has_value());
  const cardspec::Key& key = *cardspec::findKey("IRK");
  CHECK(psam.authenticationData(key, cardOf("999900"), kFactor, kData).has_value());
  CHECK(psam.authenticationData(key, cardOf("999900"), kFactor, kData).has_value());
}

TEST_CASE("a level that worked for a near card is not used for a far one") {
  apdu::Session session(
      script({kThree, "< 6A80\n", kTwo, "< 9000\n", kCipher,
              "> BFDE670820 8699999900000001 3131393930307378 3131303030307368 1122334455667788\n< 6A80\n"}));
  sam::Psam psam(session);
  REQUIRE(psam.open(Algorithm::tripleDes).has_value());
  const cardspec::Key& key = *cardspec::findKey("IRK");
  CHECK(psam.authenticationData(key, cardOf("999900"), kFactor, kData).has_value());
  const auto far = psam.authenticationData(key, cardOf("119900"), kFactor, kData);
  REQUIRE_FALSE(far.has_value());
  CHECK_EQ(codeOf(far.error()), -24);
}

TEST_CASE("any other refusal ends the tries: the module does not work") {
  for (const std::string_view sw : {"< 6982\n", "< 6700\n", "< 6E00\n", "< 6F00\n"}) {
    const auto answer = ask({kThree, sw});
    REQUIRE_FALSE(answer.has_value());
    CHECK_EQ(codeOf(answer.error()), -2201);
  }
}

TEST_CASE("a cipher answer of the wrong length or a refused cipher is a fault of the module") {
  for (const std::string_view last : {"< 0D48C3B84BED129000\n", "< 9000\n", "< 6901\n"}) {
    const auto answer = ask({kThree, "< 9000\n", "> 80FA000008A1A2A3A4A5A6A7A808\n", last});
    REQUIRE_FALSE(answer.has_value());
    CHECK_EQ(codeOf(answer.error()), -2201);
  }
}

TEST_CASE("each algorithm has its environment; a module without it is -2202") {
  struct Row {
    Algorithm algorithm;
    const char* name;
  };
  for (const Row row : {Row{Algorithm::tripleDes, "737831"}, Row{Algorithm::ssf33, "737832"},
                        Row{Algorithm::sm4, "737833"}}) {
    for (const char* sw : {"6A82", "6A81"}) {
      apdu::Session session(std::make_unique<test::ScriptedChannel>(
          std::string("> 00A404000F") + row.name + "2E73682EC9E7BBE1B1A3D5CF\n< " + sw + "\n"));
      const auto opened = sam::Psam(session).open(row.algorithm);
      REQUIRE_FALSE(opened.has_value());
      CHECK_EQ(codeOf(opened.error()), -2202);
    }
  }
}

TEST_CASE("a terminal number that is not twelve decimal digits is a fault of the module") {
  for (const std::string_view answer :
       {"FFFFFFFFFFFF9000", "99990000000A9000", "99990000009000", "6A82", "9000"}) {
    apdu::Session session(std::make_unique<test::ScriptedChannel>(
        "> 00A404000F7378312E73682EC9E7BBE1B1A3D5CF\n< 6113\n> 00B0960006\n< " + std::string(answer) + "\n"));
    sam::Psam psam(session);
    const auto opened = psam.open(Algorithm::tripleDes);
    REQUIRE_FALSE(opened.has_value());
    CHECK_EQ(codeOf(opened.error()), -2201);
    CHECK(psam.terminalNumber().empty());
  }
}

TEST_CASE("SM4: factor and data are padded to a block, the halves of the answer are joined by exclusive or") {
  apdu::Session session(std::make_unique<test::ScriptedChannel>(R"(
> 00A404000F7378332E73682EC9E7BBE1B1A3D5CF
< 6F11840F7378332E73682EC9E7BBE1B1A3D5CF9000
> 00B0960006
< 9999000000019000
> 00A4000002DF01
< 9000
> BFDE670828 8699999900000001 3939393930307378 3939303030307368 1122334455667788 0000000000000000
< 6A80
> BFDE470820 8699999900000001 3939393930307378 1122334455667788 0000000000000000
< 9000
> 80FA000010 A1A2A3A4A5A6A7A8 0000000000000000 10
< 467B146749477A2F E31F67E8663FD978 9000
)"));
  sam::Psam psam(session);
  REQUIRE(psam.open(Algorithm::sm4).has_value());
  const auto answer = psam.authenticationData(*cardspec::findKey("IRK"), cardOf("999900"), kFactor, kData);
  REQUIRE(answer.has_value());
  CHECK_EQ(apdu::toHex(*answer), "A564738F2F78A357");
}
