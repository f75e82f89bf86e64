#include "firmware/ports/host/pseudo_terminal.hpp"

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <termios.h>

namespace ssc::fw::host {
namespace {

constexpr std::size_t kNameSize = 64;

bool makeRaw(int fd) {
  termios settings{};
  if (::tcgetattr(fd, &settings) != 0) return false;
  ::cfmakeraw(&settings);
  return ::tcsetattr(fd, TCSANOW, &settings) == 0;
}

bool isLink(const std::string& path) {
  struct stat info{};
  return ::lstat(path.c_str(), &info) == 0 && S_ISLNK(info.st_mode);
}

}  // namespace

tl::expected<PseudoTerminal, HostError> PseudoTerminal::open(const std::string& link) {
  UniqueFd master(::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  std::array<char, kNameSize> name{};
  const bool ready = master.valid() && ::grantpt(master.get()) == 0 && ::unlockpt(master.get()) == 0 &&
                     ::ptsname_r(master.get(), name.data(), name.size()) == 0;
  if (!ready) return tl::unexpected(systemError("open", "pseudo terminal"));
  UniqueFd slave(::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (!slave.valid() || !makeRaw(slave.get())) return tl::unexpected(systemError("set up", name.data()));
  if (isLink(link)) ::unlink(link.c_str());
  if (::symlink(name.data(), link.c_str()) != 0) return tl::unexpected(systemError("link", link));
  return PseudoTerminal(std::move(master), std::move(slave), link);
}

PseudoTerminal::PseudoTerminal(UniqueFd master, UniqueFd slave, std::string link)
    : master_(std::move(master)), slave_(std::move(slave)), link_(std::move(link)) {}

PseudoTerminal::PseudoTerminal(PseudoTerminal&& other) noexcept
    : master_(std::move(other.master_)),
      slave_(std::move(other.slave_)),
      link_(std::exchange(other.link_, {})) {}

PseudoTerminal::~PseudoTerminal() {
  if (!link_.empty() && isLink(link_)) ::unlink(link_.c_str());
}

void PseudoTerminal::transmit(ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(master_.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

ByteView PseudoTerminal::receive(std::span<std::uint8_t> room) const {
  const ssize_t count = ::read(master_.get(), room.data(), room.size());
  return count > 0 ? ByteView(room.data(), static_cast<std::size_t>(count)) : ByteView{};
}

}  // namespace ssc::fw::host
