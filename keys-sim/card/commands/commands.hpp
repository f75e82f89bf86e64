// The handlers of the command table, one file each. A handler is called after the checks of class,
// instruction, parameters, lengths and (but for SELECT) a blocked directory.
#pragma once

#include "keys-sim/card/card_os.hpp"

namespace ssc::sim {

bool acceptsSelectParameters(const apdu::Header& header);
bool acceptsSelectLengths(const apdu::Command& command);
apdu::Response select(CardOs& card, const apdu::Command& command);

bool acceptsRecordParameters(const apdu::Header& header);
apdu::Response readRecord(CardOs& card, const apdu::Command& command);

bool acceptsBinaryParameters(const apdu::Header& header);
apdu::Response readBinary(CardOs& card, const apdu::Command& command);

apdu::Response getChallenge(CardOs& card, const apdu::Command& command);
apdu::Response internalAuthenticate(CardOs& card, const apdu::Command& command);
apdu::Response externalAuthenticate(CardOs& card, const apdu::Command& command);
apdu::Response verify(CardOs& card, const apdu::Command& command);

/// An answer of a status alone.
inline apdu::Response status(apdu::StatusWord word) {
  return {{}, word};
}

inline constexpr apdu::StatusWord kMemoryFailure{0x6581};
inline constexpr apdu::StatusWord kWrongStructure{0x6981};
inline constexpr apdu::StatusWord kNoCurrentFile{0x6986};
inline constexpr apdu::StatusWord kMacMissing{0x6987};
inline constexpr apdu::StatusWord kMacWrong{0x6988};
inline constexpr apdu::StatusWord kNoSpace{0x6A84};
inline constexpr apdu::StatusWord kInconsistentTlv{0x6A85};
inline constexpr apdu::StatusWord kWrongOffset{0x6B00};
inline constexpr apdu::StatusWord kInternalError{0x6F00};

/// 63Cx.
inline apdu::StatusWord triesLeftStatus(unsigned tries) {
  return apdu::StatusWord(static_cast<std::uint16_t>(0x63C0 | (tries & 0x0F)));
}

}  // namespace ssc::sim
