#include "tests/support/scripted_channel.hpp"

#include <algorithm>
#include <sstream>

namespace ssc::test {

std::vector<ScriptedChannel::Step> ScriptedChannel::parse(std::string_view script) {
  std::vector<Step> steps;
  std::istringstream lines{std::string(script)};
  std::string line;
  while (std::getline(lines, line)) {
    const auto first = line.find_first_not_of(" \t");
    if (first == std::string::npos || line[first] == '#') continue;
    const std::string text = line.substr(first + 1);
    if (line[first] == '>') {
      const auto command = apdu::fromHex(text);
      REQUIRE_MESSAGE(command.has_value(), "not hexadecimal: " << line);
      steps.push_back({*command, {}});
      continue;
    }
    REQUIRE_MESSAGE((line[first] == '<' && !steps.empty()), "neither > nor <: " << line);
    if (text.find('!') != std::string::npos) {
      steps.back().fails = true;
      continue;
    }
    const auto answer = apdu::fromHex(text);
    REQUIRE_MESSAGE(answer.has_value(), "not hexadecimal: " << line);
    steps.back().answer = *answer;
  }
  return steps;
}

tl::expected<std::size_t, apdu::ChannelError> ScriptedChannel::transmit(apdu::ByteView command,
                                                                        apdu::MutableByteView response) {
  REQUIRE_MESSAGE(next_ < steps_.size(), "one command too many: " << apdu::toHex(command));
  const Step& step = steps_[next_++];
  CHECK_EQ(apdu::toHex(command), apdu::toHex(step.command));
  if (step.fails) return tl::unexpected(step.error);
  REQUIRE(step.answer.size() <= response.size());
  std::copy(step.answer.begin(), step.answer.end(), response.begin());
  return step.answer.size();
}

}  // namespace ssc::test
