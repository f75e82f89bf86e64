#include "hostlib/printer/folder_lock.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace ssc::printer {
namespace {

/// Of the open file description (Linux): it holds between threads as well as processes.
bool setLock(int descriptor, short type) {
  struct flock whole{};
  whole.l_type = type;
  whole.l_whence = SEEK_SET;
  return ::fcntl(descriptor, F_OFD_SETLK, &whole) == 0;
}

}  // namespace

std::optional<FolderLock> FolderLock::tryTake(const std::filesystem::path& folder) {
  if (::mkdir(folder.c_str(), S_IRWXU) != 0 && !std::filesystem::is_directory(folder)) return std::nullopt;
  const auto file = folder / "lock";
  FolderLock lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (lock.descriptor_ < 0 || !setLock(lock.descriptor_, F_WRLCK)) return std::nullopt;
  return lock;
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

// By name, not by closing: a process that was forked meanwhile has the file open too.
FolderLock::~FolderLock() {
  if (descriptor_ < 0) return;
  setLock(descriptor_, F_UNLCK);
  ::close(descriptor_);
}

}  // namespace ssc::printer
