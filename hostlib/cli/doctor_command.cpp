// `ssc doctor`
#include <algorithm>
#include <fmt/core.h>

#include "hostlib/cli/output.hpp"
#include "hostlib/flows/check_terminal.hpp"

namespace ssc::cli {
namespace {

using flows::CheckResult;
using flows::Verdict;

std::string_view verdictText(Verdict verdict) {
  switch (verdict) {
    case Verdict::ok:
      return "ok";
    case Verdict::note:
      return "note";
    default:
      return "PROBLEM";
  }
}

Json resultJson(const CheckResult& result) {
  return {{"check", result.name},
          {"verdict", verdictText(result.verdict)},
          {"found", result.found},
          {"advice", result.advice},
          {"reason", result.reason ? std::string(flows::rowOf(*result.reason).id) : std::string()}};
}

void print(const CheckResult& result) {
  fmt::print("{}  {}  {}\n", padded(verdictText(result.verdict), 7), padded(result.name, 13), result.found);
  if (!result.advice.empty()) fmt::print("{}→ {}\n", std::string(24, ' '), result.advice);
}

// The exit code of the first problem: what to repair first.
int exitCodeOf(const std::vector<CheckResult>& results) {
  const auto it = std::find_if(results.begin(), results.end(),
                               [](const CheckResult& r) { return r.verdict == Verdict::problem; });
  if (it == results.end()) return kExitOk;
  return it->reason ? flows::rowOf(*it->reason).exit : 1;
}

}  // namespace

int runDoctor(const Options& options, std::stop_token stop) {
  auto config = profile::loadConfig();
  if (config) applyOptions(*config, options);
  const std::vector<CheckResult> results = flows::checkTerminal(config, stop);
  const int exit = exitCodeOf(results);
  if (options.json) {
    Json list = Json::array();
    for (const CheckResult& result : results)
      list.push_back(resultJson(result));
    printJson({{"ok", exit == kExitOk}, {"version", SSC_VERSION}, {"checks", list}});
    return exit;
  }
  for (const CheckResult& result : results)
    print(result);
  return exit;
}

}  // namespace ssc::cli
