#include "hostlib/capi/text/card_info.hpp"

#include <algorithm>

#include "card-spec/tables.hpp"
#include "hostlib/capi/text/encoding.hpp"
#include "hostlib/capi/text/scanner.hpp"

namespace ssc::capi {
namespace {

constexpr std::size_t kCardIdDigits = 32;

bool isPlain(char c) {
  return c > ' ' && c <= '~' && !isSeparator(c);
}

crypto::Personal upperCase(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(), toUpper);
  return crypto::Personal(std::move(upper));
}

}  // namespace

TextResult<CardInfo> parseCardInfo(std::string_view text) {
  Scanner scanner(text);
  const auto cardId = scanner.takeWhile(isHex, kCardIdDigits);
  if (cardId.size() != kCardIdDigits || !scanner.skip('|')) return scanner.refuseHere(TextFault::badCardInfo);
  const auto number = scanner.takeWhile(isPlain, cardspec::kCardNumberUsed);
  if (number.size() != cardspec::kCardNumberUsed || !scanner.skip('|'))
    return scanner.refuseHere(TextFault::badCardInfo);
  if (!scanner.atEnd()) return scanner.refuseHere(TextFault::badCardInfo);
  return CardInfo{upperCase(cardId), crypto::Personal(std::string(number))};
}

}  // namespace ssc::capi
