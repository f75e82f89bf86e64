#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "keys-sim/card/random_profile.hpp"
#include "keys-sim/program/subcommands.hpp"

namespace ssc::sim {
namespace {

int makeCard(std::uint64_t seed, const std::string& path) {
  const auto profile = randomCardProfile(seed);
  std::ofstream out(path, std::ios::binary);
  if (profile && out << *profile && out.flush()) return 0;
  std::cerr << "ssc-sim: " << path << ": the profile could not be made or written\n";
  return 1;
}

}  // namespace

void addMakeCardCommand(CLI::App& app, int& code) {
  struct Arguments {
    std::uint64_t seed = 0;
    std::string out;
  };
  auto arguments = std::make_shared<Arguments>();
  auto* command = app.add_subcommand("make-card", "write a random card profile, the same for the same seed");
  command->add_option("--seed", arguments->seed, "any whole number")->required();
  command->add_option("--out", arguments->out, "profile to write")->required();
  command->callback([arguments, &code] { code = makeCard(arguments->seed, arguments->out); });
}

}  // namespace ssc::sim
