// What a holder or a clerk does with the card's PIN. The card has been taken; every PIN comes from the stay's
// source.
#pragma once

#include "hostlib/flows/visit.hpp"

namespace ssc::flows {

/// Old PIN, new PIN, new PIN again; then CHANGE PIN. Entries that differ cost no try.
Outcome<void> changePin(Visit& visit);
/// A new PIN without the old one: PUK, then PIN CHANGE/UNBLOCK with the new PIN under secure messaging (STK).
/// The module and its key are tried before the holder is asked.
Outcome<void> reloadPin(Visit& visit);
/// The try counter set back, the PIN kept.
Outcome<void> unblockPin(Visit& visit);

}  // namespace ssc::flows
