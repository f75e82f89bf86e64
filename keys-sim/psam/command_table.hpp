// The PSAM's commands (card specification, part 6).
#pragma once

#include "keys-sim/device/command_row.hpp"

namespace ssc::sim {

class PsamOs;

std::span<const CommandRow<PsamOs>> psamCommands();

}  // namespace ssc::sim
