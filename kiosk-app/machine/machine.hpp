// Which screen stands, and which one comes next: the table of screens.toml, and nothing else.
#pragma once

#include <optional>
#include <string_view>

#include "kiosk-app/machine/screen_rows.hpp"

namespace ssc::kiosk {

const ScreenRow& rowOf(Screen screen);
std::string_view nameOf(Event event);
/// Nothing for a name that is none.
std::optional<Event> eventOf(std::string_view name);
/// Nothing where the screen has no such way.
std::optional<Screen> next(Screen from, Event event);

class Machine {
 public:
  [[nodiscard]] Screen screen() const { return screen_; }
  /// Whether the event led anywhere. One that does not belong here changes nothing: two fingers, a card
  /// pulled while its screen closes.
  bool take(Event event);

 private:
  Screen screen_ = Screen::outOfService;
};

}  // namespace ssc::kiosk
