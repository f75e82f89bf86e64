#include "hostlib/flows/debit.hpp"

#include <thread>

#include "card-spec/text.hpp"
#include "hostlib/flows/file_access.hpp"

namespace ssc::flows {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kMedical = "DF04";
constexpr std::uint16_t kDetailFile = 0xEF08;
constexpr std::uint8_t kKeyIndex = 1;  // DPK version 01, the one drivers use
constexpr apdu::StatusWord kNoProof{0x9406};
constexpr apdu::StatusWord kMacWrong{0x9302};
constexpr std::chrono::milliseconds kLookAgain{100};

// Failures that say "no card there, yet": the wait for it goes on.
bool meansNotYet(Reason reason) {
  return reason == Reason::cardAbsent || reason == Reason::cardRemoved || reason == Reason::cardMute ||
         reason == Reason::cardReset || reason == Reason::communication;
}

std::string sequenceText(card::PurchaseSequence sequence) {
  const auto number = static_cast<std::uint16_t>(sequence);
  return "card sequence number " + std::to_string(number);
}

Outcome<card::BcdTerminal> bcdTerminal(const std::string& digits) {
  card::BcdTerminal terminal{};
  const auto packed = cardspec::packDigits(digits, terminal.size());
  if (!packed) return tl::unexpected(Failure{Reason::samFault, "terminal number", {}});
  std::copy(packed->begin(), packed->end(), terminal.begin());
  return terminal;
}

sam::Purchase purchaseFor(const OpenPurchase& open) {
  sam::Purchase purchase;
  purchase.selfPay = open.order.total;
  purchase.pool = open.order.accountAndPool;
  purchase.time = open.order.time;
  purchase.cardRandom = open.opening.random;
  const auto sequence = static_cast<std::uint16_t>(open.opening.sequence);
  purchase.cardSequence = {static_cast<std::uint8_t>(sequence >> 8),
                           static_cast<std::uint8_t>(sequence & 0xFF)};
  purchase.keyVersion = open.opening.keyVersion;
  purchase.algorithm = open.opening.algorithm;
  return purchase;
}

// The card that was lost, and no other: the same identification code and the same chip.
struct LostCard {
  std::string cardId;
  apdu::Bytes historicalBytes;
  explicit LostCard(const card::Identity& identity)
      : cardId(identity.issuer.hex(0x01)), historicalBytes(identity.historicalBytes) {}
  [[nodiscard]] bool is(const card::Identity& other) const {
    return other.issuer.hex(0x01) == cardId && other.historicalBytes == historicalBytes;
  }
};

// Waits for the lost card. Another card, or none, until the time is over: debitUncertain.
Outcome<void> takeAgain(Visit& visit, CardInterface interface, const LostCard& lost, Clock::time_point until,
                        const std::string& what) {
  visit.release();
  for (;;) {
    const auto taken = visit.take(interface);
    if (taken && lost.is(visit.identity())) return {};
    visit.release();
    const bool goesOn = taken || meansNotYet(taken.error().reason);
    if (!goesOn || Clock::now() >= until) return tl::unexpected(Failure{Reason::debitUncertain, what, {}});
    std::this_thread::sleep_for(kLookAgain);
  }
}

Outcome<card::DebitProof> askLostCard(Visit& visit, CardInterface interface, const OpenPurchase& purchase,
                                      const LostCard& lost, std::chrono::milliseconds reinsertWait,
                                      const Failure& loss) {
  const auto sequence = purchase.opening.sequence;
  const auto taken = takeAgain(visit, interface, lost, Clock::now() + reinsertWait, sequenceText(sequence));
  if (!taken) return tl::unexpected(taken.error());
  const auto proof = checkDebit(visit, sequence);
  if (!proof) return tl::unexpected(Failure{Reason::debitUncertain, sequenceText(sequence), {}});
  if (*proof) return card::DebitProof{(*proof)->tac, (*proof)->mac};
  Failure failure = loss;
  failure.where += "; the card says: nothing was debited";
  return tl::unexpected(failure);
}

void settle(DebitMark* mark) {
  if (mark != nullptr) mark->settled();
}

// The module's terminal number is part of the MAC: with another module the purchase is opened anew.
Outcome<std::pair<OpenPurchase, sam::PurchaseConsent>> openWithConsent(Visit& visit,
                                                                       const DebitOrder& order) {
  for (;;) {
    auto open = openPurchase(visit, order, visit.modules().terminalNumber());
    if (!open) return tl::unexpected(open.error());
    const auto consent = consentTo(visit, *open);
    if (consent) return std::pair{std::move(*open), *consent};
    if (const auto changed = visit.modules().fallBack(visit.identity(), consent.error()); !changed)
      return tl::unexpected(changed.error());
  }
}

}  // namespace

Outcome<sam::PurchaseConsent> consentTo(Visit& visit, const OpenPurchase& purchase) {
  return visit.modules().once<sam::PurchaseConsent>([&](sam::SecurityModule& module) {
    return module.consentToPurchase(moduleIdentity(visit.identity()), purchaseFor(purchase));
  });
}

Outcome<void> checkMac2(Visit& visit, DebitReceipt& receipt) {
  auto checked = visit.modules().once<void>(
      [&](sam::SecurityModule& module) { return module.checkPurchase(receipt.proof.mac2); });
  receipt.mac2Checked = checked.has_value();
  if (!checked && checked.error().reason == Reason::macRefused) return checked;
  return {};
}

Outcome<OpenPurchase> openPurchase(Visit& visit, const DebitOrder& order, const std::string& terminalNumber) {
  const auto terminal = bcdTerminal(terminalNumber);
  if (!terminal) return tl::unexpected(terminal.error());
  if (const auto there = visit.enter(kMedical); !there) return tl::unexpected(there.error());
  visit.note("open the purchase");
  auto opening = lift(card::initializeForPurchase(
      visit.navigation(), {kKeyIndex, 0, order.total, order.accountAndPool, *terminal}));
  if (!opening) return tl::unexpected(opening.error());
  return OpenPurchase{order, terminalNumber, *opening};
}

Outcome<DebitReceipt> closePurchase(Visit& visit, CardInterface interface, const OpenPurchase& purchase,
                                    const card::Debit& consent, std::chrono::milliseconds reinsertWait,
                                    DebitMark* mark) {
  const LostCard lost(visit.identity());
  DebitReceipt receipt{{},
                       purchase.opening.sequence,
                       purchase.order,
                       purchase.terminalNumber,
                       consent.terminalSequence,
                       visit.identity().algorithm,
                       false,
                       false};
  receipt.order.time = consent.time;
  visit.note("debit");
  if (mark != nullptr) mark->sent();
  auto proof = card::debitForPurchase(visit.navigation(), consent);
  if (proof) {
    receipt.proof = *proof;
    return receipt;
  }
  Failure failure = failureFrom(proof.error());
  if (proof.error().sw == kMacWrong) failure.reason = Reason::macRefused;
  if (proof.error().fault == card::Fault::status) settle(mark);
  if (proof.error().fault != card::Fault::channel) return tl::unexpected(failure);
  visit.note("the card was lost: ask the same card whether it was debited");
  const auto found = askLostCard(visit, interface, purchase, lost, reinsertWait, failure);
  if (!found && found.error().reason != Reason::debitUncertain) settle(mark);
  if (!found) return tl::unexpected(found.error());
  receipt.proof = *found;
  receipt.recovered = true;
  return receipt;
}

Outcome<DebitReceipt> debit(Visit& visit, CardInterface interface, const DebitOrder& order,
                            std::chrono::milliseconds reinsertWait, DebitMark* mark) {
  if (const auto opened = visit.modules().open(visit.identity()); !opened)
    return tl::unexpected(opened.error());
  if (const auto verified = visit.verifyPin(); !verified) return tl::unexpected(verified.error());
  const auto open = openWithConsent(visit, order);
  if (!open) return tl::unexpected(open.error());
  const auto& [purchase, consent] = *open;
  auto receipt = closePurchase(visit, interface, purchase,
                               {consent.terminalSequence, order.time, consent.mac1}, reinsertWait, mark);
  if (!receipt) return receipt;
  visit.note("let the module check the card's MAC2");
  if (const auto checked = checkMac2(visit, *receipt); !checked) {
    settle(mark);
    return tl::unexpected(checked.error());
  }
  return receipt;
}

Outcome<std::optional<card::TransactionProof>> checkDebit(Visit& visit, card::PurchaseSequence sequence) {
  if (const auto there = visit.enter(kMedical); !there) return tl::unexpected(there.error());
  const auto proof = card::proofOf(visit.navigation(), sequence);
  if (proof) return std::optional(*proof);
  if (proof.error().fault == card::Fault::status && proof.error().sw == kNoProof)
    return std::optional<card::TransactionProof>();
  return tl::unexpected(failureFrom(proof.error()));
}

Outcome<Balances> readBalances(Visit& visit) {
  if (const auto there = visit.enter(kMedical); !there) return tl::unexpected(there.error());
  const auto account = lift(card::accountBalance(visit.navigation()));
  if (!account) return tl::unexpected(account.error());
  const auto selfPay = lift(card::selfPayTotal(visit.navigation()));
  if (!selfPay) return tl::unexpected(selfPay.error());
  const auto pool = lift(card::poolTotal(visit.navigation()));
  if (!pool) return tl::unexpected(pool.error());
  return Balances{*account, *selfPay, *pool};
}

Outcome<std::vector<card::Transaction>> readDebits(Visit& visit) {
  const cardspec::File* file = cardspec::findFile(visit.identity().generation, kMedical, kDetailFile);
  if (file == nullptr) return tl::unexpected(Failure{Reason::noSuchFile, "DF04/EF08", {}});
  if (const auto opened = openFor(visit, kMedical, file->read, {}); !opened)
    return tl::unexpected(opened.error());
  return lift(card::readTransactions(visit.navigation(), *file));
}

}  // namespace ssc::flows
