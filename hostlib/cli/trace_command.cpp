// `ssc trace FILE -- COMMAND …` and `ssc replay FILE`
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fmt/core.h>
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
constexpr int kNotStarted = 127;  // as shells say it

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

// The program runs with the variable that our libraries look at; its exit code is ours.
int runTraced(std::vector<std::string> program) {
  std::vector<char*> arguments;
  arguments.reserve(program.size() + 1);
  for (std::string& argument : program)
    arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  if (const int fault =
          ::posix_spawnp(&child, arguments.front(), nullptr, nullptr, arguments.data(), environ);
      fault != 0) {
    fmt::print(stderr, "ssc: {}: {}\n", program.front(), std::strerror(fault));
    return kNotStarted;
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Whether the same commands get the same answers from the recording.
bool replays(const apdu::RecordedTrace& trace) {
  apdu::ReplayChannel channel(trace);
  std::vector<std::uint8_t> room(65538);
  for (const apdu::Exchange& exchange : trace.exchanges) {
    const auto answer = channel.transmit(exchange.command, room);
    if (!answer && !exchange.response.empty()) return false;
  }
  return channel.finished();
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
  const auto traces = tracesIn(options.input);
  if (!traces) return report(traces.error(), options, languageOf(options, {}));
  Json list = Json::array();
  for (const apdu::RecordedTrace& trace : *traces) {
    if (!replays(trace))
      return report({Reason::badInput, options.input + ": does not replay", {}}, options,
                    languageOf(options, {}));
    if (options.json) {
      list.push_back({{"redacted", trace.redacted}, {"exchanges", exchangesJson(trace.exchanges)}});
    } else {
      printExchanges(trace.exchanges);
    }
  }
  if (options.json) printJson({{"ok", true}, {"traces", list}});
  return kExitOk;
}

}  // namespace ssc::cli
