#include "hostlib/cli/file_io.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace ssc::cli {
namespace {

using flows::Failure;
using flows::Reason;

constexpr std::size_t kMostInput = 16U << 20;
constexpr std::size_t kPiece = 65536;

tl::unexpected<Failure> failed(const std::string& name, const char* why) {
  return tl::unexpected(Failure{Reason::badInput, name + ": " + why, {}});
}

// A file that is closed again, or one of the process's own that is not.
class Opened {
 public:
  Opened(const std::string& name, int own, int flags)
      : isOwn_(name == "-"), fd_(isOwn_ ? own : ::open(name.c_str(), flags | O_CLOEXEC, 0600)) {}
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() {
    if (!isOwn_ && fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  bool isOwn_;
  int fd_;
};

}  // namespace

flows::Outcome<crypto::Bytes> readInput(const std::string& name) {
  const Opened in(name, STDIN_FILENO, O_RDONLY);
  if (in.get() < 0) return failed(name, std::strerror(errno));
  crypto::Bytes bytes;
  for (;;) {
    const std::size_t before = bytes.size();
    bytes.resize(before + kPiece);
    const auto count = ::read(in.get(), bytes.data() + before, kPiece);
    if (count < 0) return failed(name, std::strerror(errno));
    bytes.resize(before + static_cast<std::size_t>(count));
    if (count == 0) return bytes;
    if (bytes.size() > kMostInput) return failed(name, "more than 16 MiB");
  }
}

flows::Outcome<void> writeOutput(const std::string& name, crypto::ByteView bytes) {
  const Opened out(name, STDOUT_FILENO, O_WRONLY | O_CREAT | O_TRUNC);
  if (out.get() < 0) return failed(name, std::strerror(errno));
  while (!bytes.empty()) {
    const auto count = ::write(out.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed(name, std::strerror(errno));
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

}  // namespace ssc::cli
