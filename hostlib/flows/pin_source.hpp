// Where a PIN comes from: a pad in the reader, a pad beside it, a program's callback, a terminal prompt. A
// flow is given one; no PIN is ever a parameter.
#pragma once

#include "crypto/secret.hpp"
#include "hostlib/flows/failure.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::flows {

/// What the holder is asked for, on the display and by voice.
enum class PinPrompt : std::uint8_t {
  verify,   ///< 请输入密码
  current,  ///< 请输入原密码
  fresh,    ///< 请输入新密码
  repeat,   ///< 请再输入一次
};

/// A site's bounds inside the 4 to 12 digits of ISO 9564, and whether a new PIN may be one that is tried
/// first.
struct PinRules {
  unsigned least = 4;
  unsigned most = 12;
  bool guessable = true;
};
/// `[pin]` of ssc.toml.
PinRules pinRulesOf(const profile::Config& config);

/// A run (234567, 987654, 890123) or the repetition of a shorter piece (555555, 121212, 123123).
bool isGuessable(crypto::ByteView digits);

class PinSource {
 public:
  PinSource() = default;
  PinSource(const PinSource&) = delete;
  PinSource& operator=(const PinSource&) = delete;
  virtual ~PinSource() = default;

  /// The digits in ASCII, as many as the holder entered. Bounded in time and cancellable by itself:
  /// pinCancelled, pinTimedOut, pinPadFault, noPinSource.
  virtual Outcome<crypto::SecretBytes> ask(PinPrompt prompt) = 0;
  /// The pad in the reader sends the PIN to the card itself (PC/SC part 10): then ask() is not called for
  /// VERIFY.
  [[nodiscard]] virtual bool isInReader() const { return false; }
};

/// Digits that a site's rules allow; pinLength otherwise. The source is asked once.
Outcome<crypto::SecretBytes> askForPin(PinSource& source, PinPrompt prompt, const PinRules& rules);
/// The new PIN, entered twice; pinMismatch when the entries differ. pinGuessable before the second entry,
/// where the rules refuse it.
Outcome<crypto::SecretBytes> askForNewPin(PinSource& source, const PinRules& rules);

}  // namespace ssc::flows
