// The terminal sequence (file 0019 of DF01): each purchase of this terminal has a number of its own. The PSAM
// has one sequence for all its environments: to those who collect the purchases they are one terminal.
#pragma once

#include "keys-sim/device/persistent_state.hpp"

namespace ssc::sim {

inline constexpr std::uint32_t kTerminalSequenceAtMaximum = 0xFFFFFFFF;

/// The number the next purchase gets; 1 in a new PSAM.
std::uint32_t terminalSequence(const PersistentState& durable);
/// The state once that number has been given away.
PersistentState withSequenceTaken(PersistentState durable);
/// False where a sequence was kept but does not read back.
bool isSequenceReadable(const PersistentState& durable);

}  // namespace ssc::sim
