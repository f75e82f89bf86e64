// Characters of both encodings: every lead byte, every length, and what is no character.
#include "hostlib/capi/text/encoding.hpp"

#include <array>
#include <doctest/doctest.h>

#include "apdu/bytes.hpp"

using namespace ssc::capi;

namespace {

std::string bytes(std::initializer_list<unsigned> values) {
  std::string text;
  for (const unsigned value : values)
    text += static_cast<char>(value);
  return text;
}

std::size_t gb(std::initializer_list<unsigned> values) {
  return characterLength(bytes(values), Encoding::gb18030);
}
std::size_t utf8(std::initializer_list<unsigned> values) {
  return characterLength(bytes(values), Encoding::utf8);
}

}  // namespace

TEST_CASE("a byte below 80 is a character in both encodings") {
  for (unsigned value = 0; value < 0x80; ++value) {
    CHECK_EQ(gb({value, 0x80}), 1);
    CHECK_EQ(utf8({value, 0x80}), 1);
  }
}

TEST_CASE("GB 18030: lead 81 to FE, then 40 to 7E or 80 to FE, or the four-byte form") {
  for (unsigned lead = 0x80; lead <= 0xFF; ++lead) {
    const bool leads = lead > 0x80 && lead < 0xFF;
    for (unsigned second = 0; second <= 0xFF; ++second) {
      CAPTURE(lead);
      CAPTURE(second);
      const bool trails = second >= 0x40 && second != 0x7F && second != 0xFF;
      CHECK_EQ(gb({lead, second}), leads && trails ? 2 : 0);
    }
    CHECK_EQ(gb({lead, 0x30, 0x81, 0x39, 0x41}), leads ? 4 : 0);
    CHECK_EQ(gb({0x81, 0x30, lead, 0x39}), leads ? 4 : 0);
    CHECK_EQ(gb({lead}), 0);
  }
  CHECK_EQ(gb({0x81, 0x30, 0x81}), 0);
  CHECK_EQ(gb({0x81, 0x30, 0x81, 0x3A}), 0);
  CHECK_EQ(gb({0x81, 0x2F, 0x81, 0x30}), 0);
}

TEST_CASE("UTF-8: the first and last of each length, and what lies beyond") {
  CHECK_EQ(utf8({0xC2, 0x80}), 2);
  CHECK_EQ(utf8({0xDF, 0xBF}), 2);
  CHECK_EQ(utf8({0xE0, 0xA0, 0x80}), 3);
  CHECK_EQ(utf8({0xED, 0x9F, 0xBF}), 3);
  CHECK_EQ(utf8({0xEE, 0x80, 0x80}), 3);
  CHECK_EQ(utf8({0xEF, 0xBF, 0xBF}), 3);
  CHECK_EQ(utf8({0xF0, 0x90, 0x80, 0x80}), 4);
  CHECK_EQ(utf8({0xF4, 0x8F, 0xBF, 0xBF}), 4);
  CHECK_EQ(utf8({0xC1, 0xBF}), 0);
  CHECK_EQ(utf8({0xE0, 0x9F, 0xBF}), 0);
  CHECK_EQ(utf8({0xED, 0xA0, 0x80}), 0);
  CHECK_EQ(utf8({0xF0, 0x8F, 0xBF, 0xBF}), 0);
  CHECK_EQ(utf8({0xF4, 0x90, 0x80, 0x80}), 0);
  CHECK_EQ(utf8({0xF5, 0x80, 0x80, 0x80}), 0);
  CHECK_EQ(utf8({0xE4, 0xBD}), 0);
  CHECK_EQ(utf8({0xE4, 0xBD, 0x41}), 0);
}

TEST_CASE("text for the card is GB 18030, byte for byte or converted") {
  const std::string name = "\xD5\xC5\x96\x7C";
  CHECK_EQ(toCardText(name, Encoding::gb18030).value().reveal(), name);
  CHECK_EQ(toCardText("张東", Encoding::utf8).value().reveal(), name);
  CHECK_FALSE(toCardText("\xD5", Encoding::gb18030).has_value());
  CHECK_FALSE(toCardText(name, Encoding::utf8).has_value());
  CHECK_EQ(toCardText("", Encoding::utf8).value().reveal(), "");
}

TEST_CASE("no text of a card puts a separator, a control character or half a character into a reply") {
  // Every pair of bytes, before a bar as in a reply.
  for (unsigned first = 0; first <= 0xFF; ++first) {
    for (unsigned second = 0; second <= 0xFF; ++second) {
      const std::array<std::uint8_t, 2> value{static_cast<std::uint8_t>(first),
                                              static_cast<std::uint8_t>(second)};
      const std::string reply = toReplyText(value, Encoding::gb18030).reveal();
      REQUIRE_EQ(reply.size(), 2);
      for (std::size_t at = 0; at < reply.size();) {
        const std::size_t length = characterLength(reply.substr(at), Encoding::gb18030);
        REQUIRE_NE(length, 0);
        REQUIRE_FALSE((length == 1 && (isControl(reply[at]) || isSeparator(reply[at]))));
        at += length;
      }
    }
  }
}
