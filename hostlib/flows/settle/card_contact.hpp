// A card that was used without the network meets it again (services 6.2, 8605): the center gets the card's
// own list of debits, and only then are its sums set back.
#pragma once

#include <stop_token>

#include "hostlib/flows/office/desk.hpp"
#include "hostlib/flows/settle/card_sums.hpp"

namespace ssc::flows {

struct CardContact {
  OfflineSums before, after;
  bool isReported = false;  ///< false: the card had nothing to tell, and the center was not asked
};

/// PIN, RK1DF04, UK2DF04. A card of version 1 has no such sums: nothing is done. Asked for again after any
/// failure, it does the same again: the center knows what it has been told.
Outcome<CardContact> contactCard(Visit& visit, CardInterface interface, OfficeDesk& office,
                                 const std::stop_token& stop);

}  // namespace ssc::flows
