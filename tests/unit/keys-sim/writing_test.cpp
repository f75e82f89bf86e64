// The commands that change files, the PIN and the card itself, as written transcripts.
#include "tests/unit/keys-sim/scenario.hpp"
#include "tests/unit/keys-sim/transcript.hpp"

namespace ssc::sim::test {

TEST_CASE("UPDATE RECORD writes what each mode and file type says") {
  checkTranscript("update-record.txt", 112);
}
TEST_CASE("UPDATE BINARY writes inside the file and nowhere else") {
  checkTranscript("update-binary.txt", 46);
}
TEST_CASE("the PIN is changed, unblocked and reloaded under 3DES and SM4") {
  checkTranscript("pin-3des.txt", 100);
  checkTranscript("pin-sm4.txt", 100);
}
TEST_CASE("applications and the card are blocked for good under 3DES and SM4") {
  checkTranscript("blocking-3des.txt", 47);
  checkTranscript("blocking-sm4.txt", 47);
}

TEST_CASE("every command under a MAC uses up the challenge, whatever becomes of it") {
  for (const std::string_view command :
       {"04DC013C07290135+STKDF01", "04DC013C0729013500000000", "04DC01EC0729013500000000", "04DC0000",
        "04D6960005AA+STKDF01", "8424000004+STKSSSE", "842402000400000000", "841E000104+STKDF03",
        "8416000004+STKSSSE", "04FF0000", "0082000A081122334455667788", "0082000A10+RKSSSE"}) {
    CAPTURE(command);
    ScriptedRandom random;
    MemoryStore store;
    const auto card = makeCard(sampleCard("card-a.toml"), random, store);
    prepare(*card, "ssse DF01 key=UK2DF01 challenge");
    ask(*card, apdu::toHex(commandOf(*card, command)));
    CHECK(card->state().challenge.empty());
  }
}

TEST_CASE("other commands leave the challenge alone") {
  for (const std::string_view command :
       {"00DC013C03290135", "00B2013C00", "00200000", "805E010007123456FF654321"}) {
    CAPTURE(command);
    ScriptedRandom random;
    MemoryStore store;
    const auto card = makeCard(sampleCard("card-a.toml"), random, store);
    prepare(*card, "ssse DF01 key=UK2DF01 challenge");
    ask(*card, command);
    CHECK_FALSE(card->state().challenge.empty());
  }
}

TEST_CASE("what is written is there after a restart") {
  ScriptedRandom random;
  MemoryStore store;
  {
    const auto card = makeCard(sampleCard("card-a.toml"), random, store);
    prepare(*card, "ssse DF01 key=UK2DF01");
    REQUIRE(ask(*card, "00DC013C03290135") == "9000");
    REQUIRE(ask(*card, "805E010007123456FF654321") == "9000");
  }
  const auto card = makeCard(sampleCard("card-a.toml"), random, store);
  prepare(*card, "ssse DF01");
  CHECK(ask(*card, "0020000003123456") == "63C5");
  CHECK(ask(*card, "0020000003654321") == "9000");
  CHECK(ask(*card, "00B2013C00") == "2901359000");
}

TEST_CASE("a generation 1 card takes a new meaning in an old field, padded with E") {
  ScriptedRandom random;
  MemoryStore store;
  const auto card = makeCard(sampleCard("card-c.toml"), random, store);
  prepare(*card, "ssse DF01 key=UK2DF01 pin");
  // DF01/EF09 tag 32: economic type an 03 then, identity class an 02 now (annex C of the V2.0 notice).
  CHECK(ask(*card, "00DC3248053203 3133EE") == "9000");
  CHECK(ask(*card, "00B2324800") == "32033133EE9000");
}

TEST_CASE("a card does not start with kept files that have not the form of its files") {
  for (const auto& [name, image, starts] :
       std::vector<std::tuple<std::string, Image, bool>>{{"DF01/EF07", {hex("290132")}, true},
                                                         {"DF01/EF07", {hex("290232")}, false},
                                                         {"DF01/EF07", {{}}, false},
                                                         {"DF01/EF16", {apdu::Bytes(0x128)}, true},
                                                         {"DF01/EF16", {apdu::Bytes(0x127)}, false},
                                                         {"DF01/EF16", {}, false},
                                                         {"DF04/EF15", {hex("000131")}, true},
                                                         {"DF04/EF15", {hex("0001")}, false},
                                                         {"DF04/EF15", Image(9, hex("000131")), false}}) {
    CAPTURE(name);
    ScriptedRandom random;
    MemoryStore store;
    REQUIRE(store.save({{}, {}, {{name, image}}}).has_value());
    CHECK(CardOs::make(sampleCard("card-a.toml"), random, store).has_value() == starts);
  }
}

TEST_CASE("room for further records is a matter of the profile") {
  ScriptedRandom random;
  MemoryStore store;
  auto profile = sampleCard("card-a.toml");
  profile.recordSpare = 0;
  const auto card = makeCard(std::move(profile), random, store);
  prepare(*card, "ssse DF01 key=UK2DF01");
  CHECK(ask(*card, "00DC7738037701AA") == "6A84");
}

}  // namespace ssc::sim::test
