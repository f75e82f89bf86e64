#include "hostlib/journal/sqlite.hpp"

#include <array>

namespace ssc::journal {
namespace {

struct Row {
  int code;
  Fault fault;
};
constexpr std::array kFaults{
    Row{SQLITE_FULL, Fault::full},         Row{SQLITE_READONLY, Fault::readOnly},
    Row{SQLITE_CANTOPEN, Fault::readOnly}, Row{SQLITE_PERM, Fault::readOnly},
    Row{SQLITE_BUSY, Fault::busy},         Row{SQLITE_LOCKED, Fault::busy},
    Row{SQLITE_CONSTRAINT, Fault::broken}, Row{SQLITE_IOERR, Fault::disk},
};
constexpr int kLockWait = 2000;       // milliseconds
constexpr int kGrowBy = 1024 * 1024;  // bytes

}  // namespace

Error errorOf(int code, std::string_view what) {
  Fault fault = Fault::broken;
  for (const Row& row : kFaults)
    if (row.code == (code & 0xFF)) fault = row.fault;
  return {fault, std::string(what) + ": " + sqlite3_errstr(code) + " (" + std::to_string(code) + ")"};
}

std::string_view toString(Fault fault) {
  switch (fault) {
    case Fault::foreign:
      return "foreign";
    case Fault::broken:
      return "broken";
    case Fault::full:
      return "full";
    case Fault::readOnly:
      return "readOnly";
    case Fault::busy:
      return "busy";
    case Fault::disk:
      return "disk";
    case Fault::misuse:
      return "misuse";
    case Fault::crypto:
      return "crypto";
  }
  return "?";
}

Statement::Statement(sqlite3* database, std::string_view sql) {
  sqlite3_stmt* made = nullptr;
  if (sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &made,
                         nullptr) == SQLITE_OK)
    handle_.reset(made);
}

Statement& Statement::bind(int place, std::int64_t value) {
  bound_ |= sqlite3_bind_int64(handle_.get(), place, value);
  return *this;
}

Statement& Statement::bind(int place, std::string_view text) {
  bound_ |= sqlite3_bind_text(handle_.get(), place, text.empty() ? "" : text.data(),
                              static_cast<int>(text.size()), SQLITE_STATIC);
  return *this;
}

Statement& Statement::bind(int place, crypto::ByteView bytes) {
  bound_ |= bytes.empty() ? sqlite3_bind_zeroblob(handle_.get(), place, 0)
                          : sqlite3_bind_blob(handle_.get(), place, bytes.data(),
                                              static_cast<int>(bytes.size()), SQLITE_STATIC);
  return *this;
}

Result<bool> Statement::step() {
  const int code = bound_ == SQLITE_OK ? sqlite3_step(handle_.get()) : SQLITE_NOMEM;
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  Error error = errorOf(sqlite3_extended_errcode(sqlite3_db_handle(handle_.get())), "journal");
  reset();
  return tl::unexpected(std::move(error));
}

Result<void> Statement::run() {
  const auto row = step();
  reset();
  if (!row) return tl::unexpected(row.error());
  return {};
}

void Statement::reset() {
  sqlite3_reset(handle_.get());
  bound_ = SQLITE_OK;
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}

std::string_view Statement::view(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
  return {text != nullptr ? text : "", static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

crypto::ByteView Statement::byteView(int column) const {
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_.get(), column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

std::string Statement::text(int column) const {
  return std::string(view(column));
}

crypto::Bytes Statement::bytes(int column) const {
  const auto seen = byteView(column);
  return {seen.begin(), seen.end()};
}

Result<Database> Database::open(const std::string& path, Mode mode, const char* vfs) {
  sqlite3* made = nullptr;
  const int flags =
      (mode == Mode::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY) |
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &made, flags, vfs);
  Database database;
  database.handle_.reset(made);
  if (code != SQLITE_OK) return tl::unexpected(errorOf(code, "journal"));
  sqlite3_busy_timeout(made, kLockWait);
  if (mode == Mode::write) {
    // A file that grows costs its disk twice as much at every sync as one that is written over.
    int chunk = kGrowBy, keepLog = 1;
    sqlite3_file_control(made, nullptr, SQLITE_FCNTL_CHUNK_SIZE, &chunk);
    sqlite3_file_control(made, nullptr, SQLITE_FCNTL_PERSIST_WAL, &keepLog);
  }
  return database;
}

Result<void> Database::run(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) return tl::unexpected(statement.error());
  for (;;) {
    const auto row = statement->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return {};
  }
}

Result<void> Database::kept(Statement& statement, std::string_view sql) {
  if (!statement) {
    auto made = prepare(sql);
    if (!made) return tl::unexpected(made.error());
    statement = std::move(*made);
  }
  return statement.run();
}

Result<Statement> Database::prepare(std::string_view sql) {
  Statement statement(handle_.get(), sql);
  if (!statement) return tl::unexpected(error());
  return statement;
}

Error Database::error() const {
  return errorOf(sqlite3_extended_errcode(handle_.get()), "journal");
}

Result<Transaction> Transaction::begin(Database& database) {
  if (auto begun = database.begin(); !begun) return tl::unexpected(begun.error());
  return Transaction(database);
}

Transaction::~Transaction() {
  if (database_ != nullptr) static_cast<void>(database_->rollBack());
}

Result<void> Transaction::commit() {
  auto done = database_->commit();
  if (done) database_ = nullptr;
  return done;
}

}  // namespace ssc::journal
