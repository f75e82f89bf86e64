// Text of the interface to bytes of the card.
#include <algorithm>
#include <vector>

#include "apdu/tlv.hpp"
#include "card-spec/text.hpp"
#include "hostlib/capi/text/scanner.hpp"
#include "hostlib/capi/text/value.hpp"
#include "hostlib/capi/text/value_coding.hpp"

namespace ssc::capi {
namespace {

using cardspec::Coding;
using cardspec::Field;
using crypto::SecretBytes;

/// The bytes as a secret; `bytes` are wiped.
SecretBytes takeSecret(std::vector<std::uint8_t>& bytes) {
  SecretBytes secret{crypto::ByteView(bytes)};
  crypto::wipe(bytes);
  return secret;
}

TextResult<void> checkText(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = characterLength(text.substr(at), Encoding::gb18030);
    if (length == 0 || isControl(text[at])) return refuse(TextFault::badCharacter, at);
    if (isSeparator(text[at])) return refuse(TextFault::separator, at);
    at += length;
  }
  return {};
}

TextResult<SecretBytes> decodeText(const Field& field, std::string_view text) {
  if (const auto checked = checkText(text); !checked) return tl::unexpected(checked.error());
  if (text.size() > field.length) return refuse(TextFault::valueTooLong, field.length);
  SecretBytes bytes(field.length);  // zeros: the padding
  std::ranges::copy(text, bytes.revealMutable().begin());
  return bytes;
}

TextResult<SecretBytes> decodeDigits(const Field& field, std::string_view text) {
  const auto* odd = std::ranges::find_if_not(text, isDecimal);
  if (odd != text.end()) return refuse(TextFault::notDigits, static_cast<std::size_t>(odd - text.begin()));
  auto packed = cardspec::packDigits(text, field.length);
  if (!packed) return refuse(TextFault::valueTooLong, std::size_t{field.length} * 2);
  return takeSecret(*packed);
}

/// Whole bytes without blanks between them.
TextResult<SecretBytes> bytesOfHex(std::string_view text) {
  const auto* odd = std::ranges::find_if_not(text, isHex);
  if (odd != text.end()) return refuse(TextFault::notHex, static_cast<std::size_t>(odd - text.begin()));
  auto bytes = apdu::fromHex(text);
  if (!bytes) return refuse(TextFault::notHex, text.size());
  return takeSecret(*bytes);
}

TextResult<SecretBytes> decodeNumber(const Field& field, std::string_view text) {
  auto bytes = bytesOfHex(text);
  if (bytes && bytes->size() != field.length) return refuse(TextFault::badLength, text.size());
  return bytes;
}

/// The ^-parts of a text, with their places. Only whole characters are looked at: 5E may be half of one.
struct Part {
  std::string_view text;
  std::size_t offset = 0;
};
std::vector<Part> partsOf(std::string_view text) {
  std::vector<Part> parts;
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = std::max<std::size_t>(characterLength(text.substr(at), Encoding::gb18030), 1);
    if (text[at] == '^') {
      parts.push_back({text.substr(start, at - start), start});
      start = at + 1;
    }
    at += length;
  }
  parts.push_back({text.substr(start), start});
  return parts;
}

/// The values of `fields`, one after the other in `out`; with their tags and lengths in a template.
TextResult<SecretBytes> decodeParts(std::span<const Field> fields, const std::vector<Part>& parts,
                                    std::size_t size) {
  if (parts.size() != fields.size()) return refuse(TextFault::badParts, parts.back().offset);
  SecretBytes whole(size);
  auto room = whole.revealMutable();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto value = decodeValue(fields[i], parts[i].text);
    if (!value)
      return refuse(value.error().fault, parts[i].offset + value.error().offset, value.error().item);
    if (fields[i].tag != 0) {  // inner simple TLV (ISO/IEC 7816-4 §6.2); parts of cyclic records have no tags
      room[0] = fields[i].tag;
      room[1] = static_cast<std::uint8_t>(fields[i].length);
      room = room.subspan(2);
    }
    std::ranges::copy(value->reveal(), room.begin());
    room = room.subspan(value->size());
  }
  return whole;
}

TextResult<SecretBytes> decodeTemplate(const Field& field, std::string_view text) {
  const bool blank = text.empty();
  return decodeParts(field.inner, blank ? std::vector<Part>(field.inner.size()) : partsOf(text),
                     field.length);
}

using Decoder = TextResult<SecretBytes> (*)(const Field&, std::string_view);
Decoder decoderOf(Coding coding) {
  switch (coding) {
    case Coding::an:
      return decodeText;
    case Coding::cn:
      return decodeDigits;
    case Coding::binary:
      return decodeNumber;
    case Coding::nested:
      return decodeTemplate;
  }
  return decodeNumber;
}

/// Puts the name of a field in front of the name in the error.
TextError inField(std::string_view name, TextError error) {
  error.item = std::string(name) + (error.item.empty() ? "" : ".") + error.item;
  return error;
}

}  // namespace

TextResult<SecretBytes> decodeValue(const Field& field, std::string_view text) {
  auto bytes = decoderOf(textCoding(field))(field, text);
  if (!bytes) return tl::unexpected(inField(field.name, bytes.error()));
  return bytes;
}

TextResult<SecretBytes> decodeRecord(const cardspec::File& cyclic, std::string_view text) {
  return decodeParts(cyclic.fields, partsOf(text), cyclic.size);
}

TextResult<SecretBytes> decodeBinary(const cardspec::File& transparent, std::string_view text) {
  if (text.empty()) return refuse(TextFault::badLength);
  const std::size_t most = std::size_t{transparent.size} * 2;
  if (text.size() > most) return refuse(TextFault::valueTooLong, most);
  return bytesOfHex(text);
}

}  // namespace ssc::capi
