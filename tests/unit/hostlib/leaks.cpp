#include "tests/unit/hostlib/leaks.hpp"

#include <array>
#include <sstream>

namespace ssc::test {
namespace {

// Places in the eleven fields: social security number, card number, card identification code, name, reset
// information.
constexpr std::array<std::size_t, 5> kPersonalFields{1, 2, 3, 4, 5};

std::vector<std::string> split(const std::string& fields) {
  std::vector<std::string> parts;
  std::istringstream in(fields);
  for (std::string part; std::getline(in, part, '|');)
    parts.push_back(part);
  return parts;
}

}  // namespace

std::vector<std::string> personalTexts(const Transcript& transcript) {
  std::vector<std::string> texts{apdu::toText(transcript.name), apdu::toHex(transcript.name)};
  const std::vector<std::string> fields = split(transcript.fields);
  REQUIRE_EQ(fields.size(), 11);
  for (const std::size_t index : kPersonalFields) {
    texts.push_back(fields[index]);
    texts.push_back(apdu::toHex(apdu::toBytes(fields[index])));
  }
  return texts;
}

std::vector<std::string> leaksIn(std::string_view text, const Transcript& transcript) {
  std::vector<std::string> found;
  for (const std::string& secret : personalTexts(transcript)) {
    if (text.find(secret) != std::string_view::npos) found.push_back(secret);
  }
  return found;
}

}  // namespace ssc::test
