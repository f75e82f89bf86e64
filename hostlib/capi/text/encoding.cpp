#include "hostlib/capi/text/encoding.hpp"

#include <algorithm>
#include <array>

#include "card-spec/text.hpp"

namespace ssc::capi {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kSeparators = "|$^";
constexpr std::size_t kMostGrowth = 3;  ///< a byte that is no character becomes U+FFFD

struct Range {
  std::uint8_t first, last;
  [[nodiscard]] bool holds(char character) const {
    const auto byte = static_cast<std::uint8_t>(character);
    return byte >= first && byte <= last;
  }
};

/// Well-formed sequences: one range for each byte; as long as its character.
struct Form {
  std::size_t length;
  std::array<Range, 4> bytes;
};

constexpr Range kTail{0x80, 0xBF};
// The Unicode Standard, table 3-7.
constexpr std::array kUtf8Forms{
    Form{1, {{{0x00, 0x7F}}}},
    Form{2, {{{0xC2, 0xDF}, kTail}}},
    Form{3, {{{0xE0, 0xE0}, {0xA0, 0xBF}, kTail}}},
    Form{3, {{{0xE1, 0xEC}, kTail, kTail}}},
    Form{3, {{{0xED, 0xED}, {0x80, 0x9F}, kTail}}},
    Form{3, {{{0xEE, 0xEF}, kTail, kTail}}},
    Form{4, {{{0xF0, 0xF0}, {0x90, 0xBF}, kTail, kTail}}},
    Form{4, {{{0xF1, 0xF3}, kTail, kTail, kTail}}},
    Form{4, {{{0xF4, 0xF4}, {0x80, 0x8F}, kTail, kTail}}},
};

constexpr Range kLead{0x81, 0xFE};
constexpr Range kDigit{0x30, 0x39};
// GB 18030-2005, clause 5: one, two and four bytes.
constexpr std::array kGb18030Forms{
    Form{1, {{{0x00, 0x7F}}}},
    Form{2, {{kLead, {0x40, 0x7E}}}},
    Form{2, {{kLead, {0x80, 0xFE}}}},
    Form{4, {{kLead, kDigit, kLead, kDigit}}},
};

bool beginsWith(std::string_view text, const Form& form) {
  if (text.size() < form.length) return false;
  for (std::size_t i = 0; i < form.length; ++i) {
    if (!form.bytes.at(i).holds(text[i])) return false;
  }
  return true;
}

template <std::size_t N>
std::size_t lengthIn(const std::array<Form, N>& forms, std::string_view rest) {
  const auto found = std::ranges::find_if(forms, [&](const Form& form) { return beginsWith(rest, form); });
  return found == forms.end() ? 0 : found->length;
}

bool isWellFormed(std::string_view text, Encoding encoding) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = characterLength(text.substr(at), encoding);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

apdu::ByteView bytesOf(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

bool mayStand(char character) {
  return !isControl(character) && !isSeparator(character);
}

/// One character of a reply; `character` is empty for a byte that is none.
void appendReplyCharacter(std::string& out, std::string_view character, Encoding encoding) {
  const bool utf8 = encoding == Encoding::utf8;
  if (character.empty()) {
    out += utf8 ? kReplacement : " ";
  } else if (character.size() == 1) {
    out += mayStand(character[0]) ? character[0] : ' ';
  } else if (utf8) {
    out += cardspec::toUtf8(bytesOf(character)).value_or(std::string(kReplacement));
  } else {
    out += character;
  }
}

}  // namespace

std::size_t characterLength(std::string_view rest, Encoding encoding) {
  return encoding == Encoding::utf8 ? lengthIn(kUtf8Forms, rest) : lengthIn(kGb18030Forms, rest);
}

bool isControl(char character) {
  const auto byte = static_cast<std::uint8_t>(character);
  return byte < 0x20 || byte == 0x7F;
}

bool isSeparator(char character) {
  return kSeparators.find(character) != std::string_view::npos;
}

std::optional<crypto::Personal> toCardText(std::string_view text, Encoding encoding) {
  if (!isWellFormed(text, encoding)) return std::nullopt;
  if (encoding == Encoding::gb18030) return crypto::Personal(std::string(text));
  auto bytes = cardspec::toGb18030(text);
  if (!bytes) return std::nullopt;
  crypto::Personal converted(std::string(bytes->begin(), bytes->end()));
  crypto::wipe(*bytes);
  return converted;
}

crypto::Personal toReplyText(apdu::ByteView gb18030, Encoding encoding) {
  const std::string_view text(reinterpret_cast<const char*>(gb18030.data()), gb18030.size());
  std::string out;
  out.reserve(text.size() * kMostGrowth);  // never moved while it grows: no copies stay behind
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = characterLength(text.substr(at), Encoding::gb18030);
    appendReplyCharacter(out, text.substr(at, length), encoding);
    at += std::max<std::size_t>(length, 1);
  }
  return crypto::Personal(std::move(out));
}

}  // namespace ssc::capi
