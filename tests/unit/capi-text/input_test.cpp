// What a caller passes: bounds and NULL, and the naming of a card.
#include "hostlib/capi/text/input.hpp"

#include <doctest/doctest.h>

#include "hostlib/capi/text/card_info.hpp"
#include "tests/unit/capi-text/vector_lines.hpp"

using namespace ssc;
using namespace ssc::capi;

namespace {

std::string meaningOf(const TextResult<CardInfo>& card) {
  if (!card) return test::described(card.error());
  return card->cardId.reveal() + ' ' + card->cardNumber.reveal();
}

}  // namespace

TEST_CASE("a text is taken up to its NUL, and as long as its bound") {
  const std::string text(kMostKey, 'x');
  CHECK_EQ(boundedText(text.c_str(), kMostKey).value(), text);
  CHECK_EQ(boundedText("", kMostKey).value(), "");
  CHECK_EQ(boundedText("ab\0cd", kMostKey).value(), "ab");
}

TEST_CASE("a text that is longer is refused, in the words of its parameter") {
  const std::string text(kMostKey + 1, 'x');
  CHECK_EQ(boundedText(text.c_str(), kMostKey).error(), TextError{TextFault::tooLong, kMostKey, ""});
  CHECK_EQ(boundedText(text.c_str(), kMostKey, TextFault::keyLength).error().fault, TextFault::keyLength);
}

TEST_CASE("nothing is read behind the bound") {
  const std::vector<char> unterminated(kMostKey + 1, 'x');  // the address sanitizer guards its end
  CHECK_FALSE(boundedText(unterminated.data(), kMostKey).has_value());
}

TEST_CASE("NULL is refused") {
  CHECK_EQ(boundedText(nullptr, kMostKey).error().fault, TextFault::nullPointer);
  CHECK_EQ(boundedText(nullptr, kMostKey, TextFault::keyLength).error().fault, TextFault::nullPointer);
}

TEST_CASE("every naming of a card in the vector file means what it says") {
  for (const auto& line : test::vectorLines("card-info.txt", 2)) {
    CAPTURE(line[0]);
    CHECK_EQ(meaningOf(parseCardInfo(line[0])), line[1]);
  }
}
