// What has to be done before anything else when a settlement was interrupted (services 6.5): the card says
// whether it has debited. No PIN is needed for it.
#pragma once

#include <optional>

#include "hostlib/flows/settle/station.hpp"
#include "hostlib/flows/visit.hpp"

namespace ssc::flows {

/// What became of what was interrupted.
struct Recovered {
  std::optional<settlement::Record> closed;  ///< the record it became: S, A or U
  unsigned cardsWritten = 0;                 ///< sums that this card now holds
};

/// With a card in the terminal (taken and recognised, the module open): what is PREPARED is closed, as the
/// card says where it is the same card, as U where it is another. Sums that this card still lacks are
/// written; failing that they stay to be done. debitUncertain while the same card does not answer.
Outcome<Recovered> recoverWithCard(const SettlementStation& station, journal::Journal::Writer& writer,
                                   Visit& visit);
/// Without a card: an upload must begin. What is PREPARED becomes a U.
Outcome<Recovered> recoverWithoutCard(const SettlementStation& station, journal::Journal::Writer& writer);

/// Every number of the security module is accounted for: one more than the journal knows is a consent without
/// a debit, and booked as BURNT. 6117 and an alarm for anything else. The module is open.
Outcome<void> checkModuleNumber(const SettlementStation& station, journal::Journal::Writer& writer,
                                Visit& visit);

/// The debits of this card that nobody knew the end of, against its own list (EF08; the PIN was verified): an
/// R for each that it proves or disproves. How many.
Outcome<unsigned> resolveUnknown(const SettlementStation& station, journal::Journal::Writer& writer,
                                 Visit& visit);

}  // namespace ssc::flows
