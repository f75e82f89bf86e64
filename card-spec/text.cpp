#include "card-spec/text.hpp"

#include <algorithm>
#include <iconv.h>

namespace ssc::cardspec {
namespace {

constexpr const char* kUtf8 = "UTF-8";
constexpr const char* kGb18030 = "GB18030";
/// Neither direction grows a text more: two bytes become three or four, one byte one.
constexpr std::size_t kGrowth = 2;

/// One conversion; a handle is never shared, so the functions may be called from any thread.
class Converter {
 public:
  Converter(const char* to, const char* from) : handle_(iconv_open(to, from)) {}
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (isOpen()) iconv_close(handle_);
  }

  /// The converted text; empty when the input is invalid or ends inside a character.
  std::optional<std::string> convert(std::string_view input) {
    if (!isOpen()) return std::nullopt;
    std::string output(input.size() * kGrowth, '\0');
    std::string copy(input);  // iconv takes a pointer to non-const
    char* from = copy.data();
    char* to = output.data();
    std::size_t left = copy.size();
    std::size_t room = output.size();
    if (iconv(handle_, &from, &left, &to, &room) != 0 || left != 0) return std::nullopt;
    output.resize(output.size() - room);
    return output;
  }

 private:
  [[nodiscard]] bool isOpen() const {
    return handle_ !=
           reinterpret_cast<iconv_t>(-1);  // NOLINT(performance-no-int-to-ptr): iconv_open(3) says so
  }

  iconv_t handle_;
};

std::string_view asText(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool isPadding(std::uint8_t byte) {
  return byte == 0x00 || byte == 0x20 || byte == 0xFF;
}

constexpr std::string_view kDigits = "0123456789ABCDEF";
constexpr std::uint8_t kFiller = 0x0F;

std::optional<std::uint8_t> nibbleOf(char digit) {
  const char upper = digit >= 'a' && digit <= 'f' ? static_cast<char>(digit - 'a' + 'A') : digit;
  const auto value = kDigits.find(upper);
  if (value == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint8_t>(value);
}

void putNibble(std::vector<std::uint8_t>& bytes, std::size_t index, std::uint8_t nibble) {
  auto& byte = bytes[index / 2];
  const bool left = index % 2 == 0;
  byte = static_cast<std::uint8_t>(left ? (nibble << 4) | (byte & 0x0F) : (byte & 0xF0) | nibble);
}

}  // namespace

std::optional<std::string> toUtf8(std::span<const std::uint8_t> gb18030) {
  return Converter(kUtf8, kGb18030).convert(asText(gb18030));
}

std::optional<std::vector<std::uint8_t>> toGb18030(std::string_view utf8) {
  const auto text = Converter(kGb18030, kUtf8).convert(utf8);
  if (!text) return std::nullopt;
  return std::vector<std::uint8_t>(text->begin(), text->end());
}

std::size_t characterLength(std::span<const std::uint8_t> rest) {
  if (rest[0] < 0x80) return 1;
  const bool fourBytes = rest.size() > 1 && rest[1] >= 0x30 && rest[1] <= 0x39;
  return fourBytes ? 4 : 2;
}

// No byte of a multi-byte character is one of these three: GB 18030 has 30–39, 40–7E and 80–FE in second to
// fourth place. So stripping byte by byte cannot cut one.
std::span<const std::uint8_t> stripText(std::span<const std::uint8_t> field) {
  const auto last = std::find_if_not(field.rbegin(), field.rend(), isPadding);
  return field.first(static_cast<std::size_t>(std::distance(last, field.rend())));
}

std::string digitsOf(std::span<const std::uint8_t> field) {
  std::string digits;
  digits.reserve(field.size() * 2);
  for (const auto byte : field) {
    digits += kDigits[byte >> 4];
    digits += kDigits[byte & 0x0F];
  }
  digits.erase(digits.find_last_not_of(kDigits[kFiller]) + 1);
  return digits;
}

std::optional<std::vector<std::uint8_t>> packDigits(std::string_view text, std::size_t length) {
  if (text.size() > length * 2) return std::nullopt;
  std::vector<std::uint8_t> packed(length, 0xFF);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto nibble = nibbleOf(text[i]);
    if (!nibble) return std::nullopt;
    putNibble(packed, i, *nibble);
  }
  return packed;
}

}  // namespace ssc::cardspec
