#include "tests/unit/firmware/script.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace ssc::fw::test {

std::vector<std::uint8_t> hex(const std::string& text) {
  std::string digits;
  for (const char c : text) {
    if (c != ' ') digits += c;
  }
  if (digits.size() % 2 != 0) throw std::runtime_error("half a byte in " + text);
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(digits.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

std::string toHex(const std::vector<std::uint8_t>& bytes) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 0x0F];
  }
  return text;
}

std::string Step::text(std::size_t first) const {
  std::string all;
  for (std::size_t i = first; i < words.size(); ++i)
    all += (i == first ? "" : " ") + words[i];
  return all;
}

std::vector<std::uint8_t> Step::bytes(std::size_t first) const {
  return hex(text(first));
}

std::vector<Case> readScript(const std::string& path) {
  std::ifstream file(path);
  std::vector<Case> cases;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    if (line[0] == '[') {
      cases.push_back({line.substr(1, line.size() - 2), {}});
      continue;
    }
    std::istringstream words(line);
    Step step;
    step.line = number;
    words >> step.operation;
    for (std::string word; words >> word;)
      step.words.push_back(word);
    cases.at(cases.size() - 1).steps.push_back(step);
  }
  if (cases.empty()) throw std::runtime_error("no case in " + path);
  return cases;
}

}  // namespace ssc::fw::test
