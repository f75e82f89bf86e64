// The commands of the certificate environment and of its application.
#pragma once

#include "keys-sim/device/command_row.hpp"

namespace ssc::sim {

class CardOs;

namespace pki {

std::span<const CommandRow<CardOs>> environmentCommands();
std::span<const CommandRow<CardOs>> applicationCommands();

}  // namespace pki
}  // namespace ssc::sim
