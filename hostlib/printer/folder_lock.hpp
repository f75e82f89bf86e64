// A folder that one of us works in: held between threads and processes, and let go however its holder ends.
#pragma once

#include <filesystem>
#include <optional>

namespace ssc::printer {

class FolderLock {
 public:
  /// Nothing when somebody else holds it, or the folder cannot be written to. Does not wait. Makes the folder
  /// (0700) where it is missing.
  static std::optional<FolderLock> tryTake(const std::filesystem::path& folder);
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&& other) noexcept;
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

}  // namespace ssc::printer
