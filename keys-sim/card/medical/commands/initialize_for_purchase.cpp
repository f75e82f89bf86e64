// INITIALIZE FOR PURCHASE 医疗消费初始化: key index, account, self-pay and pool amount, terminal number; the
// answer is all the terminal needs to ask its security module for MAC1.
#include "keys-sim/card/medical/commands/commands.hpp"
#include "keys-sim/keys/numbers.hpp"
#include "keys-sim/keys/transaction.hpp"

namespace ssc::sim::medical {

apdu::Response initializeForPurchase(CardOs& card, const apdu::Command& command) {
  const auto data = command.data();
  const AmountFile file = amountsOf(card);
  const auto conditions = initializeConditions(card, "DPK", data.front(), file.purchaseCounter);
  if (!conditions.ok()) return status(conditions);
  if (purchaseAmounts(data.subspan(1, 12)).account > file.balance) return status(kInsufficientBalance);
  if (!beginTransaction(card, data)) return status(kInternalError);
  const auto& pending = card.state().medical.pending;
  const std::array keyAndAlgorithm{pending.keyIndex, algorithmByte(card.profile().algorithm)};
  return {apdu::join({bigEndian(file.balance, 4), bigEndian(file.selfPayYearTotal, 4),
                      bigEndian(file.poolYearTotal, 4), packedDecimal(file.payYear, 2),
                      bigEndian(file.purchaseCounter, 2), keyAndAlgorithm, pending.random}),
          apdu::sw::kOk};
}

}  // namespace ssc::sim::medical
