// The card's own account of settlements made without the network: DF04/EF06, and EF15 for special ones
// (card 7.1, services 6.2). Cards of version 2 and later.
#pragma once

#include <cstdint>

#include "hostlib/flows/visit.hpp"
#include "hostlib/journal/journal.hpp"

namespace ssc::flows {

struct OfflineSums {
  bool permitted = false;   ///< EF06-90
  std::uint32_t sum = 0;    ///< EF06-92, fen: packed decimal on the card
  std::uint32_t count = 0;  ///< EF06-93
};

/// PIN and RK1DF04. cardData where a value is no number.
Outcome<OfflineSums> readOfflineSums(Visit& visit);
/// EF06-92 and 93 and, once, the record of EF15 with this counter. UK2DF04 alone: no PIN is needed. Read back
/// where the PIN was verified in this stay: cardData when the card holds something else.
Outcome<void> writeOfflineSums(Visit& visit, const journal::CardTargets& targets, std::uint16_t cardSequence);
/// EF06-90, 92 and 93, as the center answered them (8605).
Outcome<void> resetOfflineSums(Visit& visit, const OfflineSums& sums);

}  // namespace ssc::flows
