#include "hostlib/capi/text/text_error.hpp"

#include <array>

namespace ssc::capi {
namespace {

struct FaultRow {
  TextFault fault;
  Refusal refusal;
  std::string_view text;
};

// In the order of the enumeration, which a test checks.
constexpr std::array kRows{
    FaultRow{TextFault::nullPointer, Refusal::badParameter, "no text"},
    FaultRow{TextFault::tooLong, Refusal::notLegal, "text too long"},
    FaultRow{TextFault::noEnd, Refusal::notLegal, "the closing character is missing"},
    FaultRow{TextFault::badCardInfo, Refusal::notLegal, "not card identification code and card number"},
    FaultRow{TextFault::badFileName, Refusal::notLegal, "not a file name"},
    FaultRow{TextFault::badTag, Refusal::notLegal, "not a tag"},
    FaultRow{TextFault::badNumber, Refusal::notLegal, "not a number 01 to FF"},
    FaultRow{TextFault::badItemEnd, Refusal::notLegal, "a bar is missing"},
    FaultRow{TextFault::emptyItem, Refusal::notLegal, "an item is empty"},
    FaultRow{TextFault::otherShape, Refusal::notLegal, "not the shape of the address"},
    FaultRow{TextFault::badCharacter, Refusal::notLegal, "not a character"},
    FaultRow{TextFault::separator, Refusal::notLegal, "a separator in a value"},
    FaultRow{TextFault::valueTooLong, Refusal::notLegal, "value too long"},
    FaultRow{TextFault::notDigits, Refusal::notLegal, "not decimal digits"},
    FaultRow{TextFault::notHex, Refusal::notLegal, "not hexadecimal"},
    FaultRow{TextFault::badLength, Refusal::notLegal, "not the length of the field"},
    FaultRow{TextFault::badParts, Refusal::notLegal, "not the number of parts"},
    FaultRow{TextFault::badPayInfo, Refusal::notLegal, "not two amounts and a time"},
    FaultRow{TextFault::badAmount, Refusal::notLegal, "not an amount"},
    FaultRow{TextFault::amountTooLarge, Refusal::notLegal, "amount too large"},
    FaultRow{TextFault::badTime, Refusal::notLegal, "not a date and time"},
    FaultRow{TextFault::keyCharacter, Refusal::keyCharacter, "illegal character in pKey"},
    FaultRow{TextFault::keyLength, Refusal::keyLength, "wrong length of pKey"},
    FaultRow{TextFault::unknownFile, Refusal::unknownFile, "no such file"},
    FaultRow{TextFault::unknownItem, Refusal::unknownItem, "no such item"},
    FaultRow{TextFault::cardData, Refusal::notLegal, "the card's data do not parse"},
};
static_assert(kRows.size() == static_cast<std::size_t>(TextFault::cardData) + 1);

const FaultRow& rowOf(TextFault fault) {
  return kRows.at(static_cast<std::size_t>(fault));
}

}  // namespace

std::string_view toText(TextFault fault) {
  return rowOf(fault).text;
}
Refusal refusalOf(TextFault fault) {
  return rowOf(fault).refusal;
}

}  // namespace ssc::capi
