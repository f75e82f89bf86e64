#include "crypto/base64.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace ssc::crypto {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char kPaddingDigit = '=';
constexpr std::size_t kDigits = 4, kBytes = 3;  // of a group
constexpr std::uint32_t kDigitMask = 0x3F;

// What a character is worth, or what else it is.
constexpr std::uint8_t kPadding = 0x40, kLineEnd = 0x41, kForeign = 0x42;

constexpr auto kValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kForeign);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i)
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  values[static_cast<unsigned char>(kPaddingDigit)] = kPadding;
  values['\r'] = values['\n'] = kLineEnd;
  return values;
}();

using Group = std::array<std::uint8_t, kDigits>;  // of values

bool isDigit(std::uint8_t value) {
  return value <= kDigitMask;
}

bool isWhole(const Group& group) {
  return isDigit(group[0] | group[1] | group[2] | group[3]);
}

/// Takes groups from a text, passing over ends of lines.
class GroupReader {
 public:
  explicit GroupReader(std::string_view text) : text_(text) {}
  /// How many characters there were for it: kDigits unless the text ends.
  std::size_t next(Group& group) {
    std::size_t count = 0;
    while (count < kDigits && at_ < text_.size()) {
      group[count] = kValues[static_cast<unsigned char>(text_[at_++])];
      if (group[count] != kLineEnd) ++count;
    }
    return count;
  }
  /// The same where neither an end of a line nor padding stands: most groups.
  bool nextWhole(Group& group) {
    if (text_.size() - at_ < kDigits) return false;
    for (std::size_t i = 0; i < kDigits; ++i)
      group[i] = kValues[static_cast<unsigned char>(text_[at_ + i])];
    if (!isWhole(group)) return false;
    at_ += kDigits;
    return true;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

std::uint32_t bitsOf(const Group& group) {
  return static_cast<std::uint32_t>(group[0]) << 18U | static_cast<std::uint32_t>(group[1]) << 12U |
         static_cast<std::uint32_t>(group[2]) << 6U | static_cast<std::uint32_t>(group[3]);
}

void putBytes(std::uint32_t bits, std::uint8_t* out) {
  out[0] = static_cast<std::uint8_t>(bits >> 16U);
  out[1] = static_cast<std::uint8_t>(bits >> 8U);
  out[2] = static_cast<std::uint8_t>(bits);
}

/// The last group of a text, one or two digits of which are padding: how many bytes it stands for, none where
/// it is no such group.
std::size_t putPadded(Group group, std::uint8_t* out) {
  const bool two = isDigit(group[2]);
  if (!isDigit(group[0] | group[1]) || group[3] != kPadding || (!two && group[2] != kPadding)) return 0;
  group[3] = 0;
  if (!two) group[2] = 0;
  const std::uint32_t bits = bitsOf(group);
  if ((bits & (two ? 0xFFU : 0xFFFFU)) != 0) return 0;  // RFC 4648 §3.5: pad bits are zero
  out[0] = static_cast<std::uint8_t>(bits >> 16U);
  if (two) out[1] = static_cast<std::uint8_t>(bits >> 8U);
  return two ? 2 : 1;
}

void putDigits(std::uint32_t bits, char* out) {
  out[0] = kAlphabet[bits >> 18U & kDigitMask];
  out[1] = kAlphabet[bits >> 12U & kDigitMask];
  out[2] = kAlphabet[bits >> 6U & kDigitMask];
  out[3] = kAlphabet[bits & kDigitMask];
}

}  // namespace

std::string toBase64(ByteView bytes) {
  std::string text((bytes.size() + kBytes - 1) / kBytes * kDigits, kPaddingDigit);
  char* out = text.data();
  std::size_t at = 0;
  for (; at + kBytes <= bytes.size(); at += kBytes, out += kDigits)
    putDigits(static_cast<std::uint32_t>(bytes[at] << 16U | bytes[at + 1] << 8U | bytes[at + 2]), out);
  const ByteView rest = bytes.subspan(at);
  if (rest.empty()) return text;
  putDigits(static_cast<std::uint32_t>(rest[0] << 16U | (rest.size() > 1 ? rest[1] << 8U : 0)), out);
  std::fill(out + rest.size() + 1, out + kDigits, kPaddingDigit);
  return text;
}

std::optional<Bytes> fromBase64(std::string_view text) {
  Bytes bytes(text.size() / kDigits * kBytes);
  std::uint8_t* out = bytes.data();
  GroupReader reader(text);
  Group group{};
  std::size_t count = 0;
  while (reader.nextWhole(group) || ((count = reader.next(group)) == kDigits && isWhole(group))) {
    putBytes(bitsOf(group), out);
    out += kBytes;
  }
  if (count != 0) {
    const std::size_t last = count == kDigits ? putPadded(group, out) : 0;
    if (last == 0 || reader.next(group) != 0) return std::nullopt;
    out += last;
  }
  bytes.resize(static_cast<std::size_t>(out - bytes.data()));
  return bytes;
}

}  // namespace ssc::crypto
