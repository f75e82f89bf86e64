#include "hostlib/office/private_files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace ssc::office {
namespace {

std::string failed(const std::filesystem::path& file, std::string_view what) {
  return file.string() + ": " + std::string(what);
}

std::string failedWithErrno(const std::filesystem::path& file) {
  return failed(file, std::generic_category().message(errno));
}

Result<crypto::SecretBytes> contentOf(int descriptor, const std::filesystem::path& file) {
  crypto::SecretBytes bytes(kLargestFile + 1);
  const auto room = bytes.revealMutable();
  std::size_t used = 0;
  while (used < room.size()) {
    const ssize_t got = ::read(descriptor, room.data() + used, room.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return badFile(failedWithErrno(file));
    if (got == 0) return crypto::SecretBytes(bytes.reveal().first(used));
    used += static_cast<std::size_t>(got);
  }
  return badFile(failed(file, "is too large"));
}

bool writeWhole(int descriptor, crypto::ByteView content) {
  while (!content.empty()) {
    const ssize_t wrote = ::write(descriptor, content.data(), content.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    content = content.subspan(static_cast<std::size_t>(wrote));
  }
  return ::fsync(descriptor) == 0;
}

// The new name is on the disk only when its folder is.
bool syncFolder(const std::filesystem::path& folder) {
  const Descriptor descriptor(
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return descriptor.isOpen() && ::fsync(descriptor.number()) == 0;
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

Result<crypto::SecretBytes> readPrivately(const std::filesystem::path& file) {
  constexpr mode_t kOthers = S_IRWXG | S_IRWXO;
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat facts{};
  if (!descriptor.isOpen() || ::fstat(descriptor.number(), &facts) != 0)
    return badFile(failedWithErrno(file));
  if (!S_ISREG(facts.st_mode)) return badFile(failed(file, "is not a file"));
  if ((facts.st_mode & kOthers) != 0) return badFile(failed(file, "others may use it: set its mode to 0600"));
  return contentOf(descriptor.number(), file);
}

Result<void> writePrivately(const std::filesystem::path& file, crypto::ByteView content) {
  std::filesystem::path beside = file;
  beside += ".new";
  ::unlink(beside.c_str());
  {
    const Descriptor descriptor(
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (!descriptor.isOpen() || !writeWhole(descriptor.number(), content))
      return badFile(failedWithErrno(file));
  }
  if (::rename(beside.c_str(), file.c_str()) != 0 || !syncFolder(file.parent_path()))
    return badFile(failedWithErrno(file));
  return {};
}

Result<void> writePrivately(const std::filesystem::path& file, std::string_view text) {
  return writePrivately(file, crypto::bytesOf(text));
}

Result<std::string> readPublic(const std::filesystem::path& file) {
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!descriptor.isOpen()) return badFile(failedWithErrno(file));
  return contentOf(descriptor.number(), file).map([](const crypto::SecretBytes& bytes) {
    return std::string(bytes.reveal().begin(), bytes.reveal().end());
  });
}

bool fileExists(const std::filesystem::path& file) {
  std::error_code ignored;
  return std::filesystem::exists(file, ignored);
}

}  // namespace ssc::office
