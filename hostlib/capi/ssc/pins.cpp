#include "hostlib/capi/ssc/pins.hpp"

#include <algorithm>
#include <array>

#include "hostlib/flows/configured_pin_source.hpp"

namespace ssc::capi {
namespace {

using flows::Failure;
using flows::Outcome;
using flows::PinPrompt;
using flows::Reason;

constexpr std::size_t kMostDigits = 12;  // ISO 9564-1 §7

struct PromptRow {
  PinPrompt prompt;
  int number;
};
constexpr std::array kPrompts{
    PromptRow{PinPrompt::verify, SSC_PIN_VERIFY},
    PromptRow{PinPrompt::current, SSC_PIN_CURRENT},
    PromptRow{PinPrompt::fresh, SSC_PIN_NEW},
    PromptRow{PinPrompt::repeat, SSC_PIN_REPEAT},
};

// Any other number of a callback is its own fault.
constexpr std::array kEndings{Reason::pinCancelled, Reason::pinTimedOut};

Failure callbackFailure(int code) {
  const auto* ending =
      std::ranges::find(kEndings, code, [](Reason reason) { return flows::rowOf(reason).code; });
  const Reason reason = ending == kEndings.end() ? Reason::pinPadFault : *ending;
  return {reason, "PIN callback: " + std::to_string(code), {}};
}

// Its buffer is wiped with `room`, whatever the callback did with it.
Outcome<crypto::SecretBytes> askCallback(const PinDesk::Asked& asked, PinPrompt prompt) {
  crypto::SecretBytes room(kMostDigits);
  std::size_t length = 0;
  const int number = std::ranges::find(kPrompts, prompt, &PromptRow::prompt)->number;
  const int code = asked.function(asked.user, number, reinterpret_cast<char*>(room.revealMutable().data()),
                                  room.size(), &length);
  if (code != 0) return tl::unexpected(callbackFailure(code));
  if (length > room.size()) return tl::unexpected(Failure{Reason::pinLength, "PIN callback", {}});
  return crypto::SecretBytes(room.reveal().first(length));
}

}  // namespace

void CardPins::renew(std::stop_token stop) {
  const std::lock_guard lock(mutex_);
  stop_ = std::move(stop);
}

std::stop_token CardPins::stop() const {
  const std::lock_guard lock(mutex_);
  return stop_;
}

Outcome<crypto::SecretBytes> CardPins::ask(PinPrompt prompt) {
  if (const auto asked = desk_->asked(); asked.function != nullptr) return askCallback(asked, prompt);
  const auto source = flows::pinSourceFor(config_, stop());
  if (!source) return tl::unexpected(Failure{Reason::noPinSource, "PIN entry", {}});
  return source->ask(prompt);
}

bool CardPins::isInReader() const {
  if (desk_->asked().function != nullptr) return false;
  const auto source = flows::pinSourceFor(config_, {});
  return source && source->isInReader();
}

}  // namespace ssc::capi
