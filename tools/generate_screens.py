#!/usr/bin/env python3
"""kiosk-app/machine/screens.toml → the table of ssc_kiosk_machine, and docs/kiosk/screens.md.

  generate_screens.py --input screens.toml [--output rows.hpp] [--docs screens.md [--check]]
"""
import argparse
import pathlib
import sys
import tomllib

CLOCKS = ("none", "open", "signedIn", "paper")
TIMERS = ("open", "signedIn", "warning", "session", "extension", "paper")
START, END = "S0", "S1"


class ScreensError(Exception):
    """The file contradicts itself."""


class Screens:
    def __init__(self, data):
        self.screens, self.timers = data["screen"], data["timers"]
        self.moves = [(one, row["event"], row["to"], row.get("why", "")) for row in data["move"] for one in row["from"]]
        self.events = list(dict.fromkeys(event for _, event, _, _ in self.moves))
        self._check()

    def _check(self):
        ids = [screen["id"] for screen in self.screens]
        if len(set(ids)) != len(ids) or ids != [f"S{n}" for n in range(len(ids))]:
            raise ScreensError("the screens are not S0, S1, S2 …")
        for screen in self.screens:
            if screen["clock"] not in CLOCKS:
                raise ScreensError(f"{screen['id']}: no clock {screen['clock']}")
        if set(self.timers) != set(TIMERS):
            raise ScreensError("timers: " + ", ".join(sorted(set(self.timers) ^ set(TIMERS))))
        seen = set()
        for origin, event, to, _ in self.moves:
            if origin not in ids or to not in ids:
                raise ScreensError(f"{origin} {event} {to}: no such screen")
            if (origin, event) in seen:
                raise ScreensError(f"{origin} {event} stands twice")
            seen.add((origin, event))
        self._check_reach(ids)

    def _check_reach(self, ids):
        """Every screen can be reached, and from everywhere there is a way home."""
        for goal, step in ((START, lambda a, b: (a, b)), (END, lambda a, b: (b, a))):
            reached, grown = {goal}, True
            while grown:
                before = len(reached)
                for origin, _, to, _ in self.moves:
                    a, b = step(origin, to)
                    if a in reached:
                        reached.add(b)
                grown = len(reached) > before
            if lost := [name for name in ids if name not in reached]:
                raise ScreensError(f"{', '.join(lost)}: no way {'from' if goal == START else 'to'} {goal}")

    def name(self, number):
        return next(screen["name"] for screen in self.screens if screen["id"] == number)


def header(screens):
    clock = lambda screen: f"Clock::{screen['clock']}"
    flag = lambda value: "true" if value else "false"
    rows = [f'    ScreenRow{{Screen::{s["name"]}, "{s["id"]}", "{s["name"]}", {flag(s.get("personal"))}, {clock(s)}}},'
            for s in screens.screens]
    moves = [f"    Move{{Screen::{screens.name(a)}, Event::{event}, Screen::{screens.name(b)}}}," for a, event, b, _ in screens.moves]
    events = [f'    EventRow{{Event::{event}, "{event}"}},' for event in screens.events]
    timers = [f"inline constexpr std::chrono::seconds k{name[0].upper()}{name[1:]}Limit{{{screens.timers[name]}}};" for name in TIMERS]
    return "\n".join([
        "// Made from kiosk-app/machine/screens.toml.", "#pragma once", "", "#include <array>", "#include <chrono>", "#include <cstdint>",
        "#include <string_view>", "", "namespace ssc::kiosk {", "",
        "enum class Screen : std::uint8_t {", *[f"  {s['name']}," for s in screens.screens], "};",
        "enum class Event : std::uint8_t {", *[f"  {event}," for event in screens.events], "};",
        "enum class Clock : std::uint8_t { none, open, signedIn, paper };", "",
        "struct ScreenRow {", "  Screen screen;", "  std::string_view id, name;", "  bool personal;", "  Clock clock;", "};",
        "struct EventRow {", "  Event event;", "  std::string_view name;", "};",
        "struct Move {", "  Screen from;", "  Event event;", "  Screen to;", "};", "",
        "inline constexpr std::array kScreens{", *rows, "};", "inline constexpr std::array kEvents{", *events, "};",
        "inline constexpr std::array kMoves{", *moves, "};", "", *timers, "", "}  // namespace ssc::kiosk", ""])


def page(screens):
    lines = ["# Screens", "", "Made from `kiosk-app/machine/screens.toml`: the table that the program runs on and the tests walk.", "",
             "| screen | 名称 | name | data of a person | limits |", "|---|---|---|---|---|"]
    for s in screens.screens:
        lines.append(f"| {s['id']} | {s['zh']} | {s['en']} | {'may stand here' if s.get('personal') else 'none'} | "
                     f"{'–' if s['clock'] == 'none' else s['clock']} |")
    lines += ["", "```mermaid", "stateDiagram-v2"]
    lines += [f"  S{n} : S{n} {s['en']}" for n, s in enumerate(screens.screens)]
    joined = {}
    for origin, event, to, _ in screens.moves:
        joined.setdefault((origin, to), []).append(event)
    lines += [f"  {origin} --> {to} : {', '.join(events)}" for (origin, to), events in joined.items()]
    lines += ["```", "", "| from | event | to | |", "|---|---|---|---|"]
    lines += [f"| {origin} | {event} | {to} | {why} |" for origin, event, to, why in screens.moves]
    lines += ["", "## Limits", "", "| limit | seconds |", "|---|---|"]
    lines += [f"| {name} | {screens.timers[name]} |" for name in TIMERS]
    lines += ["", "In elder mode all of them are doubled, except `session` and `extension`.", ""]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path)
    parser.add_argument("--docs", type=pathlib.Path)
    parser.add_argument("--check", action="store_true", help="write nothing; say whether the page is as the table says")
    options = parser.parse_args()
    try:
        screens = Screens(tomllib.loads(options.input.read_text(encoding="utf-8")))
    except (ScreensError, KeyError, tomllib.TOMLDecodeError) as error:
        print(f"{options.input}: {error}", file=sys.stderr)
        return 1
    if options.output:
        options.output.write_text(header(screens), encoding="utf-8")
    if options.check:
        if options.docs.read_text(encoding="utf-8") == page(screens):
            return 0
        print(f"{options.docs}: is not what {options.input} says; run tools/generate_screens.py", file=sys.stderr)
        return 1
    if options.docs:
        options.docs.write_text(page(screens), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
