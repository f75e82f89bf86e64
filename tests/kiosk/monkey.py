#!/usr/bin/env python3
"""Somebody who touches whatever is there: taps, drags, keys, a card in and out, by chance and in no sense. The kiosk may not
crash, warn, get stuck, or leave anything of the holder on the first page. Under the keeper, as in an office.

  monkey.py --build DIR --pictures DIR [--seconds N] [--seed N]

The seed stands in the first line; the same seed makes the same choices, as far as the same screens stand. What was done is in
monkey-SEED.log beside the pictures. Twice a minute the way home is taken by touches; the last one is left to the kiosk's own
limits where there is time for it (ten minutes and more).
"""
import argparse
import pathlib
import random
import re
import sys
import tempfile
import time

import card_journeys
import journeys
import rig

sys.path.insert(0, str(rig.ROOT / "tools"))
from benchlib.x_screen import XScreen  # noqa: E402

ROUND = 15.0            # seconds of nonsense between two ways home
LONG = 600              # from here on the last way home is the kiosk's own
LIMITS = 150.0          # its longest idle limit, in elder mode, and what a wipe takes
HOME_TAPS = ("finish", "refuse", "leave", "got-all", "stay")
KEYS = (("Tab",), ("Tab",), ("Shift_L", "Tab"), ("Return",), ("space",), ("Escape",), ("5",), ("BackSpace",), ("Down",), ("F5",),
        ("Alt_L", "F4"), ("Control_L", "q"), ("Control_L", "Alt_L", "Delete"), ("Super_L",), ("Menu",), ("Control_L", "c"))
# The name, whole and masked; the numbers of person and card.
PERSONAL = re.compile("|".join((journeys.NAME, r"\*" + journeys.NAME[1:], journeys.NUMBER, journeys.NUMBER[6:14], "T00000028")))


class Ended(Exception):
    """The visit that was followed is over."""


class Monkey:
    def __init__(self, kiosk, chance, layout, log):
        self.kiosk, self.chance, self.log = kiosk, chance, log
        self.size = rig.SIZES[layout]
        self.screen = XScreen(kiosk.environment["DISPLAY"])
        self.card_in = False
        self.steps = self.homes = self.visits = self.personal = 0
        self.seen = set()
        self.last = "round"

    # ---- what stands there

    def ask(self, verb):
        try:
            answer = self.kiosk.ask(verb)
        except OSError:
            answer = ""
        if not answer:
            raise Ended
        return answer

    def look(self):
        """The screen and what is on it; nothing personal may be on the first page."""
        name = self.ask("screen")
        tree = rig.json.loads(self.ask("tree"))
        self.seen.add(name)
        if name != "S1":
            self.personal += any(PERSONAL.search(element["text"]) for element in tree["elements"])
        if name == "S1" and self.ask("screen") == "S1":
            self.check_first_page(tree)
        return name, tree

    def check_first_page(self, tree):
        for element in tree["elements"]:
            for text in (element["text"], element["name"]):
                if PERSONAL.search(text):
                    raise AssertionError(f"on the first page: {element['type']} {text!r}")

    def follow(self):
        """The next visit; the one before has ended."""
        self.note("the visit is over")
        self.visits += 1
        self.kiosk.wait("the next visit", lambda: self.kiosk.process.poll() is not None or self.shown())
        assert self.kiosk.process.poll() is None, "the keeper has ended"

    def shown(self):
        alive = self.kiosk.visits()
        if not alive:
            return False
        try:
            self.kiosk.follow(alive[0])
            return bool(self.kiosk.ask("screen"))
        except (OSError, rig.Lost):
            return False

    def note(self, what):
        self.last = what
        print(f"{time.monotonic():.2f} {what}", file=self.log, flush=True)

    # ---- what is done

    def touch(self, tree, element):
        rect = element["seen"]
        self.screen.tap(tree["x"] + rect["x"] + rect["width"] / 2, tree["y"] + rect["y"] + rect["height"] / 2)

    def controls(self, tree):
        return [element for element in tree["elements"] if element["focusable"] and element["enabled"] and element["seen"]["height"] > 4]

    def tap_control(self, name, tree):
        there = self.controls(tree)
        if not there:
            return self.tap_somewhere()
        element = self.chance.choice(there)
        times = self.chance.choice((1, 1, 1, 1, 2, 4))
        self.note(f"{name} tap {element['object'] or element['name']} x{times}")
        for _ in range(times):
            self.touch(tree, element)

    def tap_somewhere(self):
        point = self.chance.randrange(self.size[0]), self.chance.randrange(self.size[1])
        self.note(f"touch {point}")
        self.screen.tap(*point)

    def drag(self):
        way = [(self.chance.randrange(self.size[0]), self.chance.randrange(self.size[1])) for _ in range(self.chance.randint(2, 5))]
        self.note(f"drag {way}")
        self.screen.drag(way)

    def press_key(self):
        keys = self.chance.choice(KEYS)
        self.note(f"key {'+'.join(keys)}")
        self.screen.key(*keys)

    def move_card(self, inside=None):
        inside = not self.card_in if inside is None else inside
        self.note("card in" if inside else "card out")
        rig.control("card", "insert" if inside else "remove")
        self.card_in = inside

    def enter_pin(self, tree):
        """Now and then the right one: there is more behind it."""
        keys = {element["object"]: element for element in tree["elements"]}
        self.note("the password")
        for key in [f"key-{digit}" for digit in journeys.PIN] + ["key-done"]:
            self.touch(tree, keys[key])

    def step(self):
        name, tree = self.look()
        self.steps += 1
        fate = self.chance.random()
        there = {element["object"] for element in tree["elements"]}
        if {"key-1", "key-done"} <= there and fate < 0.6:
            return self.enter_pin(tree)
        if "way-card" in there and not self.card_in and fate < 0.4:
            return self.move_card(True)
        if fate < 0.70:
            return self.tap_control(name, tree)
        if fate < 0.80:
            return self.tap_somewhere()
        if fate < 0.86:
            return self.drag()
        if fate < 0.94:
            return self.press_key()
        return self.move_card()

    def nonsense(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                self.step()
            except Ended:
                self.follow()
            time.sleep(self.chance.random() * 0.15)

    def sign_in(self):
        """Chance alone seldom gets so far: a record of the holder stands on the screen, and chance goes on from there."""
        self.note("signs in")
        self.kiosk.take_card()  # a card that is being pulled is a mute one for a moment
        self.card_in = False
        card_journeys.set_state("1")  # chance may have reported it lost
        journeys.choose(self.kiosk, "LP-HR-024")
        self.kiosk.tap("way-card")
        self.move_card(True)
        journeys.enter(self.kiosk, journeys.PIN)
        self.kiosk.wait_screen("S6")
        self.look()

    def home_by_touch(self):
        """From wherever it stands, by what the screen offers."""
        self.homes += 1
        self.move_card(False)
        end = time.monotonic() + rig.PATIENCE * 2
        while True:
            try:
                name, tree = self.look()
                if name == "S1":
                    return
                there = {element["object"]: element for element in self.controls(tree)}
                way = next((there[way] for way in ("stay", *HOME_TAPS) if way in there), None)
                if way:
                    self.note(f"{name} home by {way['object']}")
                    self.touch(tree, way)
            except Ended:
                self.follow()
            if time.monotonic() > end:
                self.kiosk.picture("stuck")
                raise AssertionError(f"stuck: {name}, {[element['text'] for element in tree['elements'] if element['text']]}")
            time.sleep(0.2)

    def home_by_limits(self):
        self.move_card(False)
        end = time.monotonic() + LIMITS
        while time.monotonic() < end:
            try:
                if self.look()[0] == "S1":
                    return
            except Ended:
                self.follow()
            time.sleep(1)
        raise AssertionError(f"not home by itself: {self.ask('screen')}")

    def run(self, seconds):
        end = time.monotonic() + seconds
        self.home_by_touch()
        while (left := end - time.monotonic()) > ROUND / 2:
            if self.homes % 2 == 1:
                self.sign_in()
            self.nonsense(min(ROUND, left))
            is_last = end - time.monotonic() <= ROUND / 2
            self.home_by_limits() if is_last and seconds >= LONG else self.home_by_touch()


def said(errors):
    """What neither the keeper nor a visit should ever say, and there is nothing they have to."""
    errors.flush()
    text = pathlib.Path(errors.name).read_text(encoding="utf-8", errors="replace")
    return [line for line in text.splitlines() if line.strip()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--pictures", required=True)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--layout", choices=sorted(rig.SIZES), default="portrait")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(1 << 32) if options.seed is None else options.seed
    print(f"seed {seed}: monkey.py --seed {seed} --seconds {options.seconds:g} --layout {options.layout}", flush=True)
    pictures = pathlib.Path(options.pictures) / "monkey"
    pictures.mkdir(parents=True, exist_ok=True)
    problems = []
    with tempfile.TemporaryDirectory() as folder, open(pictures / f"monkey-{seed}.log", "w", encoding="utf-8") as log, \
            open(pictures / f"monkey-{seed}.err", "w", encoding="utf-8") as errors:
        kiosk = rig.Kiosk(folder, pictures, options.layout, ["--pin", "screen"], options.build, kept=True, log=errors)
        monkey = Monkey(kiosk, random.Random(seed), options.layout, log)
        try:
            monkey.run(options.seconds)
        except (AssertionError, rig.Lost) as problem:
            problems.append(f"{problem} (after {monkey.last!r})")
        finally:
            problems += [f"it said: {line}" for line in said(errors)]
            monkey.screen.close()
            kiosk.close()
    if monkey.personal == 0:
        problems.append("nobody's data stood on any screen: that none was on the first page proves nothing")
    print(f"{monkey.steps} steps, {monkey.visits} visits, {monkey.homes} ways home, {monkey.personal} looks at somebody's data; screens {', '.join(sorted(monkey.seen, key=lambda s: int(s[1:])))}")
    print("\n".join(problems) or "nothing found")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
