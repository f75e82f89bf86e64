// CREDIT SAM FOR PURCHASE: the MAC2 with which the card answered DEBIT FOR PURCHASE. It belongs to the
// INITIALIZE right before it and can be tried once.
#include "crypto/digest.hpp"
#include "keys-sim/psam/commands/commands.hpp"

namespace ssc::sim::psam {

apdu::Response creditSamForPurchase(PsamOs& psam, const apdu::Command& command) {
  const auto& awaited = psam.state().awaitedMac2;
  if (!awaited) return status(kWrongState);
  const bool right = crypto::equalInConstantTime(*awaited, command.data());
  return status(right ? apdu::sw::kOk : psam.profile().wrongMac2);
}

}  // namespace ssc::sim::psam
