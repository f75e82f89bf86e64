#include <CLI/CLI.hpp>
#include <iostream>
#include <list>

#include "apdu/bytes.hpp"
#include "keys-sim/card/card_os.hpp"
#include "keys-sim/device/seeded_random.hpp"
#include "keys-sim/device/serve.hpp"
#include "keys-sim/program/subcommands.hpp"
#include "keys-sim/psam/psam_os.hpp"

namespace ssc::sim {
namespace {

using MadeChip = tl::expected<std::unique_ptr<Chip>, std::string>;

struct Arguments {
  std::string profile, state;
  std::optional<std::uint64_t> seed;
  ServeOptions serve;
};

// What chips use and outlive: their randomness and one store for each profile loaded.
class Workshop {
 public:
  explicit Workshop(const Arguments& arguments) : folder_(arguments.state) {
    if (arguments.seed) {
      random_ = std::make_unique<SeededRandom>(*arguments.seed);
    } else {
      random_ = std::make_unique<crypto::SystemRandom>();
    }
  }

  MadeChip card(const std::string& path) {
    auto profile = loadCardProfile(path);
    if (!profile) return tl::make_unexpected(profile.error().text());
    return make<CardOs>(std::move(*profile));
  }

  MadeChip psam(const std::string& path) {
    auto profile = loadPsamProfile(path);
    if (!profile) return tl::make_unexpected(profile.error().text());
    return make<PsamOs>(std::move(*profile));
  }

 private:
  template <typename Os, typename Profile>
  MadeChip make(Profile profile) {
    stores_.push_back(
        std::make_unique<FileStore>(folder_, profile.name, apdu::toHex(profile.historicalBytes)));
    auto chip = Os::make(std::move(profile), *random_, *stores_.back());
    if (!chip) return tl::unexpected(chip.error());
    return MadeChip(std::move(*chip));
  }

  std::filesystem::path folder_;
  std::unique_ptr<crypto::RandomSource> random_;
  std::list<std::unique_ptr<StateStore>> stores_;
};

using Loader = MadeChip (Workshop::*)(const std::string&);

tl::expected<void, std::string> run(const Arguments& arguments, Loader loader) {
  std::error_code fault;
  std::filesystem::create_directories(arguments.state, fault);
  if (fault) return tl::make_unexpected(arguments.state + ": " + fault.message());
  Workshop workshop(arguments);
  const LoadChip load = [&](const std::string& path) { return (workshop.*loader)(path); };
  auto chip = load(arguments.profile);
  if (!chip) return tl::unexpected(chip.error());
  return serve(std::move(*chip), load, arguments.serve);
}

std::string checkRate(const std::string& text) {
  const bool digits =
      !text.empty() && text.size() <= 6 && text.find_first_not_of("0123456789") == std::string::npos;
  const unsigned long rate = digits ? std::stoul(text) : 1;
  return rate == 0 || (rate >= 9600 && rate <= 115200) ? "" : "the rate must be 0 or from 9600 to 115200";
}

void addServeCommand(CLI::App& app, int& code, const char* name, const char* help, Loader loader) {
  auto arguments = std::make_shared<Arguments>();
  auto* command = app.add_subcommand(name, help);
  command->add_option("--profile", arguments->profile, "profile (TOML)")->required();
  command->add_option("--slot", arguments->serve.slot, "the reader's slot socket")->required();
  command->add_option("--state", arguments->state, "folder for what survives power-off")->required();
  command->add_option("--control", arguments->serve.control, "socket for `ssc-sim ctl`");
  command
      ->add_option("--rate", arguments->serve.rate,
                   "bits per second, 9600…115200; 0: characters take no time")
      ->check(CLI::Validator(checkRate, "RATE"));
  command->add_option("--procedure", arguments->serve.procedureName,
                      "all, single, alternate, null=N or late");
  command->add_option("--seed", arguments->seed, "make the chip's random numbers repeatable");
  command->add_flag("--out", arguments->serve.startOut, "start outside the reader");
  command
      ->add_option_function<int>(
          "--attach-wait",
          [arguments](int seconds) { arguments->serve.attachWait = std::chrono::seconds(seconds); },
          "seconds to wait for a reader")
      ->check(CLI::Range(1, 3600));
  command->callback([arguments, loader, &code] {
    const auto mode = ProcedureMode::parse(arguments->serve.procedureName);
    if (mode) arguments->serve.procedure = *mode;
    const auto done =
        mode ? run(*arguments, loader)
             : tl::expected<void, std::string>(tl::make_unexpected(std::string("unknown --procedure")));
    if (!done) std::cerr << "ssc-sim: " << done.error() << "\n";
    code = done ? 0 : 1;
  });
}

}  // namespace

void addServeCommands(CLI::App& app, int& code) {
  addServeCommand(app, code, "card", "a citizen card at a slot of the reader", &Workshop::card);
  addServeCommand(app, code, "psam", "a PSAM at a slot of the reader", &Workshop::psam);
}

}  // namespace ssc::sim
