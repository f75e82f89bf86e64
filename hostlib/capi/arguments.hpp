// What callers pass: read up to the NUL with a bound, understood, or a failure that names the argument.
#pragma once

#include <optional>
#include <string_view>

#include "hostlib/capi/text/input.hpp"
#include "hostlib/flows/terminal.hpp"
#include "hostlib/flows/visit.hpp"

namespace ssc::capi {

using flows::Outcome;

struct Argument {
  std::string_view name;
  std::size_t most;  ///< bytes without the NUL
  TextFault tooLong = TextFault::tooLong;
};
inline constexpr Argument kCardInfoArgument{"pCardInfo", kMostCardInfo};
inline constexpr Argument kFileAddressArgument{"pFileAddr", kMostFileAddress};
inline constexpr Argument kWriteDataArgument{"pWriteData", kMostWriteData};
inline constexpr Argument kPayInfoArgument{"pPayInfo", kMostPayInfo};
inline constexpr Argument kKeyArgument{"pKey", kMostKey, TextFault::keyLength};

/// The interface's code for what is wrong, and where: "pFileAddr: not a tag, byte 9". Never the text itself.
flows::Failure failureFrom(const TextError& error, std::string_view argument);

template <class T>
Outcome<T> understood(TextResult<T> result, std::string_view argument) {
  return std::move(result).map_error([&](const TextError& error) { return failureFrom(error, argument); });
}

/// badParameter for NULL. Whatever else is wrong with the text is found out later.
Outcome<void> requireGiven(const char* text, const Argument& argument);

/// The text, as it lies in the caller's memory.
Outcome<std::string_view> textOf(const char* text, const Argument& argument);

/// The text as `parse` understands it.
template <class Parse>
auto parseArgument(const char* text, const Argument& argument, Parse parse)
    -> Outcome<typename std::invoke_result_t<Parse, std::string_view>::value_type> {
  const auto bounded = textOf(text, argument);
  if (!bounded) return tl::unexpected(bounded.error());
  return understood(parse(*bounded), argument.name);
}

/// iType: 1 to 4; badParameter otherwise.
Outcome<flows::CardInterface> parseInterface(int type);

/// Which card a call is about: where it is, and, where the caller says so, which one.
struct AskedCard {
  flows::CardInterface interface = flows::CardInterface::contact;
  std::optional<flows::CardClaim> claim;
};
Outcome<AskedCard> parseCard(int type);
Outcome<AskedCard> parseCard(int type, const char* cardInfo);

/// Powers and recognises the card; differsFromCard where it is not the one that is meant.
Outcome<void> takeCard(flows::Visit& visit, const AskedCard& asked);

}  // namespace ssc::capi
