// The handlers of the PSAM's command table, one file each.
#pragma once

#include "keys-sim/psam/psam_os.hpp"

namespace ssc::sim::psam {

bool acceptsSelectParameters(const apdu::Header& header);
bool acceptsSelectLengths(const apdu::Command& command);
apdu::Response select(PsamOs& psam, const apdu::Command& command);

apdu::Response readBinary(PsamOs& psam, const apdu::Command& command);
apdu::Response getChallenge(PsamOs& psam, const apdu::Command& command);
apdu::Response initializeEnvironment(PsamOs& psam, const apdu::Command& command);
apdu::Response deliverSessionKey(PsamOs& psam, const apdu::Command& command);

bool acceptsCipherParameters(const apdu::Header& header);
apdu::Response cipherData(PsamOs& psam, const apdu::Command& command);

bool acceptsPurchaseLengths(const apdu::Command& command);
apdu::Response initSamForPurchase(PsamOs& psam, const apdu::Command& command);
apdu::Response creditSamForPurchase(PsamOs& psam, const apdu::Command& command);

inline apdu::Response status(apdu::StatusWord word) {
  return {{}, word};
}

inline constexpr apdu::StatusWord kMemoryFailure{0x6581};
inline constexpr apdu::StatusWord kWrongState{0x6901};
inline constexpr apdu::StatusWord kNoCurrentFile{0x6986};
inline constexpr apdu::StatusWord kWrongOffset{0x6B00};
inline constexpr apdu::StatusWord kInternalError{0x6F00};
inline constexpr apdu::StatusWord kCounterMaximum{0x9402};
inline constexpr apdu::StatusWord kKeyIndexUnknown{0x9403};

}  // namespace ssc::sim::psam
