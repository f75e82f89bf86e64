// `ssc trace FILE -- COMMAND …` and `ssc replay FILE`
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fmt/core.h>
#include <optional>
#include <spawn.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

#include "apdu/replay.hpp"
#include "hostlib/cli/exchange_view.hpp"
#include "hostlib/cli/file_io.hpp"
#include "hostlib/cli/output.hpp"

namespace ssc::cli {
namespace {

using flows::Failure;
using flows::Outcome;
using flows::Reason;

constexpr const char* kTraceVariable = "SSC_TRACE";
constexpr std::size_t kLongestAnswer = 65538;  // of an extended-length response
constexpr int kNotStarted = 127;               // as shells say it

// A file may hold the traces of several calls, one behind the other; each begins with its own first line.
Outcome<std::vector<apdu::RecordedTrace>> tracesIn(const std::string& name) {
  const auto bytes = readInput(name);
  if (!bytes) return tl::unexpected(bytes.error());
  const std::string text(bytes->begin(), bytes->end());
  constexpr std::string_view kFirstLine = "# ssc-trace ";
  std::vector<apdu::RecordedTrace> traces;
  for (std::size_t at = text.find(kFirstLine); at != std::string::npos;) {
    const std::size_t next = text.find(kFirstLine, at + 1);
    std::istringstream in(text.substr(at, next - at));
    auto trace = apdu::readTrace(in);
    if (!trace)
      return tl::unexpected(
          Failure{Reason::badInput,
                  fmt::format("{}: line {} of trace {}", name, trace.error().offset, traces.size() + 1),
                  {}});
    traces.push_back(std::move(*trace));
    at = next;
  }
  if (traces.empty()) return tl::unexpected(Failure{Reason::badInput, name + ": no trace in it", {}});
  return traces;
}

// This program waits for SIGINT and SIGTERM in a thread of its own and has them blocked; the child must not.
class ChildSignals {
 public:
  ChildSignals() {
    ::posix_spawnattr_init(&attributes_);
    sigset_t none;
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
  }
  ChildSignals(const ChildSignals&) = delete;
  ChildSignals& operator=(const ChildSignals&) = delete;
  ~ChildSignals() { ::posix_spawnattr_destroy(&attributes_); }
  [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

// The program runs with the variable that our libraries look at; its exit code is ours.
int runTraced(std::vector<std::string> program) {
  std::vector<char*> arguments;
  arguments.reserve(program.size() + 1);
  for (std::string& argument : program)
    arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  const ChildSignals signals;
  pid_t child = 0;
  if (const int fault =
          ::posix_spawnp(&child, arguments.front(), nullptr, signals.get(), arguments.data(), environ);
      fault != 0) {
    fmt::print(stderr, "ssc: {}: {}\n", program.front(), std::strerror(fault));
    return kNotStarted;
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Of a masked trace the values are zeros: there the length and the status word are compared.
bool sameAnswer(const apdu::RecordedTrace& recorded, apdu::ByteView expected, apdu::ByteView answer) {
  if (!recorded.redacted) return std::ranges::equal(expected, answer);
  const std::size_t status = std::min<std::size_t>(2, expected.size());
  return expected.size() == answer.size() && std::ranges::equal(expected.last(status), answer.last(status));
}

// The number of the first exchange of `other` that is not the recorded one, counted from 1; none where both
// are the same.
std::optional<std::size_t> firstDifference(const apdu::RecordedTrace& recorded,
                                           const apdu::RecordedTrace& other) {
  apdu::ReplayChannel channel(recorded);
  std::vector<std::uint8_t> room(kLongestAnswer);
  for (std::size_t i = 0; i < other.exchanges.size(); ++i) {
    const apdu::Exchange& exchange = other.exchanges[i];
    const auto answer = channel.transmit(exchange.command, room);
    if (!answer && answer.error() == apdu::ChannelError::communication) return i + 1;
    const apdu::ByteView expected = answer ? apdu::ByteView(room).first(*answer) : apdu::ByteView();
    if (!sameAnswer(recorded, expected, exchange.response)) return i + 1;
  }
  return channel.finished() ? std::nullopt : std::optional(other.exchanges.size() + 1);
}

using Traces = std::vector<apdu::RecordedTrace>;

Outcome<void> compare(const Options& options, const Traces& recorded) {
  const auto others = tracesIn(options.against);
  if (!others) return tl::unexpected(others.error());
  const auto differs = [&](const std::string& how) {
    return tl::unexpected(Failure{Reason::badInput, options.against + ": " + how, {}});
  };
  if (recorded.size() != others->size())
    return differs(fmt::format("{} traces, not {}", others->size(), recorded.size()));
  for (std::size_t i = 0; i < recorded.size(); ++i) {
    if (recorded[i].redacted != (*others)[i].redacted)
      return differs(fmt::format("trace {} is masked, or the other one is", i + 1));
    if (const auto at = firstDifference(recorded[i], (*others)[i]))
      return differs(fmt::format("trace {} differs at exchange {}", i + 1, *at));
  }
  return {};
}

}  // namespace

int runTrace(const Options& options, std::stop_token) {
  const auto started = writeOutput(options.input, {});
  if (!started) return report(started.error(), options, languageOf(options, {}));
  ::setenv(kTraceVariable, options.input.c_str(), 1);
  const int code = runTraced(options.program);
  const auto traces = tracesIn(options.input);
  std::size_t exchanges = 0;
  for (const auto& trace : traces ? *traces : std::vector<apdu::RecordedTrace>())
    exchanges += trace.exchanges.size();
  fmt::print(stderr, "{}: {} exchanges\n", options.input, exchanges);
  return code;
}

int runReplay(const Options& options, std::stop_token) {
  const profile::Language language = languageOf(options, {});
  const auto traces = tracesIn(options.input);
  if (!traces) return report(traces.error(), options, language);
  if (!options.against.empty()) {
    if (const auto same = compare(options, *traces); !same) return report(same.error(), options, language);
  }
  Json list = Json::array();
  for (const apdu::RecordedTrace& trace : *traces) {
    if (options.json) {
      list.push_back({{"redacted", trace.redacted}, {"exchanges", exchangesJson(trace.exchanges)}});
    } else if (options.against.empty()) {
      printExchanges(trace.exchanges);
    }
  }
  if (options.json) printJson({{"ok", true}, {"traces", list}});
  if (!options.json && !options.against.empty())
    fmt::print("{}\n", language == profile::Language::zh ? "两份记录一致。" : "Both traces are the same.");
  return kExitOk;
}

}  // namespace ssc::cli
