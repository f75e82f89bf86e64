// A keeper with a clock that stands still until a test moves it.
#pragma once

#include <algorithm>
#include <doctest/doctest.h>
#include <ostream>
#include <string>

#include "kiosk-app/keeper/keeper.hpp"
#include "kiosk-app/keeper/report.hpp"

namespace ssc::kiosk::keeper {

struct InWords {
  std::string operator()(const Start& action) const { return "start " + number(action.visit); }
  std::string operator()(const Show& action) const { return "show " + number(action.visit); }
  std::string operator()(const End& action) const { return "end " + number(action.visit); }
  std::string operator()(const Kill& action) const { return "kill " + number(action.visit); }
  std::string operator()(const Quit& action) const {
    return "quit " + std::to_string(static_cast<int>(action.code));
  }
  template <class Said>
  std::string operator()(const Said& action) const {
    const std::string line = lineOf(action);
    constexpr std::string_view kName = "ssc-kiosk: ";
    return line.starts_with(kName) ? line.substr(kName.size()) : line;
  }

 private:
  static std::string number(VisitId visit) { return std::to_string(static_cast<std::uint32_t>(visit)); }
};

}  // namespace ssc::kiosk::keeper

namespace ssc::test {

using namespace ssc::kiosk::keeper;
using namespace std::chrono_literals;

/// Decisions as a text: "show 2; end 1". Statuses only where asked for: they have a test of their own.
class Desk {
 public:
  explicit Desk(std::optional<std::chrono::microseconds> watchdog = std::nullopt)
      : keeper(Limits{}, watchdog) {}

  std::string begin() {
    keeper.begin(now);
    return taken();
  }
  std::string says(std::uint32_t visit, Word word, Reason reason = Reason::none) {
    keeper.said(VisitId{visit}, {word, reason}, now);
    return taken();
  }
  std::string exits(std::uint32_t visit, Exit exit = {}) {
    keeper.exited(VisitId{visit}, exit, now);
    return taken();
  }
  std::string crashes(std::uint32_t visit) { return exits(visit, {true, 11}); }
  std::string closes(std::uint32_t visit) {
    keeper.closed(VisitId{visit}, now);
    return taken();
  }
  std::string garbles(std::uint32_t visit) {
    keeper.garbled(VisitId{visit}, now);
    return taken();
  }
  std::string cannotStart(std::uint32_t visit, int error) {
    keeper.cannotStart(VisitId{visit}, error, now);
    return taken();
  }
  std::string reload() {
    keeper.reload(now);
    return taken();
  }
  std::string stop() {
    keeper.stop(now);
    return taken();
  }
  std::string pass(std::chrono::milliseconds span) {
    now += span;
    keeper.tick(now);
    return taken();
  }
  /// From one time limit to the next, as the loop does it; what `alive` says stays alive.
  std::string passWith(std::chrono::milliseconds span, std::initializer_list<std::uint32_t> alive) {
    std::string all;
    for (const Time until = now + span; now < until;) {
      for (const auto visit : alive)
        join(all, says(visit, Word::alive));
      join(all, pass(std::min<Clock::duration>(1s, until - now) / 1ms * 1ms));
    }
    return all;
  }
  /// Visit 1 shown, visit 2 waiting.
  void open() {
    begin();
    says(1, Word::ready);
    says(1, Word::shown);
    says(2, Word::ready);
  }

  Keeper keeper;
  Time now{1000s};
  bool withStatus = false;

 private:
  static void join(std::string& all, const std::string& more) {
    if (!all.empty() && !more.empty()) all += "; ";
    all += more;
  }
  std::string taken() {
    std::string text;
    for (const Action& action : keeper.take()) {
      if (!withStatus && std::holds_alternative<Status>(action)) continue;
      join(text, std::visit(InWords{}, action));
    }
    return text;
  }
};

}  // namespace ssc::test
