// Transcripts in text files: "[name of the case]", then one step a line, "operation words…"; '#' begins a
// comment.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ssc::fw::test {

struct Step {
  std::string operation;
  std::vector<std::string> words;
  int line = 0;
  /// The words from `first` on as one hexadecimal text.
  [[nodiscard]] std::vector<std::uint8_t> bytes(std::size_t first = 0) const;
  [[nodiscard]] std::size_t number(std::size_t index = 0) const { return std::stoul(words.at(index)); }
  /// The words from `first` on, with single spaces.
  [[nodiscard]] std::string text(std::size_t first) const;
};

struct Case {
  std::string name;
  std::vector<Step> steps;
};

/// Throws when the file cannot be read or holds no case: a transcript that is not there must not pass.
std::vector<Case> readScript(const std::string& path);

std::vector<std::uint8_t> hex(const std::string& text);
std::string toHex(const std::vector<std::uint8_t>& bytes);

}  // namespace ssc::fw::test
