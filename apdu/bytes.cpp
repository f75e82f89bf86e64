#include "apdu/bytes.hpp"

#include <array>
#include <cstring>

namespace ssc::apdu {
namespace {

constexpr std::array<char, 16> kDigits{'0', '1', '2', '3', '4', '5', '6', '7',
                                       '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

std::optional<std::uint8_t> digitValue(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  return std::nullopt;
}

bool isSeparator(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

}  // namespace

std::string toHex(ByteView bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 0x0F]);
  }
  return text;
}

std::optional<Bytes> fromHex(std::string_view text) {
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  int high = -1;  // the first digit of a byte that is half read
  for (const char c : text) {
    if (high < 0 && isSeparator(c)) continue;
    const auto value = digitValue(c);
    if (!value) return std::nullopt;
    if (high >= 0) {
      bytes.push_back(static_cast<std::uint8_t>((high << 4) | *value));
      high = -1;
    } else {
      high = *value;
    }
  }
  if (high >= 0) return std::nullopt;
  return bytes;
}

Bytes toBytes(std::string_view text) {
  return {text.begin(), text.end()};
}

std::string toText(ByteView bytes) {
  return {bytes.begin(), bytes.end()};
}

Bytes join(std::initializer_list<ByteView> parts) {
  Bytes all;
  std::size_t size = 0;
  for (const ByteView part : parts)
    size += part.size();
  all.reserve(size);
  for (const ByteView part : parts)
    append(all, part);
  return all;
}

void wipe(MutableByteView bytes) noexcept {
  if (bytes.empty()) return;
  std::memset(bytes.data(), 0, bytes.size());
  asm volatile(""
               :
               : "r"(bytes.data())
               : "memory");  // the compiler must believe that somebody reads the zeros
}

}  // namespace ssc::apdu
