#include "keys-sim/pad/pad_control.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "keys-sim/device/control_table.hpp"

namespace ssc::sim {
namespace {

using control::Answer;
using control::Arguments;
using control::failure;
using CommandRow = control::Row<PadControlContext>;

constexpr std::size_t kMostDigits = 32;

struct AnswerRow {
  PadAnswer answer;
  std::string_view name;
};
constexpr std::array kAnswers{
    AnswerRow{PadAnswer::right, "right"},
    AnswerRow{PadAnswer::replay, "replay"},
    AnswerRow{PadAnswer::stranger, "stranger"},
    AnswerRow{PadAnswer::nonsense, "nonsense"},
};

Answer act(PadControlContext& context, PadEntry entry) {
  if (!context.pad.act(std::move(entry))) return failure("too many entries are prepared");
  return "";
}

Answer enter(PadControlContext& context, const Arguments& arguments) {
  auto digits = padDigits(arguments.at(0));
  if (digits.empty()) return failure("enter takes 1 to 32 digits");
  return act(context, {PadEntry::Act::digits, std::move(digits)});
}

Answer cancel(PadControlContext& context, const Arguments&) {
  return act(context, {PadEntry::Act::cancel, {}});
}

Answer silence(PadControlContext& context, const Arguments&) {
  return act(context, {PadEntry::Act::silence, {}});
}

Answer automatic(PadControlContext& context, const Arguments& arguments) {
  auto digits = padDigits(arguments.at(0));
  if (digits.empty() && arguments.at(0) != "off") return failure("auto takes 1 to 32 digits, or off");
  context.pad.setAutomatic(std::move(digits));
  return "";
}

Answer answer(PadControlContext& context, const Arguments& arguments) {
  const auto* row = std::ranges::find(kAnswers, arguments.at(0), &AnswerRow::name);
  if (row == kAnswers.end()) return failure("the answer must be right, replay, stranger or nonsense");
  context.pad.setAnswer(row->answer);
  return "";
}

Answer status(PadControlContext& context, const Arguments&) {
  const PinPad& pad = context.pad;
  const nlohmann::ordered_json document{
      {"display", pad.display()},
      {"automatic", pad.isAutomatic()},
      {"prepared", pad.prepared()},
      {"answer", std::ranges::find(kAnswers, pad.answer(), &AnswerRow::answer)->name},
      {"cable", toText(context.cable)},
      {"hosts", pad.hosts()},
      {"entries", pad.entries()}};
  return document.dump();
}

constexpr std::array kCommands{
    CommandRow{"enter", "DIGITS", 1, 1, enter},
    CommandRow{"cancel", "", 0, 0, cancel},
    CommandRow{"silence", "", 0, 0, silence},
    CommandRow{"auto", "DIGITS|off", 1, 1, automatic},
    CommandRow{"answer", "right|replay|stranger|nonsense", 1, 1, answer},
    CommandRow{"unplug", "", 0, 0, control::setCable<Cable::out>},
    CommandRow{"plug", "", 0, 0, control::setCable<Cable::in>},
    CommandRow{"hang", "", 0, 0, control::setCable<Cable::hung>},
    CommandRow{"resume", "", 0, 0, control::setCable<Cable::in>},
    CommandRow{"status", "", 0, 0, status},
    CommandRow{"quit", "", 0, 0, control::quit},
};

}  // namespace

crypto::SecretBytes padDigits(const std::string& text) {
  const bool decimal = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (!decimal || text.size() > kMostDigits) return {};
  return crypto::SecretBytes(crypto::bytesOf(text));
}

std::string runPadControlLine(PadControlContext& context, const std::string& line) {
  return control::runLine(std::span<const CommandRow>(kCommands), context, line);
}

std::string padControlHelp() {
  return control::help(std::span<const CommandRow>(kCommands));
}

}  // namespace ssc::sim
