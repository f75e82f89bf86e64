#include "keys-sim/phone/password.hpp"

#include <algorithm>
#include <chrono>
#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include "keys-sim/device/descriptor.hpp"

namespace ssc::sim {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kDigits = 6;
constexpr std::chrono::seconds kEntryLimit{60};
constexpr int kLookMs = 100;

/// While it lives, the terminal does not show what is typed.
class NoEcho {
 public:
  explicit NoEcho(int fd) : fd_(fd) {
    if (::tcgetattr(fd_, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(fd_, TCSAFLUSH, &quiet) == 0;
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;
  ~NoEcho() {
    if (changed_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
  }
  [[nodiscard]] bool isQuiet() const { return changed_; }

 private:
  int fd_;
  termios before_{};
  bool changed_ = false;
};

tl::unexpected<PhoneProblem> cancelled() {
  return tl::unexpected(PhoneProblem{0, "未输入密码，已取消。", "No password was entered.", true});
}

tl::unexpected<PhoneProblem> noSource(const std::string& what) {
  return tl::unexpected(PhoneProblem{0, "无法读取密码。", "The password cannot be read: " + what});
}

/// Whether something is there to read before the time is over.
bool awaits(int fd, Clock::time_point until, const std::stop_token& stop) {
  while (!stop.stop_requested() && Clock::now() < until) {
    pollfd waiting{fd, POLLIN, 0};
    if (::poll(&waiting, 1, kLookMs) > 0) return true;
  }
  return false;
}

tl::unexpected<PhoneProblem> notSixDigits() {
  return tl::unexpected(PhoneProblem{0, "密码应为六位数字。", "The password has six digits."});
}

Told<crypto::SecretBytes> sixDigits(crypto::ByteView entry) {
  const bool digits = std::all_of(entry.begin(), entry.end(), [](auto c) { return c >= '0' && c <= '9'; });
  if (entry.size() != kDigits || !digits) return notSixDigits();
  return crypto::SecretBytes(entry);
}

/// Byte by byte, so that nothing behind the line is taken. Of a line that is too long only the end is looked
/// for.
Told<crypto::SecretBytes> readLine(int fd, const std::stop_token& stop) {
  const auto until = Clock::now() + kEntryLimit;
  crypto::SecretBytes line(kDigits + 1);
  std::size_t length = 0;
  while (awaits(fd, until, stop)) {
    std::uint8_t& next = line.revealMutable()[std::min(length, kDigits)];
    if (::read(fd, &next, 1) != 1 || next == '\n')
      return length == 0 ? Told<crypto::SecretBytes>(cancelled())
                         : sixDigits(line.reveal().first(std::min(length, line.size())));
    ++length;
  }
  return cancelled();
}

Told<crypto::SecretBytes> askAtTerminal(std::string_view prompt, const std::stop_token& stop) {
  const Descriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
  if (!terminal.isOpen()) return noSource("there is no terminal; see --password-stdin");
  const NoEcho quiet(terminal.number());
  if (!quiet.isQuiet()) return noSource("the terminal's echo cannot be switched off");
  if (::write(terminal.number(), prompt.data(), prompt.size()) < 0) return noSource("the terminal");
  auto digits = readLine(terminal.number(), stop);
  if (::write(terminal.number(), "\n", 1) < 0) return noSource("the terminal");
  return digits;
}

}  // namespace

Told<crypto::SecretBytes> readPassword(const PasswordSource& source, std::string_view prompt,
                                       const std::stop_token& stop) {
  if (source.descriptor) return readLine(*source.descriptor, stop);
  if (source.file.empty()) return askAtTerminal(prompt, stop);
  const Descriptor file(::open(source.file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.isOpen()) return noSource(source.file);
  return readLine(file.number(), stop);
}

}  // namespace ssc::sim
