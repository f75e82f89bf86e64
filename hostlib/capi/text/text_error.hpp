// Why a text of the interface was not accepted: what is wrong, and where. Never the text itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace ssc::capi {

enum class TextFault : std::uint8_t {
  nullPointer,     ///< NULL where a text is expected
  tooLong,         ///< longer than the parameter may be
  noEnd,           ///< the text ends before its closing $ or bar
  badCardInfo,     ///< not 32 digits, bar, 9 characters, bar
  badFileName,     ///< not a directory and EFxx
  badTag,          ///< not two hexadecimal digits
  badNumber,       ///< behind a colon: not 01 to FF
  badItemEnd,      ///< something other than a bar behind an item
  emptyItem,       ///< two bars side by side
  otherShape,      ///< the data do not have the shape of the address
  badCharacter,    ///< a control character, or bytes that are no character of the encoding
  separator,       ///< a value holds a character that separates values
  valueTooLong,    ///< the field is shorter
  notDigits,       ///< a number field takes decimal digits only
  notHex,          ///< not hexadecimal, or half a byte
  badLength,       ///< fewer or more bytes than the field has
  badParts,        ///< not as many ^-parts as the template or record has fields
  badPayInfo,      ///< not amount, bar, amount, bar, time
  badAmount,       ///< not yuan with at most two decimals
  amountTooLarge,  ///< beyond the card's 42949672.95
  badTime,         ///< not a date and time of the calendar
  keyCharacter,    ///< pKey: a character that is not allowed there
  keyLength,       ///< pKey: a length that the step does not take
  unknownFile,     ///< cards of this generation have no such file
  unknownItem,     ///< the file has no such tag, or not so many of it
  cardData,        ///< data of the card that do not parse
};

/// What the caller is answered with; the numbers are those of the interface.
enum class Refusal : std::int16_t {
  badParameter = -14,
  notLegal = -23,
  keyCharacter = -41,
  keyLength = -42,
  unknownFile = -27266,  ///< 6A82
  unknownItem = -27267,  ///< 6A83
};

struct TextError {
  TextFault fault;
  std::size_t offset = 0;  ///< of the first byte that could not be used, in the text or the field's bytes
  std::string item;  ///< the file, tag or field ("SSSEEF06|09", "degreeInformation.school"), may be empty

  friend bool operator==(const TextError&, const TextError&) = default;
};

template <class T>
using TextResult = tl::expected<T, TextError>;

std::string_view toText(TextFault fault);
Refusal refusalOf(TextFault fault);

inline tl::unexpected<TextError> refuse(TextFault fault, std::size_t offset = 0, std::string item = {}) {
  return tl::unexpected(TextError{fault, offset, std::move(item)});
}

}  // namespace ssc::capi
