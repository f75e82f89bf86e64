#include "kiosk-app/keeper/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace ssc::kiosk::keeper {
namespace {

using namespace std::literals;

constexpr int kErrorFd = kLinkFd + 1;      // of the child, until it executes
constexpr int kAboveAll = kErrorFd + 1;    // of the child: first number that is closed
constexpr int kNotExecuted = 127;          // as shells say it
constexpr int kExecutionLimitMs = 10'000;  // a program on a file system that does not answer

// What speaks to the service manager is the keeper alone.
constexpr std::array kKeptBack = {"NOTIFY_SOCKET="sv, "WATCHDOG_USEC="sv, "WATCHDOG_PID="sv};

std::vector<char*> environmentOfVisit() {
  std::vector<char*> kept;
  for (char* const* entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const auto isKeptBack = [text = std::string_view(*entry)](std::string_view name) {
      return text.starts_with(name);
    };
    if (std::ranges::none_of(kKeptBack, isKeptBack)) kept.push_back(*entry);
  }
  kept.push_back(nullptr);
  return kept;
}

struct Pair {
  UniqueFd ours, theirs;
};

tl::expected<Pair, int> socketPair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return tl::unexpected(errno);
  return Pair{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

tl::expected<Pair, int> pipePair() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return tl::unexpected(errno);
  return Pair{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

// ---- in the child, between fork and exec: nothing that allocates, locks or throws

void resetSignals() {
  for (int number = 1; number < NSIG; ++number)
    ::signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

// What a program wants to keep out of swap it may lock, as far as the system allows.
void allowLocking() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_MEMLOCK, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_MEMLOCK, &limit);
}

// First above everything that is given a number below.
bool arrangeFiles(int link, int error) {
  const int highLink = ::fcntl(link, F_DUPFD_CLOEXEC, kAboveAll);
  const int highError = ::fcntl(error, F_DUPFD_CLOEXEC, kAboveAll);
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (highLink < 0 || highError < 0 || nothing < 0) return false;
  if (::dup2(nothing, STDIN_FILENO) < 0 || ::dup2(highLink, kLinkFd) < 0) return false;
  if (::dup3(highError, kErrorFd, O_CLOEXEC) < 0) return false;
  return ::close_range(kAboveAll, ~0U, 0) == 0;
}

[[noreturn]] void giveUp(int fd) {
  const int reason = errno;
  static_cast<void>(!::write(fd, &reason, sizeof reason));
  ::_exit(kNotExecuted);
}

[[noreturn]] void becomeVisit(pid_t parent, int link, int error, char* const* arguments,
                              char* const* environment) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(kNotExecuted);  // it died before that was agreed on
  resetSignals();
  allowLocking();
  if (!arrangeFiles(link, error)) giveUp(error);
  ::execve(arguments[0], arguments, environment);
  giveUp(kErrorFd);
}

// ---- in the parent

/// 0 once the program is executed, otherwise why it is not.
int reasonOfFailure(const UniqueFd& pipe) {
  pollfd waiting{pipe.get(), POLLIN, 0};
  if (::poll(&waiting, 1, kExecutionLimitMs) <= 0) return ETIMEDOUT;
  int reason = 0;
  const auto size = ::read(pipe.get(), &reason, sizeof reason);
  return size == sizeof reason ? reason : 0;
}

std::vector<char*> pointersTo(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words)
    pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

tl::expected<Process, int> startProcess(const std::vector<std::string>& command) {
  auto link = socketPair();
  auto errors = pipePair();
  if (!link || !errors) return tl::unexpected(link ? errors.error() : link.error());
  auto words = command;
  const auto arguments = pointersTo(words);
  const auto environment = environmentOfVisit();
  const pid_t self = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) return tl::unexpected(errno);
  if (child == 0)
    becomeVisit(self, link->theirs.get(), errors->theirs.get(), arguments.data(), environment.data());
  errors->theirs.close();
  if (const int reason = reasonOfFailure(errors->ours); reason != 0) {
    killProcess(child);
    ::waitpid(child, nullptr, 0);
    return tl::unexpected(reason);
  }
  return Process{child, std::move(link->ours)};
}

void killProcess(pid_t pid) {
  ::kill(-pid, SIGKILL);
  ::kill(pid, SIGKILL);
}

// A limit of 0 does not stop a core that goes into a pipe; one of 1 byte stops both (core(5), fs/coredump.c).
// The filter keeps the contents of memory out of what a debugger of the system might still write. Both are
// inherited and survive exec.
void forbidCores() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_CORE, &limit) == 0) {
    limit.rlim_max = std::min<rlim_t>(limit.rlim_max, 1);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_CORE, &limit);
  }
  const UniqueFd filter(::open("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC));
  if (filter.valid()) static_cast<void>(!::write(filter.get(), "0", 1));
}

}  // namespace ssc::kiosk::keeper
