// Bytes of the card to text of the interface.
#include <array>
#include <numeric>
#include <vector>

#include "apdu/cursor.hpp"
#include "card-spec/text.hpp"
#include "hostlib/capi/text/reply_text.hpp"
#include "hostlib/capi/text/value.hpp"
#include "hostlib/capi/text/value_coding.hpp"

namespace ssc::capi {
namespace {

using apdu::ByteView;
using cardspec::Coding;
using cardspec::Field;
using crypto::Personal;

constexpr char kJoint = '^';
constexpr std::size_t kMostUtf8Growth = 3;  ///< see toReplyText

TextResult<Personal> encodeText(const Field& /*field*/, ByteView value, Encoding encoding) {
  return toReplyText(cardspec::stripText(value), encoding);
}

TextResult<Personal> encodeDigits(const Field& /*field*/, ByteView value, Encoding /*encoding*/) {
  return Personal(cardspec::digitsOf(value));
}

TextResult<Personal> encodeNumber(const Field& /*field*/, ByteView value, Encoding /*encoding*/) {
  return encodeBinary(value);
}

/// The value behind an inner tag; empty when the template does not have it. The template ends at a byte that
/// cannot be a tag (ISO/IEC 7816-4 §6.2: 00, FF): padding of a blank or shorter one.
tl::expected<ByteView, apdu::ParseError> innerValue(ByteView whole, std::uint8_t tag) {
  apdu::Cursor cursor(whole);
  while (!cursor.atEnd()) {
    const auto found = cursor.takeByte();
    if (*found == 0x00 || *found == 0xFF) break;
    const auto length = cursor.takeByte();
    if (!length) return tl::unexpected(length.error());
    const auto value = cursor.take(*length);
    if (!value || *found == tag) return value;
  }
  return ByteView();
}

TextResult<Personal> encodeTemplate(const Field& field, ByteView value, Encoding encoding) {
  std::vector<Personal> parts;
  for (const Field& inner : field.inner) {
    const auto bytes = innerValue(value, inner.tag);
    if (!bytes) return refuse(TextFault::cardData, bytes.error().offset, std::string(field.name));
    auto part = encodeValue(inner, *bytes, encoding);
    if (!part) return part;
    parts.push_back(std::move(*part));
  }
  return joined(parts, kJoint);
}

using Encoder = TextResult<Personal> (*)(const Field&, ByteView, Encoding);
Encoder encoderOf(Coding coding) {
  switch (coding) {
    case Coding::an:
      return encodeText;
    case Coding::cn:
      return encodeDigits;
    case Coding::binary:
      return encodeNumber;
    case Coding::nested:
      return encodeTemplate;
  }
  return encodeNumber;
}

std::size_t longestParts(std::span<const Field> fields, Encoding encoding) {
  if (fields.empty()) return 0;
  return std::accumulate(
      fields.begin(), fields.end(), fields.size() - 1,
      [&](std::size_t sum, const Field& field) { return sum + longestText(field, encoding); });
}

}  // namespace

TextResult<Personal> encodeValue(const Field& field, ByteView value, Encoding encoding) {
  return encoderOf(textCoding(field))(field, value, encoding);
}

TextResult<std::vector<ByteView>> recordFields(const cardspec::File& cyclic, ByteView record) {
  apdu::Cursor cursor(record);
  std::vector<ByteView> values;
  for (const Field& field : cyclic.fields) {
    const auto bytes = cursor.take(cursor.atEnd() ? 0 : field.length);
    if (!bytes) return refuse(TextFault::cardData, cursor.offset(), std::string(field.name));
    values.push_back(*bytes);
  }
  if (!cursor.atEnd()) return refuse(TextFault::cardData, cursor.offset());
  return values;
}

TextResult<Personal> encodeRecord(const cardspec::File& cyclic, ByteView record, Encoding encoding) {
  const auto values = recordFields(cyclic, record);
  if (!values) return tl::unexpected(values.error());
  std::vector<Personal> parts;
  for (std::size_t i = 0; i < values->size(); ++i) {
    auto part = encodeValue(cyclic.fields[i], (*values)[i], encoding);
    if (!part) return part;
    parts.push_back(std::move(*part));
  }
  return joined(parts, kJoint);
}

Personal encodeBinary(ByteView bytes) {
  return Personal(apdu::toHex(bytes));
}

std::size_t longestText(const Field& field, Encoding encoding) {
  switch (field.coding) {
    case Coding::an:
      return field.length * (encoding == Encoding::utf8 ? kMostUtf8Growth : 1);
    case Coding::nested:
      return longestParts(field.inner, encoding);
    case Coding::cn:
    case Coding::binary:
      break;
  }
  return field.length * std::size_t{2};
}

std::size_t longestRecordText(const cardspec::File& cyclic, Encoding encoding) {
  return longestParts(cyclic.fields, encoding);
}

}  // namespace ssc::capi
