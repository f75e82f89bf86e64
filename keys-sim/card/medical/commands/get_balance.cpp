// GET BALANCE: P2 01 the medical account, 02 what the holder paid in the pay year, 03 what the pool paid; the
// year totals are followed by the pay year.
#include "keys-sim/card/medical/commands/commands.hpp"
#include "keys-sim/keys/numbers.hpp"

namespace ssc::sim::medical {
namespace {

constexpr std::uint8_t kAccount = 0x01, kSelfPay = 0x02, kPool = 0x03;

}  // namespace

bool acceptsBalanceParameters(const apdu::Header& header) {
  return header.p1 == 0 && header.p2 >= kAccount && header.p2 <= kPool;
}

apdu::Response getBalance(CardOs& card, const apdu::Command& command) {
  const AmountFile file = amountsOf(card);
  const std::uint8_t which = command.header().p2;
  if (which == kAccount) return {bigEndian(file.balance, 4), apdu::sw::kOk};
  const auto total = which == kSelfPay ? file.selfPayYearTotal : file.poolYearTotal;
  return {apdu::join({bigEndian(total, 4), packedDecimal(file.payYear, 2)}), apdu::sw::kOk};
}

}  // namespace ssc::sim::medical
