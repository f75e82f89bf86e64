// The table [amounts] of a card profile: an amount file that is not a new card's.
#pragma once

#include "keys-sim/card/medical/amount_file.hpp"
#include "keys-sim/profile/section.hpp"

namespace ssc::sim::medical {

/// balance, self-pay-total, pool-total (fen), load-counter, purchase-counter, pay-year, start-day ("MMDD").
/// What is absent is as on a new card; mistakes are noted in the section.
AmountFile readAmounts(Section section);

}  // namespace ssc::sim::medical
