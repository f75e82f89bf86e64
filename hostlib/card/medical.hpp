// The medical account in DF04 (card specification, part 5): settlements, transfers into the account,
// balances, the detail file. Each function makes DF04 current first. INITIALIZE holds for the very next
// medical command only: nothing may be selected and no PIN verified between it and DEBIT or CREDIT. The card
// refuses with 6901 then.
//
// Amounts are fen. Times are BCD CCYYMMDDHHMMSS, terminal numbers twelve BCD digits.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "hostlib/card/navigation.hpp"

namespace ssc::card {

using Block4 = std::array<std::uint8_t, 4>;
using Fen = std::uint32_t;
using BcdTime = std::array<std::uint8_t, 7>;
using BcdTerminal = std::array<std::uint8_t, 6>;
using BcdYear = std::array<std::uint8_t, 2>;
using BcdDay = std::array<std::uint8_t, 2>;  ///< MMDD

/// The card counts purchases and loads apart; a transaction carries the number that INITIALIZE answered.
enum class PurchaseSequence : std::uint16_t {};
enum class LoadSequence : std::uint16_t {};

enum class TransactionType : std::uint8_t { load = 0x31, settlement = 0x32 };

struct PurchaseRequest {
  std::uint8_t keyIndex = 1;  ///< version of DPK
  Fen account = 0, selfPay = 0, pool = 0;
  BcdTerminal terminal{};
};

struct InitializedPurchase {
  Fen balance = 0;  ///< of the personal account
  Fen selfPayOfYear = 0, poolOfYear = 0;
  BcdYear payYear{};  ///< the year these two are sums of
  PurchaseSequence sequence{};
  std::uint8_t keyVersion = 0, algorithm = 0;
  Block4 random{};
};

/// INITIALIZE FOR PURCHASE. Refusals: 6982 no PIN, 9403 key index, 9402 counter at its end, 9401 balance too
/// small.
Result<InitializedPurchase> initializeForPurchase(Navigation& card, const PurchaseRequest& request);

struct Debit {
  Block4 terminalSequence{};
  BcdTime time{};
  Block4 mac1{};
};
struct DebitProof {
  Block4 tac{};
  Block4 mac2{};
};
/// DEBIT FOR PURCHASE. 9302: the card found MAC1 wrong and has booked nothing. After Fault::channel it may
/// have booked: ask for the proof.
Result<DebitProof> debitForPurchase(Navigation& card, const Debit& debit);

struct LoadRequest {
  std::uint8_t keyIndex = 1;  ///< version of DLK
  Fen amount = 0;
  BcdTerminal terminal{};
};
struct InitializedLoad {
  Fen balance = 0;
  LoadSequence sequence{};
  std::uint8_t keyVersion = 0, algorithm = 0;
  Block4 random{};
  Block4 mac1{};
};
/// INITIALIZE FOR LOAD. Refusals: 6982, 9403, 9402.
Result<InitializedLoad> initializeForLoad(Navigation& card, const LoadRequest& request);
/// CREDIT FOR LOAD: the TAC. 9302: MAC2 was wrong, nothing is booked.
Result<Block4> creditForLoad(Navigation& card, const BcdTime& hostTime, const Block4& mac2);

/// GET BALANCE: the personal account.
Result<Fen> accountBalance(Navigation& card);
struct YearTotal {
  Fen amount = 0;
  BcdYear payYear{};
};
/// GET BALANCE: what was paid by oneself, and from the pool, in the pay year.
Result<YearTotal> selfPayTotal(Navigation& card);
Result<YearTotal> poolTotal(Navigation& card);

struct TransactionProof {
  Block4 mac{};  ///< purchase: MAC2 of the card; load: MAC2 as it was verified
  Block4 tac{};
};
/// GET TRANSACTION PROOF: tells after a torn transaction whether it was booked. 9406: it was not, or the card
/// keeps the proof no longer.
Result<TransactionProof> proofOf(Navigation& card, PurchaseSequence sequence);
Result<TransactionProof> proofOf(Navigation& card, LoadSequence sequence);

/// The first day of the pay year. Updating needs DSK authenticated.
Result<BcdDay> startingDay(Navigation& card);
Result<void> updateStartingDay(Navigation& card, const BcdDay& day);

/// One record of EF08.
struct Transaction {
  std::uint16_t sequence = 0;  ///< of the counter that belongs to the type
  TransactionType type = TransactionType::settlement;
  BcdTerminal terminal{};
  BcdTime time{};
  Fen account = 0, selfPay = 0, pool = 0;  ///< cards with account only: the last two are 0
};

/// 28 bytes, or the 20 bytes of a card with account only. Empty for any other length, an unknown type, or a
/// time or terminal number that is not decimal.
std::optional<Transaction> parseTransaction(apdu::ByteView record);

/// EF08, newest first; places never written to (all 00 or all FF) are left out. A record that does not parse
/// is Fault::badData.
Result<std::vector<Transaction>> readTransactions(Navigation& card, const cardspec::File& detailFile);

}  // namespace ssc::card
