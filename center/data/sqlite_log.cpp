#include "center/data/sqlite_log.hpp"

#include <sqlite3.h>

namespace ssc::center {

int syncLog(void* database) {
  sqlite3_file* log = nullptr;
  const int result = sqlite3_file_control(static_cast<sqlite3*>(database), nullptr,
                                          SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&log));
  if (result != SQLITE_OK) return result;
  if (log == nullptr || log->pMethods == nullptr) return SQLITE_IOERR_FSYNC;
  return log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
}

}  // namespace ssc::center
