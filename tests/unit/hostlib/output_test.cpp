// Writing into the caller's buffers: cut between characters, never behind the NUL.
#include "hostlib/capi/output.hpp"

#include <array>
#include <doctest/doctest.h>

#include "hostlib/capi/exports.hpp"

using namespace ssc::capi;

namespace {

constexpr char kCanary = '\x5A';

}  // namespace

TEST_CASE("a text is written with one NUL, and nothing behind it is touched") {
  std::array<char, 8> buffer{};
  buffer.fill(kCanary);
  REQUIRE(writeText(buffer.data(), 4, "abc"));
  CHECK_EQ(std::string(buffer.data()), "abc");
  for (std::size_t i = 4; i < buffer.size(); ++i)
    CHECK_EQ(buffer[i], kCanary);
}

TEST_CASE("a text that does not fit is not written at all") {
  for (const std::uint32_t capacity : {0U, 1U, 3U}) {
    std::array<char, 8> buffer{};
    buffer.fill(kCanary);
    CHECK_FALSE(writeText(buffer.data(), capacity, "abc"));
    for (const char c : buffer)
      CHECK_EQ(c, kCanary);
  }
}

TEST_CASE("GB 18030 is cut between characters of one, two and four bytes") {
  const std::string text =
      "a\xD5\xC5\x95\x32\x90\x31"
      "b";  // one, two, four, one
  constexpr std::array<std::size_t, 10> kKept{0, 1, 1, 3, 3, 3, 3, 7, 8, 8};
  for (std::size_t limit = 0; limit < kKept.size(); ++limit) {
    CAPTURE(limit);
    CHECK_EQ(cutGb18030(text, limit).size(), kKept[limit]);
  }
}

TEST_CASE("UTF-8 is cut between characters of one to four bytes") {
  const std::string text = "a\xC3\xA4\xE5\xBC\xA0\xF0\xA0\x82\x87";
  constexpr std::array<std::size_t, 12> kKept{0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
  for (std::size_t limit = 0; limit < kKept.size(); ++limit) {
    CAPTURE(limit);
    CHECK_EQ(cutUtf8(text, limit).size(), kKept[limit]);
  }
}

TEST_CASE(
    "a character that does not fit is left out even where the text itself breaks it off, and malformed bytes "
    "end the search") {
  CHECK_EQ(cutGb18030("a\x95\x32\x90", 3), "a");
  CHECK_EQ(cutUtf8("a\xE5\xBC", 2), "a");
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text(5, static_cast<char>(byte));
    for (std::size_t limit = 0; limit < 7; ++limit) {
      CHECK_LE(cutGb18030(text, limit).size(), std::min<std::size_t>(limit, 5));
      CHECK_LE(cutUtf8(text, limit).size(), std::min<std::size_t>(limit, 5));
    }
  }
  CHECK(cutGb18030("", 5).empty());
}

TEST_CASE("the largest replies are the sums of their fields") {
  constexpr std::uint32_t kBars = 11, kNul = 1;
  constexpr std::uint32_t kFixed = 6 + 32 + 30 + 8 + 8 + 12 + 32, kTexts = 18 + 9 + 50 + 4;
  CHECK_EQ(kBasicReadMost, kFixed + kTexts + kBars + kNul);
  CHECK_EQ(kBasicReadMostUtf8, kFixed + 3 * kTexts + kBars + kNul);
  CHECK_LT(kBasicReadMost, kShortClass);
}
