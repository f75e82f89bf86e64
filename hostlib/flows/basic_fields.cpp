#include "hostlib/flows/basic_fields.hpp"

#include <algorithm>

#include "card-spec/text.hpp"

namespace ssc::flows {
namespace {

constexpr std::uint8_t kCardIdTag = 0x01, kVersionTag = 0x03, kIssueDateTag = 0x05, kValidUntilTag = 0x06,
                       kCardNumberTag = 0x07, kSocialSecurityNumberTag = 0x08;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

apdu::ByteView bytesOf(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

apdu::ByteView firstBytes(apdu::ByteView bytes, std::size_t most) {
  return bytes.first(std::min(bytes.size(), most));
}

// Text of a card goes into a reply whose fields end with a bar: a bar or a control character in it becomes a
// blank, so that no card can shift the fields behind it.
crypto::Personal personal(apdu::ByteView bytes) {
  std::string text = apdu::toText(bytes);
  for (std::size_t at = 0; at < bytes.size(); at += cardspec::characterLength(bytes.subspan(at))) {
    if (bytes[at] == '|' || bytes[at] < 0x20 || bytes[at] == 0x7F) text[at] = ' ';
  }
  return crypto::Personal(std::move(text));
}

const apdu::Bytes& resetInformation(const card::Identity& card, profile::AtrField form) {
  return form == profile::AtrField::whole ? card.answerToReset : card.historicalBytes;
}

}  // namespace

BasicFields::BasicFields(const BasicCard& card, std::string_view deviceNumber, profile::AtrField atrField)
    : values_{crypto::Personal(card.identity.region),
              personal(card.holder.text(kSocialSecurityNumberTag)),
              personal(firstBytes(card.identity.issuer.text(kCardNumberTag), cardspec::kCardNumberUsed)),
              crypto::Personal(card.identity.issuer.hex(kCardIdTag)),
              personal(card::joinedName(card.holder)),
              crypto::Personal(apdu::toHex(resetInformation(card.identity, atrField))),
              personal(card.identity.issuer.text(kVersionTag)),
              crypto::Personal(card.identity.issuer.digits(kIssueDateTag)),
              crypto::Personal(card.identity.issuer.digits(kValidUntilTag)),
              crypto::Personal(card.terminalNumber),
              crypto::Personal(std::string(deviceNumber))} {}

crypto::Personal BasicFields::joined() const {
  std::string text;
  for (const crypto::Personal& value : values_)
    text += value.reveal() + '|';
  return crypto::Personal(std::move(text));
}

crypto::Personal BasicFields::utf8(BasicField field) const {
  return crypto::Personal(readableText(bytesOf((*this)[field].reveal())));
}

crypto::Personal BasicFields::joinedUtf8() const {
  std::string text;
  for (std::size_t i = 0; i < kBasicFieldCount; ++i)
    text += utf8(static_cast<BasicField>(i)).reveal() + '|';
  return crypto::Personal(std::move(text));
}

std::string readableText(apdu::ByteView gb18030) {
  if (const auto whole = cardspec::toUtf8(gb18030)) return *whole;
  std::string text;
  while (!gb18030.empty()) {
    // The longest character that starts here: 4, 2 or 1 bytes.
    std::size_t used = 1;
    std::optional<std::string> character;
    for (const std::size_t length : {std::size_t{4}, std::size_t{2}, std::size_t{1}}) {
      if (length > gb18030.size()) continue;
      character = cardspec::toUtf8(gb18030.first(length));
      if (character) {
        used = length;
        break;
      }
    }
    text += character.value_or(std::string(kReplacement));
    gb18030 = gb18030.subspan(used);
  }
  return text;
}

}  // namespace ssc::flows
