// Commands under a MAC (class 84 or 04; ISO/IEC 7816-4 §10; card specification, part 5). The data end with
// four bytes of MAC under a session of the directory's maintenance key and the card's last challenge; it
// covers the header with Lc and the data before it.
#pragma once

#include "keys-sim/card/card_os.hpp"

namespace ssc::sim {

inline constexpr std::size_t kMacLength = 4;

/// The class says that a MAC follows: bit 3 set, in the interindustry as in the proprietary classes.
constexpr bool isUnderMac(const apdu::Header& header) {
  return (header.cla & 0x7F) == 0x04;
}

/// The data without the MAC. The command is under a MAC and has at least kMacLength bytes.
inline apdu::ByteView dataBeforeMac(const apdu::Command& command) {
  return command.data().first(command.data().size() - kMacLength);
}

/// What a MAC covers: the header, Lc, and the data before the MAC.
apdu::Bytes protectedPart(const apdu::Command& command);

/// The session the MAC was made with. Errors: 6A88 no maintenance key in `df`, 6984 no usable challenge, 6987
/// no room for a MAC, 6988 wrong MAC, 6F00.
tl::expected<Key, apdu::StatusWord> checkMac(CardOs& card, std::string_view df, const apdu::Command& command);

}  // namespace ssc::sim
