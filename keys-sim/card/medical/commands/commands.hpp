// The handlers of the medical commands (card specification, part 5; class B0 in DF04), one file each. They
// run behind the admission of the state machine, which also takes what their answer means for the state.
#pragma once

#include "keys-sim/card/medical/memory.hpp"
#include "keys-sim/card/medical/state_machine.hpp"

namespace ssc::sim::medical {

apdu::Response initializeForLoad(CardOs& card, const apdu::Command& command);
apdu::Response creditForLoad(CardOs& card, const apdu::Command& command);
apdu::Response initializeForPurchase(CardOs& card, const apdu::Command& command);
apdu::Response debitForPurchase(CardOs& card, const apdu::Command& command);

bool acceptsBalanceParameters(const apdu::Header& header);
apdu::Response getBalance(CardOs& card, const apdu::Command& command);

bool acceptsProofParameters(const apdu::Header& header);
apdu::Response getTransactionProof(CardOs& card, const apdu::Command& command);

apdu::Response updateStartingDay(CardOs& card, const apdu::Command& command);
apdu::Response getStartingDay(CardOs& card, const apdu::Command& command);

/// The conditions both INITIALIZE commands begin with: PIN 6982, key index 9403, counter 9402.
apdu::StatusWord initializeConditions(CardOs& card, std::string_view key, std::uint8_t keyIndex,
                                      std::uint16_t counter);
/// Draws the random number of a transaction and keeps what its INITIALIZE was given: key index (1), amounts,
/// terminal number (6). False: no randomness.
bool beginTransaction(CardOs& card, apdu::ByteView data);

inline constexpr apdu::StatusWord kMacInvalid{0x9302};
inline constexpr apdu::StatusWord kInsufficientBalance{0x9401};
inline constexpr apdu::StatusWord kCounterMaximum{0x9402};
inline constexpr apdu::StatusWord kKeyIndexUnsupported{0x9403};
inline constexpr apdu::StatusWord kProofUnavailable{0x9406};

}  // namespace ssc::sim::medical
