// Every event in every state a visit can be in: one row a state, one column an event.
#include <array>
#include <string_view>

#include "tests/unit/kiosk_keeper/desk.hpp"

using namespace ssc::test;

namespace {

enum class In { starting, waiting, shown, parted, leaving, ending, killed };

/// Brings a visit into the state and gives its number. What else lives then: of waiting, visit 1 is shown; of
/// the states after shown, visit 2 has taken over (and of starting, nothing was ever ready).
std::uint32_t bring(Desk& desk, In state) {
  if (state == In::starting) return desk.begin(), 1;
  desk.open();
  switch (state) {
    case In::waiting:
      return 2;
    case In::parted:
      desk.closes(1);
      break;
    case In::killed:
      desk.garbles(1);
      break;
    case In::ending:
    case In::leaving:
      desk.says(1, Word::left);
      break;
    default:
      break;
  }
  if (state == In::ending) desk.says(2, Word::shown);
  return 1;
}

using Event = std::string (*)(Desk&, std::uint32_t);

template <Word word, Reason reason = Reason::none>
std::string said(Desk& desk, std::uint32_t visit) {
  return desk.says(visit, word, reason);
}

struct Column {
  std::string_view name;
  Event event;
  std::array<std::string_view, 7> expected;  // by the state
};

constexpr std::string_view kGarbled1 = "kill 1; event=visit-failed cause=garbled; start 2";
constexpr std::string_view kGarbled2 = "kill 2; event=visit-failed cause=garbled";
constexpr std::string_view kGarbledShown = "kill 1; event=visit-failed cause=garbled; show 2";

const std::array kColumns = {
    Column{"ready", said<Word::ready>, {"READY=1; show 1; start 2", kGarbled2, kGarbledShown}},
    Column{"alive", said<Word::alive>, {}},
    Column{"shown", said<Word::shown>, {kGarbled1, kGarbled2, ""}},
    Column{"busy", said<Word::busy>, {kGarbled1, kGarbled2, ""}},
    Column{"free", said<Word::free>, {kGarbled1, kGarbled2, ""}},
    Column{"blocked", said<Word::blocked>, {kGarbled1, kGarbled2, ""}},
    Column{"left", said<Word::left>, {kGarbled1, kGarbled2, "show 2"}},
    Column{"failed",
           said<Word::failed, Reason::display>,
           {"end 1; event=visit-failed cause=said reason=display; start 2",
            "end 2; event=visit-failed cause=said reason=display",
            "end 1; event=visit-failed cause=said reason=display; show 2"}},
    Column{"garbled",
           [](Desk& desk, std::uint32_t visit) { return desk.garbles(visit); },
           {kGarbled1, kGarbled2, kGarbledShown}},
    Column{"closed", [](Desk& desk, std::uint32_t visit) { return desk.closes(visit); }, {"", "", "show 2"}},
    Column{
        "exit",
        [](Desk& desk, std::uint32_t visit) { return desk.exits(visit); },
        {"event=visit-failed cause=ended code=0; start 2", "event=visit-failed cause=ended code=0; start 3",
         "event=visit-failed cause=ended code=0; show 2; start 3",
         "event=visit-failed cause=ended code=0; start 3", "start 3", "start 3", "start 3"}},
    Column{"crash",
           [](Desk& desk, std::uint32_t visit) { return desk.crashes(visit); },
           {"event=visit-failed cause=crashed signal=11; start 2",
            "event=visit-failed cause=crashed signal=11; start 3",
            "event=visit-failed cause=crashed signal=11; show 2; start 3",
            "event=visit-failed cause=crashed signal=11; start 3",
            "event=visit-failed cause=crashed signal=11; start 3",
            "event=visit-failed cause=crashed signal=11; start 3", "start 3"}},
    Column{"reload",
           [](Desk& desk, std::uint32_t) { return desk.reload(); },
           {"end 1; start 2", "end 2", "end 2"}},
    Column{
        "stop",
        [](Desk& desk, std::uint32_t) { return desk.stop(); },
        {"end 1; STOPPING=1", "end 1; end 2; STOPPING=1", "end 1; end 2; STOPPING=1",
         "end 1; end 2; STOPPING=1", "end 1; end 2; STOPPING=1", "end 2; STOPPING=1", "end 2; STOPPING=1"}},
    Column{"a long silence",
           [](Desk& desk, std::uint32_t) { return desk.pass(5s); },
           {"", "kill 1; event=visit-failed cause=hung; kill 2; event=visit-failed cause=hung",
            "kill 1; event=visit-failed cause=hung; kill 2; event=visit-failed cause=hung",
            "kill 1; event=visit-failed cause=closed; kill 2; event=visit-failed cause=hung",
            "end 1; kill 2; event=visit-failed cause=hung",
            "event=visit-failed cause=hung; kill 1; kill 2; event=visit-failed cause=hung",
            "event=visit-failed cause=stuck; kill 2; event=visit-failed cause=hung; start 3"}},
};

}  // namespace

TEST_CASE("every event in every state leads to what it should") {
  for (const Column& column : kColumns) {
    for (int state = 0; state <= static_cast<int>(In::killed); ++state) {
      CAPTURE(column.name);
      CAPTURE(state);
      Desk desk;
      const std::uint32_t visit = bring(desk, static_cast<In>(state));
      CHECK(column.event(desk, visit) == column.expected.at(static_cast<std::size_t>(state)));
    }
  }
}

TEST_CASE("events of a visit that is not known change nothing") {
  for (const Column& column : kColumns) {
    if (column.name == "reload" || column.name == "stop" || column.name == "a long silence") continue;
    CAPTURE(column.name);
    Desk desk;
    desk.open();
    CHECK(column.event(desk, 99).empty());
  }
}

TEST_CASE(
    "whatever happens, there is always a time at which something follows, unless the keeper has ended") {
  for (const Column& column : kColumns) {
    for (int state = 0; state <= static_cast<int>(In::killed); ++state) {
      CAPTURE(column.name);
      CAPTURE(state);
      Desk desk;
      const std::uint32_t visit = bring(desk, static_cast<In>(state));
      column.event(desk, visit);
      CHECK(desk.keeper.nextDue().has_value());
      desk.pass(1h);
      CHECK(desk.keeper.nextDue() > desk.now);
    }
  }
}
