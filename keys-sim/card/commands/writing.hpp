// The handlers of the commands that change files, the PIN or the card itself, one file each. Each makes its
// change durable in one step before it answers; a memory that fails gives 6581 and leaves everything as it
// was.
#pragma once

#include "keys-sim/card/card_os.hpp"

namespace ssc::sim {

bool acceptsUpdateRecordParameters(const apdu::Header& header);
apdu::Response updateRecord(CardOs& card, const apdu::Command& command);
apdu::Response updateBinary(CardOs& card, const apdu::Command& command);

bool acceptsChangePinParameters(const apdu::Header& header);
bool acceptsChangePinLengths(const apdu::Command& command);
apdu::Response changePin(CardOs& card, const apdu::Command& command);

bool acceptsUnblockParameters(const apdu::Header& header);
bool acceptsUnblockLengths(const apdu::Command& command);
apdu::Response pinChangeUnblock(CardOs& card, const apdu::Command& command);

apdu::Response applicationBlock(CardOs& card, const apdu::Command& command);
apdu::Response cardBlock(CardOs& card, const apdu::Command& command);

}  // namespace ssc::sim
