#include "hostlib/journal/writer_lock.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace ssc::journal {
namespace {

constexpr std::chrono::milliseconds kTry{5};

bool change(int descriptor, short type) {
  struct flock whole{};
  whole.l_type = type;
  whole.l_whence = SEEK_SET;
  return ::fcntl(descriptor, F_OFD_SETLK, &whole) == 0;
}

}  // namespace

Result<WriterLock> WriterLock::take(const std::filesystem::path& file, std::chrono::milliseconds limit,
                                    const std::stop_token& stop) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (descriptor < 0)
    return failed(errno == ENOSPC ? Fault::full : Fault::readOnly, "the journal's lock cannot be opened");
  WriterLock lock(descriptor);
  for (auto waited = std::chrono::milliseconds{0}; !change(descriptor, F_WRLCK); waited += kTry) {
    if (waited >= limit || stop.stop_requested()) {
      ::close(std::exchange(lock.descriptor_, -1));
      return failed(Fault::busy, "another program is settling");
    }
    std::this_thread::sleep_for(kTry);
  }
  return lock;
}

WriterLock::WriterLock(WriterLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

// Closing alone is not enough: a process that was forked meanwhile has it open too.
WriterLock::~WriterLock() {
  if (descriptor_ < 0) return;
  change(descriptor_, F_UNLCK);
  ::close(descriptor_);
}

}  // namespace ssc::journal
