// Medical purchases: the debit, its recovery when the card is torn out in between, balances and records.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "hostlib/card/medical.hpp"
#include "hostlib/flows/debit_mark.hpp"
#include "hostlib/flows/visit.hpp"

namespace ssc::flows {

/// One settlement: slot 1 of the card's amounts is 0, slot 2 the total, slot 3 account and pool together.
struct DebitOrder {
  card::Fen total = 0;
  card::Fen accountAndPool = 0;
  card::BcdTime time{};
};

struct DebitReceipt {
  card::DebitProof proof;  ///< TAC, MAC2
  card::PurchaseSequence cardSequence{};
  DebitOrder order;
  std::string terminalNumber;  ///< 12 digits; zeros on the HSM's way
  card::Block4 terminalSequence{};
  cardspec::Algorithm algorithm = cardspec::Algorithm::sm4;
  bool mac2Checked = false;  ///< by the PSAM or HSM
  bool recovered = false;    ///< the card was lost and asked again
};

/// PIN, INITIALIZE FOR PURCHASE, the module's consent, DEBIT FOR PURCHASE, the module's check of MAC2. When
/// the answer to DEBIT is lost, waits for the same card and asks it (GET TRANSACTION PROOF); debitUncertain
/// when it does not come back. `mark`, where there is one, is for a caller that may fail behind the debit.
Outcome<DebitReceipt> debit(Visit& visit, CardInterface interface, const DebitOrder& order,
                            std::chrono::milliseconds reinsertWait, DebitMark* mark = nullptr);

/// What INITIALIZE FOR PURCHASE is sent with and answered.
struct OpenPurchase {
  DebitOrder order;
  std::string terminalNumber;
  card::InitializedPurchase opening;
};
/// INITIALIZE FOR PURCHASE; the PIN has been verified.
Outcome<OpenPurchase> openPurchase(Visit& visit, const DebitOrder& order, const std::string& terminalNumber);
/// The module's consent to it; the module is open.
Outcome<sam::PurchaseConsent> consentTo(Visit& visit, const OpenPurchase& purchase);
/// Lets the module that gave its consent check the card's MAC2. macRefused when it is wrong; a module that
/// cannot check any more does not undo the debit: the receipt says so.
Outcome<void> checkMac2(Visit& visit, DebitReceipt& receipt);
/// DEBIT FOR PURCHASE with recovery. MAC2 is not checked.
Outcome<DebitReceipt> closePurchase(Visit& visit, CardInterface interface, const OpenPurchase& purchase,
                                    const card::Debit& consent, std::chrono::milliseconds reinsertWait,
                                    DebitMark* mark = nullptr);

/// Whether the purchase with this card sequence number happened: its proof, or nothing (9406).
Outcome<std::optional<card::TransactionProof>> checkDebit(Visit& visit, card::PurchaseSequence sequence);

struct Balances {
  card::Fen account = 0;
  card::YearTotal selfPay, pool;
};
/// Free to read.
Outcome<Balances> readBalances(Visit& visit);

/// DF04/EF08, newest first. PIN.
Outcome<std::vector<card::Transaction>> readDebits(Visit& visit);

}  // namespace ssc::flows
