#include "hostlib/capi/text/key_text.hpp"

#include <algorithm>

#include "hostlib/capi/text/scanner.hpp"

namespace ssc::capi {
namespace {

constexpr std::size_t kAuthenticationDigits = 32;
constexpr std::size_t kReloadDigits3Des = 34, kReloadDigits16 = 50, kUnblockDigits = 18;
constexpr std::size_t kDebitLength = 33;

TextResult<void> checkLength(std::string_view text, std::size_t length) {
  if (text.size() != length) return refuse(TextFault::keyLength, std::min(text.size(), length));
  return {};
}

/// Fills `bytes` from as many digits as it takes.
template <class Kind>
TextResult<void> takeBytes(Scanner& scanner, std::span<std::uint8_t> bytes, Kind kind) {
  for (std::uint8_t& byte : bytes) {
    const auto digits = scanner.takeWhile(kind, 2);
    if (digits.size() != 2) return refuse(TextFault::keyCharacter, scanner.offset());
    byte = static_cast<std::uint8_t>(hexNumber(digits));
  }
  return {};
}

TextResult<void> takeBar(Scanner& scanner) {
  if (!scanner.skip('|')) return refuse(TextFault::keyCharacter, scanner.offset());
  return {};
}

TextResult<Authentication> takeAuthentication(Scanner& scanner) {
  Authentication taken;
  return takeBytes(scanner, taken.authentication, isHex)
      .and_then([&] { return takeBytes(scanner, taken.data, isHex); })
      .map([&] { return taken; });
}

TextResult<crypto::SecretBytes> parseCommand(std::string_view text, std::size_t digits) {
  if (const auto fits = checkLength(text, digits); !fits) return tl::unexpected(fits.error());
  Scanner scanner(text);
  crypto::SecretBytes command(digits / 2);
  if (const auto taken = takeBytes(scanner, command.revealMutable(), isHex); !taken)
    return tl::unexpected(taken.error());
  return command;
}

// A text of the basic read: one or two parts, each with a bar that may be missing at the end.
struct BasicReadForm {
  std::size_t length;
  std::size_t parts;
};
constexpr std::array kBasicReadForms{BasicReadForm{32, 1}, BasicReadForm{33, 1}, BasicReadForm{65, 2},
                                     BasicReadForm{66, 2}};
constexpr std::size_t kEmptySecondLength = 34;

/// The same text without the bar of an empty second part.
std::string_view withoutEmptySecond(std::string_view text) {
  const bool empty = text.size() == kEmptySecondLength && text.ends_with("||");
  return empty ? text.substr(0, text.size() - 1) : text;
}

TextResult<BasicReadKey> takeBasicRead(Scanner& scanner, std::size_t parts) {
  const auto internal = takeAuthentication(scanner);
  if (!internal) return tl::unexpected(internal.error());
  BasicReadKey key{*internal, std::nullopt};
  if (parts == 1) return key;
  if (const auto bar = takeBar(scanner); !bar) return tl::unexpected(bar.error());
  const auto external = takeAuthentication(scanner);
  if (!external) return tl::unexpected(external.error());
  key.external = *external;
  return key;
}

}  // namespace

TextResult<BasicReadKey> parseBasicReadKey(std::string_view text) {
  text = withoutEmptySecond(text);
  const auto* form = std::ranges::find(kBasicReadForms, text.size(), &BasicReadForm::length);
  if (form == kBasicReadForms.end()) return refuse(TextFault::keyLength, text.size());
  Scanner scanner(text);
  auto key = takeBasicRead(scanner, form->parts);
  if (!key) return key;
  scanner.skip('|');
  if (!scanner.atEnd()) return refuse(TextFault::keyCharacter, scanner.offset());
  return key;
}

TextResult<Authentication> parseAuthenticationKey(std::string_view text) {
  if (const auto fits = checkLength(text, kAuthenticationDigits); !fits) return tl::unexpected(fits.error());
  Scanner scanner(text);
  return takeAuthentication(scanner);
}

TextResult<crypto::SecretBytes> parseReloadKey(std::string_view text, cardspec::Algorithm algorithm) {
  const bool eightByteBlocks = algorithm == cardspec::Algorithm::tripleDes;
  return parseCommand(text, eightByteBlocks ? kReloadDigits3Des : kReloadDigits16);
}

TextResult<crypto::SecretBytes> parseUnblockKey(std::string_view text) {
  return parseCommand(text, kUnblockDigits);
}

TextResult<DebitKey> parseDebitKey(std::string_view text) {
  if (const auto fits = checkLength(text, kDebitLength); !fits) return tl::unexpected(fits.error());
  Scanner scanner(text);
  DebitKey key;
  return takeBytes(scanner, key.terminalSequence, isHex)
      .and_then([&] { return takeBar(scanner); })
      .and_then([&] { return takeBytes(scanner, key.time, isDecimal); })
      .and_then([&] { return takeBar(scanner); })
      .and_then([&] { return takeBytes(scanner, key.mac1, isHex); })
      .and_then([&] { return takeBar(scanner); })
      .map([&] { return key; });
}

}  // namespace ssc::capi
