#include "hostlib/flows/pad_pin_source.hpp"

#include <algorithm>
#include <array>

#include "hostlib/pad/pin_pad.hpp"

namespace ssc::flows {
namespace {

using pad::PadError;

struct PromptRow {
  PinPrompt prompt;
  wire::pad::Prompt shown;
};
constexpr std::array kPrompts{
    PromptRow{PinPrompt::verify, wire::pad::Prompt::verify},
    PromptRow{PinPrompt::current, wire::pad::Prompt::current},
    PromptRow{PinPrompt::fresh, wire::pad::Prompt::fresh},
    PromptRow{PinPrompt::repeat, wire::pad::Prompt::repeat},
};

struct ReasonRow {
  PadError error;
  Reason reason;
};
// Everything else is the pad's fault.
constexpr std::array kReasons{
    ReasonRow{PadError::cancelled, Reason::pinCancelled}, ReasonRow{PadError::stopped, Reason::pinCancelled},
    ReasonRow{PadError::timedOut, Reason::pinTimedOut},   ReasonRow{PadError::wrongLength, Reason::pinLength},
    ReasonRow{PadError::noCipher, Reason::internalError},
};

Failure failureFrom(PadError error) {
  const auto* row = std::ranges::find(kReasons, error, &ReasonRow::error);
  const Reason reason = row == kReasons.end() ? Reason::pinPadFault : row->reason;
  return {reason, std::string(toText(error)), {}};
}

class PadPinSource final : public PinSource {
 public:
  PadPinSource(std::string path, std::chrono::milliseconds limit, PinRules rules, std::stop_token stop)
      : pad_(std::move(path)), limit_(limit), rules_(rules), stop_(std::move(stop)) {}

  Outcome<crypto::SecretBytes> ask(PinPrompt prompt) override {
    const auto* row = std::ranges::find(kPrompts, prompt, &PromptRow::prompt);
    auto digits = pad_.ask({row->shown, rules_.least, rules_.most, limit_}, stop_);
    if (!digits) return tl::unexpected(failureFrom(digits.error()));
    return std::move(*digits);
  }

 private:
  pad::PinPad pad_;
  std::chrono::milliseconds limit_;
  PinRules rules_;
  std::stop_token stop_;
};

}  // namespace

std::shared_ptr<PinSource> padPinSource(std::string socketPath, std::chrono::milliseconds entryLimit,
                                        PinRules rules, std::stop_token stop) {
  return std::make_shared<PadPinSource>(std::move(socketPath), entryLimit, rules, std::move(stop));
}

}  // namespace ssc::flows
