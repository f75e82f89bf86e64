// Internal: who writes into a journal, over the whole of a settlement and across processes.
#pragma once

#include <chrono>
#include <filesystem>
#include <stop_token>

#include "hostlib/journal/fault.hpp"

namespace ssc::journal {

/// A lock of an open file description (fcntl, Linux) on a file beside the journal: between threads as well as
/// processes, gone with the process however that ends.
class WriterLock {
 public:
  /// busy when another has it for longer than `limit`, or when `stop` came first.
  static Result<WriterLock> take(const std::filesystem::path& file, std::chrono::milliseconds limit,
                                 const std::stop_token& stop);
  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&&) = delete;
  ~WriterLock();

 private:
  explicit WriterLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace ssc::journal
