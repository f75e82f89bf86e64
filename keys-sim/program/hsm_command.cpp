#include <CLI/CLI.hpp>
#include <iostream>

#include "keys-sim/hsm/hsm_control.hpp"
#include "keys-sim/hsm/serve_hsm.hpp"
#include "keys-sim/hsm/test_pki.hpp"
#include "keys-sim/program/subcommands.hpp"

namespace ssc::sim {
namespace {

using Done = tl::expected<void, std::string>;

struct Arguments {
  std::string listen, tls, keys, control;
};

Done serve(const Arguments& arguments) {
  if (arguments.tls.empty() || arguments.keys.empty())
    return tl::make_unexpected(std::string("--listen, --tls and --keys are required"));
  const auto address = loopbackAddress(arguments.listen);
  if (!address)
    return tl::make_unexpected(std::string("--listen must be 127.0.0.1:PORT, localhost:PORT or [::1]:PORT"));
  auto profile = loadHsmProfile(arguments.keys);
  if (!profile) return tl::make_unexpected(profile.error().text());
  return serveHsm(std::move(*profile), {*address, arguments.tls, arguments.control});
}

int exitCode(const Done& done) {
  if (!done) std::cerr << "ssc-sim: " << done.error() << "\n";
  return done ? 0 : 1;
}

}  // namespace

void addHsmCommand(CLI::App& app, int& code) {
  auto arguments = std::make_shared<Arguments>();
  auto* command =
      app.add_subcommand("hsm", "an HSM as a network service: HTTPS, TLS 1.3, certificates on both sides");
  command->add_option("--listen", arguments->listen, "127.0.0.1:PORT; port 0: any, `ready PORT` says which");
  command->add_option("--tls", arguments->tls, "folder of certificates, made by `ssc-sim hsm init`");
  command->add_option("--keys", arguments->keys, "key references (TOML)");
  command->add_option("--control", arguments->control, "socket for `ssc-sim ctl`");
  command->footer("Commands of the control socket:\n" + hsmControlHelp());
  auto* init = command->add_subcommand("init", "make test certificates in a folder");
  auto folder = std::make_shared<std::string>();
  init->add_option("folder", *folder, "new or without certificates")->required();
  init->callback(
      [folder, &code] { code = exitCode(makeTestPki(*folder, std::chrono::system_clock::now())); });
  command->callback([arguments, init, &code] {
    if (!init->parsed()) code = exitCode(serve(*arguments));
  });
}

}  // namespace ssc::sim
