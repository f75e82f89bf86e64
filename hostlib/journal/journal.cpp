#include "hostlib/journal/journal.hpp"

#include <algorithm>
#include <array>
#include <sys/statvfs.h>
#include <utility>

#include "hostlib/journal/migration.hpp"
#include "hostlib/journal/state.hpp"
#include "wire/settlement/fee_text.hpp"

namespace ssc::journal {

namespace {

constexpr std::uint64_t kRoomOfOne =
    std::uint64_t{32} * 1024;  // bytes on disk, its share of the log included
constexpr std::string_view kSettings[] = {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
                                          "PRAGMA foreign_keys = ON", "PRAGMA trusted_schema = OFF",
                                          "PRAGMA wal_autocheckpoint = 1000"};
constexpr std::string_view kSelectTail = "SELECT epoch, seq, link FROM records ORDER BY seq DESC LIMIT 1";
constexpr std::string_view kSelectEpoch = "SELECT epoch, first_seq FROM epochs ORDER BY epoch DESC LIMIT 1";
constexpr std::string_view kInsertRecord =
    "INSERT INTO records (seq, epoch, type, term_seq, canonical, link, mac, fees, person) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
constexpr std::string_view kSelectPrepared =
    "SELECT seq, phase, canonical, card_sum, card_count, special, fees, person FROM open_rows WHERE phase = "
    "'PREPARED'";
constexpr std::string_view kSelectOpen =
    "SELECT seq, phase, canonical, card_sum, card_count, special FROM open_rows ORDER BY seq";
constexpr std::string_view kInsertOpen =
    "INSERT INTO open_rows (seq, phase, canonical, fees, person, card_sum, card_count, special) "
    "VALUES (?1, 'PREPARED', ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr std::string_view kWaitForCard = "UPDATE open_rows SET phase = 'CARD' WHERE seq = ?1";
constexpr std::string_view kDeleteOpen = "DELETE FROM open_rows WHERE seq = ?1";
constexpr std::string_view kInsertNumber =
    "INSERT INTO module_numbers (number, use, reference, time) VALUES (?1, ?2, ?3, ?4)";
constexpr std::string_view kInsertHead =
    "INSERT INTO heads (seq, text, signature, old_mac, new_mac) VALUES (?1, ?2, ?3, ?4, ?5)";
constexpr std::string_view kInsertState =
    "INSERT INTO states (seq, state, time, cause) VALUES (?1, ?2, ?3, ?4)";

Result<void> settle(Database& database) {
  for (const auto setting : kSettings)
    if (auto done = database.run(setting); !done) return done;
  return {};
}

Result<std::int64_t> numberOf(Database& database, std::string_view sql) {
  auto statement = database.prepare(sql);
  if (!statement) return tl::unexpected(statement.error());
  const auto row = statement->step();
  if (!row) return tl::unexpected(row.error());
  return *row ? statement->number(0) : 0;
}

Result<void> migrate(Database& database) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return tl::unexpected(transaction.error());
  const auto version = numberOf(database, "PRAGMA user_version");
  if (!version) return tl::unexpected(version.error());
  const auto newest = static_cast<std::int64_t>(migrations().back().number);
  if (*version > newest) return failed(Fault::broken, "the journal is of a newer program");
  if (*version == newest) return {};
  for (const Migration& step : migrations()) {
    if (static_cast<std::int64_t>(step.number) <= *version) continue;
    for (const auto statement : step.statements)
      if (auto done = database.run(statement); !done) return done;
  }
  if (auto done = database.run("PRAGMA user_version = " + std::to_string(newest)); !done) return done;
  return transaction->commit();
}

Result<void> identify(Database& database, const Identity& identity, TimePoint now) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return tl::unexpected(transaction.error());
  auto select = database.prepare("SELECT terminal_id, institution FROM identity");
  if (!select) return tl::unexpected(select.error());
  const auto row = select->step();
  if (!row) return tl::unexpected(row.error());
  if (*row) {
    if (select->view(0) != identity.terminalId || select->view(1) != identity.institution)
      return failed(Fault::foreign, "the journal is of another terminal or institution");
    return {};
  }
  const std::string made = wire::compactSeconds(now);
  auto insert =
      database.prepare("INSERT INTO identity (one, terminal_id, institution, made) VALUES (1, ?1, ?2, ?3)");
  if (!insert) return tl::unexpected(insert.error());
  if (auto done = insert->bind(1, identity.terminalId).bind(2, identity.institution).bind(3, made).run();
      !done)
    return done;
  auto epoch = database.prepare("INSERT INTO epochs (epoch, first_seq, began) VALUES (1, 1, ?1)");
  if (!epoch) return tl::unexpected(epoch.error());
  if (auto done = epoch->bind(1, made).run(); !done) return done;
  return transaction->commit();
}

}  // namespace

std::string sealedPlace(std::string_view kind, std::string_view terminalId, std::uint32_t sequence) {
  return "ssc journal " + std::string(kind) + '|' + std::string(terminalId) + '|' + std::to_string(sequence);
}

Result<void> Journal::State::prepareStatements() {
  const std::array rows{
      std::pair{&selectTail, kSelectTail},     std::pair{&selectEpoch, kSelectEpoch},
      std::pair{&insertRecord, kInsertRecord}, std::pair{&selectPrepared, kSelectPrepared},
      std::pair{&selectOpen, kSelectOpen},     std::pair{&insertOpen, kInsertOpen},
      std::pair{&waitForCard, kWaitForCard},   std::pair{&deleteOpen, kDeleteOpen},
      std::pair{&insertNumber, kInsertNumber}, std::pair{&insertHeadRow, kInsertHead},
      std::pair{&insertState, kInsertState},
  };
  for (const auto& [statement, sql] : rows) {
    auto made = database.prepare(sql);
    if (!made) return tl::unexpected(made.error());
    *statement = std::move(*made);
  }
  return {};
}

Result<Tail> Journal::State::readTail() {
  Tail tail;
  const auto record = selectTail.step();
  if (!record) return tl::unexpected(record.error());
  if (*record) {
    tail.epoch = static_cast<std::uint32_t>(selectTail.number(0));
    tail.sequence = static_cast<std::uint32_t>(selectTail.number(1));
    const auto link = selectTail.byteView(2);
    if (link.size() == tail.link.size()) std::ranges::copy(link, tail.link.begin());
  }
  selectTail.reset();
  const auto newestEpoch = selectEpoch.step();
  if (!newestEpoch) return tl::unexpected(newestEpoch.error());
  const auto newest = *newestEpoch ? static_cast<std::uint32_t>(selectEpoch.number(0)) : 0;
  const auto first = *newestEpoch ? selectEpoch.number(1) : 0;
  selectEpoch.reset();
  if (newest == 0) return failed(Fault::broken, "the journal has no epoch");
  if (first <= tail.sequence) return tail;
  // Nothing is chained in the newest epoch yet.
  tail.epoch = newest;
  auto genesis = checked(settlement::genesis(identity.terminalId, newest));
  if (!genesis) return tl::unexpected(genesis.error());
  tail.link = *genesis;
  return tail;
}

Result<crypto::Bytes> Journal::State::seal(crypto::ByteView plain, std::string_view kind,
                                           std::uint32_t sequence) {
  if (plain.empty()) return crypto::Bytes();
  const std::string place = sealedPlace(kind, identity.terminalId, sequence);
  return checked(keys.storage.seal(plain, crypto::bytesOf(place), keys.random));
}

/// Chains a record; `fees` and `person` are sealed already.
Result<void> Journal::State::insert(const Record& record, crypto::ByteView fees, crypto::ByteView person,
                                    TimePoint now) {
  auto tail = readTail();
  if (!tail) return tl::unexpected(tail.error());
  if (tail->epoch != epoch)
    return failed(Fault::crypto, "the log key was replaced: the journal is to be opened anew");
  const auto text = settlement::canonical(record);
  if (!text) return failed(Fault::misuse, text.error().text());
  if (record.sequence != tail->sequence + 1) return failed(Fault::misuse, "offlineSeq: is not the next one");
  const auto link = checked(chain.next(tail->link, *text));
  if (!link) return tl::unexpected(link.error());
  const auto mac = checked(settlement::recordMac(logKey, *link));
  if (!mac) return tl::unexpected(mac.error());
  const char type = static_cast<char>(record.type);
  auto done = insertRecord.bind(1, std::int64_t{record.sequence})
                  .bind(2, std::int64_t{tail->epoch})
                  .bind(3, std::string_view(&type, 1))
                  .bind(4, std::int64_t{record.terminalSequence})
                  .bind(5, *text)
                  .bind(6, crypto::ByteView(*link))
                  .bind(7, crypto::ByteView(*mac))
                  .bind(8, fees)
                  .bind(9, person)
                  .run();
  if (!done) return done;
  if (record.sequence % kHeadEvery != 0) return {};
  return insertHead({tail->epoch, record.sequence, *link}, now, nullptr, nullptr)
      .map([](const settlement::Head& /*head*/) {});
}

Result<settlement::Head> Journal::State::insertHead(const Tail& tail, TimePoint now,
                                                    const settlement::RecordMac* oldMac,
                                                    const settlement::RecordMac* newMac) {
  settlement::Head head{identity.terminalId, tail.epoch, tail.sequence, tail.link, wire::compactSeconds(now)};
  const std::string text = settlement::headText(head);
  const auto signature = checked(keys.sign(crypto::bytesOf(text)));
  if (!signature) return tl::unexpected(signature.error());
  const auto bytes = [](const settlement::RecordMac* mac) {
    return mac != nullptr ? crypto::ByteView(*mac) : crypto::ByteView();
  };
  const auto done = insertHeadRow.bind(1, std::int64_t{tail.sequence})
                        .bind(2, text)
                        .bind(3, crypto::ByteView(*signature))
                        .bind(4, bytes(oldMac))
                        .bind(5, bytes(newMac))
                        .run();
  if (!done) return tl::unexpected(done.error());
  return head;
}

/// What a number of the security module was used for, where no record stands for it.
Result<void> Journal::State::book(std::uint32_t moduleNumber, std::string_view use,
                                  std::string_view reference, TimePoint now) {
  const std::string time = wire::compactSeconds(now);
  return insertNumber.bind(1, std::int64_t{moduleNumber}).bind(2, use).bind(3, reference).bind(4, time).run();
}

/// Nothing begins before what is PREPARED was closed.
Result<void> Journal::State::checkNonePrepared() {
  const auto prepared = selectPrepared.step();
  selectPrepared.reset();
  if (!prepared) return tl::unexpected(prepared.error());
  if (*prepared) return failed(Fault::misuse, "a settlement is PREPARED: it is closed first");
  return {};
}

/// What the newest signed head says, and that its record is the one that was signed.
Result<Tail> Journal::State::signedTail() {
  auto newest = database.prepare("SELECT text FROM heads ORDER BY id DESC LIMIT 1");
  if (!newest) return tl::unexpected(newest.error());
  const auto row = newest->step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return Tail();
  const auto head = settlement::parseHead(newest->view(0));
  if (!head || head->terminalId != identity.terminalId)
    return failed(Fault::broken, "a signed head is damaged");
  const Tail at{head->epoch, head->sequence, head->link};
  if (at.sequence == 0) return at;
  auto same = database.prepare("SELECT link FROM records WHERE seq = ?1");
  if (!same) return tl::unexpected(same.error());
  const auto there = same->bind(1, std::int64_t{at.sequence}).step();
  if (!there) return tl::unexpected(there.error());
  if (!*there || !std::ranges::equal(same->byteView(0), at.link))
    return failed(Fault::broken, "record " + std::to_string(at.sequence) + " is not the one that was signed");
  return at;
}

/// One record against what it follows; `row`: seq, epoch, canonical, link, first number of its epoch.
Result<Tail> Journal::State::chained(const Statement& row, const Tail& before) {
  const Tail next{static_cast<std::uint32_t>(row.number(1)), before.sequence + 1, {}};
  const auto which = "record " + std::to_string(next.sequence);
  if (row.number(0) != std::int64_t{next.sequence}) return failed(Fault::broken, which + " is missing");
  const bool isFirst = row.number(4) == row.number(0);
  const auto start = isFirst ? checked(settlement::genesis(identity.terminalId, next.epoch))
                             : Result<settlement::Link>(before.link);
  if (!start) return tl::unexpected(start.error());
  const auto link = checked(chain.next(*start, row.view(2)));
  if (!link) return tl::unexpected(link.error());
  if (!std::ranges::equal(row.byteView(3), *link)) return failed(Fault::broken, which + " is not chained");
  return Tail{next.epoch, next.sequence, *link};
}

/// What has been written behind the newest head is chained to it, in order, and nothing is missing.
Result<void> Journal::State::checkFromLastHead() {
  auto at = signedTail();
  if (!at) return tl::unexpected(at.error());
  auto later = database.prepare(
      "SELECT r.seq, r.epoch, r.canonical, r.link, e.first_seq FROM records r JOIN epochs e ON e.epoch = "
      "r.epoch "
      "WHERE r.seq > ?1 ORDER BY r.seq");
  if (!later) return tl::unexpected(later.error());
  later->bind(1, std::int64_t{at->sequence});
  for (;;) {
    const auto row = later->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return {};
    at = chained(*later, *at);
    if (!at) return tl::unexpected(at.error());
  }
}

Journal::Journal(std::unique_ptr<State> state) : state_(std::move(state)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal::~Journal() = default;

Result<Journal> Journal::open(const std::filesystem::path& file, const Identity& identity, Keys keys,
                              TimePoint now, const Options& options) {
  auto chain = checked(settlement::ChainHash::make());
  if (!chain) return tl::unexpected(chain.error());
  auto logKey = checked(crypto::HmacSm3::make(keys.log));
  if (!logKey) return tl::unexpected(logKey.error());
  auto database = Database::open(file.string(), Database::Mode::write, options.vfs);
  if (!database) return tl::unexpected(database.error());
  auto state = std::make_unique<State>(file, identity, std::move(keys), std::move(*database),
                                       std::move(*chain), std::move(*logKey));
  auto ready = settle(state->database)
                   .and_then([&] { return migrate(state->database); })
                   .and_then([&] { return identify(state->database, identity, now); })
                   .and_then([&] { return state->prepareStatements(); })
                   .and_then([&] { return state->checkFromLastHead(); })
                   .and_then([&] { return state->readTail(); })
                   .map([&](const Tail& tail) { state->epoch = tail.epoch; });
  if (!ready) return tl::unexpected(ready.error());
  return Journal(std::move(state));
}

Result<Tail> Journal::tail() {
  return state_->readTail();
}

namespace {

Result<OpenRow> openRowFrom(const Statement& row) {
  auto record = recordFrom(row.view(2));
  if (!record) return tl::unexpected(record.error());
  return OpenRow{
      row.view(1) == "PREPARED",
      std::move(*record),
      {static_cast<std::uint32_t>(row.number(3)), static_cast<std::uint8_t>(row.number(4)), row.text(5)}};
}

}  // namespace

Result<std::vector<OpenRow>> Journal::openRows() {
  std::vector<OpenRow> rows;
  Statement& select = state_->selectOpen;
  for (;;) {
    const auto row = select.step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) break;
    auto made = openRowFrom(select);
    if (!made) return select.reset(), tl::unexpected(made.error());
    rows.push_back(std::move(*made));
  }
  select.reset();
  return rows;
}

Result<std::uint32_t> Journal::lastModuleNumber() {
  const auto recorded = numberOf(
      state_->database, "SELECT term_seq FROM records WHERE term_seq <> 0 ORDER BY seq DESC LIMIT 1");
  if (!recorded) return tl::unexpected(recorded.error());
  const auto booked = numberOf(state_->database, "SELECT MAX(number) FROM module_numbers");
  if (!booked) return tl::unexpected(booked.error());
  return static_cast<std::uint32_t>(std::max(*recorded, *booked));
}

Result<void> Journal::checkRoom() const {
  struct statvfs disk{};
  if (::statvfs(state_->file.parent_path().c_str(), &disk) != 0)
    return failed(Fault::disk, "the journal's disk cannot be asked for its room");
  if (std::uint64_t{disk.f_bavail} * disk.f_frsize < kRoomFor * kRoomOfOne)
    return failed(Fault::full, "fewer than 50 records have room");
  return {};
}

}  // namespace ssc::journal
