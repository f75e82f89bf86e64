#include "kiosk-app/machine/machine.hpp"

#include <algorithm>

namespace ssc::kiosk {

const ScreenRow& rowOf(Screen screen) {
  return kScreens.at(static_cast<std::size_t>(screen));
}

std::string_view nameOf(Event event) {
  return kEvents.at(static_cast<std::size_t>(event)).name;
}

std::optional<Event> eventOf(std::string_view name) {
  const auto* const row = std::ranges::find(kEvents, name, &EventRow::name);
  return row == kEvents.end() ? std::nullopt : std::optional(row->event);
}

std::optional<Screen> next(Screen from, Event event) {
  const auto* const move =
      std::ranges::find_if(kMoves, [&](const Move& row) { return row.from == from && row.event == event; });
  return move == kMoves.end() ? std::nullopt : std::optional(move->to);
}

bool Machine::take(Event event) {
  const auto to = next(screen_, event);
  if (!to) return false;
  screen_ = *to;
  return true;
}

}  // namespace ssc::kiosk
