#include "hostlib/flows/settle/recovery.hpp"

#include <algorithm>
#include <map>

#include "hostlib/flows/debit.hpp"
#include "hostlib/flows/settle/card_sums.hpp"
#include "wire/settlement/fee_text.hpp"

namespace ssc::flows {
namespace {

using journal::OpenRow;
using Writer = journal::Journal::Writer;
using settlement::Record;
using settlement::RecordType;

constexpr std::uint8_t kCardIdTag = 0x01;
constexpr unsigned kGreatestAlarm = 5, kTerminalUnfit = 6117;

std::string cardIdOf(Visit& visit) {
  return visit.identity().issuer.hex(kCardIdTag);
}

/// The one that is PREPARED, if any.
const OpenRow* preparedIn(const std::vector<OpenRow>& rows) {
  const auto row = std::ranges::find(rows, true, &OpenRow::isPrepared);
  return row == rows.end() ? nullptr : &*row;
}

/// Closes what is PREPARED as its own card says.
Outcome<Record> closeAsCardSays(const SettlementStation& station, Writer& writer, Visit& visit,
                                const Record& record) {
  visit.note("ask the card whether the interrupted purchase was debited");
  const auto proof = checkDebit(visit, card::PurchaseSequence{record.cardSequence});
  if (!proof) return tl::unexpected(Failure{Reason::debitUncertain, proof.error().where, proof.error().sw});
  if (!*proof) return lift(writer.close(journal::Aborted{"the card has not debited"}, station.now()));
  return lift(writer.close(journal::Settled{(*proof)->tac}, station.now()));
}

/// The newest settlement of this card says what its sums are; older ones are contained in it.
Outcome<unsigned> writeMissingSums(const SettlementStation& station, Writer& writer, Visit& visit) {
  const auto rows = lift(station.journal.openRows());
  if (!rows) return tl::unexpected(rows.error());
  std::vector<const OpenRow*> ours;
  for (const OpenRow& row : *rows)
    if (!row.isPrepared && row.record.holder.cardId == cardIdOf(visit)) ours.push_back(&row);
  if (ours.empty()) return 0U;
  const OpenRow& newest = *ours.back();
  visit.note("write the sums of the interrupted settlement to the card");
  if (!writeOfflineSums(visit, newest.card, newest.record.cardSequence)) return 0U;  // 8605 puts it right
  for (const OpenRow* row : ours)
    if (auto done = lift(writer.cardDone(row->record.sequence)); !done) return tl::unexpected(done.error());
  return static_cast<unsigned>(ours.size());
}

}  // namespace

Outcome<Recovered> recoverWithCard(const SettlementStation& station, Writer& writer, Visit& visit) {
  Recovered recovered;
  const auto rows = lift(station.journal.openRows());
  if (!rows) return tl::unexpected(rows.error());
  if (const OpenRow* prepared = preparedIn(*rows)) {
    const bool isSameCard = prepared->record.holder.cardId == cardIdOf(visit);
    auto closed = isSameCard ? closeAsCardSays(station, writer, visit, prepared->record)
                             : lift(writer.close(journal::Unknown{}, station.now()));
    if (!closed) return tl::unexpected(closed.error());
    recovered.closed = std::move(*closed);
  }
  const auto written = writeMissingSums(station, writer, visit);
  if (!written) return tl::unexpected(written.error());
  recovered.cardsWritten = *written;
  return recovered;
}

Outcome<Recovered> recoverWithoutCard(const SettlementStation& station, Writer& writer) {
  Recovered recovered;
  const auto rows = lift(station.journal.openRows());
  if (!rows) return tl::unexpected(rows.error());
  if (preparedIn(*rows) == nullptr) return recovered;
  auto closed = lift(writer.close(journal::Unknown{}, station.now()));
  if (!closed) return tl::unexpected(closed.error());
  recovered.closed = std::move(*closed);
  return recovered;
}

Outcome<void> checkModuleNumber(const SettlementStation& station, Writer& writer, Visit& visit) {
  using Use = Writer::ModuleUse;
  const auto next = visit.modules().once<std::uint32_t>(
      [](sam::SecurityModule& module) { return module.nextPurchaseNumber(); });
  if (!next) return tl::unexpected(offlineRefusal(kTerminalUnfit, next.error().where));
  const auto last = lift(station.journal.lastModuleNumber());
  if (!last) return tl::unexpected(last.error());
  if (*next == *last + 1) return {};
  if (*last == 0)  // a new journal: what the module did before is none of its business
    return lift(writer.bookModuleNumber(*next - 1, Use::burnt, "before this journal", station.now()));
  if (*next == *last + 2)
    return lift(writer.bookModuleNumber(*next - 1, Use::burnt, "consent without a debit", station.now()));
  if (auto raised = lift(writer.raiseAlarm("the security module's number", kGreatestAlarm, station.now()));
      !raised)
    return raised;
  return tl::unexpected(offlineRefusal(kTerminalUnfit, "the security module's number is not the journal's"));
}

// ---- U against EF08

namespace {

enum class Verdict : std::uint8_t { proven, disproven, open };

/// `list`: newest first (services 6.5).
Verdict judge(const Record& unknown, const std::vector<card::Transaction>& list) {
  std::optional<std::uint16_t> newest;
  for (const card::Transaction& entry : list) {
    if (entry.type != card::TransactionType::settlement) continue;
    newest = std::max(newest.value_or(0), entry.sequence);
    if (entry.sequence != unknown.cardSequence) continue;
    const bool isOurs =
        apdu::toHex(entry.terminal) == unknown.terminalId && apdu::toHex(entry.time) == unknown.time;
    return isOurs ? Verdict::proven : Verdict::disproven;
  }
  const bool isBehind = !newest || *newest < unknown.cardSequence;
  return isBehind ? Verdict::disproven : Verdict::open;
}

Record resolutionOf(const Record& unknown, Verdict verdict, wire::TimePoint now) {
  Record record = unknown;
  record.type = RecordType::resolution;
  record.original = unknown.sequence;
  record.time = wire::compactSeconds(now);
  record.terminalSequence = 0;
  record.feeLines = 0;
  record.feeDigest = settlement::emptyFeeDigest();
  if (verdict == Verdict::disproven) record.amounts = {};
  return record;
}

}  // namespace

Outcome<unsigned> resolveUnknown(const SettlementStation& station, Writer& writer, Visit& visit) {
  const auto unknown = lift(station.journal.unresolved(cardIdOf(visit)));
  if (!unknown) return tl::unexpected(unknown.error());
  if (unknown->empty()) return 0U;
  visit.note("read the card's list of debits");
  const auto list = readDebits(visit);
  if (!list) return tl::unexpected(list.error());
  unsigned resolved = 0;
  for (const Record& record : *unknown) {
    const Verdict verdict = judge(record, *list);
    if (verdict == Verdict::open) continue;
    const auto done =
        lift(writer.append(resolutionOf(record, verdict, station.now()), {}, {}, station.now()));
    if (!done) return tl::unexpected(done.error());
    ++resolved;
  }
  return resolved;
}

}  // namespace ssc::flows
