#include "keys-sim/device/control_commands.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "keys-sim/device/control_table.hpp"

namespace ssc::sim {
namespace {

using control::Answer;
using control::Arguments;
using control::failure;
using CommandRow = control::Row<ControlContext>;

// A person needs about this long to change a card; readers that poll must be able to see the gap.
constexpr std::chrono::milliseconds kSwapPause{1000};
constexpr unsigned kMaxCount = 1'000'000;
constexpr unsigned kMaxRate = 115'200, kMinRate = 9'600;

std::optional<unsigned> number(const std::string& text, unsigned low, unsigned high, int base = 10) {
  unsigned value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  const bool whole = fault == std::errc() && end == text.data() + text.size();
  return whole && value >= low && value <= high ? std::optional(value) : std::nullopt;
}

// Runs `use` with the number in the first argument.
template <typename Use>
Answer withNumber(const Arguments& arguments, unsigned low, unsigned high, Use use) {
  const auto value = number(arguments.at(0), low, high);
  if (!value)
    return failure("the number must be from " + std::to_string(low) + " to " + std::to_string(high));
  use(*value);
  return "";
}

template <typename Use>
Answer withSwitch(const Arguments& arguments, Use use) {
  if (arguments.at(0) != "on" && arguments.at(0) != "off") return failure("must be on or off");
  use(arguments.at(0) == "on");
  return "";
}

Answer insertCard(ControlContext& context, const Arguments&) {
  context.station.insert();
  return "";
}

Answer removeCard(ControlContext& context, const Arguments&) {
  context.station.remove();
  return "";
}

Answer swapCard(ControlContext& context, const Arguments& arguments) {
  auto chip = context.load(arguments.at(0));
  if (!chip) return failure(chip.error());
  std::string name = (*chip)->name();
  context.station.swap(std::move(*chip), context.now, kSwapPause);
  return name;
}

Answer tear(ControlContext& context, const Arguments& arguments) {
  return withNumber(arguments, 1, kMaxCount, [&](unsigned n) { context.station.faults().tear(n); });
}

Answer pullAt(ControlContext& context, const Arguments& arguments) {
  return withNumber(arguments, 1, kMaxCount, [&](unsigned n) { context.station.pullAt(n); });
}

Answer loseAnswer(ControlContext& context, const Arguments& arguments) {
  return withNumber(arguments, 1, kMaxCount, [&](unsigned n) { context.station.loseAnswer(n); });
}

Answer failMemory(ControlContext& context, const Arguments& arguments) {
  return withSwitch(arguments, [&](bool on) { context.station.setMemoryFails(on); });
}

Answer mute(ControlContext& context, const Arguments& arguments) {
  return withSwitch(arguments, [&](bool on) { context.station.setMute(on); });
}

Answer fake(ControlContext& context, const Arguments& arguments) {
  return withSwitch(arguments, [&](bool on) { context.station.setFake(on); });
}

Answer slow(ControlContext& context, const Arguments& arguments) {
  return withNumber(arguments, 0, 60'000,
                    [&](unsigned ms) { context.station.setDelay(std::chrono::milliseconds(ms)); });
}

Answer corrupt(ControlContext& context, const Arguments& arguments) {
  std::optional<std::uint8_t> value;
  if (arguments.size() > 1) {
    const auto given = number(arguments[1], 0, 0xFF, 16);
    if (!given) return failure("the new value must be one byte in hexadecimal");
    value = static_cast<std::uint8_t>(*given);
  }
  return withNumber(arguments, 1, kMaxCount, [&](unsigned n) { context.station.faults().corrupt(n, value); });
}

Answer lose(ControlContext& context, const Arguments& arguments) {
  return withNumber(arguments, 1, kMaxCount, [&](unsigned n) { context.station.faults().lose(n); });
}

Answer extra(ControlContext& context, const Arguments& arguments) {
  return withNumber(arguments, 1, kMaxCount, [&](unsigned n) { context.station.faults().extra(n); });
}

Answer rate(ControlContext& context, const Arguments& arguments) {
  const auto value = number(arguments.at(0), 0, kMaxRate);
  if (!value || (*value != 0 && *value < kMinRate))
    return failure("the rate must be 0 or from 9600 to 115200");
  context.station.setRate(*value);
  return "";
}

Answer procedure(ControlContext& context, const Arguments& arguments) {
  const auto mode = ProcedureMode::parse(arguments.at(0));
  if (!mode) return failure("the mode must be all, single, alternate, null=1…255 or late");
  context.station.setProcedure(*mode, arguments.at(0));
  return "";
}

Answer status(ControlContext& context, const Arguments&) {
  const auto s = context.station.status();
  const nlohmann::ordered_json document{
      {"profile", s.profile}, {"inserted", s.inserted}, {"powered", s.powered},     {"attached", s.attached},
      {"mute", s.mute},       {"fake", s.fake},         {"exchanges", s.exchanges}, {"received", s.received},
      {"sent", s.sent},       {"rate", s.rate},         {"procedure", s.procedure}, {"tries", s.triesLeft}};
  return document.dump();
}

Answer exchanges(ControlContext& context, const Arguments& arguments) {
  if (arguments.at(0) != "reset") return failure("must be: exchanges reset");
  context.station.resetExchanges();
  return "";
}

Answer quit(ControlContext& context, const Arguments&) {
  context.quit = true;
  return "";
}

constexpr std::array<CommandRow, 18> kCommands{{
    {"insert", "", 0, 0, insertCard},
    {"remove", "", 0, 0, removeCard},
    {"swap", "PROFILE", 1, 1, swapCard},
    {"tear", "N", 1, 1, tear},
    {"pull-at", "N", 1, 1, pullAt},
    {"lose-answer", "N", 1, 1, loseAnswer},
    {"fail-memory", "on|off", 1, 1, failMemory},
    {"mute", "on|off", 1, 1, mute},
    {"slow", "MS", 1, 1, slow},
    {"corrupt", "N [XX]", 1, 2, corrupt},
    {"lose", "N", 1, 1, lose},
    {"extra", "N", 1, 1, extra},
    {"fake", "on|off", 1, 1, fake},
    {"rate", "BITS-PER-SECOND", 1, 1, rate},
    {"procedure", "all|single|alternate|null=N|late", 1, 1, procedure},
    {"status", "", 0, 0, status},
    {"exchanges", "reset", 1, 1, exchanges},
    {"quit", "", 0, 0, quit},
}};

}  // namespace

std::string runControlLine(ControlContext& context, const std::string& line) {
  return control::runLine(std::span<const CommandRow>(kCommands), context, line);
}

std::string controlHelp() {
  return control::help(std::span<const CommandRow>(kCommands));
}

}  // namespace ssc::sim
