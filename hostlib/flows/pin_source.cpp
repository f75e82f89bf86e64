#include "hostlib/flows/pin_source.hpp"

#include <algorithm>

#include "crypto/digest.hpp"

namespace ssc::flows {
namespace {

bool isDecimal(crypto::ByteView digits) {
  return std::all_of(digits.begin(), digits.end(), [](std::uint8_t c) { return c >= '0' && c <= '9'; });
}

}  // namespace

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
  const auto repeated = askForPin(source, PinPrompt::repeat, rules);
  if (!repeated) return tl::unexpected(repeated.error());
  if (!crypto::equalInConstantTime(fresh->reveal(), repeated->reveal()))
    return tl::unexpected(Failure{Reason::pinMismatch, "PIN entry", {}});
  return fresh;
}

}  // namespace ssc::flows
