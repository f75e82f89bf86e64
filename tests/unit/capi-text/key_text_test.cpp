// pKey: each step's lengths and characters.
#include "hostlib/capi/text/key_text.hpp"

#include <doctest/doctest.h>

#include "apdu/bytes.hpp"
#include "tests/unit/capi-text/vector_lines.hpp"

using namespace ssc;
using namespace ssc::capi;
using ssc::apdu::toHex;
using ssc::cardspec::Algorithm;

namespace {

std::string textOf(const Authentication& key) {
  return toHex(key.authentication) + '/' + toHex(key.data);
}
std::string textOf(const BasicReadKey& key) {
  return textOf(key.internal) + (key.external ? ' ' + textOf(*key.external) : "");
}
std::string textOf(const ssc::crypto::SecretBytes& command) {
  return toHex(command.reveal());
}
std::string textOf(const DebitKey& key) {
  return toHex(key.terminalSequence) + '/' + toHex(key.time) + '/' + toHex(key.mac1);
}

template <class T>
std::string meaningOf(const TextResult<T>& key) {
  return key ? textOf(*key) : test::described(key.error());
}

std::string parsed(const std::string& step, const std::string& text) {
  if (step == "basic") return meaningOf(parseBasicReadKey(text));
  if (step == "single") return meaningOf(parseAuthenticationKey(text));
  if (step == "unblock") return meaningOf(parseUnblockKey(text));
  if (step == "debit") return meaningOf(parseDebitKey(text));
  REQUIRE_EQ(step.substr(0, 6), "reload");
  return meaningOf(parseReloadKey(text, static_cast<Algorithm>(step.back() - '0')));
}

}  // namespace

TEST_CASE("every pKey of the vector file means what it says") {
  for (const auto& line : test::vectorLines("keys.txt", 2)) {
    CAPTURE(line[0]);
    const auto [step, text] = test::firstWord(line[0]);
    CHECK_EQ(parsed(step, text), line[1]);
  }
}

TEST_CASE("no other length is taken, up to the longest text and beyond") {
  const auto taken = [](const std::string& step) {
    std::string lengths;
    for (std::size_t length = 0; length <= 140; ++length) {
      const std::string meaning = parsed(step, std::string(length, 'z'));
      if (meaning.find("wrong length") == std::string::npos) lengths += std::to_string(length) + ' ';
    }
    return lengths;
  };
  CHECK_EQ(taken("basic"), "32 33 65 66 ");
  CHECK_EQ(taken("single"), "32 ");
  CHECK_EQ(taken("reload1"), "34 ");
  CHECK_EQ(taken("reload2"), "50 ");
  CHECK_EQ(taken("reload3"), "50 ");
  CHECK_EQ(taken("unblock"), "18 ");
  CHECK_EQ(taken("debit"), "33 ");
}

TEST_CASE("any character in the place of a digit is illegal, at its place") {
  const std::string good = "0123456789ABCDEFFEDCBA9876543210|00112233445566778899AABBCCDDEEFF|";
  REQUIRE(parseBasicReadKey(good).has_value());
  for (int value = 0; value < 0x100; ++value) {
    const char character = static_cast<char>(value);
    const bool digit = std::string_view("0123456789ABCDEFabcdef").find(character) != std::string_view::npos;
    std::string text = good;
    text[40] = character;
    const auto key = parseBasicReadKey(text);
    CAPTURE(value);
    CHECK_EQ(key.has_value(), digit);
    if (!digit) CHECK_EQ(key.error(), TextError{TextFault::keyCharacter, 40, ""});
  }
}
