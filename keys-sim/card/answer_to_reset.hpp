// The ATR of the simulated chips (ISO/IEC 7816-3 §8).
#pragma once

#include "keys-sim/card/card_profile.hpp"

namespace ssc::sim {

/// `historicalBytes`: 13 or fewer than 16.
apdu::Bytes answerToReset(apdu::ByteView historicalBytes, AtrForm form);

}  // namespace ssc::sim
