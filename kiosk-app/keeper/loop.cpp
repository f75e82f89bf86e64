#include "kiosk-app/keeper/loop.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "kiosk-app/keeper/report.hpp"

namespace ssc::kiosk::keeper {
namespace {

constexpr std::array kSignals = {SIGCHLD, SIGTERM, SIGINT, SIGHUP};
constexpr int kMostReads = 16;  // of one visit in one round, so that none keeps the others waiting

UniqueFd openSignals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : kSignals)
    sigaddset(&set, number);
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  return UniqueFd(::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
}

timespec spanUntil(Time due, Time now) {
  const auto left = std::max(Clock::duration(0), due - now);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
  return {seconds.count(), std::chrono::nanoseconds(left - seconds).count()};
}

void printError(const std::string& line) {
  std::fprintf(stderr, "%s\n", line.c_str());
}

Exit exitOf(const siginfo_t& info) {
  return {info.si_code != CLD_EXITED, info.si_status};
}

}  // namespace

Loop::Loop(Keeper keeper, ServiceManager manager, std::vector<std::string> command)
    : keeper_(std::move(keeper)), manager_(std::move(manager)), command_(std::move(command)) {}

ExitCode Loop::run() {
  if (!prepare()) return ExitCode::defect;
  keeper_.begin(Clock::now());
  carryOut();
  while (!exit_) {
    wait();
    // Taken before anything is read: whatever was said until now is heard before it is judged who was silent.
    const Time now = Clock::now();
    readLinks(now);
    readSignals(now);
    keeper_.tick(now);
    carryOut();
  }
  return *exit_;
}

bool Loop::prepare() {
  // What a visit left behind becomes our child when it dies, and is waited for.
  ::prctl(PR_SET_CHILD_SUBREAPER, 1UL);
  forbidCores();
  signals_ = openSignals();
  if (!signals_.valid()) std::perror("ssc-kiosk: signalfd");
  return signals_.valid();
}

void Loop::wait() {
  waiting_.assign(1, {signals_.get(), POLLIN, 0});
  for (const auto& [visit, running] : running_)
    waiting_.push_back(
        {running.process.link.get(), POLLIN, 0});  // closed ones are -1, which poll passes over
  const auto due = keeper_.nextDue();
  const timespec span = due ? spanUntil(*due, Clock::now()) : timespec{};
  ::ppoll(waiting_.data(), waiting_.size(), due ? &span : nullptr, nullptr);
}

// ---- events

void Loop::readSignals(Time now) {
  signalfd_siginfo signal{};
  while (::read(signals_.get(), &signal, sizeof signal) == sizeof signal) {
    switch (signal.ssi_signo) {
      case SIGCHLD:
        reap(now);
        break;
      case SIGHUP:
        keeper_.reload(now);
        break;
      default:
        keeper_.stop(now);
        break;
    }
  }
}

void Loop::readLinks(Time now) {
  for (auto& [visit, running] : running_)
    readLink(visit, running, now);
}

void Loop::readLink(VisitId visit, Running& running, Time now) {
  UniqueFd& link = running.process.link;
  std::array<char, 4096> buffer{};
  for (int count = 0; link.valid() && count < kMostReads; ++count) {
    const auto size = ::recv(link.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size > 0 && hear(visit, running, {buffer.data(), static_cast<std::size_t>(size)}, now)) continue;
    link.close();
    keeper_.closed(visit, now);
  }
}

/// False once the visit is not worth listening to.
bool Loop::hear(VisitId visit, Running& running, std::string_view bytes, Time now) {
  running.lines.feed(bytes, now);
  while (const auto message = running.lines.next())
    keeper_.said(visit, *message, now);
  if (running.lines.broken()) keeper_.garbled(visit, now);
  return !running.lines.broken();
}

// One signal may stand for several children.
void Loop::reap(Time now) {
  while (true) {
    siginfo_t info{};
    if (::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) return;
    reapOne(info.si_pid, exitOf(info), now);
    ::waitpid(info.si_pid, nullptr, 0);
  }
}

void Loop::reapOne(pid_t pid, Exit exit, Time now) {
  const auto isIt = [pid](const auto& entry) { return entry.second.process.pid == pid; };
  const auto found = std::ranges::find_if(running_, isIt);
  if (found == running_.end()) return;
  readLink(found->first, found->second, now);  // its last words come before its end
  killProcess(pid);                            // whoever it started
  keeper_.exited(found->first, exit, now);
  running_.erase(found);
}

// ---- decisions

void Loop::carryOut() {
  for (auto actions = keeper_.take(); !actions.empty(); actions = keeper_.take()) {
    for (const Action& action : actions)
      std::visit([this](const auto& decision) { perform(decision); }, action);
  }
}

void Loop::perform(const Start& start) {
  auto command = command_;
  if (start.isAwaited) command.emplace_back("--awaited");
  auto process = startProcess(command);
  if (process) {
    running_[start.visit].process = std::move(*process);
    return;
  }
  printError("ssc-kiosk: cannot start " + command_.front());
  keeper_.cannotStart(start.visit, process.error(), Clock::now());
}

void Loop::perform(const Show& show) {
  say(show.visit, "show\n");
}

void Loop::perform(const End& end) {
  say(end.visit, "end\n");
}

// A line that does not go through is a visit that does not listen; its limits find it.
void Loop::say(VisitId visit, std::string_view line) {
  const auto found = running_.find(visit);
  if (found == running_.end() || !found->second.process.link.valid()) return;
  ::send(found->second.process.link.get(), line.data(), line.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

void Loop::perform(const Kill& kill) {
  if (const auto found = running_.find(kill.visit); found != running_.end())
    killProcess(found->second.process.pid);
}

void Loop::perform(Notice notice) {
  manager_.tell(lineOf(notice));
}

void Loop::perform(Status status) {
  manager_.tell(lineOf(status));
}

void Loop::perform(const Failure& failure) {
  printError(lineOf(failure));
}

void Loop::perform(const CrashLoop::Alarm& alarm) {
  printError(lineOf(alarm));
}

void Loop::perform(const Quit& quit) {
  exit_ = quit.code;
}

}  // namespace ssc::kiosk::keeper
