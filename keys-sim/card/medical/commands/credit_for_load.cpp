// CREDIT FOR LOAD 帐户划入: host time, MAC2. As with DEBIT FOR PURCHASE, one write makes the load happen.
#include "crypto/digest.hpp"
#include "keys-sim/card/medical/commands/commands.hpp"
#include "keys-sim/keys/numbers.hpp"
#include "keys-sim/keys/transaction.hpp"

namespace ssc::sim::medical {
namespace {

using apdu::ByteView;

constexpr std::array<std::uint8_t, 8> kNoSelfPayNoPool{};

// amount || type || terminal || time: what MAC2 is made over, and the end of the TAC's message.
apdu::Bytes loadMessage(const State::Pending& pending, ByteView time) {
  return apdu::join({pending.amounts, std::array{kLoadTransaction}, pending.terminal, time});
}

CryptoResult<Mac> expectedMac2(const CardOs& card, ByteView sequence, ByteView message) {
  const auto algorithm = card.profile().algorithm;
  const auto& pending = card.state().medical.pending;
  const auto session = loadSession(algorithm, *card.key("DLK", pending.keyIndex), pending.random, sequence);
  if (!session) return tl::unexpected(session.error());
  return cardMac(algorithm, *session, message);
}

// Made over the new balance: the published text says "balance" only.
CryptoResult<Mac> tac(const CardOs& card, const AmountFile& loaded, ByteView sequence, ByteView message) {
  return transactionCode(card.profile().algorithm, *card.key("DTK", card.state().medical.pending.keyIndex),
                         apdu::join({bigEndian(loaded.balance, 4), sequence, message}));
}

AmountFile withLoad(AmountFile file, ByteView amount) {
  file.balance += static_cast<std::uint32_t>(numberOf(amount));
  ++file.loadCounter;
  return file;
}

apdu::Response execute(CardOs& card, const AmountFile& loaded, ByteView time, const Proof& proof) {
  const auto& pending = card.state().medical.pending;
  const auto record = apdu::join({proof.sequence, std::array{kLoadTransaction}, pending.terminal, time,
                                  pending.amounts, kNoSelfPayNoPool});
  if (!storeTransaction(card, loaded, record, proof)) return status(kMemoryFailure);
  return {apdu::Bytes(proof.tac.begin(), proof.tac.end()), apdu::sw::kOk};
}

}  // namespace

apdu::Response creditForLoad(CardOs& card, const apdu::Command& command) {
  const auto time = command.data().first(7);
  const AmountFile file = amountsOf(card);
  const auto sequence = bigEndian(file.loadCounter, 2);
  const auto& pending = card.state().medical.pending;
  const auto message = loadMessage(pending, time);
  const AmountFile loaded = withLoad(file, pending.amounts);
  const auto mac2 = expectedMac2(card, sequence, message);
  const auto code = tac(card, loaded, sequence, message);
  if (!mac2 || !code) return status(kInternalError);
  if (!crypto::equalInConstantTime(*mac2, command.data().last(4))) return status(kMacInvalid);
  return execute(card, loaded, time, {kLoadTransaction, sequence, *mac2, *code});
}

}  // namespace ssc::sim::medical
