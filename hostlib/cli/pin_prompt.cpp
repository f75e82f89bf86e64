#include "hostlib/cli/pin_prompt.hpp"

#include <array>
#include <chrono>
#include <fcntl.h>
#include <poll.h>
#include <string_view>
#include <termios.h>
#include <unistd.h>

#include "hostlib/flows/configured_pin_source.hpp"

namespace ssc::cli {
namespace {

using Clock = std::chrono::steady_clock;
using flows::Failure;
using flows::Outcome;
using flows::PinPrompt;
using flows::Reason;

constexpr std::size_t kMostDigits = 32;  // more than any PIN: a longer entry is refused, not cut
constexpr std::chrono::milliseconds kLook{100};

struct PromptRow {
  PinPrompt prompt;
  std::string_view zh, en;
};
constexpr std::array kPrompts{
    PromptRow{PinPrompt::verify, "请输入密码：", "PIN: "},
    PromptRow{PinPrompt::current, "请输入原密码：", "Old PIN: "},
    PromptRow{PinPrompt::fresh, "请输入新密码：", "New PIN: "},
    PromptRow{PinPrompt::repeat, "请再输入一次：", "New PIN again: "},
};

// The controlling terminal with its echo off; both are put back on every way out.
class QuietTerminal {
 public:
  QuietTerminal() : fd_(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {
    if (fd_ < 0 || ::tcgetattr(fd_, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(fd_, TCSAFLUSH, &quiet) == 0;
  }
  QuietTerminal(const QuietTerminal&) = delete;
  QuietTerminal& operator=(const QuietTerminal&) = delete;
  ~QuietTerminal() {
    if (changed_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] bool isReady() const { return changed_; }
  void say(std::string_view text) const {
    if (::write(fd_, text.data(), text.size()) < 0) return;  // nobody to tell
  }
  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_;
  termios before_{};
  bool changed_ = false;
};

class PromptPinSource final : public flows::PinSource {
 public:
  PromptPinSource(profile::Language language, std::chrono::milliseconds limit, std::stop_token stop)
      : language_(language), limit_(limit), stop_(std::move(stop)) {}

  Outcome<crypto::SecretBytes> ask(PinPrompt prompt) override {
    const QuietTerminal terminal;
    if (!terminal.isReady()) return tl::unexpected(Failure{Reason::noPinSource, "no terminal", {}});
    terminal.say(textOf(prompt));
    auto digits = readLine(terminal);
    terminal.say("\n");
    return digits;
  }

 private:
  [[nodiscard]] std::string_view textOf(PinPrompt prompt) const {
    for (const PromptRow& row : kPrompts) {
      if (row.prompt == prompt) return language_ == profile::Language::zh ? row.zh : row.en;
    }
    return {};
  }

  // Empty while there is something to read; else why nothing will come.
  [[nodiscard]] std::optional<Reason> await(const QuietTerminal& terminal, Clock::time_point until) const {
    for (;;) {
      if (stop_.stop_requested()) return Reason::pinCancelled;
      if (Clock::now() >= until) return Reason::pinTimedOut;
      pollfd waiting{terminal.fd(), POLLIN, 0};
      if (::poll(&waiting, 1, static_cast<int>(kLook.count())) > 0) return std::nullopt;
    }
  }

  // The terminal gives whole lines; the buffer is wiped with its object.
  Outcome<crypto::SecretBytes> readLine(const QuietTerminal& terminal) const {
    if (const auto reason = await(terminal, Clock::now() + limit_))
      return tl::unexpected(Failure{*reason, "PIN prompt", {}});
    crypto::SecretBytes line(kMostDigits);
    const auto count = ::read(terminal.fd(), line.revealMutable().data(), line.size());
    if (count <= 0) return tl::unexpected(Failure{Reason::pinCancelled, "PIN prompt", {}});
    auto text = line.reveal().first(static_cast<std::size_t>(count));
    if (text.back() == '\n') text = text.first(text.size() - 1);
    if (text.empty()) return tl::unexpected(Failure{Reason::pinCancelled, "PIN prompt", {}});
    return crypto::SecretBytes(text);
  }

  profile::Language language_;
  std::chrono::milliseconds limit_;
  std::stop_token stop_;
};

bool hasTerminal() {
  const int fd = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (fd >= 0) ::close(fd);
  return fd >= 0;
}

}  // namespace

std::shared_ptr<flows::PinSource> pinSource(const profile::Config& config, profile::Language language,
                                            std::stop_token stop) {
  const bool prompts = config.pinSource.empty() || config.pinSource == "prompt";
  if (!prompts) return flows::pinSourceFor(config, std::move(stop));
  if (!hasTerminal()) return nullptr;
  return std::make_shared<PromptPinSource>(language, config.pinEntryLimit, std::move(stop));
}

}  // namespace ssc::cli
