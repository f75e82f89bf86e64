#include "keys-sim/hsm/hsm_control.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "keys-sim/device/control_table.hpp"
#include "keys-sim/hsm/test_pki.hpp"

namespace ssc::sim {
namespace {

using control::Answer;
using control::Arguments;
using control::failure;
using CommandRow = control::Row<HsmControlContext>;

constexpr unsigned kMaxDelayMs = 60'000;

Answer answerMode(HsmControlContext& context, const Arguments& arguments) {
  const auto row = std::find_if(kAnswerModes.begin(), kAnswerModes.end(),
                                [&](const AnswerModeRow& r) { return r.name == arguments.at(0); });
  if (row == kAnswerModes.end())
    return failure("the mode must be right, hang, close, nonsense, other or oversize");
  context.faults.change([&](HsmFaults::Settings& settings) { settings.mode = row->mode; });
  return "";
}

// A certificate is shown in a handshake: connections that had theirs are ended.
Answer certificate(HsmControlContext& context, const Arguments& arguments) {
  const auto names = serverCertificates();
  if (std::find(names.begin(), names.end(), arguments.at(0)) == names.end())
    return failure("the certificate must be server, stranger, expired, terminal or elsewhere");
  context.faults.change([&](HsmFaults::Settings& settings) { settings.certificate = arguments.at(0); });
  context.service.dropConnections();
  return "";
}

Answer refuse(HsmControlContext& context, const Arguments& arguments) {
  if (!context.module.profile().keys.contains(arguments.at(0))) return failure("no key has this reference");
  context.faults.change([&](HsmFaults::Settings& settings) { settings.refused.insert(arguments.at(0)); });
  return "";
}

Answer allow(HsmControlContext& context, const Arguments& arguments) {
  context.faults.change([&](HsmFaults::Settings& settings) { settings.refused.erase(arguments.at(0)); });
  return "";
}

Answer slow(HsmControlContext& context, const Arguments& arguments) {
  const std::string& text = arguments.at(0);
  unsigned ms = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), ms);
  if (fault != std::errc() || end != text.data() + text.size() || ms > kMaxDelayMs)
    return failure("the number must be from 0 to " + std::to_string(kMaxDelayMs));
  context.faults.change(
      [&](HsmFaults::Settings& settings) { settings.delay = std::chrono::milliseconds(ms); });
  return "";
}

Answer drop(HsmControlContext& context, const Arguments&) {
  context.service.dropConnections();
  return "";
}

Answer status(HsmControlContext& context, const Arguments&) {
  const auto settings = context.faults.settings();
  const auto row = std::find_if(kAnswerModes.begin(), kAnswerModes.end(),
                                [&](const AnswerModeRow& r) { return r.mode == settings.mode; });
  const nlohmann::ordered_json document{{"profile", context.module.profile().name},
                                        {"port", context.service.port()},
                                        {"answer", row->name},
                                        {"certificate", settings.certificate},
                                        {"slow", settings.delay.count()},
                                        {"refused", settings.refused},
                                        {"requests", context.service.requests()},
                                        {"connections", context.service.connections()},
                                        {"sequence", context.module.nextSequence()}};
  return document.dump();
}

Answer quit(HsmControlContext& context, const Arguments&) {
  context.quit = true;
  return "";
}

constexpr std::array<CommandRow, 8> kCommands{{
    {"answer", "right|hang|close|nonsense|other|oversize", 1, 1, answerMode},
    {"certificate", "server|stranger|expired|terminal|elsewhere", 1, 1, certificate},
    {"refuse", "KEY-REFERENCE", 1, 1, refuse},
    {"allow", "KEY-REFERENCE", 1, 1, allow},
    {"slow", "MS", 1, 1, slow},
    {"drop", "", 0, 0, drop},
    {"status", "", 0, 0, status},
    {"quit", "", 0, 0, quit},
}};

}  // namespace

std::string runHsmControlLine(HsmControlContext& context, const std::string& line) {
  return control::runLine(std::span<const CommandRow>(kCommands), context, line);
}

std::string hsmControlHelp() {
  return control::help(std::span<const CommandRow>(kCommands));
}

}  // namespace ssc::sim
