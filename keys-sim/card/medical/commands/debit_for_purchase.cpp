// DEBIT FOR PURCHASE 医疗消费: terminal sequence, time, MAC1. Everything is computed before the one write
// that makes the purchase happen; the answer only repeats what the write already keeps as proof.
#include "crypto/digest.hpp"
#include "keys-sim/card/medical/commands/commands.hpp"
#include "keys-sim/keys/numbers.hpp"
#include "keys-sim/keys/transaction.hpp"

namespace ssc::sim::medical {
namespace {

using apdu::ByteView;

struct Debit {
  ByteView terminalSequence, time, mac1;
};

Debit debitOf(const apdu::Command& command) {
  const auto data = command.data();
  return {data.first(4), data.subspan(4, 7), data.last(4)};
}

CryptoResult<Key> session(const CardOs& card, const Debit& debit, ByteView sequence) {
  const auto& pending = card.state().medical.pending;
  return purchaseSession(card.profile().algorithm, *card.key("DPK", pending.keyIndex), pending.random,
                         sequence, debit.terminalSequence);
}

CryptoResult<Mac> mac1(const CardOs& card, const Key& session, const Debit& debit) {
  const auto& pending = card.state().medical.pending;
  return cardMac(card.profile().algorithm, session,
                 purchaseMac1Message(pending.amounts, kPurchaseTransaction, pending.terminal, debit.time));
}

CryptoResult<Mac> tac(const CardOs& card, const Debit& debit) {
  const auto& pending = card.state().medical.pending;
  const auto message = apdu::join({pending.amounts, std::array{kPurchaseTransaction}, pending.terminal,
                                   debit.terminalSequence, debit.time});
  return transactionCode(card.profile().algorithm, *card.key("DTK", pending.keyIndex), message);
}

apdu::Bytes recordOf(const State::Pending& pending, const Debit& debit, ByteView sequence) {
  return apdu::join(
      {sequence, std::array{kPurchaseTransaction}, pending.terminal, debit.time, pending.amounts});
}

apdu::Response execute(CardOs& card, const Debit& debit, const Proof& proof) {
  const auto date = decimalOf(debit.time.first(4));
  if (!date) return status(apdu::sw::kWrongData);
  const auto& pending = card.state().medical.pending;
  AmountFile file = amountsOf(card);
  addPurchase(file, purchaseAmounts(pending.amounts), *date);
  if (!storeTransaction(card, file, recordOf(pending, debit, proof.sequence), proof))
    return status(kMemoryFailure);
  return {apdu::join({proof.tac, proof.mac}), apdu::sw::kOk};
}

}  // namespace

apdu::Response debitForPurchase(CardOs& card, const apdu::Command& command) {
  const Debit debit = debitOf(command);
  const auto sequence = bigEndian(amountsOf(card).purchaseCounter, 2);
  const auto key = session(card, debit, sequence);
  if (!key) return status(kInternalError);
  const auto expected = mac1(card, *key, debit);
  const auto mac2 = cardMac(card.profile().algorithm, *key, card.state().medical.pending.amounts);
  const auto code = tac(card, debit);
  if (!expected || !mac2 || !code) return status(kInternalError);
  if (!crypto::equalInConstantTime(*expected, debit.mac1)) return status(kMacInvalid);
  return execute(card, debit, {kPurchaseTransaction, sequence, *mac2, *code});
}

}  // namespace ssc::sim::medical
