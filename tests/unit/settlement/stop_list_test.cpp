#include "wire/settlement/stop_list.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>
#include <set>
#include <string>

#include "crypto/hex.hpp"

namespace ssc::wire::settlement {
namespace {

constexpr std::string_view kArea = "999900";

StopListed card(std::uint32_t number) {
  StopListed made{0x99, 0x99, 0x00, 0xD1, 0x56, 0, 0, 0x05, 0x10, 0, 0, 0};  // as real ones: alike in front
  for (std::size_t i = 0; i < 4; ++i)
    made[12 + i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
  return made;
}

struct Center {
  crypto::Sm2KeyPair key = crypto::Sm2KeyPair::generate().value();
  crypto::Sm2PublicKey publicKey = key.publicKey().value();
  crypto::Sm2Signature sign(std::string_view text) const {
    return key.sign(crypto::bytesOf(signedLine(text))).value();
  }
  tl::expected<StopList, BadMessage> publish(const StopList& before, std::string_view text) const {
    return before.with(text, sign(text), publicKey, kArea);
  }
};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("nobody is on an empty list") {
  const StopList none;
  CHECK(!none.contains(card(1)));
  CHECK(!none.contains("no identifier"));
  CHECK_EQ(none.version(), 0);
}

TEST_CASE("a whole list, and what changes it") {
  const Center center;
  const auto first = center.publish({}, stopListText(kArea, 1, nullptr, {card(3), card(1), card(3)})).value();
  CHECK_EQ(first.size(), 2);
  CHECK(first.contains(card(1)));
  CHECK(first.contains(crypto::toHex(card(3))));
  CHECK(!first.contains(card(2)));

  const auto change = stopListText(kArea, 2, &first, {card(2), card(3)});
  CHECK_EQ(std::ranges::count(change, '\n'), 3);  // its head, one more, one less
  const auto second = center.publish(first, change).value();
  CHECK_EQ(second.version(), 2);
  CHECK(second.contains(card(2)));
  CHECK(!second.contains(card(1)));
  CHECK(first.contains(card(1)));  // stays as it was

  // The change fits one version only, and nothing goes back.
  CHECK_EQ(center.publish({}, change).error().place, "since");
  CHECK_EQ(center.publish(second, change).error().place, "since");
  CHECK_EQ(center.publish(second, stopListText(kArea, 1, nullptr, {})).error().place, "version");
  CHECK_EQ(center.publish(second, stopListText(kArea, 3, nullptr, {}))->size(), 0);
}

TEST_CASE("a list that is not the center's, or not what was signed, changes nothing") {
  const Center center, stranger;
  const auto text = stopListText(kArea, 1, nullptr, {card(1), card(2), card(3)});
  const StopList none;
  REQUIRE(center.publish(none, text).has_value());
  CHECK_EQ(none.with(text, stranger.sign(text), center.publicKey, kArea).error().place, "signature");
  CHECK_EQ(none.with(text, center.sign(text), center.publicKey, "999999").error().place, "area");
  const auto one = '+' + crypto::toHex(card(2)) + '\n';
  CHECK_EQ(center.publish(none, replaced(text, one, "")).error().place, "digest");
  CHECK_EQ(center.publish(none, replaced(text, one, '+' + crypto::toHex(card(9)) + '\n')).error().place,
           "line 4");
  CHECK_EQ(center.publish(none, text + '+' + crypto::toHex(card(9)) + '\n').error().place, "digest");
  CHECK_EQ(center.publish(none, replaced(text, one, one + one)).error().place, "line 4");
  CHECK_EQ(center.publish(none, text.substr(0, text.size() - 1)).error().place, "line 4");
  CHECK_EQ(center.publish(none, replaced(text, one, '*' + one.substr(1))).error().place, "line 3");
  CHECK_EQ(center.publish(none, replaced(text, "|1|0|3|", "|1|1|3|")).error().place, "since");
  CHECK_EQ(center.publish(none, replaced(text, "|1|0|3|", "|1|0|03|")).error().place, "entries");
  CHECK_EQ(center.publish(none, "").error().place, "");
}

TEST_CASE("many changes make the same list as the whole of it") {
  const Center center;
  std::mt19937 random(6);
  std::set<StopListed> expected;
  StopList list;
  for (std::uint32_t version = 1; version <= 40; ++version) {
    for (int i = 0; i < 50; ++i) {
      const auto chosen = card(static_cast<std::uint32_t>(random() % 400));
      if (random() % 2 == 0)
        expected.insert(chosen);
      else
        expected.erase(chosen);
    }
    auto next = center.publish(list, stopListText(kArea, version, version == 1 ? nullptr : &list,
                                                  {expected.begin(), expected.end()}));
    REQUIRE(next.has_value());
    list = std::move(*next);
    for (std::uint32_t number = 0; number < 400; ++number)
      CHECK_EQ(list.contains(card(number)), expected.contains(card(number)));
  }
}

}  // namespace ssc::wire::settlement
