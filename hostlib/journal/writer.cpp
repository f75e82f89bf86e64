#include "hostlib/journal/state.hpp"
#include "wire/settlement/fee_text.hpp"

namespace ssc::journal {

namespace {

Result<void> checkFees(const Record& record, std::string_view fees) {
  const auto digest = checked(crypto::sm3(crypto::bytesOf(fees)));
  if (!digest) return tl::unexpected(digest.error());
  if (*digest != record.feeDigest) return failed(Fault::misuse, "feeDigest: is not that of the fees");
  return {};
}

}  // namespace

Journal::Writer::Writer(std::unique_ptr<Held> held) : held_(std::move(held)) {}
Journal::Writer::Writer(Writer&&) noexcept = default;
Journal::Writer::~Writer() = default;

Result<Journal::Writer> Journal::writer(std::chrono::milliseconds limit, const std::stop_token& stop) {
  auto lock = WriterLock::take(state_->file.string() + ".lock", limit, stop);
  if (!lock) return tl::unexpected(lock.error());
  return Writer(std::make_unique<Writer::Held>(*state_, std::move(*lock)));
}

Result<std::uint32_t> Journal::Writer::prepare(const Draft& draft) {
  State& journal = held_->journal;
  Record record = draft.record;
  if (record.type != RecordType::unknown || record.terminalSequence == 0)
    return failed(Fault::misuse, "a draft is a U with its number of the security module");
  if (auto fit = checkFees(record, draft.fees); !fit) return tl::unexpected(fit.error());
  auto transaction = Transaction::begin(journal.database);
  if (!transaction) return tl::unexpected(transaction.error());
  const auto tail = journal.readTail();
  if (!tail) return tl::unexpected(tail.error());
  record.sequence = tail->sequence + 1;
  const auto text = settlement::canonical(record);
  if (!text) return failed(Fault::misuse, text.error().text());
  if (auto free = journal.checkNonePrepared(); !free) return tl::unexpected(free.error());
  const auto fees = journal.seal(crypto::bytesOf(draft.fees), "fees", record.sequence);
  if (!fees) return tl::unexpected(fees.error());
  const auto person = journal.seal(draft.person.reveal(), "person", record.sequence);
  if (!person) return tl::unexpected(person.error());
  const auto done = journal.insertOpen.bind(1, std::int64_t{record.sequence})
                        .bind(2, *text)
                        .bind(3, crypto::ByteView(*fees))
                        .bind(4, crypto::ByteView(*person))
                        .bind(5, std::int64_t{draft.card.sum})
                        .bind(6, std::int64_t{draft.card.count})
                        .bind(7, draft.card.special)
                        .run();
  if (!done) return tl::unexpected(done.error());
  if (auto committed = transaction->commit(); !committed) return tl::unexpected(committed.error());
  return record.sequence;
}

namespace {

struct Prepared {
  Record record;
  crypto::Bytes fees, person;  // sealed
};

Result<Prepared> preparedFrom(Statement& select) {
  const auto row = select.step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return select.reset(), failed(Fault::misuse, "nothing is PREPARED");
  auto record = recordFrom(select.view(2));
  if (!record) return select.reset(), tl::unexpected(record.error());
  Prepared prepared{std::move(*record), select.bytes(6), select.bytes(7)};
  select.reset();
  return prepared;
}

}  // namespace

Result<Record> Journal::Writer::close(const Settled& how, TimePoint now) {
  Record shape;
  shape.type = RecordType::settled;
  shape.tac = how.tac;
  return closeAs(shape, {}, now);
}

Result<Record> Journal::Writer::close(const Aborted& how, TimePoint now) {
  Record shape;
  shape.type = RecordType::aborted;
  return closeAs(shape, how.why.empty() ? "aborted" : std::string_view(how.why), now);
}

Result<Record> Journal::Writer::close(const Unknown& /*how*/, TimePoint now) {
  Record shape;
  shape.type = RecordType::unknown;
  return closeAs(shape, {}, now);
}

/// `shape`: type and TAC of what the draft becomes.
Result<Record> Journal::Writer::closeAs(const Record& shape, std::string_view burnt, TimePoint now) {
  State& journal = held_->journal;
  auto transaction = Transaction::begin(journal.database);
  if (!transaction) return tl::unexpected(transaction.error());
  auto prepared = preparedFrom(journal.selectPrepared);
  if (!prepared) return tl::unexpected(prepared.error());
  Record record = std::move(prepared->record);
  const auto moduleNumber = record.terminalSequence;
  record.type = shape.type;
  record.tac = shape.tac;
  const bool isAborted = record.type == RecordType::aborted;
  if (isAborted) {
    record.terminalSequence = 0;
    record.feeLines = 0;
    record.feeDigest = settlement::emptyFeeDigest();
    prepared->fees.clear();
    if (auto booked = journal.book(moduleNumber, "BURNT", burnt, now); !booked)
      return tl::unexpected(booked.error());
  }
  if (auto done = journal.insert(record, prepared->fees, prepared->person, now); !done)
    return tl::unexpected(done.error());
  Statement& next = record.type == RecordType::settled ? journal.waitForCard : journal.deleteOpen;
  if (auto done = next.bind(1, std::int64_t{record.sequence}).run(); !done)
    return tl::unexpected(done.error());
  if (auto committed = transaction->commit(); !committed) return tl::unexpected(committed.error());
  return record;
}

Result<Record> Journal::Writer::append(Record record, std::string_view fees, crypto::ByteView person,
                                       TimePoint now) {
  State& journal = held_->journal;
  const bool fits = record.type == RecordType::resolution || record.type == RecordType::reversal ||
                    record.type == RecordType::exception;
  if (!fits) return failed(Fault::misuse, "recType: a purchase is prepared first");
  if (auto fit = checkFees(record, fees); !fit) return tl::unexpected(fit.error());
  auto transaction = Transaction::begin(journal.database);
  if (!transaction) return tl::unexpected(transaction.error());
  if (auto free = journal.checkNonePrepared(); !free) return tl::unexpected(free.error());
  const auto tail = journal.readTail();
  if (!tail) return tl::unexpected(tail.error());
  record.sequence = tail->sequence + 1;
  const auto sealedFees = journal.seal(crypto::bytesOf(fees), "fees", record.sequence);
  if (!sealedFees) return tl::unexpected(sealedFees.error());
  const auto sealedPerson = journal.seal(person, "person", record.sequence);
  if (!sealedPerson) return tl::unexpected(sealedPerson.error());
  if (auto done = journal.insert(record, *sealedFees, *sealedPerson, now); !done)
    return tl::unexpected(done.error());
  if (auto committed = transaction->commit(); !committed) return tl::unexpected(committed.error());
  return record;
}

Result<void> Journal::Writer::cardDone(std::uint32_t sequence) {
  State& journal = held_->journal;
  auto transaction = Transaction::begin(journal.database);
  if (!transaction) return tl::unexpected(transaction.error());
  const auto prepared = journal.selectPrepared.step();
  const bool isOpen = prepared && *prepared && journal.selectPrepared.number(0) == sequence;
  journal.selectPrepared.reset();
  if (!prepared) return tl::unexpected(prepared.error());
  if (isOpen) return failed(Fault::misuse, "the settlement is not closed");
  if (auto done = journal.deleteOpen.bind(1, std::int64_t{sequence}).run(); !done) return done;
  return transaction->commit();
}

Result<void> Journal::Writer::bookModuleNumber(std::uint32_t number, ModuleUse use,
                                               std::string_view reference, TimePoint now) {
  State& journal = held_->journal;
  auto transaction = Transaction::begin(journal.database);
  if (!transaction) return tl::unexpected(transaction.error());
  const bool isOnline = use == ModuleUse::online;
  if (auto done = journal.book(number, isOnline ? "ONLINE" : "BURNT", reference, now); !done) return done;
  return transaction->commit();
}

Result<void> Journal::Writer::note(std::uint32_t sequence, std::string_view state, std::string_view cause,
                                   TimePoint now) {
  State& journal = held_->journal;
  auto transaction = Transaction::begin(journal.database);
  if (!transaction) return tl::unexpected(transaction.error());
  if (auto done = journal.addState(sequence, state, cause, wire::compactSeconds(now)); !done) return done;
  return transaction->commit();
}

Result<settlement::Head> Journal::Writer::sign(TimePoint now) {
  State& journal = held_->journal;
  auto transaction = Transaction::begin(journal.database);
  if (!transaction) return tl::unexpected(transaction.error());
  const auto tail = journal.readTail();
  if (!tail) return tl::unexpected(tail.error());
  auto head = journal.insertHead(*tail, now, nullptr, nullptr);
  if (!head) return head;
  if (auto committed = transaction->commit(); !committed) return tl::unexpected(committed.error());
  return head;
}

Result<void> Journal::Writer::beginEpoch(const crypto::Key& newLogKey, TimePoint now) {
  State& journal = held_->journal;
  auto newKey = checked(crypto::HmacSm3::make(newLogKey));
  if (!newKey) return tl::unexpected(newKey.error());
  auto transaction = Transaction::begin(journal.database);
  if (!transaction) return tl::unexpected(transaction.error());
  if (auto free = journal.checkNonePrepared(); !free) return tl::unexpected(free.error());
  const auto tail = journal.readTail();
  if (!tail) return tl::unexpected(tail.error());
  const auto oldMac = checked(settlement::recordMac(journal.logKey, tail->link));
  const auto newMac = checked(settlement::recordMac(*newKey, tail->link));
  if (!oldMac || !newMac) return tl::unexpected(oldMac ? newMac.error() : oldMac.error());
  if (auto head = journal.insertHead(*tail, now, &*oldMac, &*newMac); !head)
    return tl::unexpected(head.error());
  const std::string time = wire::compactSeconds(now);
  auto insert = journal.database.prepare("INSERT INTO epochs (epoch, first_seq, began) VALUES (?1, ?2, ?3)");
  if (!insert) return tl::unexpected(insert.error());
  auto done = insert->bind(1, std::int64_t{tail->epoch} + 1)
                  .bind(2, std::int64_t{tail->sequence} + 1)
                  .bind(3, time)
                  .run();
  if (!done) return done;
  return transaction->commit();
}

}  // namespace ssc::journal
