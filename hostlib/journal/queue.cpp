// What waits for the center, what it has, and what it said.
#include <algorithm>
#include <array>

#include "hostlib/journal/state.hpp"

namespace ssc::journal {
namespace {

using settlement::AckResult;

struct EventRow {
  LinkEvent event;
  std::string_view text;
  std::string_view after;  ///< initials of the events it may follow; '-': none yet
};
constexpr std::array kEvents{
    EventRow{LinkEvent::began, "BEGAN", "-E"},
    EventRow{LinkEvent::answered, "ANSWERED", "BL"},
    EventRow{LinkEvent::lost, "LOST", "A"},
    EventRow{LinkEvent::ended, "ENDED", "A"},
};
const EventRow& rowOf(LinkEvent event) {
  return *std::ranges::find(kEvents, event, &EventRow::event);
}

struct AckState {
  AckResult result;
  RecordType type;
  std::string_view state;
};
/// Where the type of the record decides; else kPlainStates.
constexpr std::array kStatesOfUnknown{AckState{AckResult::accepted, RecordType::unknown, "RESOLVED"},
                                      AckState{AckResult::refused, RecordType::unknown, "DISPUTE"}};
constexpr std::array kPlainStates{
    AckState{AckResult::accepted, RecordType::settled, "ACCEPTED"},
    AckState{AckResult::duplicate, RecordType::settled, "DUPLICATE"},
    AckState{AckResult::refused, RecordType::settled, "REFUSED"},
    AckState{AckResult::held, RecordType::settled, "HELD"},
};
std::string_view stateOf(const settlement::AckLine& line, RecordType type) {
  for (const AckState& row : kStatesOfUnknown)
    if (row.result == line.result && row.type == type) return row.state;
  return std::ranges::find(kPlainStates, line.result, &AckState::result)->state;
}

/// The first column of one row; `missing` where there is none.
Result<std::string> textOf(Database& database, std::string_view sql, std::string_view parameter = {}) {
  auto statement = database.prepare(sql);
  if (!statement) return tl::unexpected(statement.error());
  if (!parameter.empty()) statement->bind(1, parameter);
  const auto row = statement->step();
  if (!row) return tl::unexpected(row.error());
  return *row ? statement->text(0) : std::string();
}
Result<std::int64_t> numberOf(Database& database, std::string_view sql, std::string_view parameter = {}) {
  auto statement = database.prepare(sql);
  if (!statement) return tl::unexpected(statement.error());
  if (!parameter.empty()) statement->bind(1, parameter);
  const auto row = statement->step();
  if (!row) return tl::unexpected(row.error());
  return *row ? statement->number(0) : 0;
}

constexpr std::string_view kTaken = "SELECT COALESCE(MAX(last_seq), 0) FROM batches";

}  // namespace

std::string_view toString(LinkEvent event) {
  return rowOf(event).text;
}

// ---- reading

Result<std::vector<Record>> Journal::unresolved(std::string_view cardId) {
  auto rows = state_->database.prepare(
      "SELECT canonical, type FROM records r WHERE type = 'R' OR (type = 'U' AND NOT EXISTS (SELECT 1 FROM "
      "states s "
      "WHERE s.seq = r.seq AND s.state = 'RESOLVED')) ORDER BY seq");
  if (!rows) return tl::unexpected(rows.error());
  std::vector<Record> unknown;
  for (;;) {
    const auto row = rows->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return unknown;
    auto record = recordFrom(rows->view(0));
    if (!record) return tl::unexpected(record.error());
    if (record->type == RecordType::resolution)
      std::erase_if(unknown, [&](const Record& each) { return each.sequence == record->original; });
    else if (record->holder.cardId == cardId)
      unknown.push_back(std::move(*record));
  }
}

Result<std::optional<Outage>> Journal::outage() {
  auto rows = state_->database.prepare(
      "SELECT event, time, reason FROM link_events WHERE id >= (SELECT COALESCE(MAX(id), 0) FROM link_events "
      "WHERE event = 'BEGAN') ORDER BY id");
  if (!rows) return tl::unexpected(rows.error());
  std::optional<Outage> outage;
  for (;;) {
    const auto row = rows->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return outage;
    const auto event = rows->view(0);
    if (event == "BEGAN") outage = Outage{rows->text(1), rows->text(2), {}};
    if (!outage) return failed(Fault::broken, "an outage has no beginning");
    if (event == "ANSWERED") outage->recovering = rows->text(1);
    if (event == "LOST") {
      outage->recovering.clear();
      outage->reason = rows->text(2);
    }
    if (event == "ENDED") outage.reset();
  }
}

Result<Backlog> Journal::backlog() {
  Database& database = state_->database;
  const auto taken = numberOf(database, kTaken);
  if (!taken) return tl::unexpected(taken.error());
  const auto unanswered = numberOf(
      database,
      "SELECT COUNT(*) FROM records r WHERE r.seq <= (SELECT COALESCE(MAX(last_seq), 0) FROM batches) AND "
      "NOT EXISTS (SELECT 1 FROM acknowledgements a WHERE a.seq = r.seq)");
  if (!unanswered) return tl::unexpected(unanswered.error());
  Backlog backlog{static_cast<std::uint32_t>(*taken), 0, 0, static_cast<std::uint64_t>(*unanswered)};
  auto rows = database.prepare("SELECT canonical FROM records WHERE seq > ?1");
  if (!rows) return tl::unexpected(rows.error());
  rows->bind(1, *taken);
  for (;;) {
    const auto row = rows->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return backlog;
    const auto record = recordFrom(rows->view(0));
    if (!record) return tl::unexpected(record.error());
    ++backlog.records;
    if (record->type == RecordType::settled) backlog.settled += record->amounts.total;
  }
}

Result<std::vector<Outgoing>> Journal::unsent(std::size_t most) {
  auto rows = state_->database.prepare(
      "SELECT canonical, link, mac, fees, person FROM records WHERE seq > (SELECT COALESCE(MAX(last_seq), 0) "
      "FROM "
      "batches) ORDER BY seq LIMIT ?1");
  if (!rows) return tl::unexpected(rows.error());
  rows->bind(1, static_cast<std::int64_t>(most));
  std::vector<Outgoing> records;
  for (;;) {
    const auto row = rows->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return records;
    auto record = recordFrom(rows->view(0));
    if (!record) return tl::unexpected(record.error());
    Outgoing outgoing{std::move(*record), rows->text(0), {}, {}, {}, {}};
    const auto link = rows->byteView(1), mac = rows->byteView(2);
    if (link.size() != outgoing.link.size() || mac.size() != outgoing.mac.size())
      return failed(Fault::broken, "a record's link or MAC has another length");
    std::ranges::copy(link, outgoing.link.begin());
    std::ranges::copy(mac, outgoing.mac.begin());
    auto fees = state_->unseal(rows->byteView(3), "fees", outgoing.record.sequence);
    if (!fees) return tl::unexpected(fees.error());
    auto person = state_->unseal(rows->byteView(4), "person", outgoing.record.sequence);
    if (!person) return tl::unexpected(person.error());
    outgoing.fees = std::move(*fees);
    outgoing.person = std::move(*person);
    records.push_back(std::move(outgoing));
  }
}

Result<crypto::SecretBytes> Journal::State::unseal(crypto::ByteView sealed, std::string_view kind,
                                                   std::uint32_t sequence) const {
  if (sealed.empty()) return crypto::SecretBytes();
  const std::string place = sealedPlace(kind, identity.terminalId, sequence);
  auto opened = keys.storage.open(sealed, crypto::bytesOf(place));
  if (!opened) return failed(Fault::broken, std::string(kind) + " of a record cannot be opened");
  return std::move(*opened);
}

Result<crypto::Sm2Signature> Journal::headSignature(const settlement::Head& head) {
  const std::string text = settlement::headText(head);
  auto rows = state_->database.prepare("SELECT signature FROM heads WHERE text = ?1 AND seq = ?2 LIMIT 1");
  if (!rows) return tl::unexpected(rows.error());
  rows->bind(1, text).bind(2, std::int64_t{head.sequence});
  const auto row = rows->step();
  if (!row) return tl::unexpected(row.error());
  crypto::Sm2Signature signature{};
  if (!*row || rows->byteView(0).size() != signature.size()) return failed(Fault::misuse, "no such head");
  std::ranges::copy(rows->byteView(0), signature.begin());
  return signature;
}

Result<std::vector<Cleared>> Journal::clearedOn(std::string_view day) {
  auto rows = state_->database.prepare(
      "SELECT r.canonical, EXISTS (SELECT 1 FROM states s WHERE s.seq = r.seq AND s.state IN ('VOIDED', "
      "'REVERSED')), "
      "EXISTS (SELECT 1 FROM states s WHERE s.seq = r.seq AND s.state = 'RECONCILED') FROM records r WHERE "
      "EXISTS "
      "(SELECT 1 FROM acknowledgements a WHERE a.seq = r.seq AND a.result = 'A' AND a.clearing_date = ?1) "
      "ORDER BY "
      "r.seq");
  if (!rows) return tl::unexpected(rows.error());
  rows->bind(1, day);
  std::vector<Cleared> cleared;
  for (;;) {
    const auto row = rows->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return cleared;
    auto record = recordFrom(rows->view(0));
    if (!record) return tl::unexpected(record.error());
    cleared.push_back({std::move(*record), rows->number(1) != 0, rows->number(2) != 0});
  }
}

Result<std::string> Journal::lastClearingDate() {
  return textOf(state_->database, "SELECT COALESCE(MAX(clearing_date), '') FROM acknowledgements");
}

Result<std::optional<Batch>> Journal::lastBatch() {
  auto rows = state_->database.prepare(
      "SELECT batch_no, first_seq, last_seq, sm3 FROM batches ORDER BY last_seq DESC LIMIT 1");
  if (!rows) return tl::unexpected(rows.error());
  const auto row = rows->step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<Batch>();
  return std::optional(Batch{rows->text(0), static_cast<std::uint32_t>(rows->number(1)),
                             static_cast<std::uint32_t>(rows->number(2)), rows->text(3)});
}

Result<std::uint32_t> Journal::batchesOf(std::string_view beginning) {
  return numberOf(state_->database, "SELECT COUNT(*) FROM batches WHERE substr(batch_no, 1, length(?1)) = ?1",
                  beginning)
      .map([](std::int64_t count) { return static_cast<std::uint32_t>(count); });
}

Result<std::uint64_t> Journal::lastAcknowledged() {
  return numberOf(state_->database, "SELECT COALESCE(MAX(serial), 0) FROM acknowledgements")
      .map([](std::int64_t serial) { return static_cast<std::uint64_t>(serial); });
}

Result<std::string> Journal::lastExtension() {
  return textOf(state_->database, "SELECT text FROM extensions ORDER BY time DESC, serial DESC LIMIT 1");
}

Result<std::string> Journal::lastTime() {
  auto noted =
      textOf(state_->database,
             "SELECT COALESCE(MAX(time), '') FROM (SELECT MAX(time) AS time FROM states UNION ALL SELECT "
             "MAX(time) FROM module_numbers UNION ALL SELECT MAX(time) FROM link_events)");
  if (!noted) return noted;
  const auto newest = textOf(state_->database, "SELECT canonical FROM records ORDER BY seq DESC LIMIT 1");
  if (!newest || newest->empty()) return newest ? noted : newest;
  const auto record = recordFrom(*newest);
  if (!record) return tl::unexpected(record.error());
  return std::max(*noted, record->time);
}

Result<unsigned> Journal::alarmLevel() {
  return numberOf(state_->database, "SELECT COALESCE(MAX(level), 0) FROM alarms").map([](std::int64_t level) {
    return static_cast<unsigned>(level);
  });
}

// ---- writing

namespace {

/// One transaction around `work`.
template <class Work>
Result<void> inTransaction(Database& database, const Work& work) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return tl::unexpected(transaction.error());
  if (auto done = work(); !done) return done;
  return transaction->commit();
}

Result<void> insertEvent(Database& database, const LinkNote& note) {
  const auto last = textOf(database, "SELECT event FROM link_events ORDER BY id DESC LIMIT 1");
  if (!last) return tl::unexpected(last.error());
  const char before = last->empty() ? '-' : last->front();
  if (rowOf(note.event).after.find(before) == std::string_view::npos)
    return failed(Fault::misuse, "the network cannot have done this now");
  auto insert =
      database.prepare("INSERT INTO link_events (event, time, reason, operator) VALUES (?1, ?2, ?3, ?4)");
  if (!insert) return tl::unexpected(insert.error());
  return insert->bind(1, toString(note.event))
      .bind(2, note.time)
      .bind(3, note.reason)
      .bind(4, note.operatorId)
      .run();
}

}  // namespace

Result<void> Journal::State::addState(std::uint32_t sequence, std::string_view state, std::string_view cause,
                                      std::string_view time) {
  return insertState.bind(1, std::int64_t{sequence}).bind(2, state).bind(3, time).bind(4, cause).run();
}

Result<void> Journal::Writer::noteLink(const LinkNote& note) {
  Database& database = held_->journal.database;
  return inTransaction(database, [&] { return insertEvent(database, note); });
}

Result<void> Journal::Writer::taken(const Batch& batch, TimePoint now) {
  State& journal = held_->journal;
  const std::string time = wire::compactSeconds(now);
  return inTransaction(journal.database, [&]() -> Result<void> {
    auto insert = journal.database.prepare(
        "INSERT INTO batches (batch_no, first_seq, last_seq, sm3, time) VALUES (?1, ?2, ?3, ?4, ?5)");
    if (!insert) return tl::unexpected(insert.error());
    insert->bind(1, batch.number).bind(2, std::int64_t{batch.first}).bind(3, std::int64_t{batch.last});
    if (auto done = insert->bind(4, batch.sm3).bind(5, time).run(); !done) return done;
    for (std::uint32_t sequence = batch.first; sequence <= batch.last; ++sequence)
      if (auto done = journal.addState(sequence, "SENT", batch.number, time); !done) return done;
    return {};
  });
}

namespace {

struct AckStatements {
  Statement insert, record;
};
Result<AckStatements> ackStatements(Database& database) {
  auto insert = database.prepare(
      "INSERT INTO acknowledgements (serial, seq, result, code, clearing_date, time) VALUES (?1, ?2, ?3, ?4, "
      "?5, "
      "?6) ON CONFLICT (serial) DO NOTHING");
  if (!insert) return tl::unexpected(insert.error());
  auto record = database.prepare("SELECT type FROM records WHERE seq = ?1");
  if (!record) return tl::unexpected(record.error());
  return AckStatements{std::move(*insert), std::move(*record)};
}

/// What type of record a line is about.
Result<RecordType> typeOf(Statement& select, std::uint32_t sequence) {
  const auto row = select.bind(1, std::int64_t{sequence}).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return select.reset(), failed(Fault::misuse, "acknowledged: a record that is not here");
  const auto type = static_cast<RecordType>(select.view(0).front());
  select.reset();
  return type;
}

}  // namespace

Result<void> Journal::Writer::acknowledged(const std::vector<settlement::AckLine>& lines, TimePoint now) {
  State& journal = held_->journal;
  const std::string time = wire::compactSeconds(now);
  return inTransaction(journal.database, [&]() -> Result<void> {
    auto statements = ackStatements(journal.database);
    if (!statements) return tl::unexpected(statements.error());
    for (const settlement::AckLine& line : lines) {
      const auto type = typeOf(statements->record, line.sequence);
      if (!type) return tl::unexpected(type.error());
      const char result = static_cast<char>(line.result);
      auto done = statements->insert.bind(1, static_cast<std::int64_t>(line.serial))
                      .bind(2, std::int64_t{line.sequence})
                      .bind(3, std::string_view(&result, 1))
                      .bind(4, std::int64_t{line.code})
                      .bind(5, line.clearingDate)
                      .bind(6, time)
                      .run();
      if (!done) return done;
      if (journal.database.changes() == 0) continue;  // known already
      const std::string cause = line.code == 0 ? std::string() : std::to_string(line.code);
      if (auto noted = journal.addState(line.sequence, stateOf(line, *type), cause, time); !noted)
        return noted;
    }
    return {};
  });
}

Result<void> Journal::Writer::useExtension(std::uint32_t serial, std::string_view text, TimePoint now) {
  Database& database = held_->journal.database;
  const std::string time = wire::compactSeconds(now);
  return inTransaction(database, [&]() -> Result<void> {
    auto insert = database.prepare(
        "INSERT INTO extensions (serial, text, time) VALUES (?1, ?2, ?3) ON CONFLICT "
        "(serial) DO NOTHING");
    if (!insert) return tl::unexpected(insert.error());
    if (auto done = insert->bind(1, std::int64_t{serial}).bind(2, text).bind(3, time).run(); !done)
      return done;
    if (database.changes() == 0) return failed(Fault::misuse, "the extension was used before");
    return {};
  });
}

Result<void> Journal::Writer::raiseAlarm(std::string_view kind, unsigned level, TimePoint now) {
  Database& database = held_->journal.database;
  const std::string time = wire::compactSeconds(now);
  return inTransaction(database, [&]() -> Result<void> {
    auto insert = database.prepare("INSERT INTO alarms (kind, level, time) VALUES (?1, ?2, ?3)");
    if (!insert) return tl::unexpected(insert.error());
    return insert->bind(1, kind).bind(2, std::int64_t{level}).bind(3, time).run();
  });
}

}  // namespace ssc::journal
