// The text commands of the pad's control socket: one line in, one line out, `ok …` or `error: what`. They are
// the holder's fingers, and the hand that pulls the cable.
#pragma once

#include <string>

#include "crypto/secret.hpp"
#include "keys-sim/device/host_port.hpp"
#include "keys-sim/pad/pin_pad.hpp"

namespace ssc::sim {

struct PadControlContext : PortState {
  explicit PadControlContext(PinPad& own) : pad(own) {}
  PinPad& pad;
};

/// No answer contains digits that were entered.
std::string runPadControlLine(PadControlContext& context, const std::string& line);

/// The commands with their arguments, one a line, for help texts.
std::string padControlHelp();

/// 1 to 32 decimal digits: more than a PIN has, so that a wrong length can be tried; empty when it is
/// anything else.
crypto::SecretBytes padDigits(const std::string& text);

}  // namespace ssc::sim
