#include <CLI/CLI.hpp>
#include <iostream>

#include "keys-sim/pad/serve_pad.hpp"
#include "keys-sim/program/subcommands.hpp"

namespace ssc::sim {
namespace {

struct Arguments {
  std::string listen, control, automatic;
};

std::string checkDigits(const std::string& text) {
  return padDigits(text).empty() ? "must be 1 to 32 digits" : "";
}

int serve(const Arguments& arguments) {
  const auto done = servePad({arguments.listen, arguments.control, padDigits(arguments.automatic)});
  if (!done) std::cerr << "ssc-sim: " << done.error() << "\n";
  return done ? 0 : 1;
}

}  // namespace

void addPadCommand(CLI::App& app, int& code) {
  auto arguments = std::make_shared<Arguments>();
  auto* command = app.add_subcommand("pad", "a PIN pad beside the reader");
  command->add_option("--listen", arguments->listen, "socket for hosts (`pad:SOCKET` in ssc.toml)")
      ->required();
  command->add_option("--control", arguments->control, "socket for `ssc-sim ctl`");
  command->add_option("--auto", arguments->automatic, "digits entered wherever the card's PIN is asked for")
      ->check(CLI::Validator(checkDigits, "DIGITS"));
  command->footer("Commands of the control socket:\n" + padControlHelp());
  command->callback([arguments, &code] { code = serve(*arguments); });
}

}  // namespace ssc::sim
