// Key by key: masks, amounts, hanzi for letters.
#include "kiosk-app/models/typing.hpp"

#include <algorithm>
#include <doctest/doctest.h>

namespace ssc::kiosk::test {
namespace {

Question question(Entry entry, std::vector<std::string_view> masks = {}, bool dated = false) {
  Question made;
  made.entry = entry;
  made.masks = std::move(masks);
  made.dated = dated;
  made.most = 12;
  return made;
}

std::string typed(const Question& asked, std::string_view keys) {
  Typing typing;
  typing.begin(asked, {});
  for (const char key : keys)
    typing.press(std::string(1, key));
  return typing.value();
}

const std::vector<std::string_view> kPhones{"1dddddddddd", "0dd-dddddddd", "0ddd-ddddddd", "0ddd-dddddddd"};

}  // namespace

TEST_CASE("digits fall into the mask; more of them have no place, and other keys do nothing") {
  const Question date = question(Entry::digits, {"dddd-dd-dd"}, true);
  CHECK(typed(date, "20260105") == "2026-01-05");
  CHECK(typed(date, "202601059") == "2026-01-05");
  CHECK(typed(date, "2026-a0105") == "2026-01-05");
  CHECK(typed(date, "2026") == "2026");
  CHECK(typed(question(Entry::digits, {"dddd-dd-dd dd:dd"}, true), "202601050930") == "2026-01-05 09:30");
}

TEST_CASE("the parts of a date show what is still to come") {
  Typing typing;
  typing.begin(question(Entry::digits, {"dddd-dd-dd"}, true), "2026-01-05");
  CHECK(typing.parts() == std::vector<std::string>{"2026", "01", "05"});
  typing.erase();
  CHECK(typing.parts() == std::vector<std::string>{"2026", "01", "0_"});
}

TEST_CASE("a telephone number needs its hyphen only where it could be read in two ways") {
  const Question phone = question(Entry::digits, kPhones);
  CHECK(typed(phone, "13800138000") == "13800138000");
  CHECK(typed(phone, "073188888888") == "0731-88888888");
  CHECK(typed(phone, "01088888888") == "01088888888");  // 010-8…, or 0108-8…: the rule asks
  CHECK(typed(phone, "010-88888888") == "010-88888888");
}

TEST_CASE("an amount has one point and two decimals behind it") {
  CHECK(typed(question(Entry::amount), "12.345.6") == "12.34");
  CHECK(typed(question(Entry::amount), ".5") == "5");
}

TEST_CASE("letters become hanzi when one is chosen, and the rest of them stays") {
  Typing typing;
  typing.begin(question(Entry::text), {});
  for (const char* key : {"s", "h", "e", "h", "u", "i", "b", "a", "o", "z", "h", "a", "n", "g"})
    typing.press(key);
  REQUIRE_FALSE(typing.candidates().empty());
  CHECK(typing.candidates().front().text == "社会保障");
  const auto word = std::ranges::find(typing.candidates(), "社会", &Pinyin::Candidate::text);
  REQUIRE(word != typing.candidates().end());
  typing.pick(static_cast<std::size_t>(word - typing.candidates().begin()));
  CHECK(typing.value() == "社会");
  CHECK(typing.letters() == "baozhang");
  typing.erase();
  CHECK(typing.letters() == "baozhan");
  typing.press("g");
  typing.press("1");  // what is no letter ends the word
  CHECK(typing.value() == "社会保障1");
  typing.erase();
  typing.erase();
  CHECK(typing.value() == "社会保");
}

TEST_CASE("without pinyin letters are letters, and no more characters than the field has") {
  Typing typing;
  typing.begin(question(Entry::text), {});
  typing.setPinyin(false);
  for (int i = 0; i < 20; ++i)
    typing.press("a");
  CHECK(typing.value() == std::string(12, 'a'));
  typing.clear();
  CHECK(typing.value().empty());
}

TEST_CASE("what one person wrote does not come first for the next") {
  const auto first = [](const Typing& typing) { return typing.candidates().front().text; };
  Typing typing;
  typing.begin(question(Entry::text), {});
  const auto type = [&] {
    for (const char* key : {"c", "e", "s", "h", "i"})
      typing.press(key);
  };
  type();
  const std::string best = first(typing);
  for (int i = 0; i < 10; ++i) {
    typing.pick(2);
    typing.clear();
    type();
  }
  CHECK(first(typing) == best);
}

}  // namespace ssc::kiosk::test
