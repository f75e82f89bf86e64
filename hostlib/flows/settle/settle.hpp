// A settlement without the network (services 6.5): allowed, confirmed, prepared on disk, debited by the card,
// closed on disk, noted on the card. After a crash at any point the next one begins with its recovery.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "hostlib/flows/debit.hpp"
#include "hostlib/flows/settle/recovery.hpp"
#include "wire/settlement/fee_text.hpp"

namespace ssc::flows {

/// What is to be paid. Fees may be empty; with lines their sum is the total.
struct SettleOrder {
  settlement::Business business = settlement::Business::outpatient;
  std::string visit;  ///< the institution's number of visit or sale, up to 30 bytes; may be empty
  std::vector<settlement::FeeLine> fees;
  settlement::Fen total = 0;    ///< fen
  settlement::Fen account = 0;  ///< of it from the personal account; the rest is cash
  std::string special;          ///< category of EF15, one digit; empty: none
};

/// What the holder is asked to confirm.
struct SettleView {
  std::string maskedName;
  settlement::Amounts amounts;
  std::uint32_t countAfter = 0;  ///< settlements on the card since its last online contact, this one included
  std::uint32_t sumAfter = 0;    ///< fen, the same
};

struct SettleReceipt {
  settlement::Record record;  ///< S
  std::string maskedName;
  bool recovered = false;    ///< the card was lost and asked again
  bool cardPending = false;  ///< the card's own sums are not written yet
  bool mac2Checked = false;  ///< by the security module
  Recovered before;          ///< what an interruption had left
};

/// Where a test may stop the program: the names of services 6.5's steps.
using SettleMoment = std::function<void(std::string_view)>;

class Settle {
 public:
  /// `confirm` is asked once the limits allow it; false: cancelled, nothing is written.
  Settle(const SettlementStation& station, std::function<bool(const SettleView&)> confirm,
         std::stop_token stop)
      : station_(station), confirm_(std::move(confirm)), stop_(std::move(stop)) {}
  /// Called at "consented", "prepared", "debited", "committed", "written".
  void at(SettleMoment moment) { moment_ = std::move(moment); }

  /// `reinsertWait`: for the same card, when it is torn out. offlineRefused with the number of services 12
  /// where it may not be: nothing is written then, and the card is as it was. debitUncertain: what happened
  /// is kept, and found out with the same card, or becomes a U.
  Outcome<SettleReceipt> run(Visit& visit, CardInterface interface, const SettleOrder& order,
                             std::chrono::milliseconds reinsertWait);

 private:
  struct Work;
  using Writer = journal::Journal::Writer;

  Outcome<void> allow(const settlement::CardFacts& card, const SettleOrder& order,
                      const settlement::TerminalFacts& terminal) const;
  Outcome<void> checkOrder(const SettleOrder& order) const;
  Outcome<void> beforeCard(const SettleOrder& order) const;
  Outcome<void> meetCard(Work& work) const;
  Outcome<void> checkModule(Work& work) const;
  Outcome<void> readSums(Work& work) const;
  Outcome<void> askHolder(const Work& work) const;
  Outcome<void> open(Work& work) const;
  Outcome<void> prepare(Work& work) const;
  Outcome<void> debitCard(Work& work) const;
  Outcome<void> afterDebit(Work& work, Outcome<DebitReceipt> debited, bool isUncertain) const;
  Outcome<void> closeByProof(Work& work) const;
  Outcome<void> noteOnCard(Work& work) const;
  void reach(std::string_view moment) const {
    if (moment_) moment_(moment);
  }

  const SettlementStation& station_;
  std::function<bool(const SettleView&)> confirm_;
  std::stop_token stop_;
  SettleMoment moment_;
};

/// The same recovery without a new settlement: `ssc settle --recover`.
Outcome<Recovered> recoverSettlement(const SettlementStation& station, Visit& visit, CardInterface interface,
                                     const std::stop_token& stop);

}  // namespace ssc::flows
