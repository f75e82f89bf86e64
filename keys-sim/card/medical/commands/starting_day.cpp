// UPDATE and GET STARTING DAY: the month and day (cn) on which a pay year begins.
#include "keys-sim/card/medical/starting_day.hpp"

#include "keys-sim/card/medical/commands/commands.hpp"

namespace ssc::sim::medical {

apdu::Response updateStartingDay(CardOs& card, const apdu::Command& command) {
  if (!card.state().satisfied("DSK")) return status(apdu::sw::kSecurityNotSatisfied);
  const auto day = startingDay(command.data());
  if (!day) return status(apdu::sw::kWrongData);
  AmountFile file = amountsOf(card);
  file.startDay = *day;
  return status(storeAmounts(card, file) ? apdu::sw::kOk : kMemoryFailure);
}

apdu::Response getStartingDay(CardOs& card, const apdu::Command&) {
  return {packedDecimal(amountsOf(card).startDay, 2), apdu::sw::kOk};
}

}  // namespace ssc::sim::medical
