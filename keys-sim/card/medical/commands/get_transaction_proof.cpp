// GET TRANSACTION PROOF 取交易认证码: P2 the transaction type, data its sequence. After a torn card it tells
// whether the transaction happened. The type is '1' and '2' in ASCII, or as a number.
#include <algorithm>
#include <array>

#include "keys-sim/card/medical/commands/commands.hpp"
#include "keys-sim/keys/transaction.hpp"

namespace ssc::sim::medical {
namespace {

constexpr std::uint8_t kAsciiDigits = 0x30;

std::uint8_t typeOf(const apdu::Header& header) {
  return header.p2 | kAsciiDigits;
}

}  // namespace

bool acceptsProofParameters(const apdu::Header& header) {
  constexpr std::array<std::uint8_t, 4> kTypes{0x01, 0x02, kLoadTransaction, kPurchaseTransaction};
  return header.p1 == 0 && std::find(kTypes.begin(), kTypes.end(), header.p2) != kTypes.end();
}

apdu::Response getTransactionProof(CardOs& card, const apdu::Command& command) {
  const auto proof = proofOf(card);
  const auto sequence = command.data();
  const bool asked =
      proof && proof->type == typeOf(command.header()) &&
      std::equal(sequence.begin(), sequence.end(), proof->sequence.begin(), proof->sequence.end());
  if (!asked) return status(kProofUnavailable);
  return {apdu::join({proof->mac, proof->tac}), apdu::sw::kOk};
}

}  // namespace ssc::sim::medical
