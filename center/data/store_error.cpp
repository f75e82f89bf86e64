#include "center/data/store_error.hpp"

#include <algorithm>
#include <array>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

namespace ssc::center {
namespace {

struct SqliteRow {
  int code;  ///< primary result code, https://www.sqlite.org/rescode.html
  StoreFault fault;
};

constexpr std::array kSqliteRows{
    SqliteRow{SQLITE_BUSY, StoreFault::busy},      SqliteRow{SQLITE_LOCKED, StoreFault::busy},
    SqliteRow{SQLITE_FULL, StoreFault::full},      SqliteRow{SQLITE_CONSTRAINT, StoreFault::conflict},
    SqliteRow{SQLITE_CANTOPEN, StoreFault::gone},  SqliteRow{SQLITE_IOERR, StoreFault::gone},
    SqliteRow{SQLITE_NOTADB, StoreFault::gone},    SqliteRow{SQLITE_CORRUPT, StoreFault::gone},
    SqliteRow{SQLITE_READONLY, StoreFault::broken}};

struct SqlStateRow {
  std::string_view prefix;  ///< of the SQLSTATE: PostgreSQL 15, appendix A
  StoreFault fault;
};

// The first row that fits decides.
constexpr std::array kSqlStateRows{
    SqlStateRow{"08", StoreFault::gone},      // connection exception
    SqlStateRow{"57P0", StoreFault::gone},    // server shuts down, crashed, starts up
    SqlStateRow{"57014", StoreFault::busy},   // statement took too long
    SqlStateRow{"55P03", StoreFault::busy},   // lock not available in time
    SqlStateRow{"40", StoreFault::busy},      // serialization failure, deadlock
    SqlStateRow{"53300", StoreFault::busy},   // too many connections
    SqlStateRow{"53100", StoreFault::full},   // disk full
    SqlStateRow{"53", StoreFault::full},      // other resources
    SqlStateRow{"23", StoreFault::conflict},  // integrity constraint violation
};

// Messages about the text of a statement name tables and columns; other messages may quote a value.
std::string withStatementText(const std::string& what, bool aboutStatement, const soci::soci_error& error) {
  return aboutStatement ? what + ": " + error.get_error_message() : what;
}

StoreError fromSqlite(const soci::sqlite3_soci_error& error) {
  const int primary = error.result() & 0xFF;
  const auto* const row = std::ranges::find(kSqliteRows, primary, &SqliteRow::code);
  const auto fault = row == kSqliteRows.end() ? StoreFault::broken : row->fault;
  return {fault, withStatementText("SQLite " + std::to_string(error.result()) + " " +
                                       sqlite_api::sqlite3_errstr(error.result()),
                                   primary == SQLITE_ERROR, error)};
}

StoreError fromPostgres(const soci::postgresql_soci_error& error) {
  const std::string state = error.sqlstate();
  if (error.get_error_category() == soci::soci_error::connection_error ||
      state.find_first_not_of(' ') == state.npos)
    return {StoreFault::gone, "PostgreSQL: no connection"};
  const auto* const row =
      std::ranges::find_if(kSqlStateRows, [&](const auto& it) { return state.starts_with(it.prefix); });
  const auto fault = row == kSqlStateRows.end() ? StoreFault::broken : row->fault;
  return {fault, withStatementText("PostgreSQL SQLSTATE " + state, state.starts_with("42"), error)};
}

}  // namespace

std::string_view toString(StoreFault fault) {
  static constexpr std::array<std::string_view, 5> kNames{"busy", "gone", "full", "conflict", "broken"};
  return kNames.at(static_cast<std::size_t>(fault));
}

StoreError classify(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const NoConnection&) {
    return {StoreFault::gone, "no connection"};
  } catch (const soci::sqlite3_soci_error& error) {
    return fromSqlite(error);
  } catch (const soci::postgresql_soci_error& error) {
    return fromPostgres(error);
  } catch (const soci::soci_error& error) {
    if (error.get_error_category() == soci::soci_error::connection_error)
      return {StoreFault::gone, "no connection"};
    return {StoreFault::broken, "SOCI: " + error.get_error_message()};
  } catch (const std::exception&) {
    return {StoreFault::broken, "work in a transaction threw an exception that is not the database's"};
  }
}

}  // namespace ssc::center
