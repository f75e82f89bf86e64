#include "hostlib/flows/pin_source.hpp"

#include <algorithm>

#include "crypto/digest.hpp"

namespace ssc::flows {
namespace {

bool isDecimal(crypto::ByteView digits) {
  return std::all_of(digits.begin(), digits.end(), [](std::uint8_t c) { return c >= '0' && c <= '9'; });
}

/// Each digit is the one before it and as much.
bool isRun(crypto::ByteView digits, unsigned step) {
  return std::adjacent_find(digits.begin(), digits.end(), [step](std::uint8_t a, std::uint8_t b) {
           return (a - '0' + step) % 10 != static_cast<unsigned>(b - '0');
         }) == digits.end();
}

bool isRepetition(crypto::ByteView digits, std::size_t piece) {
  return digits.size() % piece == 0 &&
         std::equal(digits.begin() + static_cast<std::ptrdiff_t>(piece), digits.end(), digits.begin());
}

}  // namespace

PinRules pinRulesOf(const profile::Config& config) {
  return {config.pinLeast, config.pinMost, config.pinGuessable};
}

bool isGuessable(crypto::ByteView digits) {
  constexpr unsigned kUp = 1, kDown = 9;  // in the round of ten digits
  if (isRun(digits, kUp) || isRun(digits, kDown)) return true;
  for (std::size_t piece = 1; piece <= digits.size() / 2; ++piece)
    if (isRepetition(digits, piece)) return true;
  return false;
}

Outcome<crypto::SecretBytes> askForPin(PinSource& source, PinPrompt prompt, const PinRules& rules) {
  auto digits = source.ask(prompt);
  if (!digits) return digits;
  const bool fits = digits->size() >= rules.least && digits->size() <= rules.most;
  if (!fits || !isDecimal(digits->reveal()))
    return tl::unexpected(Failure{Reason::pinLength, "PIN entry", {}});
  return digits;
}

Outcome<crypto::SecretBytes> askForNewPin(PinSource& source, const PinRules& rules) {
  auto fresh = askForPin(source, PinPrompt::fresh, rules);
  if (!fresh) return fresh;
  if (!rules.guessable && isGuessable(fresh->reveal()))
    return tl::unexpected(Failure{Reason::pinGuessable, "PIN entry", {}});
  const auto repeated = askForPin(source, PinPrompt::repeat, rules);
  if (!repeated) return tl::unexpected(repeated.error());
  if (!crypto::equalInConstantTime(fresh->reveal(), repeated->reveal()))
    return tl::unexpected(Failure{Reason::pinMismatch, "PIN entry", {}});
  return fresh;
}

}  // namespace ssc::flows
