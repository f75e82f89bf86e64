// ssc-sim: everything simulated in one program. Each subcommand lives in a file of its own.
#include <CLI/CLI.hpp>

#include "keys-sim/program/subcommands.hpp"

int main(int argc, char** argv) {
  CLI::App app(
      "Simulated social security cards, PSAMs, HSMs, PIN pads, presenters and phones. Test data only: "
      "region 9999xx, test keys.");
  app.require_subcommand(1);
  int code = 0;
  ssc::sim::addServeCommands(app, code);
  ssc::sim::addHsmCommand(app, code);
  ssc::sim::addPadCommand(app, code);
  ssc::sim::addPresenterCommand(app, code);
  ssc::sim::addPhoneCommand(app, code);
  ssc::sim::addMakeCardCommand(app, code);
  ssc::sim::addPkiCommand(app, code);
  ssc::sim::addControlCommand(app, code);
  CLI11_PARSE(app, argc, argv);
  return code;
}
