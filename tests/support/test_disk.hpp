// A disk whose power can be cut, that can be full, slow or broken: a virtual file system for SQLite over the
// system's own. What was written and not synced is lost in part when the power goes; what was synced stays.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <random>
#include <sqlite3.h>
#include <string>
#include <string_view>
#include <vector>

namespace ssc::tests {

class TestDisk {
 public:
  enum class Operation : std::uint8_t { write, truncate, sync, open };
  struct Event {
    Operation operation;
    std::string_view path;
    std::uint64_t number;  ///< of all events of this process, from 1
  };
  /// Before the operation; what is not SQLITE_OK is what the operation gives, and nothing is done.
  using Watch = std::function<int(const Event&)>;

  static constexpr const char* kName = "ssc-test-disk";

  /// Registered with SQLite the first time; there is one in a process.
  static TestDisk& install(bool isDefault);

  TestDisk(const TestDisk&) = delete;
  TestDisk& operator=(const TestDisk&) = delete;

  /// From now on; called on whatever thread uses the file, not under a lock.
  void watch(Watch watch);
  /// Bytes written and not yet synced, of files whose path ends so.
  [[nodiscard]] std::size_t unsynced(std::string_view pathEnd) const;
  /// What a machine finds after its power was cut now: of the writes since each file's last sync some are
  /// there, some are not, some in part (whole sectors of 512 bytes). The process must not go on using them.
  void cutPower(std::mt19937_64& random);

 private:
  friend struct TestDiskFile;
  struct Change {
    sqlite3_int64 offset = 0;
    std::vector<std::uint8_t> before, after;  // of the bytes from offset on; before ends with the file
    sqlite3_int64 sizeBefore = 0;
    bool truncates = false;  // to offset
  };

  TestDisk() = default;
  int ask(Operation operation, const std::string& path);

  mutable std::mutex mutex_;
  Watch watch_;
  std::uint64_t events_ = 0;
  std::map<std::string, std::vector<Change>, std::less<>> changes_;
};

}  // namespace ssc::tests
