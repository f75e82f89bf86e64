// Where SQLite and PostgreSQL differ, and nothing else knows: addresses, session settings, transactions,
// column types.
#pragma once

#include <chrono>
#include <cstdint>
#include <soci/soci.h>
#include <string>
#include <string_view>

#include "center/data/store_error.hpp"

namespace ssc::center {

enum class Backend : std::uint8_t { sqlite, postgresql };

/// What a commit promises. Either way a transaction is there as a whole or not at all.
enum class Durability : std::uint8_t {
  quick,  ///< the last commits may be lost with the machine's power
  safe,   ///< on disk before the commit is answered
};

/// How long a session waits for a lock of somebody else.
inline constexpr std::chrono::milliseconds kLockWait{2000};

struct DatabaseAddress {
  Backend backend;
  std::string connect;  ///< as SOCI's backend takes it
};

/// `sqlite:<path>` or `postgresql://…` (https://www.postgresql.org/docs/15/libpq-connect.html).
Stored<DatabaseAddress> parseAddress(const std::string& url);

/// Transactions of one open session. Throws what SOCI throws; Store catches it.
class SessionDialect {
 public:
  explicit SessionDialect(Backend backend) : backend_(backend) {}

  void open(soci::session& sql, const std::string& connect);
  void beginRead(soci::session& sql);
  void beginWrite(soci::session& sql, Durability durability);

  /// After the commit of a write transaction: what `durability` promises holds when this returns. Others may
  /// write meanwhile. Where it throws, the change is there, and may be lost with the machine's power.
  void reachDisk(soci::session& sql, Durability durability);

 private:
  void configure(soci::session& sql);
  void setReadOnly(soci::session& sql, bool readOnly);

  Backend backend_;
  bool readOnly_ = false;  // SQLite keeps it per connection
};

/// A portable statement in the backend's words: `{text}` compares byte by byte, `{serial}` numbers its rows
/// itself,
/// `{blob}` holds bytes, `{clustered}` after a table's bracket keeps the rows in the order of the primary
/// key,
/// `{concat}(text, separator)` joins the texts of a group, `{empty} table` takes all rows out, and gives room
/// back, `{lock}` makes two migrations wait for each other.
std::string inDialect(Backend backend, std::string_view statement);

}  // namespace ssc::center
