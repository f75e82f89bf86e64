// What the medical application keeps over power-off: the amount file, the transaction records (DF04/EF08) and
// the proof of the last transaction. One transaction changes all of them or none.
#pragma once

#include "keys-sim/card/card_os.hpp"
#include "keys-sim/keys/session.hpp"

namespace ssc::sim::medical {

/// What GET TRANSACTION PROOF gives out for the last transaction that happened.
struct Proof {
  std::uint8_t type;     ///< kLoadTransaction, kPurchaseTransaction
  apdu::Bytes sequence;  ///< 2, as the INITIALIZE answered it
  Mac mac;               ///< MAC2: of a load as the host sent it, of a purchase as the card answered it
  Mac tac;
};

AmountFile amountsOf(const CardOs& card);
/// Empty: no transaction yet.
std::optional<Proof> proofOf(const CardOs& card);

/// Makes new amounts durable. False: memory failure, nothing has changed.
bool storeAmounts(CardOs& card, const AmountFile& amounts);
/// Makes a transaction durable: amounts, the new record in front of the others, its proof.
bool storeTransaction(CardOs& card, const AmountFile& amounts, apdu::Bytes record, const Proof& proof);

/// False where amounts or proof were kept but do not read back.
bool isReadable(const PersistentState& durable);

}  // namespace ssc::sim::medical
