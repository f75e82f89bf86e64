// Comparing what people type: only the letters A to Z have a small form here, whatever the locale says.
#pragma once

#include <algorithm>
#include <string_view>

namespace ssc::catalogue {

constexpr char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool isLetter(char c) {
  return small(c) >= 'a' && small(c) <= 'z';
}

inline bool equalLetters(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, small, small);
}

inline bool beginsWith(std::string_view text, std::string_view begin) {
  return text.size() >= begin.size() && equalLetters(text.substr(0, begin.size()), begin);
}

/// A word of `text` begins so: "pen" in "Basic pension statement".
inline bool hasWord(std::string_view text, std::string_view begin) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool wordBegins = i == 0 || !(isLetter(text[i - 1]) || isDigit(text[i - 1]));
    if (wordBegins && beginsWith(text.substr(i), begin)) return true;
  }
  return false;
}

}  // namespace ssc::catalogue
