#include <fstream>
#include <sstream>

#include "card-spec/text.hpp"
#include "keys-sim/card/random_profile.hpp"
#include "keys-sim/keys/identification.hpp"
#include "tests/unit/keys-sim/fixtures.hpp"

namespace ssc::sim::test {
namespace {

std::string sampleText(const std::string& name) {
  std::ifstream file(samplePath(name));
  std::ostringstream text;
  text << file.rdbuf();
  REQUIRE_FALSE(text.str().empty());
  return text.str();
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

struct Mistake {
  std::string what, with, error;
};

std::string cardError(const Mistake& mistake) {
  const auto profile =
      parseCardProfile(replaced(sampleText("card-a.toml"), mistake.what, mistake.with), "x.toml");
  return profile ? "accepted" : profile.error().text();
}

std::string psamError(const Mistake& mistake) {
  const auto profile =
      parsePsamProfile(replaced(sampleText("psam-full.toml"), mistake.what, mistake.with), "x.toml");
  return profile ? "accepted" : profile.error().text();
}

std::string field(const CardProfile& profile, std::uint16_t fid, std::uint8_t tag) {
  return apdu::toHex(profile.files.at({"SSSE", fid}).values.at(tag).at(0));
}

constexpr const char* kCards[] = {"card-a.toml", "card-b.toml", "card-c.toml",
                                  "card-d.toml", "card-e.toml", "card-f.toml"};

}  // namespace

TEST_CASE("every mistake in a card profile says file, key and what") {
  for (const auto& mistake : std::vector<Mistake>{
           {"generation = 3", "generation = 4", "x.toml: generation: must be a whole number from 1 to 3"},
           {"generation = 3", "generation = \"3\"", "x.toml: generation: must be a whole number from 1 to 3"},
           {"generation = 3", "", "x.toml: generation: is missing"},
           {"\"sm4\"", "\"ssf33\"", "x.toml: algorithm: SSF33 is not public: no card can compute with it"},
           {"\"sm4\"", "\"aes\"", "x.toml: algorithm: must be one of: 3des, sm4"},
           {"00815453548699999900000001", "0081",
            "x.toml: historical-bytes: must be 13 bytes in hexadecimal"},
           {"pin = \"123456\"", "pin = 123456", "x.toml: pin: must be a text"},
           {"pin = \"123456\"", "pin = \"123\"",
            "x.toml: pin: must be 4 to 12 digits, or empty for a card without PIN"},
           {"pin = \"123456\"", "pin = \"123456\"\ncolour = 1", "x.toml: colour: is not a known key"},
           {"name = \"A\"", "name = \"../A\"",
            "x.toml: name: must be letters, digits, - and _ (it names the state file)"},
           {"[files.DF01.EF15]", "[files.DF01.EF99]",
            "x.toml: files.DF01.EF99: this generation has no such file"},
           {"02 = \"3\"", "99 = \"3\"", "x.toml: files.SSSE.EF05.99: this file has no such tag"},
           {"02 = \"3\"", "02 = \"33\"", "x.toml: files.SSSE.EF05.02: longer than 1 bytes"},
           {"02 = \"3\"", "02 = 3", "x.toml: files.SSSE.EF05.02: must be a text"},
           {"02 = \"3\"", "02 = [\"3\", \"3\"]",
            "x.toml: files.SSSE.EF05.02: more occurrences than the file has"},
           {"\"20250101\"", "\"2025-01-01\"",
            "x.toml: files.SSSE.EF05.05: not a value of this field (digits, text, or hex:…)"},
           {"\"20250101\"", "\"hex:2\"",
            "x.toml: files.SSSE.EF05.05: not a value of this field (digits, text, or hex:…)"},
           {"999900D156", "110000D156",
            "x.toml: files.SSSE.EF05.01: the region must be a test region, 9999xx"},
           {"01 = \"9999", "# 01 = \"9999",
            "x.toml: files.SSSE.EF05.01: the card identification code (16 bytes) is missing"},
           {"[holder]", "[holder]\nsex = 1", "x.toml: holder.sex: is not a known key"},
           {"[holder]", "[[holder]]", "x.toml: holder: must be a table"},
       }) {
    CAPTURE(mistake.with);
    CHECK(cardError(mistake) == mistake.error);
  }
}

TEST_CASE("a profile that is not TOML says line and column") {
  const auto profile = parseCardProfile("name = \n", "x.toml");
  REQUIRE_FALSE(profile.has_value());
  CHECK(profile.error().text().starts_with("x.toml: line 1, column"));
  const auto absent = loadCardProfile("/nonexistent/card.toml");
  REQUIRE_FALSE(absent.has_value());
  CHECK(absent.error().text() == "/nonexistent/card.toml: cannot be read");
  const auto folder = loadCardProfile("keys-sim/samples");
  REQUIRE_FALSE(folder.has_value());
  CHECK(folder.error().text() == "keys-sim/samples: cannot be read");
}

TEST_CASE("every mistake in a PSAM profile says file, key and what") {
  for (const auto& mistake : std::vector<Mistake>{
           {"level = 3", "level = 0", "x.toml: level: must be a whole number from 1 to 3"},
           {"level = 3", "level = 3\n[levels]\nNOKEY = 2", "x.toml: levels.NOKEY: is not a key"},
           {"level = 3", "level = 3\n[levels]\nIRK = 4",
            "x.toml: levels.IRK: must be a whole number from 1 to 3"},
           {"level = 3", "level = 3\nmissing-keys = [\"X\"]", "x.toml: missing-keys: X is not a key"},
           {"level = 3", "level = 3\nenvironments = [\"ssf33\"]",
            "x.toml: environments: must be a list of: 3des, sm4"},
           {"999900000001\"", "110000000001\"",
            "x.toml: terminal-number: the region must be a test region, 9999xx"},
           {"999900000001\"", "9999\"", "x.toml: terminal-number: must be 12 digits"},
           {"level = 3", "level = 3\ncolour = 1", "x.toml: colour: is not a known key"},
       }) {
    CAPTURE(mistake.with);
    CHECK(psamError(mistake) == mistake.error);
  }
}

TEST_CASE("the numbers printed on the sample cards are the computed ones") {
  for (const char* name : kCards) {
    CAPTURE(name);
    const auto profile = sampleCard(name);
    const auto code = field(profile, 0xEF05, 0x01);
    const auto expected = authenticationCode(TestRoots(), profile.algorithm, hex(code.substr(0, 24)));
    REQUIRE(expected.has_value());
    if (profile.name != "F") CHECK(code.substr(24) == apdu::toHex(*expected));
    const auto number = apdu::toText(profile.files.at({"SSSE", 0xEF05}).values.at(0x07).at(0));
    CHECK(cardNumberCheck(number.substr(0, 8)) == number.back());
    if (profile.name == "F") continue;
    const auto citizen = apdu::toText(profile.files.at({"SSSE", 0xEF06}).values.at(0x08).at(0));
    CHECK(citizenNumberCheck(citizen.substr(0, 17)) == citizen.back());
  }
}

TEST_CASE("every card but A and B has a serial, number and historical bytes of its own") {
  std::set<std::string> serials, numbers, historicalBytes;
  for (const char* name : kCards) {
    const auto profile = sampleCard(name);
    serials.insert(field(profile, 0xEF05, 0x01).substr(16, 8));
    numbers.insert(field(profile, 0xEF05, 0x07));
    historicalBytes.insert(apdu::toHex(profile.historicalBytes));
  }
  CHECK(serials.size() == 5);
  CHECK(numbers.size() == 5);
  CHECK(historicalBytes.size() == 5);
}

TEST_CASE("card D's name fills 09 and goes on in 4E, cut inside a character") {
  const auto profile = sampleCard("card-d.toml");
  const auto head = hex(field(profile, 0xEF06, 0x09));
  const auto rest = hex(field(profile, 0xEF06, 0x4E));
  CHECK(head.size() == 30);
  CHECK_FALSE(cardspec::toUtf8(head).has_value());
  CHECK(cardspec::toUtf8(apdu::join({head, rest})) == "测试阿卜杜热依木·买买提明江㐀·艾合麦提江");
}

TEST_CASE("card E's name has a character of four bytes") {
  const auto name = hex(field(sampleCard("card-e.toml"), 0xEF06, 0x09));
  CHECK(apdu::toHex(name).starts_with("B2E2CAD4"));
  CHECK(apdu::toHex(name).ends_with("9534B235"));
  CHECK(cardspec::toUtf8(name) == "测试㛃䶮𠮷");
}

TEST_CASE("blank stock has padding where the holder will be") {
  ScriptedRandom random;
  MemoryStore store;
  const auto card = makeCard(sampleCard("card-f.toml"), random, store);
  auto& ssse = *card->tree().find("SSSE");
  CHECK(apdu::toHex(ssse.findFile(0xEF05)->records.at(0)).ends_with("FFFFFFFF"));
  CHECK(apdu::toHex(ssse.findFile(0xEF05)->records.at(4)) == "0504FFFFFFFF");
  CHECK(apdu::toHex(ssse.findFile(0xEF06)->records.at(0)) == "0812000000000000000000000000000000000000");
  CHECK(apdu::toHex(ssse.findFile(0xEF06)->records.at(6)) == "0D04FFFFFFFF");
}

TEST_CASE("an issuer may pad text with 20") {
  const auto text =
      replaced(sampleText("card-a.toml"), "generation = 3", "generation = 3\ntext-padding = \"20\"");
  auto profile = parseCardProfile(text, "x.toml");
  REQUIRE(profile.has_value());
  ScriptedRandom random;
  MemoryStore store;
  const auto card = makeCard(std::move(*profile), random, store);
  const auto record = card->tree().find("SSSE")->findFile(0xEF06)->records.at(1);
  CHECK(apdu::toHex(record) == "091ED5C5C8FD2020202020202020202020202020202020202020202020202020");
}

TEST_CASE("the ATR can be asked with a check byte") {
  const auto text =
      replaced(sampleText("card-a.toml"), "generation = 3", "generation = 3\natr-form = \"tck\"");
  auto profile = parseCardProfile(text, "x.toml");
  REQUIRE(profile.has_value());
  ScriptedRandom random;
  MemoryStore store;
  const auto atr = makeCard(std::move(*profile), random, store)->reset();
  CHECK(apdu::toHex(atr).starts_with("3B8D801F0300815453548699999900000001"));
  std::uint8_t check = 0;
  for (std::size_t i = 1; i < atr.size(); ++i)
    check ^= atr[i];
  CHECK(check == 0);
}

TEST_CASE("a random card is the same for the same seed, another for another, and always valid") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    const auto text = randomCardProfile(seed);
    REQUIRE(text.has_value());
    CHECK(*text == *randomCardProfile(seed));
    CHECK(*text != *randomCardProfile(seed + 1));
    const auto profile = parseCardProfile(*text, "random");
    REQUIRE_MESSAGE(profile.has_value(), (profile ? "" : profile.error().text()));
    const auto citizen = apdu::toText(profile->files.at({"SSSE", 0xEF06}).values.at(0x08).at(0));
    CHECK(citizenNumberCheck(citizen.substr(0, 17)) == citizen.back());
    CHECK(citizen.starts_with("999900"));
  }
}

}  // namespace ssc::sim::test
