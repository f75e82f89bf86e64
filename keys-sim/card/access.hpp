// Who may read or write a file now (card specification, part 3).
#pragma once

#include "keys-sim/card/card_os.hpp"

namespace ssc::sim {

/// PIN: verified, or the card has none. KEY: the named key has been proven. Combined as the rule says.
bool isAllowed(CardOs& card, const cardspec::AccessRule& rule);

}  // namespace ssc::sim
