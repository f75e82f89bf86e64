// The holder's PIN: blocks, tries, refusals, and commands made by a security module.
#include "hostlib/card/pin.hpp"

#include <doctest/doctest.h>

#include "tests/unit/hostlib/script_file.hpp"
#include "tests/unit/hostlib/scripted_card.hpp"

using namespace ssc;
using crypto::SecretBytes;
using test::hex;
using test::isDamaged;
using test::isTorn;
using test::refusalOf;
using test::ScriptedCard;
using test::scriptOf;

namespace {

constexpr std::string_view kFile = "card-pin.txt";

SecretBytes secret(std::string_view text) {
  return SecretBytes(apdu::ByteView(hex(text)));
}

std::string packed(std::string_view digits) {
  const auto block = card::packPin(digits);
  return block ? apdu::toHex(block->reveal()) : "none";
}

}  // namespace

TEST_CASE("digits are packed two a byte, an odd count is filled with F") {
  CHECK_EQ(packed("1234"), "1234");
  CHECK_EQ(packed("12345"), "12345F");
  CHECK_EQ(packed("123456"), "123456");
  CHECK_EQ(packed("00000000"), "00000000");
  CHECK_EQ(packed("12345678901"), "12345678901F");
  CHECK_EQ(packed("123456789012"), "123456789012");
}

TEST_CASE("a PIN has four to twelve decimal digits") {
  for (const char* digits : {"", "123", "1234567890123", "12345A", "1234 6", "-12345", "12345\xEF\xBC\x96"})
    CHECK_EQ(packed(digits), "none");
}

TEST_CASE("the query tells the tries left without using one up") {
  for (const auto& [sw, tries] :
       {std::pair{"63C6", 6U}, std::pair{"63CF", 15U}, std::pair{"63C0", 0U}, std::pair{"6983", 0U}}) {
    ScriptedCard card("> 00200000\n< " + std::string(sw) + "\n");
    const auto state = card::queryPin(card.card);
    REQUIRE(state.has_value());
    CHECK(state->required);
    CHECK_EQ(state->triesLeft, tries);
  }
}

TEST_CASE("a card that answers the query with 9000 asks for no PIN; any other answer is a refusal") {
  ScriptedCard none("> 00200000\n< 9000\n");
  const auto state = card::queryPin(none.card);
  REQUIRE(state.has_value());
  CHECK_FALSE(state->required);
  for (const char* sw : {"6A88", "6700", "6A81"}) {
    ScriptedCard card("> 00200000\n< " + std::string(sw) + "\n");
    CHECK_EQ(refusalOf(card::queryPin(card.card)), sw);
  }
  ScriptedCard torn("> 00200000\n< !\n");
  CHECK(isTorn(card::queryPin(torn.card)));
}

TEST_CASE("a PIN is verified") {
  ScriptedCard card(scriptOf(kFile, {"verify"}));
  CHECK(card::verifyPin(card.card, *card::packPin("123456")).has_value());
}

TEST_CASE("a wrong or blocked PIN tells so, and the place says nothing of it") {
  for (const char* sw : {"63C5", "63C0", "6983", "6984", "6700", "9303"}) {
    ScriptedCard card("> 0020000003123456\n< " + std::string(sw) + "\n");
    const auto refused = card::verifyPin(card.card, secret("123456"));
    CHECK_EQ(refusalOf(refused), sw);
    CHECK_EQ(refused.error().where, "VERIFY");
  }
}

TEST_CASE("an empty block is never sent as a verification: it would be a query, and its 9000 no proof") {
  ScriptedCard card("");
  CHECK(isDamaged(card::verifyPin(card.card, SecretBytes())));
  CHECK(isDamaged(card::verifyPin(card.card, SecretBytes(9))));
}

TEST_CASE("a PIN is changed: old, FF, new") {
  ScriptedCard card(scriptOf(kFile, {"change"}));
  CHECK(card::changePin(card.card, secret("123456"), secret("654321")).has_value());
}

TEST_CASE("either side of a change may be empty, not both, and neither longer than eight bytes") {
  ScriptedCard first("> 805E010004FF123456\n< 9000\n> 805E010004123456FF\n< 9000\n");
  CHECK(card::changePin(first.card, SecretBytes(), secret("123456")).has_value());
  CHECK(card::changePin(first.card, secret("123456"), SecretBytes()).has_value());
  ScriptedCard untouched("");
  CHECK(isDamaged(card::changePin(untouched.card, SecretBytes(), SecretBytes())));
  CHECK(isDamaged(card::changePin(untouched.card, SecretBytes(9), secret("123456"))));
  CHECK(isDamaged(card::changePin(untouched.card, secret("123456"), SecretBytes(9))));
}

TEST_CASE("a refused change tells the tries of the old PIN") {
  for (const char* sw : {"63C2", "6983", "6A80", "6581"}) {
    ScriptedCard card("> 805E010007123456FF654321\n< " + std::string(sw) + "\n");
    CHECK_EQ(refusalOf(card::changePin(card.card, secret("123456"), secret("654321"))), sw);
  }
}

TEST_CASE("unblock and reload go to the card as the module made them") {
  struct Row {
    const char* section;
    const char* command;
  };
  for (const Row row : {Row{"unblock 3DES", "8424000004EF4D4569"}, Row{"unblock SM4", "8424000004B0720A2A"},
                        Row{"reload 3DES", "842400010CCCC018509198F5EF38EC39B3"},
                        Row{"reload SM4", "84240001149326F1E50D717B3EE67B053B974255A1B193D5ED"}}) {
    ScriptedCard card(scriptOf(kFile, {row.section}));
    CHECK(card::sendProtected(card.card, secret(row.command), "PIN CHANGE/UNBLOCK").has_value());
  }
}

TEST_CASE("refusals of a protected command name the step given") {
  for (const char* sw : {"6982", "6984", "6988", "6A88", "6985"}) {
    ScriptedCard card("> 8416000004A1A2A3A4\n< " + std::string(sw) + "\n");
    const auto refused = card::sendProtected(card.card, secret("8416000004A1A2A3A4"), "CARD BLOCK");
    CHECK_EQ(refusalOf(refused), sw);
    CHECK_EQ(refused.error().where, "CARD BLOCK");
  }
}

TEST_CASE("bytes that are no command are not sent") {
  ScriptedCard card("");
  for (const char* bytes : {"", "8424", "8424000004EF", "8424000004EF4D45691122"})
    CHECK(isDamaged(card::sendProtected(card.card, secret(bytes), "PIN CHANGE/UNBLOCK")));
}

TEST_CASE("the card takes the proof of its write key, in both algorithms") {
  struct Row {
    const char* section;
    card::Block8 proof;
  };
  for (const Row& row : {Row{"3DES", {0x80, 0xBD, 0x26, 0xC7, 0x42, 0xFD, 0x4B, 0x43}},
                         Row{"SM4", {0x2B, 0x04, 0x23, 0xF4, 0x74, 0x9F, 0x23, 0x6E}}}) {
    ScriptedCard card(scriptOf("card-authentication.txt", {row.section}));
    REQUIRE(card.card.challenge().has_value());
    const card::Block8 original{0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8};
    CHECK(card.card.externalAuthenticate(cardspec::findKey("UKSSSE")->kid, row.proof, original).has_value());
  }
}
