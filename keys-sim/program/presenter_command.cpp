#include <CLI/CLI.hpp>
#include <iostream>

#include "keys-sim/presenter/serve_presenter.hpp"
#include "keys-sim/program/subcommands.hpp"

namespace ssc::sim {
namespace {

struct Arguments {
  std::string listen, control;
  bool tray = false;
};

int serve(const Arguments& arguments) {
  const auto done = servePresenter(
      {arguments.listen, arguments.control, arguments.tray ? PaperPort::tray : PaperPort::presenter});
  if (!done) std::cerr << "ssc-sim: " << done.error() << "\n";
  return done ? 0 : 1;
}

}  // namespace

void addPresenterCommand(CLI::App& app, int& code) {
  auto arguments = std::make_shared<Arguments>();
  auto* command = app.add_subcommand("presenter", "what holds printed pages out to the citizen");
  command->add_option("--listen", arguments->listen, "socket for hosts")->required();
  command->add_option("--control", arguments->control, "socket for `ssc-sim ctl`");
  command->add_flag("--tray", arguments->tray, "a tray with a sensor instead");
  command->footer("Commands of the control socket:\n" + presenterControlHelp());
  command->callback([arguments, &code] { code = serve(*arguments); });
}

}  // namespace ssc::sim
