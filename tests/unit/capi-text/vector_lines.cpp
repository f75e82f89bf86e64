#include "tests/unit/capi-text/vector_lines.hpp"

#include <doctest/doctest.h>
#include <fstream>

namespace ssc::test {
namespace {

constexpr std::string_view kBetween = " ; ", kEscape = "\\x";

std::string unescaped(const std::string& text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size();) {
    if (text.compare(at, kEscape.size(), kEscape) != 0) {
      bytes += text[at++];
      continue;
    }
    bytes += static_cast<char>(std::stoul(text.substr(at + 2, 2), nullptr, 16));
    at += 4;
  }
  return bytes;
}

std::vector<std::string> columnsOf(const std::string& line) {
  std::vector<std::string> columns;
  std::size_t start = 0;
  for (auto at = line.find(kBetween); at != std::string::npos; at = line.find(kBetween, start)) {
    columns.push_back(unescaped(line.substr(start, at - start)));
    start = at + kBetween.size();
  }
  columns.push_back(unescaped(line.substr(start)));
  return columns;
}

}  // namespace

std::vector<std::vector<std::string>> vectorLines(const std::string& name, std::size_t columns) {
  std::ifstream file("tests/vectors/capi/" + name);
  REQUIRE_MESSAGE(file.is_open(), "no vector file " << name << ": run from the source folder");
  std::vector<std::vector<std::string>> lines;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    lines.push_back(columnsOf(line));
    REQUIRE_MESSAGE(lines.back().size() == columns, line);
  }
  REQUIRE_FALSE(lines.empty());
  return lines;
}

std::pair<std::string, std::string> firstWord(const std::string& text) {
  const auto blank = text.find(' ');
  REQUIRE_NE(blank, std::string::npos);
  return {text.substr(0, blank), text.substr(blank + 1)};
}

std::string described(const capi::TextError& error) {
  return "! " + std::string(capi::toText(error.fault)) + " @" + std::to_string(error.offset) +
         (error.item.empty() ? "" : " ") + error.item;
}

}  // namespace ssc::test
