#include "hostlib/flows/settle/station.hpp"

#include <array>

namespace ssc::flows {
namespace {

using journal::Fault;

constexpr std::chrono::hours kTrustedGap{72};
constexpr unsigned kForeignJournal = 6114, kJournalClosed = 6115, kStorageFull = 1111;

struct FaultRow {
  Fault fault;
  unsigned number;
};
constexpr std::array kFaultRows{
    FaultRow{Fault::foreign, kForeignJournal}, FaultRow{Fault::broken, kJournalClosed},
    FaultRow{Fault::full, kStorageFull},       FaultRow{Fault::readOnly, kJournalClosed},
    FaultRow{Fault::disk, kJournalClosed},
};

/// Server time and monotonic clock; after a restart, the machine's clock as long as it goes on where the last
/// thing that is known of it was (services 6.3).
Outcome<bool> isClockTrusted(const SettlementStation& station) {
  const auto last = lift(station.journal.lastTime());
  if (!last) return tl::unexpected(last.error());
  auto known = wire::parseCompactSeconds(*last);
  if (station.permit.seen && (!known || *station.permit.seen > *known)) known = station.permit.seen;
  if (!known) return true;  // nothing was ever compared: 8601 comes before the first settlement
  const auto now = std::chrono::floor<std::chrono::seconds>(station.now());
  return now >= *known && now - *known <= kTrustedGap;
}

}  // namespace

Failure offlineRefusal(unsigned number, std::string where) {
  Failure failure{Reason::offlineRefused, std::move(where), {}};
  failure.infcode = number;
  return failure;
}

Failure failureFrom(const journal::Error& error) {
  if (error.fault == Fault::busy) return {Reason::journalBusy, error.what, {}};
  for (const FaultRow& row : kFaultRows)
    if (row.fault == error.fault) return offlineRefusal(row.number, "journal: " + error.what);
  return {Reason::internalError, "journal: " + error.what, {}};
}

Outcome<settlement::TerminalFacts> terminalFacts(const SettlementStation& station) {
  settlement::TerminalFacts facts;
  const auto outage = lift(station.journal.outage());
  if (!outage) return tl::unexpected(outage.error());
  const auto backlog = lift(station.journal.backlog());
  if (!backlog) return tl::unexpected(backlog.error());
  const auto trusted = isClockTrusted(station);
  if (!trusted) return tl::unexpected(trusted.error());
  facts.isRecovering = *outage && !(*outage)->recovering.empty();
  facts.hasRoom = station.journal.checkRoom().has_value();
  facts.isClockTrusted = *trusted;
  facts.driftSeconds = station.permit.driftSeconds;
  facts.waiting = backlog->records;
  facts.waitingSum = backlog->settled;
  facts.terminalId = station.terminalId;
  facts.area = station.area;
  return facts;
}

Outcome<settlement::OutageFacts> outageFacts(const SettlementStation& station) {
  const auto outage = lift(station.journal.outage());
  if (!outage) return tl::unexpected(outage.error());
  if (!*outage) return tl::unexpected(offlineRefusal(kJournalClosed, "no outage was declared or found"));
  const auto began = wire::parseCompactSeconds((*outage)->began);
  if (!began) return tl::unexpected(offlineRefusal(kJournalClosed, "journal: when the outage began"));
  return settlement::OutageFacts{*began, station.now(), station.permit.fetched};
}

Outcome<std::optional<settlement::Extension>> extensionOf(const SettlementStation& station) {
  const auto text = lift(station.journal.lastExtension());
  if (!text) return tl::unexpected(text.error());
  if (text->empty() || !station.permit.policy) return std::optional<settlement::Extension>();
  auto extension = settlement::readExtension(*text, station.permit.policy->chiefs);
  return extension ? std::optional(std::move(*extension)) : std::nullopt;
}

Outcome<void> declareOffline(const SettlementStation& station, const std::string& reason,
                             const std::stop_token& stop) {
  using journal::LinkEvent;
  if (!settlement::isOfflineReason(reason))
    return tl::unexpected(Failure{Reason::badInput, "reason: N01, N11, N21 …", {}});
  auto writer = lift(station.journal.writer(kWriterWait, stop));
  if (!writer) return tl::unexpected(writer.error());
  const auto outage = lift(station.journal.outage());
  if (!outage) return tl::unexpected(outage.error());
  if (*outage && (*outage)->recovering.empty()) return {};
  const auto event = *outage ? LinkEvent::lost : LinkEvent::began;
  return lift(writer->noteLink({event, wire::compactSeconds(station.now()), reason, station.operatorId}));
}

}  // namespace ssc::flows
