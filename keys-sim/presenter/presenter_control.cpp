#include "keys-sim/presenter/presenter_control.hpp"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "keys-sim/device/control_table.hpp"

namespace ssc::sim {
namespace {

using control::Answer;
using control::Arguments;
using control::failure;
using CommandRow = control::Row<PresenterControlContext>;

constexpr unsigned kMostPages = 1000;

Answer feed(PresenterControlContext& context, const Arguments& arguments) {
  unsigned pages = 1;
  if (!arguments.empty()) {
    const std::string& text = arguments.front();
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), pages);
    const bool isNumber = fault == std::errc() && end == text.data() + text.size();
    if (!isNumber || pages == 0 || pages > kMostPages) return failure("feed takes 1 to 1000 pages");
  }
  context.holder.feed(pages);
  return "";
}

Answer take(PresenterControlContext& context, const Arguments&) {
  if (!context.holder.take()) return failure("nothing is held out");
  return "";
}

Answer clear(PresenterControlContext& context, const Arguments&) {
  context.holder.clear();
  return "";
}

Answer stick(PresenterControlContext& context, const Arguments&) {
  context.holder.willStick();
  return "";
}

Answer hand(PresenterControlContext& context, const Arguments& arguments) {
  const std::string& name = arguments.front();
  if (name != "takes" && name != "leaves") return failure("the hand takes or leaves");
  context.holder.setHand(name == "takes" ? Hand::takes : Hand::leaves);
  return "";
}

Answer status(PresenterControlContext& context, const Arguments&) {
  const PaperHolder& holder = context.holder;
  const nlohmann::ordered_json document{
      {"says", holder.line()},           {"hand", holder.hand() == Hand::takes ? "takes" : "leaves"},
      {"bundles", holder.bundles()},     {"pages", holder.pages()},
      {"retracted", holder.retracted()}, {"cable", toText(context.cable)}};
  return document.dump();
}

constexpr std::array kCommands{
    CommandRow{"feed", "[PAGES]", 0, 1, feed},
    CommandRow{"take", "", 0, 0, take},
    CommandRow{"clear", "", 0, 0, clear},
    CommandRow{"stick", "", 0, 0, stick},
    CommandRow{"hand", "takes|leaves", 1, 1, hand},
    CommandRow{"unplug", "", 0, 0, control::setCable<Cable::out>},
    CommandRow{"plug", "", 0, 0, control::setCable<Cable::in>},
    CommandRow{"hang", "", 0, 0, control::setCable<Cable::hung>},
    CommandRow{"resume", "", 0, 0, control::setCable<Cable::in>},
    CommandRow{"status", "", 0, 0, status},
    CommandRow{"quit", "", 0, 0, control::quit},
};

}  // namespace

std::string runPresenterControlLine(PresenterControlContext& context, const std::string& line) {
  return control::runLine(std::span<const CommandRow>(kCommands), context, line);
}

std::string presenterControlHelp() {
  return control::help(std::span<const CommandRow>(kCommands));
}

}  // namespace ssc::sim
