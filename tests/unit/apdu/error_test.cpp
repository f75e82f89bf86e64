#include "apdu/error.hpp"

#include <doctest/doctest.h>
#include <set>
#include <string>

namespace ssc::apdu {
namespace {

// The last value of each list: a value added behind it must be added here, and then needs its text.
constexpr auto kLastFault = ParseFault::badCheckByte;
constexpr auto kLastChannelError = ChannelError::internal;

template <typename Error>
std::set<std::string_view> textsUpTo(Error last) {
  std::set<std::string_view> texts;
  for (int i = 0; i <= static_cast<int>(last); ++i)
    texts.insert(toText(static_cast<Error>(i)));
  return texts;
}

TEST_CASE("every parse fault has a text of its own") {
  const auto texts = textsUpTo(kLastFault);
  CHECK_EQ(texts.size(), static_cast<std::size_t>(kLastFault) + 1);
  CHECK_FALSE(texts.contains("unknown fault"));
  CHECK_EQ(toText(static_cast<ParseFault>(static_cast<int>(kLastFault) + 1)), "unknown fault");
}

TEST_CASE("every channel error has a text of its own") {
  const auto texts = textsUpTo(kLastChannelError);
  CHECK_EQ(texts.size(), static_cast<std::size_t>(kLastChannelError) + 1);
  CHECK_FALSE(texts.contains("unknown error"));
  CHECK_EQ(toText(static_cast<ChannelError>(static_cast<int>(kLastChannelError) + 1)), "unknown error");
}

}  // namespace
}  // namespace ssc::apdu
