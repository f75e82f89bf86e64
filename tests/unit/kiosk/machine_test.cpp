// The table of screens, walked.
#include "kiosk-app/machine/machine.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>
#include <vector>

namespace ssc::kiosk::test {
namespace {

/// The events that lead from the start to a screen.
std::vector<Event> wayTo(Screen goal) {
  std::vector<std::pair<Screen, std::vector<Event>>> open{{Screen::outOfService, {}}};
  std::set<Screen> seen;
  for (std::size_t i = 0; i < open.size(); ++i) {
    const auto [at, way] = open[i];
    if (at == goal) return way;
    if (!seen.insert(at).second) continue;
    for (const Move& move : kMoves) {
      if (move.from != at) continue;
      auto longer = way;
      longer.push_back(move.event);
      open.emplace_back(move.to, longer);
    }
  }
  FAIL("no way");
  return {};
}

Machine machineAt(Screen screen) {
  Machine machine;
  for (const Event event : wayTo(screen))
    REQUIRE(machine.take(event));
  REQUIRE(machine.screen() == screen);
  return machine;
}

}  // namespace

TEST_CASE("the kiosk starts out of service") {
  CHECK(Machine().screen() == Screen::outOfService);
}

TEST_CASE("every screen leads where the table says, by its events, and nowhere else") {
  for (const ScreenRow& row : kScreens) {
    for (const EventRow& event : kEvents) {
      Machine machine = machineAt(row.screen);
      const auto to = next(row.screen, event.event);
      CHECK_MESSAGE(machine.take(event.event) == to.has_value(), row.id, " ", event.name);
      CHECK(machine.screen() == to.value_or(row.screen));
    }
  }
}

TEST_CASE(
    "help can be called wherever somebody may stand and the office may answer, and it leads back to pages "
    "that lie there") {
  for (const ScreenRow& row : kScreens) {
    const bool calls = row.screen != Screen::outOfService && row.screen != Screen::takeBack &&
                       row.screen != Screen::wipe && row.screen != Screen::help &&
                       row.screen != Screen::maintenance;
    CHECK_MESSAGE((next(row.screen, Event::helpAsked) == Screen::help) == calls, row.id);
  }
  Machine machine = machineAt(Screen::paperLeft);
  for (const Event event : {Event::helpAsked, Event::left, Event::taken, Event::pagesOpen})
    REQUIRE(machine.take(event));
  CHECK(machine.screen() == Screen::paperLeft);
}

TEST_CASE("from wherever somebody's data may stand, one touch begins the way out") {
  for (const ScreenRow& row : kScreens) {
    if (!row.personal) continue;
    CHECK_MESSAGE(next(row.screen, Event::left) == Screen::takeBack, row.id);
    CHECK_MESSAGE(next(row.screen, Event::timedOut) == Screen::takeBack, row.id);
  }
}

TEST_CASE("no way leads from a person's data to the first page but over the wipe") {
  for (const Move& move : kMoves) {
    if (move.to == Screen::home) CHECK_FALSE(rowOf(move.from).personal);
    if (rowOf(move.from).personal) CHECK(move.to != Screen::outOfService);
  }
}

TEST_CASE("every screen with a limit has a way when it is over") {
  for (const ScreenRow& row : kScreens) {
    const bool leaves = next(row.screen, Event::timedOut).has_value();
    CHECK_MESSAGE(leaves == (row.clock != Clock::none), row.id);
  }
}

TEST_CASE("events have names, and only these") {
  for (const EventRow& row : kEvents) {
    CHECK(nameOf(row.event) == row.name);
    CHECK(eventOf(row.name) == row.event);
  }
  CHECK_FALSE(eventOf("").has_value());
  CHECK_FALSE(eventOf("Touched").has_value());
}

}  // namespace ssc::kiosk::test
