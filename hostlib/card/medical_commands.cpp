#include "hostlib/card/medical_commands.hpp"

namespace ssc::card {
namespace {

constexpr std::uint8_t kClass = 0xB0;

void appendFen(apdu::Bytes& to, Fen amount) {
  for (int shift = 24; shift >= 0; shift -= 8)
    to.push_back(static_cast<std::uint8_t>(amount >> shift & 0xFF));
}

}  // namespace

apdu::Command initializeForPurchaseCommand(const PurchaseRequest& request) {
  apdu::Bytes data{request.keyIndex};
  for (const Fen amount : {request.account, request.selfPay, request.pool})
    appendFen(data, amount);
  apdu::append(data, request.terminal);
  return apdu::Command({kClass, 0x28, 0x01, 0x01}, data, 0x16);
}

apdu::Command debitForPurchaseCommand(const Debit& debit) {
  return apdu::Command({kClass, 0x2C, 0x01, 0x00},
                       apdu::join({debit.terminalSequence, debit.time, debit.mac1}), 0x08);
}

apdu::Command initializeForLoadCommand(const LoadRequest& request) {
  apdu::Bytes data{request.keyIndex};
  appendFen(data, request.amount);
  apdu::append(data, request.terminal);
  return apdu::Command({kClass, 0x28, 0x00, 0x01}, data, 0x10);
}

apdu::Command creditForLoadCommand(const BcdTime& hostTime, const Block4& mac2) {
  return apdu::Command({kClass, 0x2A, 0x00, 0x00}, apdu::join({hostTime, mac2}), 0x04);
}

apdu::Command getBalance(BalanceKind kind) {
  const std::size_t bytes = kind == BalanceKind::account ? 4 : 6;
  return apdu::Command({kClass, 0x26, 0x00, static_cast<std::uint8_t>(kind)}, {}, bytes);
}

apdu::Command getTransactionProof(TransactionType type, std::uint16_t sequence) {
  const std::array data{static_cast<std::uint8_t>(sequence >> 8), static_cast<std::uint8_t>(sequence & 0xFF)};
  return apdu::Command({kClass, 0x2E, 0x00, static_cast<std::uint8_t>(type)}, data, 0x08);
}

apdu::Command getStartingDay() {
  return apdu::Command({kClass, 0x56, 0x01, 0x00}, {}, BcdDay{}.size());
}

apdu::Command updateStartingDayCommand(const BcdDay& day) {
  return apdu::Command({kClass, 0x56, 0x00, 0x00}, day);
}

}  // namespace ssc::card
