// The transport application (交通联合) of third-generation cards, as far as a terminal touches it: one file
// with the card number and the validity, written under a MAC, and the balance.
#pragma once

#include <vector>

#include "keys-sim/card/file_tree.hpp"
#include "keys-sim/device/command_row.hpp"

namespace ssc::sim {

class CardOs;

namespace transport {

inline constexpr std::string_view kApplication = "TRANSPORT";
inline constexpr std::uint16_t kPublicFile = 0x0015;

std::vector<ElementaryFile> makeFiles(const CardProfile& profile);
std::span<const CommandRow<CardOs>> commands();

apdu::Response updateUnderMac(CardOs& card, const apdu::Command& command);
apdu::Response getBalance(CardOs& card, const apdu::Command& command);

}  // namespace transport
}  // namespace ssc::sim
