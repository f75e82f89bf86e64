// Internal to this room: the commands of class B0 (card specification, part 5). Their Le is the exact answer.
#pragma once

#include "apdu/command.hpp"
#include "hostlib/card/medical.hpp"

namespace ssc::card {

enum class BalanceKind : std::uint8_t { account = 1, selfPay = 2, pool = 3 };

apdu::Command initializeForPurchaseCommand(const PurchaseRequest& request);
apdu::Command debitForPurchaseCommand(const Debit& debit);
apdu::Command initializeForLoadCommand(const LoadRequest& request);
apdu::Command creditForLoadCommand(const BcdTime& hostTime, const Block4& mac2);
apdu::Command getBalance(BalanceKind kind);
apdu::Command getTransactionProof(TransactionType type, std::uint16_t sequence);
apdu::Command getStartingDay();
apdu::Command updateStartingDayCommand(const BcdDay& day);

}  // namespace ssc::card
