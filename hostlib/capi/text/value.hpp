// The values of fields: text of the interface to bytes of the card, and back.
//
//   an      GB 18030, padded with 00 at the right; read: without 00, 20, FF at the right
//   cn      decimal digits, padded with F at the right; read: without F at the right
//   binary  hexadecimal, all bytes of the field
//   nested  the inner values in the order of the field's table, joined with ^
//
// The card identification code is read and written as binary: its last eight of 32 digits are an
// authentication code in hexadecimal, and there are cards whose code ends with F.
#pragma once

#include <string_view>
#include <vector>

#include "apdu/bytes.hpp"
#include "card-spec/tables.hpp"
#include "crypto/secret.hpp"
#include "hostlib/capi/text/encoding.hpp"
#include "hostlib/capi/text/text_error.hpp"

namespace ssc::capi {

/// `field.length` bytes for the card; an empty text gives a blank field (binary: is refused). Text of `an`
/// fields is GB 18030. Errors name the field, and the place in its text.
TextResult<crypto::SecretBytes> decodeValue(const cardspec::Field& field, std::string_view text);
/// One record of a cyclic file: its fields in card order, joined with ^.
TextResult<crypto::SecretBytes> decodeRecord(const cardspec::File& cyclic, std::string_view text);
/// What to write into a transparent file from offset 0: 1 byte to the file's size.
TextResult<crypto::SecretBytes> decodeBinary(const cardspec::File& transparent, std::string_view text);

/// The text of a value as the card gave it, padding included; longer and shorter values too. A template
/// without a field gives an empty part for it. cardData where a template breaks off.
TextResult<crypto::Personal> encodeValue(const cardspec::Field& field, apdu::ByteView value,
                                         Encoding encoding);
/// A record of a cyclic file: its fields, joined with ^.
TextResult<crypto::Personal> encodeRecord(const cardspec::File& cyclic, apdu::ByteView record,
                                          Encoding encoding);
/// The fields of a cyclic record. One shorter than the table's (old cards) gives empty fields for what is
/// missing; cardData where it ends inside a field or is longer.
TextResult<std::vector<apdu::ByteView>> recordFields(const cardspec::File& cyclic, apdu::ByteView record);
crypto::Personal encodeBinary(apdu::ByteView bytes);

/// The longest text, in bytes, that a value of the field's length can give; of a cyclic record.
std::size_t longestText(const cardspec::Field& field, Encoding encoding);
std::size_t longestRecordText(const cardspec::File& cyclic, Encoding encoding);

}  // namespace ssc::capi
