#include "hostlib/capi/base64.hpp"

#include <algorithm>

namespace ssc::capi {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char kPadding = '=';
constexpr std::size_t kDigits = 4, kBytes = 3;
constexpr unsigned kDigitBits = 6, kByteBits = 8;
constexpr std::uint32_t kDigitMask = 0x3F, kByteMask = 0xFF;

void appendGroup(std::string& text, apdu::ByteView bytes) {
  std::uint32_t group = 0;
  for (std::size_t i = 0; i < kBytes; ++i)
    group = group << kByteBits | (i < bytes.size() ? bytes[i] : 0U);
  for (std::size_t i = 0; i < kDigits; ++i) {
    const auto shift = static_cast<unsigned>((kDigits - 1 - i) * kDigitBits);
    text += i <= bytes.size() ? kAlphabet[group >> shift & kDigitMask] : kPadding;
  }
}

/// Four digits, the last one or two of which may be padding.
bool takeGroup(std::string_view digits, apdu::Bytes& bytes) {
  const std::size_t used = std::min(digits.find(kPadding), digits.size());
  if (digits.find_first_not_of(kPadding, used) != std::string_view::npos || used < 2) return false;
  std::uint32_t group = 0;
  for (std::size_t i = 0; i < kDigits; ++i) {
    const auto value = i < used ? kAlphabet.find(digits[i]) : 0;
    if (value == std::string_view::npos) return false;
    group = group << kDigitBits | static_cast<std::uint32_t>(value);
  }
  const std::uint32_t unused = (1U << (kDigits - used) * kByteBits) - 1;
  if ((group & unused) != 0) return false;  // RFC 4648 §3.5: pad bits are zero
  for (std::size_t i = 0; i + 1 < used; ++i)
    bytes.push_back(static_cast<std::uint8_t>(group >> (kBytes - 1 - i) * kByteBits & kByteMask));
  return true;
}

std::string withoutLineEnds(std::string_view text) {
  std::string joined(text);
  std::erase_if(joined, [](char c) { return c == '\r' || c == '\n'; });
  return joined;
}

}  // namespace

std::string toBase64(apdu::ByteView bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += kBytes)
    appendGroup(text, bytes.subspan(at, std::min(kBytes, bytes.size() - at)));
  return text;
}

std::optional<apdu::Bytes> fromBase64(std::string_view text) {
  const std::string digits = withoutLineEnds(text);
  if (digits.size() % kDigits != 0) return std::nullopt;
  apdu::Bytes bytes;
  for (std::size_t at = 0; at < digits.size(); at += kDigits) {
    const bool last = at + kDigits == digits.size();
    const std::string_view group = std::string_view(digits).substr(at, kDigits);
    if (!last && group.find(kPadding) != std::string_view::npos) return std::nullopt;
    if (!takeGroup(group, bytes)) return std::nullopt;
  }
  return bytes;
}

}  // namespace ssc::capi
