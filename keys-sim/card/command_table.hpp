// The citizen card's commands (ISO/IEC 7816-4; card specification, part 5).
#pragma once

#include "keys-sim/device/command_row.hpp"

namespace ssc::sim {

class CardOs;

std::span<const CommandRow<CardOs>> cardCommands();
/// Those that a directory understands: "PKI", "PKIADF" and "TRANSPORT" have tables of their own.
std::span<const CommandRow<CardOs>> commandsIn(std::string_view df);

inline constexpr apdu::StatusWord kApplicationBlocked{0x9303};

}  // namespace ssc::sim
