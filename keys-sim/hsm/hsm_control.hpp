// The text commands of the HSM's control socket: one line in, one line out, `ok …` or `error: what`.
#pragma once

#include <string>

#include "keys-sim/hsm/hsm_service.hpp"

namespace ssc::sim {

struct HsmControlContext {
  HsmService& service;
  HsmFaults& faults;
  const HsmModule& module;
  bool quit = false;  ///< set by `quit`
};

std::string runHsmControlLine(HsmControlContext& context, const std::string& line);

/// The commands with their arguments, one a line, for help texts.
std::string hsmControlHelp();

}  // namespace ssc::sim
