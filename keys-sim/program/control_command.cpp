#include <CLI/CLI.hpp>
#include <iostream>
#include <poll.h>

#include "keys-sim/device/control_commands.hpp"
#include "keys-sim/device/unix_socket.hpp"
#include "keys-sim/program/subcommands.hpp"

namespace ssc::sim {
namespace {

constexpr int kAnswerWaitMs = 10'000;

std::string joined(const std::vector<std::string>& words) {
  std::string line;
  for (const auto& word : words)
    line += (line.empty() ? "" : " ") + word;
  return line;
}

// Each wait is for more of one line; a simulator that stays silent ends it.
tl::expected<std::string, std::string> readLine(Socket& socket) {
  std::string line;
  while (line.find('\n') == std::string::npos) {
    pollfd readable{socket.fd(), POLLIN, 0};
    if (::poll(&readable, 1, kAnswerWaitMs) <= 0) return tl::make_unexpected(std::string("no answer"));
    const auto bytes = socket.receive();
    if (!bytes) return tl::make_unexpected(std::string("the simulator closed the connection"));
    line += apdu::toText(*bytes);
  }
  return line.substr(0, line.find('\n'));
}

tl::expected<std::string, std::string> ask(const std::string& path, const std::string& line) {
  auto socket = connectUnix(path);
  if (!socket) return tl::unexpected(socket.error());
  if (!socket->sendAll(apdu::toBytes(line + "\n"))) return tl::make_unexpected(path + ": cannot be written");
  return readLine(*socket);
}

int control(const std::string& path, const std::vector<std::string>& words) {
  const auto answer = ask(path, joined(words));
  if (!answer) std::cerr << "ssc-sim: " << answer.error() << "\n";
  if (answer) std::cout << *answer << "\n";
  return answer && answer->starts_with("ok") ? 0 : 1;
}

}  // namespace

void addControlCommand(CLI::App& app, int& code) {
  struct Arguments {
    std::string socket;
    std::vector<std::string> words;
  };
  auto arguments = std::make_shared<Arguments>();
  auto* command = app.add_subcommand("ctl", "send one command to a running simulator and print its answer");
  command->footer("Commands:\n" + controlHelp());
  command->add_option("socket", arguments->socket, "its control socket")->required();
  command->add_option("command", arguments->words, "the command and its arguments")->required();
  command->callback([arguments, &code] { code = control(arguments->socket, arguments->words); });
}

}  // namespace ssc::sim
