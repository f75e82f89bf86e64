// INITIALIZE FOR LOAD 帐户划入初始化: key index, amount, terminal number; the card proves itself to the back
// office by MAC1.
#include <limits>

#include "keys-sim/card/medical/commands/commands.hpp"
#include "keys-sim/keys/numbers.hpp"
#include "keys-sim/keys/transaction.hpp"

namespace ssc::sim::medical {
namespace {

bool overflows(std::uint32_t balance, std::uint64_t amount) {
  return amount > std::numeric_limits<std::uint32_t>::max() - balance;
}

CryptoResult<Mac> mac1(const CardOs& card, const AmountFile& file, apdu::ByteView sequence) {
  const auto algorithm = card.profile().algorithm;
  const auto& pending = card.state().medical.pending;
  const auto session = loadSession(algorithm, *card.key("DLK", pending.keyIndex), pending.random, sequence);
  if (!session) return tl::unexpected(session.error());
  return cardMac(algorithm, *session,
                 apdu::join({bigEndian(file.balance, 4), pending.amounts, std::array{kLoadTransaction},
                             pending.terminal}));
}

}  // namespace

apdu::Response initializeForLoad(CardOs& card, const apdu::Command& command) {
  const auto data = command.data();
  const AmountFile file = amountsOf(card);
  const auto conditions = initializeConditions(card, "DLK", data.front(), file.loadCounter);
  if (!conditions.ok()) return status(conditions);
  if (overflows(file.balance, numberOf(data.subspan(1, 4)))) return status(apdu::sw::kConditionsNotSatisfied);
  if (!beginTransaction(card, data)) return status(kInternalError);
  const auto sequence = bigEndian(file.loadCounter, 2);
  const auto mac = mac1(card, file, sequence);
  if (!mac) return status(kInternalError);
  const auto& pending = card.state().medical.pending;
  const std::array keyAndAlgorithm{pending.keyIndex, algorithmByte(card.profile().algorithm)};
  return {apdu::join({bigEndian(file.balance, 4), sequence, keyAndAlgorithm, pending.random, *mac}),
          apdu::sw::kOk};
}

}  // namespace ssc::sim::medical
