// What the PIN commands share: the packed form, the try counter, and how a PIN is replaced (card
// specification, part 5).
#pragma once

#include "keys-sim/card/card_os.hpp"

namespace ssc::sim {

inline constexpr const char* kPinCounter = "PIN";
inline constexpr std::size_t kMaxPinLength = 8;  ///< bytes; keypads and profiles stop at twelve digits

/// Two to eight bytes of packed digits, the last nibble F where their number is odd.
bool isPackedPin(apdu::ByteView block);

/// Tries left of the PIN.
unsigned pinTriesLeft(const CardOs& card);

/// One try less: 63Cx, or 6581 where that cannot be made durable.
apdu::Response refusePin(CardOs& card, unsigned tries);

/// Makes `pin` the card's PIN (empty: none) and gives all tries back, in one step. False: memory failure.
[[nodiscard]] bool replacePin(CardOs& card, apdu::ByteView pin);

}  // namespace ssc::sim
