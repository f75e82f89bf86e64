// /healthz: whether the database can be read, and written.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>

#include "center/gate/services.hpp"
#include "center/http/message.hpp"

namespace ssc::center {

/// Thread-safe.
class Health {
 public:
  explicit Health(const Services& services) : services_(services) {}

  /// 200, or 503 with the reason in one line. Reads each time; writes at most once in some seconds, whoever
  /// asks meanwhile is told what came of the last time.
  HttpAnswer answer();

 private:
  std::optional<StoreFault> lastWrite();
  Stored<void> write();

  const Services& services_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point next_;  ///< when it is written again
  std::optional<StoreFault> fault_;             ///< of the last time
};

}  // namespace ssc::center
