// Internal: SQLite's write-ahead log, apart from SOCI, which has SQLite's types in a namespace of its own.
#pragma once

namespace ssc::center {

/// Waits until the log of this connection (a sqlite3*) is on disk; SQLite's result.
int syncLog(void* database);

}  // namespace ssc::center
