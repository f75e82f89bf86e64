// Internal: what the members of the back office's messages must look like.
#pragma once

#include <cstddef>
#include <string_view>

#include "wire/object_codec.hpp"

namespace ssc::wire::office {

/// Characters (code points) of a UTF-8 text; none for what is not UTF-8.
bool isUtf8(std::string_view text);
std::size_t characters(std::string_view text);
bool isDigits(std::string_view text);

/// Head values: no bar, no control characters (they would move the bounds of the text that is signed).
template <std::size_t least, std::size_t most>
bool isHeadText(std::string_view text) {
  const std::size_t length = characters(text);
  if (length < least || length > most || !isUtf8(text)) return false;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '|') return false;
  }
  return true;
}

/// Any text of a person or program: no control characters but line ends.
template <std::size_t most>
bool isPlainText(std::string_view text) {
  if (characters(text) > most || !isUtf8(text)) return false;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F) return false;
  }
  return true;
}

template <std::size_t least, std::size_t most>
bool isDigitText(std::string_view text) {
  return text.size() >= least && text.size() <= most && isDigits(text);
}

/// JSON text that travels as a string: only its size is looked at here.
template <std::size_t most>
bool isBody(std::string_view text) {
  return text.size() <= most;
}

}  // namespace ssc::wire::office
