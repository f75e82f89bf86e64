#include "hostlib/flows/settle/settle.hpp"

#include <algorithm>
#include <array>

#include "card-spec/text.hpp"
#include "crypto/digest.hpp"
#include "hostlib/flows/basic_fields.hpp"
#include "hostlib/flows/settle/card_sums.hpp"
#include "wire/settlement/batch.hpp"

namespace ssc::flows {
namespace {

using settlement::Record;
using settlement::RecordType;

constexpr unsigned kBadFees = 6113, kBadAmount = 6112, kNoPolicy = 6101, kTerminalUnfit = 6117,
                   kGreatestAlarm = 5;
constexpr std::string_view kMedical = "DF04", kSumKey = "UK2DF04";
constexpr std::uint32_t kEndOfCount = 99;

card::BcdTime bcdTimeOf(const std::string& compact) {
  card::BcdTime time{};
  const auto packed = cardspec::packDigits(compact, time.size());
  if (packed) std::ranges::copy(*packed, time.begin());
  return time;
}

std::uint32_t numberOf(const card::Block4& bytes) {
  std::uint32_t number = 0;
  for (const std::uint8_t byte : bytes)
    number = number << 8U | byte;
  return number;
}

unsigned versionOf(cardspec::Generation generation) {
  switch (generation) {
    case cardspec::Generation::one:
      return 1;
    case cardspec::Generation::two:
      return 2;
    case cardspec::Generation::three:
      return 3;
  }
  return 0;
}

/// A card as good as can be: what is wrong then is not the card's fault, and it need not be asked.
settlement::CardFacts perfectCard(const std::string& region) {
  settlement::CardFacts card;
  card.version = 3;
  card.isGenuine = card.isInUse = card.mayOffline = true;
  card.region = region;
  return card;
}

/// A star, and all but the first character.
std::string maskedNameOf(const crypto::Personal& name) {
  const std::string& text = name.reveal();
  std::size_t first = text.empty() ? 0 : 1;
  while (first < text.size() && (static_cast<unsigned char>(text[first]) & 0xC0U) == 0x80U)
    ++first;
  return "*" + text.substr(first);
}

}  // namespace

/// What the steps hand on to each other.
struct Settle::Work {
  Visit& visit;
  CardInterface interface;
  const SettleOrder& order;
  std::chrono::milliseconds reinsertWait;
  Writer writer;
  settlement::TerminalFacts terminal;
  settlement::CardFacts card;
  crypto::SecretBytes person;
  Record draft;
  std::string fees;
  journal::CardTargets targets;
  std::optional<OpenPurchase> purchase;
  card::Debit consent;
  SettleReceipt receipt;
};

Outcome<void> Settle::checkOrder(const SettleOrder& order) const {
  if (order.total == 0 || order.total > settlement::kMostFen || order.account == 0 ||
      order.account > order.total)
    return tl::unexpected(offlineRefusal(kBadAmount, "total, account"));
  if (order.fees.empty()) return {};
  if (order.fees.size() > settlement::kMostFeeLines || settlement::sumOf(order.fees) != order.total)
    return tl::unexpected(offlineRefusal(kBadFees, "sum or number of the fee lines"));
  for (const settlement::FeeLine& line : order.fees)
    for (const settlement::PriceRule& rule : station_.permit.policy->prices)
      if (rule.code == line.code && line.amount > rule.most)
        return tl::unexpected(offlineRefusal(kBadFees, "a fee line costs more than its price rule allows"));
  return {};
}

Outcome<void> Settle::allow(const settlement::CardFacts& card, const SettleOrder& order,
                            const settlement::TerminalFacts& terminal) const {
  const auto outage = outageFacts(station_);
  if (!outage) return tl::unexpected(outage.error());
  const auto extension = extensionOf(station_);
  if (!extension) return tl::unexpected(extension.error());
  settlement::Asked asked;
  asked.account = order.account;
  const auto why = settlement::whyNotOffline(*station_.permit.policy, *extension ? &**extension : nullptr,
                                             terminal, *outage, card, asked);
  if (why) return tl::unexpected(offlineRefusal(*why, "limits of the offline policy"));
  return {};
}

/// Everything that can be refused without the card.
Outcome<void> Settle::beforeCard(const SettleOrder& order) const {
  if (!station_.permit.policy) return tl::unexpected(offlineRefusal(kNoPolicy, "no policy here"));
  if (auto right = checkOrder(order); !right) return right;
  const auto terminal = terminalFacts(station_);
  if (!terminal) return tl::unexpected(terminal.error());
  return allow(perfectCard(station_.area), order, *terminal);
}

/// Takes the card, lets card and terminal prove themselves, ends what an interruption has left.
Outcome<void> Settle::meetCard(Work& work) const {
  const auto basic = ReadCard::in(work.visit, work.interface);
  if (!basic) return tl::unexpected(basic.error());
  if (auto again = work.visit.recognise(); !again) return again;
  const BasicFields fields(*basic, "");
  const auto text = [&](BasicField field) { return fields.utf8(field); };
  auto before = recoverWithCard(station_, work.writer, work.visit);
  if (!before) return tl::unexpected(before.error());
  work.receipt.before = std::move(*before);
  work.receipt.maskedName = maskedNameOf(text(BasicField::name));
  settlement::Holder& holder = work.draft.holder;
  holder.region = text(BasicField::region).reveal();
  holder.cardNumber = text(BasicField::cardNumber).reveal();
  holder.cardId = text(BasicField::cardId).reveal();
  const auto tag =
      settlement::ssnTag(station_.permit.pseudonymKey, text(BasicField::socialSecurityNumber).reveal());
  if (!tag) return tl::unexpected(Failure{Reason::internalError, "pseudonym", {}});
  holder.tag = *tag;
  work.person = settlement::encodePerson(
      {text(BasicField::socialSecurityNumber).reveal(), text(BasicField::name).reveal()});
  work.card.version = versionOf(work.visit.identity().generation);
  work.card.region = holder.region;
  work.card.isGenuine = true;  // the basic read of another has no result
  work.card.isInUse = true;    // what the center knows of its state is the stop-list
  work.card.isStopListed = station_.permit.list.contains(std::string_view(holder.cardId));
  work.card.mayOffline = true;  // nothing is known of it yet
  return {};
}

/// The module must be able to do all of it before the holder is asked for anything.
Outcome<void> Settle::checkModule(Work& work) const {
  Visit& visit = work.visit;
  const bool isOurs = !visit.modules().isHsm() && visit.modules().terminalNumber() == station_.terminalId;
  if (!isOurs)
    return tl::unexpected(offlineRefusal(kTerminalUnfit, "the security module is not this terminal's"));
  if (auto right = checkModuleNumber(station_, work.writer, visit); !right) return right;
  if (auto there = visit.enter(kMedical); !there) return there;
  if (const auto key = visit.prepare(*cardspec::findKey(kSumKey)); !key) {
    const bool missing = key.error().reason == Reason::samKey || key.error().reason == Reason::samLevel;
    return tl::unexpected(missing ? offlineRefusal(kTerminalUnfit, key.error().where) : key.error());
  }
  return {};
}

Outcome<void> Settle::readSums(Work& work) const {
  work.visit.note("read the card's sums of offline settlements");
  const auto sums = readOfflineSums(work.visit);
  if (!sums) return tl::unexpected(sums.error());
  if (const auto resolved = resolveUnknown(station_, work.writer, work.visit); !resolved)
    return tl::unexpected(resolved.error());
  work.card.mayOffline = sums->permitted;
  work.card.sum = sums->sum;
  work.card.count = sums->count;
  work.targets.sum = sums->sum + static_cast<std::uint32_t>(work.order.account);
  work.targets.count = static_cast<std::uint8_t>(std::min(sums->count + 1, kEndOfCount));
  work.targets.special = work.order.special;
  return {};
}

Outcome<void> Settle::askHolder(const Work& work) const {
  const settlement::Fen account = work.order.account, total = work.order.total;
  const SettleView view{
      work.receipt.maskedName, {total, 0, account, total - account}, work.targets.count, work.targets.sum};
  if (stop_.stop_requested() || (confirm_ && !confirm_(view)))
    return tl::unexpected(Failure{Reason::cancelled, "confirmation", {}});
  return {};
}

/// INITIALIZE FOR PURCHASE and INIT SAM: from here to DEBIT nothing else may be said to the card.
Outcome<void> Settle::open(Work& work) const {
  work.draft.time = wire::compactSeconds(station_.now());
  const DebitOrder order{static_cast<card::Fen>(work.order.total), static_cast<card::Fen>(work.order.account),
                         bcdTimeOf(work.draft.time)};
  auto purchase = openPurchase(work.visit, order, station_.terminalId);
  if (!purchase) return tl::unexpected(purchase.error());
  work.purchase = std::move(*purchase);
  work.visit.note("let the module consent");
  const auto consent = consentTo(work.visit, *work.purchase);
  if (!consent) return tl::unexpected(consent.error());
  work.consent = {consent->terminalSequence, order.time, consent->mac1};
  reach("consented");
  return {};
}

Outcome<void> Settle::prepare(Work& work) const {
  Record& record = work.draft;
  const auto fees = settlement::makeFeeText(work.order.fees);
  if (!fees) return tl::unexpected(offlineRefusal(kBadFees, fees.error().text()));
  work.fees = *fees;
  const auto digest = crypto::sm3(crypto::bytesOf(work.fees));
  if (!digest) return tl::unexpected(Failure{Reason::internalError, "fee digest", {}});
  const auto outage = lift(station_.journal.outage());
  if (!outage) return tl::unexpected(outage.error());
  record.terminalId = station_.terminalId;
  record.institution = station_.institution;
  record.type = RecordType::unknown;
  record.business = work.order.business;
  record.cardSequence = static_cast<std::uint16_t>(work.purchase->opening.sequence);
  record.amounts = {work.order.total, 0, work.order.account, work.order.total - work.order.account};
  record.feeLines = static_cast<std::uint16_t>(work.order.fees.size());
  record.feeDigest = *digest;
  record.reason = *outage ? (*outage)->reason : std::string("N99");
  record.policyVersion = station_.permit.policy->version;
  record.operatorId = station_.operatorId;
  record.terminalSequence = numberOf(work.consent.terminalSequence);
  record.visit = work.order.visit;
  const auto sequence =
      lift(work.writer.prepare({record, work.fees, crypto::SecretBytes(work.person.reveal()), work.targets}));
  if (!sequence) return tl::unexpected(sequence.error());
  reach("prepared");
  return {};
}

Outcome<void> Settle::debitCard(Work& work) const {
  DebitMark mark;
  auto debited =
      closePurchase(work.visit, work.interface, *work.purchase, work.consent, work.reinsertWait, &mark);
  reach("debited");
  return afterDebit(work, std::move(debited), mark.isOpen());
}

/// The card has said yes, or certainly no, or nobody knows.
Outcome<void> Settle::afterDebit(Work& work, Outcome<DebitReceipt> debited, bool isUncertain) const {
  if (!debited && isUncertain) return tl::unexpected(debited.error());
  if (!debited) {
    const auto closed = lift(work.writer.close(journal::Aborted{"the card has not debited"}, station_.now()));
    return tl::unexpected(closed ? debited.error() : closed.error());
  }
  work.receipt.recovered = debited->recovered;
  if (!checkMac2(work.visit, *debited)) return closeByProof(work);
  work.receipt.mac2Checked = debited->mac2Checked;
  auto record = lift(work.writer.close(journal::Settled{debited->proof.tac}, station_.now()));
  if (!record) return tl::unexpected(record.error());
  work.receipt.record = std::move(*record);
  reach("committed");
  return {};
}

/// The module finds the card's MAC2 wrong: only what the card still proves counts, and somebody has to look.
Outcome<void> Settle::closeByProof(Work& work) const {
  if (auto raised = lift(work.writer.raiseAlarm("MAC2 of the card is wrong", kGreatestAlarm, station_.now()));
      !raised)
    return raised;
  const auto closed = recoverWithCard(station_, work.writer, work.visit);
  if (!closed) return tl::unexpected(closed.error());
  if (!closed->closed || closed->closed->type != RecordType::settled)
    return tl::unexpected(Failure{Reason::macRefused, "MAC2", {}});
  work.receipt.record = *closed->closed;
  work.receipt.recovered = true;
  return {};
}

/// What cannot be written now is written by the recovery, or put right by the center (8605).
Outcome<void> Settle::noteOnCard(Work& work) const {
  work.visit.note("write the card's sums");
  const auto written = writeOfflineSums(work.visit, work.targets, work.receipt.record.cardSequence);
  work.receipt.cardPending = !written;
  if (!written) return {};
  reach("written");
  return lift(work.writer.cardDone(work.receipt.record.sequence));
}

Outcome<SettleReceipt> Settle::run(Visit& visit, CardInterface interface, const SettleOrder& order,
                                   std::chrono::milliseconds reinsertWait) {
  if (auto may = beforeCard(order); !may) return tl::unexpected(may.error());
  auto writer = lift(station_.journal.writer(kWriterWait, stop_));
  if (!writer) return tl::unexpected(writer.error());
  auto terminal = terminalFacts(station_);
  if (!terminal) return tl::unexpected(terminal.error());
  Work work{
      visit, interface, order, reinsertWait, std::move(*writer), std::move(*terminal), {}, {}, {}, {}, {},
      {},    {},        {}};
  const auto settled = meetCard(work)
                           .and_then([&] { return allow(work.card, order, work.terminal); })
                           .and_then([&] { return checkModule(work); })
                           .and_then([&] { return readSums(work); })
                           .and_then([&] { return allow(work.card, order, work.terminal); })
                           .and_then([&] { return askHolder(work); })
                           .and_then([&] { return open(work); })
                           .and_then([&] { return prepare(work); })
                           .and_then([&] { return debitCard(work); })
                           .and_then([&] { return noteOnCard(work); });
  if (!settled) return tl::unexpected(settled.error());
  return std::move(work.receipt);
}

Outcome<Recovered> recoverSettlement(const SettlementStation& station, Visit& visit, CardInterface interface,
                                     const std::stop_token& stop) {
  auto writer = lift(station.journal.writer(kWriterWait, stop));
  if (!writer) return tl::unexpected(writer.error());
  if (const auto taken = visit.take(interface); !taken) return tl::unexpected(taken.error());
  if (const auto opened = visit.modules().open(visit.identity()); !opened)
    return tl::unexpected(opened.error());
  auto recovered = recoverWithCard(station, *writer, visit);
  if (!recovered) return recovered;
  if (const auto right = checkModuleNumber(station, *writer, visit); !right)
    return tl::unexpected(right.error());
  return recovered;
}

}  // namespace ssc::flows
