// `ssc`: the command line of clerks, integrators and tests.
#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "hostlib/cli/context.hpp"
#include "hostlib/cli/stop_on_signal.hpp"

namespace {

using ssc::cli::Options;

constexpr double kMostSeconds = 600;
constexpr double kDefaultWaitSeconds = 60;

struct Command {
  const char* name;
  const char* description;
  int (*run)(const Options&, std::stop_token);
  bool usesCard;
  bool readsHolder;
};
constexpr std::array kCommands{
    Command{"readers", "List the attached readers, their slots and cards", ssc::cli::runReaders, false,
            false},
    Command{"atr", "Power the card and explain its answer to reset", ssc::cli::runAtr, true, false},
    Command{"read", "Authenticate the card and read who holds it", ssc::cli::runRead, true, true},
    Command{"doctor", "Check service, readers, card, PSAM and clock, and say what to do", ssc::cli::runDoctor,
            false, false},
};

void addCardOptions(CLI::App& command, Options& options) {
  command.add_option("--interface", options.interface, "Which slot the card is in")
      ->check(CLI::IsMember({"contact", "contactless", "contact-first", "contactless-first"}))
      ->capture_default_str();
  command.add_option("--wait", options.waitSeconds, "Wait for a card, at most this many seconds (60)")
      ->expected(0, 1)
      ->default_str(std::to_string(static_cast<int>(kDefaultWaitSeconds)))
      ->check(CLI::Range(0.0, kMostSeconds));
}

void addHolderOptions(CLI::App& command, Options& options) {
  command.add_flag("--full", options.full, "Show name and numbers unmasked");
  command.add_flag("--exchanges", options.exchanges,
                   "Show every exchange with card and PSAM (masked on real readers)");
}

CLI::App* addCommand(CLI::App& app, const Command& command, Options& options) {
  CLI::App* sub = app.add_subcommand(command.name, command.description);
  sub->add_flag("--json", options.json, "Answer as JSON");
  sub->add_option("--reader", options.reader, "Reader to use: its name, * and ? allowed");
  sub->add_option("--timeout", options.timeoutSeconds, "Give up after this many seconds")
      ->check(CLI::Range(0.1, kMostSeconds));
  sub->add_option("--lang", options.language, "Language of messages")->check(CLI::IsMember({"zh", "en"}));
  if (command.usesCard) addCardOptions(*sub, options);
  if (command.readsHolder) addHolderOptions(*sub, options);
  return sub;
}

int runCommand(const CLI::App& app, const Options& options) {
  const std::stop_token stop = ssc::cli::stopOnSignals();
  for (const Command& command : kCommands) {
    if (app.got_subcommand(command.name)) return command.run(options, stop);
  }
  return ssc::cli::kExitUsage;
}

// The return leaves without destructors of statics: a worker that was left behind inside a hung driver may
// still live.
[[noreturn]] void leave(int code) {
  std::fflush(stdout);
  std::fflush(stderr);
  std::_Exit(code);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    CLI::App app{"SSC Terminal: the social security card from the command line.\nExit codes: docs/errors.md"};
    app.set_version_flag("--version", std::string("ssc ") + SSC_VERSION);
    app.require_subcommand(1);
    Options options;
    for (const Command& command : kCommands)
      addCommand(app, command, options);
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return app.exit(error) == 0 ? ssc::cli::kExitOk : ssc::cli::kExitUsage;
    }
    leave(runCommand(app, options));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "ssc: internal error: %s\n", error.what());
    return 1;
  }
}
