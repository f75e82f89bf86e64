// What the files of a PSAM hold (card specification, part 6).
#pragma once

#include <vector>

#include "keys-sim/psam/psam_os.hpp"

namespace ssc::sim {

inline constexpr std::uint16_t kTerminalNumberFid = 0x0016;
inline constexpr std::uint16_t kTerminalSequenceFid = 0x0019;

/// 0015 card information, 0016 terminal number.
std::vector<PsamFile> environmentFiles(const PsamProfile& profile);
/// 0017 application information; 0019 terminal sequence; 001A, 001B, 001C national, provincial and city
/// information.
std::vector<PsamFile> applicationFiles();
/// Writes the terminal sequence into 0019.
void updateTerminalSequence(std::vector<PsamFile>& applicationFiles, std::uint32_t sequence);

}  // namespace ssc::sim
