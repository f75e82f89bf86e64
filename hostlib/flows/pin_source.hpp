// Where a PIN comes from: a pad in the reader, a pad beside it, a program's callback, a terminal prompt. A
// flow is given one; no PIN is ever a parameter.
#pragma once

#include "crypto/secret.hpp"
#include "hostlib/flows/failure.hpp"

namespace ssc::flows {

/// What the holder is asked for, on the display and by voice.
enum class PinPrompt : std::uint8_t {
  verify,   ///< 请输入密码
  current,  ///< 请输入原密码
  fresh,    ///< 请输入新密码
  repeat,   ///< 请再输入一次
};

/// A site's bounds inside the 4 to 12 digits of ISO 9564.
struct PinRules {
  unsigned least = 4;
  unsigned most = 12;
};

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
/// The new PIN, entered twice; pinMismatch when the entries differ.
Outcome<crypto::SecretBytes> askForNewPin(PinSource& source, const PinRules& rules);

}  // namespace ssc::flows
