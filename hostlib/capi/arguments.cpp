#include "hostlib/capi/arguments.hpp"

#include <array>

#include "hostlib/capi/text/card_info.hpp"

namespace ssc::capi {
namespace {

using flows::Failure;
using flows::Reason;

struct RefusalRow {
  Refusal refusal;
  Reason reason;
};
constexpr std::array kRefusals{
    RefusalRow{Refusal::badParameter, Reason::badParameter},
    RefusalRow{Refusal::notLegal, Reason::badInput},
    RefusalRow{Refusal::keyCharacter, Reason::badKeyCharacter},
    RefusalRow{Refusal::keyLength, Reason::badKeyLength},
    RefusalRow{Refusal::unknownFile, Reason::noSuchFile},
    RefusalRow{Refusal::unknownItem, Reason::noSuchField},
};

Reason reasonFor(TextFault fault) {
  if (fault == TextFault::cardData) return Reason::cardData;
  for (const RefusalRow& row : kRefusals) {
    if (row.refusal == refusalOf(fault)) return row.reason;
  }
  return Reason::internalError;
}

std::string placeOf(const TextError& error) {
  const std::string item = error.item.empty() ? "" : " (" + error.item + ")";
  return ", byte " + std::to_string(error.offset + 1) + item;
}

}  // namespace

Failure failureFrom(const TextError& error, std::string_view argument) {
  std::string where = std::string(argument) + ": " + std::string(toText(error.fault));
  if (error.fault != TextFault::nullPointer) where += placeOf(error);
  return {reasonFor(error.fault), std::move(where), {}};
}

Outcome<void> requireGiven(const char* text, const Argument& argument) {
  if (text != nullptr) return {};
  return tl::unexpected(failureFrom({TextFault::nullPointer, 0, {}}, argument.name));
}

Outcome<std::string_view> textOf(const char* text, const Argument& argument) {
  return understood(boundedText(text, argument.most, argument.tooLong), argument.name);
}

Outcome<flows::CardInterface> parseInterface(int type) {
  constexpr int kFirst = static_cast<int>(flows::CardInterface::contact);
  constexpr int kLast = static_cast<int>(flows::CardInterface::contactlessFirst);
  if (type < kFirst || type > kLast) return tl::unexpected(Failure{Reason::badParameter, "iType", {}});
  return static_cast<flows::CardInterface>(type);
}

Outcome<AskedCard> parseCard(int type) {
  return parseInterface(type).map(
      [](flows::CardInterface interface) { return AskedCard{interface, std::nullopt}; });
}

Outcome<AskedCard> parseCard(int type, const char* cardInfo) {
  auto asked = parseCard(type);
  if (!asked) return asked;
  const auto info = parseArgument(cardInfo, kCardInfoArgument, parseCardInfo);
  if (!info) return tl::unexpected(info.error());
  asked->claim = flows::CardClaim{info->cardId.reveal(), info->cardNumber.reveal()};
  return asked;
}

Outcome<void> takeCard(flows::Visit& visit, const AskedCard& asked) {
  if (auto taken = visit.take(asked.interface); !taken) return taken;
  return asked.claim ? visit.expect(*asked.claim) : Outcome<void>{};
}

}  // namespace ssc::capi
