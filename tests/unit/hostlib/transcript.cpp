#include "tests/unit/hostlib/transcript.hpp"

#include <algorithm>
#include <fstream>
#include <map>

namespace ssc::test {
namespace {

apdu::Bytes hex(std::string_view text) {
  const auto bytes = apdu::fromHex(text);
  REQUIRE_MESSAGE(bytes.has_value(), "not hexadecimal: " << text);
  return *bytes;
}

struct Sections {
  std::map<std::string, std::string> header, scripts;
};

Sections readSections(const std::string& path) {
  std::ifstream in(path);
  REQUIRE_MESSAGE(in.good(), "cannot be opened: " << path);
  Sections sections;
  std::string line, section;
  while (std::getline(in, line)) {
    const auto space = line.find(' ');
    if (line.starts_with("section ")) {
      section = line.substr(space + 1);
    } else if (!section.empty()) {
      sections.scripts[section] += line + '\n';
    } else if (!line.empty() && line.front() != '#') {
      sections.header[line.substr(0, space)] = line.substr(space + 1);
    }
  }
  return sections;
}

}  // namespace

Transcript basicRead(char letter) {
  const Sections file = readSections(std::string("tests/vectors/hostlib/basic-read-") + letter + ".txt");
  const auto& header = file.header;
  return {std::stoi(header.at("generation")),
          std::stoi(header.at("algorithm")),
          hex(header.at("card-atr")),
          hex(header.at("psam-atr")),
          hex(header.at("random")),
          header.at("device"),
          hex(header.at("name")),
          header.at("fields"),
          ScriptedChannel::parse(file.scripts.at("card")),
          ScriptedChannel::parse(file.scripts.at("psam"))};
}

void replaceInAnswers(Steps& steps, std::string_view from, std::string_view to) {
  const apdu::Bytes old = hex(from), fresh = hex(to);
  REQUIRE_EQ(old.size(), fresh.size());
  bool found = false;
  for (ScriptedChannel::Step& step : steps) {
    const auto at = std::search(step.answer.begin(), step.answer.end(), old.begin(), old.end());
    if (at == step.answer.end()) continue;
    std::copy(fresh.begin(), fresh.end(), at);
    found = true;
  }
  REQUIRE_MESSAGE(found, "no answer contains " << from);
}

ScriptedChannel::Step& stepOf(Steps& steps, std::string_view start) {
  const std::string wanted = apdu::toHex(hex(start));
  const auto it = std::find_if(steps.begin(), steps.end(), [&](const ScriptedChannel::Step& step) {
    return apdu::toHex(step.command).starts_with(wanted);
  });
  REQUIRE_MESSAGE(it != steps.end(), "no command begins with " << start);
  return *it;
}

void endWith(Steps& steps, std::string_view start, std::string_view answer) {
  ScriptedChannel::Step& step = stepOf(steps, start);
  step.answer = hex(answer);
  steps.erase(steps.begin() + (&step - steps.data()) + 1, steps.end());
}

}  // namespace ssc::test
