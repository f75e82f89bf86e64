#include "crypto/hex.hpp"

#include <array>

namespace ssc::crypto {
namespace {

constexpr unsigned kNone = 0x10;  // not a digit: no bit of one

/// Of every byte.
constexpr std::array<std::uint8_t, 256> kValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNone);
  for (unsigned i = 0; i < 10; ++i)
    values['0' + i] = static_cast<std::uint8_t>(i);
  for (unsigned i = 0; i < 6; ++i)
    values['A' + i] = values['a' + i] = static_cast<std::uint8_t>(10 + i);
  return values;
}();

unsigned valueOf(char c) {
  return kValues[static_cast<unsigned char>(c)];
}

std::string inDigits(ByteView bytes, std::string_view digits) {
  std::string text;
  text.reserve(2 * bytes.size());
  for (const std::uint8_t byte : bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 0x0FU];
  }
  return text;
}

}  // namespace

std::string toHex(ByteView bytes) {
  return inDigits(bytes, "0123456789ABCDEF");
}

std::string toLowerHex(ByteView bytes) {
  return inDigits(bytes, "0123456789abcdef");
}

std::optional<Bytes> fromHex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const unsigned high = valueOf(text[i]), low = valueOf(text[i + 1]);
    if ((high | low) >= kNone) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(high << 4U | low));
  }
  return bytes;
}

}  // namespace ssc::crypto
