// Internal: SQLite with owners and results, as far as the journal needs it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <sqlite3.h>
#include <string>
#include <string_view>
#include <utility>

#include "crypto/bytes.hpp"
#include "hostlib/journal/fault.hpp"

namespace ssc::journal {

/// A prepared statement. Values are bound by place, from 1, and copied by SQLite only where it must keep them
/// beyond the call: bound texts outlive the step.
class Statement {
 public:
  Statement() = default;
  Statement(sqlite3* database, std::string_view sql);

  explicit operator bool() const { return handle_ != nullptr; }

  Statement& bind(int place, std::int64_t value);
  Statement& bind(int place, std::string_view text);
  Statement& bind(int place, crypto::ByteView bytes);
  /// True: a row stands ready.
  Result<bool> step();
  /// For a statement without rows.
  Result<void> run();
  /// One row or none; after it the statement is reset.
  void reset();

  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] crypto::Bytes bytes(int column) const;
  /// Until the next step.
  [[nodiscard]] std::string_view view(int column) const;
  [[nodiscard]] crypto::ByteView byteView(int column) const;

 private:
  struct Finish {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finish> handle_;
  int bound_ = SQLITE_OK;
};

class Database {
 public:
  enum class Mode : std::uint8_t { write, read };
  /// `vfs`: SQLite's name of a file system; null: the machine's.
  static Result<Database> open(const std::string& path, Mode mode, const char* vfs);

  [[nodiscard]] Result<void> run(std::string_view sql);
  /// BEGIN IMMEDIATE, COMMIT and ROLLBACK are kept.
  [[nodiscard]] Result<void> begin() { return kept(begin_, "BEGIN IMMEDIATE"); }
  [[nodiscard]] Result<void> commit() { return kept(commit_, "COMMIT"); }
  [[nodiscard]] Result<void> rollBack() { return kept(rollBack_, "ROLLBACK"); }
  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  /// Rows that the last statement has changed.
  [[nodiscard]] int changes() const { return sqlite3_changes(handle_.get()); }
  [[nodiscard]] Error error() const;  ///< of the last call that failed
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  Result<void> kept(Statement& statement, std::string_view sql);

  std::unique_ptr<sqlite3, Close> handle_;
  Statement begin_, commit_, rollBack_;
};

/// BEGIN IMMEDIATE; rolled back unless committed.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  /// On disk when it returns.
  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

Error errorOf(int code, std::string_view what);

}  // namespace ssc::journal
