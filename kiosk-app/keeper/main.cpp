// `ssc-kiosk`: keeps a visit on the screen, and the next one ready behind it.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <unistd.h>

#include "kiosk-app/keeper/loop.hpp"
#include "kiosk-app/keeper/options.hpp"

namespace {

using namespace ssc::kiosk::keeper;

std::string environmentText(const char* name) {
  const char* const text = std::getenv(name);
  return text == nullptr ? "" : text;
}

std::vector<std::string> commandOf(const Options& options) {
  std::vector<std::string> command = {options.visit.empty() ? programBeside("ssc-kiosk-visit")
                                                            : options.visit};
  command.insert(command.end(), options.forVisit.begin(), options.forVisit.end());
  command.insert(command.end(), {"--keeper-fd", std::to_string(kLinkFd)});
  return command;
}

ExitCode keep(const Options& options) {
  const auto watchdog =
      watchdogInterval(environmentText("WATCHDOG_USEC"), environmentText("WATCHDOG_PID"), ::getpid());
  Loop loop(Keeper(options.limits, watchdog), ServiceManager(environmentText("NOTIFY_SOCKET")),
            commandOf(options));
  return loop.run();
}

int run(int argc, char** argv) {
  CLI::App app{"SSC Terminal: the self-service kiosk. A process for every visit; this one watches over them"};
  app.set_version_flag("--version", std::string("ssc-kiosk ") + SSC_VERSION);
  Options options;
  describe(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return static_cast<int>(app.exit(error) == 0 ? ExitCode::done : ExitCode::arguments);
  }
  return static_cast<int>(keep(options));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "ssc-kiosk: internal error: %s\n", error.what());
    return static_cast<int>(ExitCode::defect);
  }
}
