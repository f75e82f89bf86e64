// pWriteData: the shape of the address, split at characters.
#include "hostlib/capi/text/write_data.hpp"

#include <doctest/doctest.h>

#include "card-spec/text.hpp"
#include "hostlib/capi/text/input.hpp"
#include "tests/unit/capi-text/vector_lines.hpp"

using namespace ssc;
using namespace ssc::capi;

namespace {

std::string meaningOf(const TextResult<std::vector<FileValues>>& data) {
  if (!data) return test::described(data.error());
  std::string text;
  for (const FileValues& values : *data) {
    text += text.empty() ? "" : " + ";
    for (const auto& value : values)
      text += value.reveal() + '|';
  }
  return text;
}

TextResult<std::vector<FileValues>> parsed(const std::string& address, const std::string& data,
                                           Encoding encoding) {
  const auto asked = parseAddress(address);
  REQUIRE(asked.has_value());
  return parseWriteData(data, *asked, encoding);
}

}  // namespace

TEST_CASE("all data of the vector file mean what it says") {
  for (const auto& line : test::vectorLines("write-data.txt", 4)) {
    CAPTURE(line[1]);
    CAPTURE(line[2]);
    const Encoding encoding = line[0] == "gb" ? Encoding::gb18030 : Encoding::utf8;
    CHECK_EQ(meaningOf(parsed(line[1], line[2], encoding)), line[3]);
  }
}

TEST_CASE("every two-byte character stays whole, whatever its second byte") {
  std::size_t looksLikeSeparator = 0;
  for (unsigned lead = 0x81; lead <= 0xFE; ++lead) {
    for (unsigned trail = 0x40; trail <= 0xFE; ++trail) {
      if (trail == 0x7F) continue;
      const std::string name{static_cast<char>(lead), static_cast<char>(trail)};
      const auto data = parsed("SSSEEF06|09|0A|$", "SSSEEF06|" + name + "|1|$", Encoding::gb18030);
      REQUIRE(data.has_value());
      REQUIRE_EQ(data->at(0).at(0).reveal(), name);
      looksLikeSeparator += trail == '|' || trail == '^' ? 1U : 0U;
    }
  }
  CHECK_EQ(looksLikeSeparator, 2 * 126);
}

TEST_CASE("every character that both encodings have arrives alike from both") {
  for (unsigned lead = 0x81; lead <= 0xFE; ++lead) {
    const std::vector<std::uint8_t> bytes{static_cast<std::uint8_t>(lead), 0x7C};
    const auto utf8 = ssc::cardspec::toUtf8(bytes);
    REQUIRE(utf8.has_value());
    const auto data = parsed("SSSEEF06|09|$", "SSSEEF06|" + *utf8 + "|$", Encoding::utf8);
    REQUIRE(data.has_value());
    CHECK_EQ(data->at(0).at(0).reveal(), std::string(bytes.begin(), bytes.end()));
  }
}

TEST_CASE("data of 65535 characters are read, longer ones are not") {
  const std::string head = "DF0AEF0C|", tail = "|$";
  const std::string longest = head + std::string(kMostWriteData - head.size() - tail.size(), 'A') + tail;
  const auto text = boundedText(longest.c_str(), kMostWriteData);
  REQUIRE(text.has_value());
  const auto data = parsed("DF0AEF0C|$", std::string(*text), Encoding::gb18030);
  REQUIRE(data.has_value());
  CHECK_EQ(data->at(0).at(0).reveal().size(), kMostWriteData - head.size() - tail.size());
  CHECK_FALSE(boundedText((longest + '$').c_str(), kMostWriteData).has_value());
}

TEST_CASE("an error names a place and an item, and nothing of the value") {
  const auto data = parsed("SSSEEF06|08|09|$", "SSSEEF06|1|SECRET\x01|$", Encoding::gb18030);
  REQUIRE_FALSE(data.has_value());
  CHECK_EQ(data.error(), TextError{TextFault::badCharacter, 17, "SSSEEF06|09"});
}
