// Plays a visit to the keeper, after a plan. For tests only: it has no window, it writes down when it would
// have one.
//
// FAKE_VISITS names a folder. The n-th visit that starts there follows the file plan-n, or else the file
// plan. A plan is words:
//   ready alive shown busy free left blocked …   any word without a meaning here is sent as a line
//   send:TEXT                    the text and a line feed; "_" stands for a space
//   show end                     waits for that word, saying `alive` meanwhile
//   wait:MS                      waits, saying `alive` meanwhile
//   sleep                        waits for ever, saying nothing
//   close                        closes the socket
//   flood                        sends until nothing goes through
//   helper daemon                starts a process that waits for ever, in its process group, in a session of
//   its own crash                        ends by a signal exit:CODE                    ends
// After its plan it waits for `end` and ends. What happened stands in the folder's file `log`: time in ns,
// number, pid, event.
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <set>
#include <sstream>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kBeat{100};

class Visit {
 public:
  Visit(std::string folder, int link) : folder_(std::move(folder)), link_(link) {
    while (!claim(number_ + 1))
      ++number_;
    ++number_;
  }

  void note(const std::string& event) const {
    const auto time = std::chrono::nanoseconds(Clock::now().time_since_epoch()).count();
    const std::string line = std::to_string(time) + " " + std::to_string(number_) + " " +
                             std::to_string(::getpid()) + " " + event + "\n";
    const int log = ::open((folder_ + "/log").c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (::write(log, line.data(), line.size()) < 0) std::abort();
    ::close(log);
  }

  [[nodiscard]] std::string plan() const {
    for (const std::string& name : {"/plan-" + std::to_string(number_), std::string("/plan")}) {
      std::ifstream file(folder_ + name);
      if (file) return {std::istreambuf_iterator<char>(file), {}};
    }
    return "ready show shown";
  }

  void follow(const std::string& word) {
    const auto colon = word.find(':');
    const std::string verb = word.substr(0, colon);
    const std::string value = colon == std::string::npos ? "" : word.substr(colon + 1);
    if (verb == "show" || verb == "end") return await(verb);
    if (verb == "wait") return beatFor(std::chrono::milliseconds(std::stoi(value)));
    if (verb == "exit") finish(std::stoi(value));
    if (verb == "crash") return crash();
    if (verb == "sleep") return sleepForEver();
    if (verb == "flood") return flood();
    if (verb == "close") return static_cast<void>(::close(link_));
    if (verb == "helper" || verb == "daemon") return startHelper(verb == "daemon");
    std::string text = verb == "send" ? value : verb;
    std::ranges::replace(text, '_', ' ');
    note("says " + text);
    send(text + "\n");
    note("said " + text);
  }

  void await(const std::string& word) {
    while (heard_.count(word) == 0 && heard_.count("end") == 0)
      beat(kBeat);
    if (heard_.count(word) == 0) finish(0);  // told to end before it was shown
    note(word == "show" ? "visible" : "told to end");
  }

  [[noreturn]] void finish(int code) const {
    note("gone");
    std::_Exit(code);
  }

 private:
  [[nodiscard]] bool claim(int number) const {
    const std::string name = folder_ + "/visit-" + std::to_string(number);
    const int file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0) ::close(file);
    return file >= 0;
  }

  void send(const std::string& text) const { ::send(link_, text.data(), text.size(), MSG_NOSIGNAL); }

  void beat(std::chrono::milliseconds span) {
    send("alive\n");
    pollfd waiting{link_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(span.count())) > 0) hear();
  }

  void beatFor(std::chrono::milliseconds span) {
    const auto until = Clock::now() + span;
    for (auto left = span; left > 0ms;
         left = std::chrono::round<std::chrono::milliseconds>(until - Clock::now()))
      beat(std::min(left, kBeat));
  }

  void hear() {
    std::array<char, 256> buffer{};
    const auto size = ::recv(link_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size <= 0) finish(9);  // the keeper is gone, or does not listen any more
    std::istringstream lines(std::string(buffer.data(), static_cast<std::size_t>(size)));
    for (std::string line; std::getline(lines, line);)
      heard_.insert(line);
  }

  void crash() const {
    note("gone");
    ::raise(SIGSEGV);
  }

  void sleepForEver() const {
    note("silent");
    while (true)
      ::pause();
  }

  void flood() const {
    const std::string lines = "alive\nalive\nalive\nalive\n";
    while (::send(link_, lines.data(), lines.size(), MSG_NOSIGNAL) >= 0) {
    }
    note("flooded");
  }

  void startHelper(bool ownSession) const {
    const pid_t child = ::fork();
    if (child == 0 && ownSession) ::setsid();
    if (child == 0) sleepForEver();
    note("helper " + std::to_string(child));
  }

  std::string folder_;
  int link_;
  int number_ = 0;
  std::set<std::string> heard_;
};

// ---- what the keeper gave it

std::string openFiles() {
  std::set<int> numbers;
  DIR* const folder = ::opendir("/proc/self/fd");
  const int own = ::dirfd(folder);
  while (const dirent* const entry = ::readdir(folder)) {
    const std::string name = entry->d_name;
    if (name.front() != '.' && std::stoi(name) != own) numbers.insert(std::stoi(name));
  }
  ::closedir(folder);
  std::string text;
  for (const int number : numbers)
    text += (text.empty() ? "" : ",") + std::to_string(number);
  return text;
}

std::string facts() {
  rlimit core{};
  ::getrlimit(RLIMIT_CORE, &core);
  int death = 0;
  ::prctl(PR_GET_PDEATHSIG, &death);
  sigset_t blocked;
  ::sigprocmask(SIG_BLOCK, nullptr, &blocked);
  std::string filter;
  std::ifstream("/proc/self/coredump_filter") >> filter;
  const bool manager = std::getenv("NOTIFY_SOCKET") != nullptr || std::getenv("WATCHDOG_USEC") != nullptr;
  return "core=" + std::to_string(core.rlim_max) + " filter=" + filter + " death=" + std::to_string(death) +
         " blocked=" + std::to_string(::sigismember(&blocked, SIGTERM)) + " files=" + openFiles() +
         " group=" + (::getpgrp() == ::getpid() ? "own" : "shared") +
         " manager=" + (manager ? "known" : "unknown");
}

}  // namespace

int main(int argc, char** argv) {
  const char* const folder = std::getenv("FAKE_VISITS");
  std::string words;
  int link = -1;
  for (int index = 1; index < argc; ++index) {
    const std::string word = argv[index];
    words += " " + word;
    if (word == "--keeper-fd" && index + 1 < argc) link = std::atoi(argv[index + 1]);
  }
  if (folder == nullptr || link < 0) return 2;
  const std::string given = facts();
  Visit visit(folder, link);
  visit.note("started" + words);
  visit.note("facts " + given);
  std::istringstream plan(visit.plan());
  for (std::string word; plan >> word;)
    visit.follow(word);
  visit.await("end");
  visit.finish(0);
}
