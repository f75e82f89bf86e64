#include "wire/office/rules.hpp"

#include <algorithm>
#include <cstdint>

namespace ssc::wire::office {
namespace {

/// Bytes of the UTF-8 sequence that begins with `lead`; 0: none does (RFC 3629 §3).
std::size_t sequenceSize(std::uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

bool isContinuation(char c) {
  return (static_cast<std::uint8_t>(c) & 0xC0U) == 0x80U;
}

// Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte.
bool isSecondFor(std::uint8_t lead, std::uint8_t second) {
  if (lead == 0xE0) return second >= 0xA0;
  if (lead == 0xED) return second < 0xA0;
  if (lead == 0xF0) return second >= 0x90;
  return lead != 0xF4 || second < 0x90;
}

}  // namespace

bool isUtf8(std::string_view text) {
  while (!text.empty()) {
    const auto lead = static_cast<std::uint8_t>(text.front());
    const std::size_t size = sequenceSize(lead);
    if (size == 0 || size > text.size()) return false;
    const std::string_view rest = text.substr(1, size - 1);
    if (!std::all_of(rest.begin(), rest.end(), isContinuation)) return false;
    if (size > 2 && !isSecondFor(lead, static_cast<std::uint8_t>(rest.front()))) return false;
    text.remove_prefix(size);
  }
  return true;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !isContinuation(c); }));
}

bool isDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace ssc::wire::office
