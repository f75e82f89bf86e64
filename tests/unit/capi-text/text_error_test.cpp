// Each fault has a text and one of the interface's numbers.
#include "hostlib/capi/text/text_error.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace ssc::capi;

TEST_CASE("every fault has a text of its own") {
  std::set<std::string_view> texts;
  for (int fault = 0; fault <= static_cast<int>(TextFault::cardData); ++fault)
    texts.insert(toText(static_cast<TextFault>(fault)));
  CHECK_EQ(texts.size(), static_cast<std::size_t>(TextFault::cardData) + 1);
  CHECK_EQ(texts.count(""), 0);
}

TEST_CASE("faults are answered with the numbers of the interface") {
  const auto code = [](TextFault fault) { return static_cast<int>(refusalOf(fault)); };
  CHECK_EQ(code(TextFault::nullPointer), -14);
  CHECK_EQ(code(TextFault::tooLong), -23);
  CHECK_EQ(code(TextFault::noEnd), -23);
  CHECK_EQ(code(TextFault::otherShape), -23);
  CHECK_EQ(code(TextFault::notDigits), -23);
  CHECK_EQ(code(TextFault::amountTooLarge), -23);
  CHECK_EQ(code(TextFault::keyCharacter), -41);
  CHECK_EQ(code(TextFault::keyLength), -42);
  CHECK_EQ(code(TextFault::unknownFile), -0x6A82);
  CHECK_EQ(code(TextFault::unknownItem), -0x6A83);
  CHECK_EQ(code(TextFault::cardData), -23);
}

TEST_CASE("the text of a fault is the one of its own row") {
  CHECK_EQ(toText(TextFault::nullPointer), "no text");
  CHECK_EQ(toText(TextFault::emptyItem), "an item is empty");
  CHECK_EQ(toText(TextFault::badTime), "not a date and time");
  CHECK_EQ(toText(TextFault::cardData), "the card's data do not parse");
}
