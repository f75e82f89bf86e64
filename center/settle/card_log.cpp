// What a card has written itself (8605), what an institution takes back (8604), and why there was no network
// (8607).
#include <algorithm>

#include "center/identity/people.hpp"
#include "center/settle/intake.hpp"
#include "center/settle/json_rows.hpp"
#include "center/settle/settle.hpp"
#include "crypto/hex.hpp"

namespace ssc::center {

using namespace wire::office;
namespace settlement = wire::settlement;

namespace {

/// A record of EF08 (card 7.3), as text.
struct CardDebit {
  int sequence = 0;
  std::string terminal, time;
  long long total = 0, paid = 0;
};

/// Big endian, from the hexadecimal digits at `at`.
long long numberAt(std::string_view hex, std::size_t at, std::size_t digits) {
  long long number = 0;
  for (const char c : hex.substr(at, digits))
    number = number * 16 + (c <= '9' ? c - '0' : c - 'A' + 10);
  return number;
}

/// None for a load.
std::optional<CardDebit> debitFrom(std::string_view hex) {
  constexpr std::string_view kSettlement = "32";
  if (hex.substr(4, 2) != kSettlement) return std::nullopt;
  CardDebit debit;
  debit.sequence = static_cast<int>(numberAt(hex, 0, 4));
  debit.terminal = hex.substr(6, 12);
  debit.time = hex.substr(18, 14);
  debit.total = numberAt(hex, 40, 8);
  debit.paid = numberAt(hex, 48, 8);
  return debit;
}

/// An S, or a U, of this card that came from a terminal.
struct KnownRecord {
  std::string devNo, type, state, time;
  long long sequence = 0;
  int cardSequence = 0;
};
std::vector<KnownRecord> recordsOf(const Call& call, const std::string& cardId) {
  std::vector<KnownRecord> records;
  KnownRecord record;
  soci::statement rows =
      (call.sql.prepare
           << "SELECT dev_no, type, state, time, seq, card_seq FROM offline_settlements WHERE aaz501 = "
              ":card AND type IN ('S', 'U')",
       soci::use(cardId), soci::into(record.devNo), soci::into(record.type), soci::into(record.state),
       soci::into(record.time), soci::into(record.sequence), soci::into(record.cardSequence));
  forRows(rows, [&] { records.push_back(record); });
  return records;
}

const KnownRecord* recordFor(const std::vector<KnownRecord>& records, const CardDebit& debit) {
  const auto found = std::ranges::find_if(records, [&](const KnownRecord& each) {
    return each.cardSequence == debit.sequence && each.devNo == debit.terminal && each.time == debit.time;
  });
  return found == records.end() ? nullptr : &*found;
}

/// A U is decided by the card's own list: proven, or it cannot have been (services 6.5).
void resolve(const Call& call, const KnownRecord& unknown) {
  JournalState state = lockJournal(call, unknown.devNo);
  call.sql
      << "UPDATE offline_settlements SET state = 'RESOLVED', result = 'A' WHERE dev_no = :dev AND seq = :seq",
      soci::use(unknown.devNo), soci::use(unknown.sequence);
  addAcknowledgement(call, unknown.devNo, state, static_cast<std::uint32_t>(unknown.sequence),
                     settlement::AckResult::accepted, 0, clearingDateOf(call.now));
  storeJournal(call.sql, unknown.devNo, state);
}

bool isDecided(const KnownRecord& unknown, const std::vector<CardDebit>& debits) {
  const bool isThere = std::ranges::any_of(
      debits, [&](const CardDebit& each) { return each.sequence == unknown.cardSequence; });
  const bool isBehind = std::ranges::all_of(
      debits, [&](const CardDebit& each) { return each.sequence < unknown.cardSequence; });
  return isThere || isBehind;
}

void keepDebit(const Call& call, const std::string& cardId, const CardDebit& debit, bool isKnown) {
  const std::string state = isKnown ? "MATCHED" : "EXPECTED";
  const long long at = call.at();
  call.sql << "INSERT INTO card_debits (aaz501, card_seq, terminal, time, total, paid, state, at) VALUES "
              "(:card, :seq, "
              ":terminal, :time, :total, :paid, :state, :at) ON CONFLICT (aaz501, card_seq) DO NOTHING",
      soci::use(cardId), soci::use(debit.sequence), soci::use(debit.terminal), soci::use(debit.time),
      soci::use(debit.total), soci::use(debit.paid), soci::use(state), soci::use(at);
}

}  // namespace

Answered<CardReset> takeCardLog(const Call& call, const UploadCardLog& body) {
  const auto card = findCard(call.sql, body.aaz501);
  if (!card) return refuse(ErrorCode::signInUnknown, 0, "input.aaz501");
  std::vector<CardDebit> debits;
  for (const std::string& text : body.records)
    if (auto debit = debitFrom(text)) debits.push_back(std::move(*debit));
  const auto records = recordsOf(call, body.aaz501);
  for (const CardDebit& debit : debits)
    keepDebit(call, body.aaz501, debit, recordFor(records, debit) != nullptr);
  for (const KnownRecord& record : records)
    if (record.type == "U" && record.state == "HELD" && isDecided(record, debits)) resolve(call, record);
  const long long at = call.at();
  call.sql
      << "INSERT INTO card_resets (aaz501, at) VALUES (:card, :at) ON CONFLICT (aaz501) DO UPDATE SET at = "
         "excluded.at",
      soci::use(body.aaz501), soci::use(at);
  return CardReset{{card->aaz502 == "1", 0, 0}};
}

Answered<ReversalTaken> reverseOffline(const Call& call, const ReverseOffline& body) {
  const JournalState journal = lockJournal(call, call.terminal.devNo);
  const long long original = body.original, total = static_cast<long long>(body.total), at = call.at();
  std::string state, cardId, owner;
  long long taken = 0, recorded = 0;
  call.sql << "SELECT state, aaz501, aac002, account - owed, total FROM offline_settlements WHERE dev_no = "
              ":dev AND seq "
              "= :seq AND type = 'S'",
      soci::use(call.terminal.devNo), soci::use(original), soci::into(state), soci::into(cardId),
      soci::into(owner), soci::into(taken), soci::into(recorded);
  const bool isHere = call.sql.got_data();
  if (!isHere && body.original <= journal.lastSequence)
    return refuse(ErrorCode::wrongStep, 0, "input.original");
  if (isHere && (cardId != body.cardId || recorded != total))
    return refuse(ErrorCode::badEnvelope, 0, "input.cardId");
  if (isHere && state == "ACCEPTED")
    call.sql << "UPDATE medical_account SET this_year_out = this_year_out - :taken WHERE aac002 = :owner AND "
                "seq = 1",
        soci::use(taken), soci::use(owner);
  if (isHere)
    call.sql
        << "UPDATE offline_settlements SET state = 'REVERSED', owed = 0 WHERE dev_no = :dev AND seq = :seq",
        soci::use(call.terminal.devNo), soci::use(original);
  const std::string now = isHere ? "REVERSED" : "EXPECTED";
  call.sql << "INSERT INTO offline_reversals (dev_no, original, msgid, aaz501, total, reason, state, at) "
              "VALUES (:dev, "
              ":seq, :msg, :card, :total, :reason, :state, :at) ON CONFLICT (dev_no, original) DO NOTHING",
      soci::use(call.terminal.devNo), soci::use(original), soci::use(call.head().msgid),
      soci::use(body.cardId), soci::use(total), soci::use(body.reason), soci::use(now), soci::use(at);
  return ReversalTaken{now};
}

Answered<Done> takeOutageReport(const Call& call, const ReportOutage& body) {
  if (!settlement::isOfflineReason(body.reason)) return refuse(ErrorCode::badEnvelope, 0, "input.reason");
  const long long records = body.records, sum = static_cast<long long>(body.sum), at = call.at();
  call.sql
      << "INSERT INTO outage_reports (dev_no, msgid, began, ended, reason, records, sum, send_by, at) VALUES "
         "(:dev, :msg, :began, :ended, :reason, :records, :sum, :by, :at)",
      soci::use(call.terminal.devNo), soci::use(call.head().msgid), soci::use(body.began),
      soci::use(body.ended), soci::use(body.reason), soci::use(records), soci::use(sum),
      soci::use(body.sendBy), soci::use(at);
  return Done{};
}

}  // namespace ssc::center
