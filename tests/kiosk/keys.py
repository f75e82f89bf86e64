#!/usr/bin/env python3
"""The kiosk by keys alone, as with a keyboard or a switch, in its real window; a card is put in, nothing is touched.

  keys.py --build DIR --pictures DIR [--layout portrait|landscape]
"""
import argparse
import json
import pathlib
import sys
import tempfile
import time

import journeys
import rig

sys.path.insert(0, str(rig.ROOT / "tools"))
from benchlib.x_screen import XScreen  # noqa: E402

ROUND = 80  # more controls than any screen has
IDLE_SECONDS = 45  # the question stands, and time is left
OPPOSITE = {"Down": "Up", "Right": "Left"}


class Keys:
    def __init__(self, kiosk):
        self.kiosk = kiosk
        self.screen = XScreen(kiosk.environment["DISPLAY"])
        self.problems = []

    def tree(self):
        return json.loads(self.kiosk.ask("tree"))["elements"]

    def focused(self):
        """The control that has the keys; None where there is none."""
        return next((element for element in self.tree() if element["focused"] and element["walked"]), None)

    def there(self):
        self.kiosk.wait("a control with the keys", self.focused, 5)
        return self.focused()

    def press(self, *keys):
        self.screen.key(*keys)

    def step(self, *keys):
        """One key, and where it led."""
        self.press(*keys)
        time.sleep(0.05)
        return self.there()

    def go(self, name, key="Tab"):
        """To a control with nothing but one key, as a switch does."""
        self.kiosk.wait_for(name)
        for _ in range(ROUND):
            if self.there()["object"] == name:
                return
            self.step(key)
        raise AssertionError(f"{name} is not reached by {key}")

    def act(self, name, key="Tab"):
        self.go(name, key)
        self.press("Return")

    def type_pin(self):
        for digit in journeys.PIN:
            self.press(digit)
        self.kiosk.wait("six digits", lambda: str(len(journeys.PIN)) in self.kiosk.find("pin-dots")["name"], 5)
        self.act("key-done")

    def close(self):
        self.screen.close()

    # ---- what holds on every screen

    def check(self, name):
        """Tab goes round through every control once, each is seen where the keys are, and back the same way."""
        controls = [element for element in self.tree() if element["walked"] and element["enabled"]]
        start = identity(self.there())
        way = [start]
        for _ in range(ROUND):
            at = self.step("Tab")
            self.check_seen(name, at)
            if identity(at) == start:
                break
            way.append(identity(at))
        missing = {identity(element) for element in controls} - set(way)
        if missing:
            self.problems.append(f"{name}: Tab never comes to {sorted(missing)}")
        if len(way) != len(set(way)):
            self.problems.append(f"{name}: Tab comes twice to {sorted({at for at in way if way.count(at) > 1})}")
        if len(way) > 1 and identity(self.step("Shift_L", "Tab")) != way[-1]:
            self.problems.append(f"{name}: back is another way")
        self.step("Tab")

    def check_seen(self, name, element):
        seen, box = element["seen"], element["box"]
        if element["type"].startswith("QQuickFlickable"):
            return
        if seen["height"] + 2 < min(box["height"], 400) or seen["width"] + 2 < box["width"]:
            self.problems.append(f"{name}: {identity(element)} has the keys where nobody sees it: {seen} of {box}")

    def check_arrows(self, name):
        """Down and right lead somewhere, and up and left back from there."""
        led = 0
        for key, back in OPPOSITE.items():
            before = identity(self.there())
            after = identity(self.step(key))
            led += before != after
            if before != after and identity(self.step(back)) == after:
                self.problems.append(f"{name}: {back} does not lead away from {after}")
        if led == 0:
            self.problems.append(f"{name}: no arrow leads anywhere")


def identity(element):
    return element["object"] or element["name"]


def visit(keys):
    """A whole visit: service, card, password by digits, records, what is masked, and the end."""
    kiosk = keys.kiosk
    journeys.home(kiosk)
    if keys.focused():
        keys.problems.append("the first page has the keys before anybody pressed one")
    keys.press("Tab")
    if (first := keys.there()["object"]) != "tile-records":
        keys.problems.append(f"the first page begins with {first}")
    kiosk.picture("home")
    keys.check("home")
    keys.check_arrows("home")
    keys.act("tile-records")
    kiosk.wait_screen("S2")
    keys.check("services")
    kiosk.picture("services")
    keys.act("item-LP-HR-024", "Down")
    kiosk.wait_screen("S3")
    keys.check("ways")
    keys.act("way-card")
    rig.control("card", "insert")
    kiosk.wait_for("key-1")
    kiosk.picture("password")
    for count, digit in enumerate(journeys.PIN, 1):  # what a keyboard types; a switch goes to the keys one by one
        keys.press(digit)
        kiosk.wait(f"digit {count}", lambda: str(count) in kiosk.find("pin-dots")["name"], 5)
    keys.press("BackSpace")
    kiosk.wait("one less", lambda: str(len(journeys.PIN) - 1) in kiosk.find("pin-dots")["name"], 5)
    keys.act(f"key-{journeys.PIN[-1]}")
    keys.act("key-done")
    kiosk.wait_screen("S6")
    kiosk.wait_text("示例软件有限公司")
    keys.check("records")
    kiosk.picture("records")


def masked(keys):
    """What is masked is shown while a key is held, and hidden when it is let go."""
    kiosk = keys.kiosk
    keys.act("another")
    keys.act("tiles")
    keys.act("tile-card")
    keys.act("item-card-stored")
    kiosk.wait_for("key-1")
    keys.type_pin()
    kiosk.wait_screen("S6")
    for _ in range(ROUND):
        if keys.there()["type"].startswith("Masked"):
            break
        keys.step("Tab")
    hidden = keys.there()
    assert hidden["type"].startswith("Masked"), "nothing masked is reached"
    shown = lambda: [text for text in kiosk.texts() if journeys.NAME in text or "*" in text]
    before = shown()
    keys.screen.hold("space", True)
    kiosk.wait("the whole of it", lambda: shown() != before, 5)
    kiosk.picture("held")
    keys.screen.hold("space", False)
    kiosk.wait("hidden again", lambda: shown() == before, 5)


def question(keys):
    """Whether somebody is still there: the keys are in it, stay in it, and go back to where they were."""
    kiosk = keys.kiosk
    before = identity(keys.there())
    kiosk.ask("clock stop 0")
    kiosk.ask(f"clock stop {IDLE_SECONDS}")
    kiosk.wait_for("stay")
    kiosk.wait("the keys are there", lambda: keys.there()["object"] == "stay", 5)
    kiosk.picture("still-there")
    for key in ("Tab", "Down", "Up"):  # a key says that somebody is there: the question goes, or the keys stay in it
        if (at := keys.step(key)) and kiosk.find("stay") and at["object"] != "stay":
            keys.problems.append(f"{key} leaves the question for {identity(at)}")
    if kiosk.find("stay"):
        keys.press("Return")
    kiosk.ask("clock go")
    kiosk.wait("the question is gone", lambda: kiosk.find("stay") is None, 5)
    if identity(keys.there()) != before:
        keys.problems.append(f"after the question the keys are at {identity(keys.there())}, not at {before}")


def end(keys):
    """Search by letters of a keyboard and by the ones on the screen; then the end of the visit."""
    kiosk = keys.kiosk
    keys.act("another")
    kiosk.wait_screen("S2")
    keys.act("search")
    kiosk.wait_for("type-Y")
    keys.check("search")
    keys.press("y")
    keys.act("type-L")
    keys.act("item-LP-HR-033")
    kiosk.wait_screen("S6")
    keys.act("finish")
    kiosk.wait_screen("S8")
    kiosk.take_card()
    kiosk.wait_screen("S1")


def touch(keys):
    """Whoever touches does not see where the keys are."""
    kiosk = keys.kiosk
    keys.press("Tab")
    keys.there()
    ringed = keys.kiosk.ask("ring")
    keys.screen.tap(5, 5)
    kiosk.wait("no ring", lambda: kiosk.ask("ring") == "none", 5)
    if ringed == "none":
        keys.problems.append("no ring is drawn around what has the keys")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--pictures", required=True)
    parser.add_argument("--layout", choices=sorted(rig.SIZES), default="portrait")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kiosk = rig.Kiosk(folder, pathlib.Path(options.pictures) / f"{options.layout}-keys", options.layout, ["--pin", "screen"], options.build)
        keys = Keys(kiosk)
        try:
            for part in (visit, masked, question, end, touch):
                part(keys)
                print(f"ok  {part.__name__:10} {part.__doc__ or ''}", flush=True)
        except (rig.Lost, AssertionError) as problem:
            keys.problems.append(str(problem))
            kiosk.picture("stuck")
        finally:
            keys.close()
            kiosk.close()
    print("\n".join(keys.problems) or "nothing found")
    return 1 if keys.problems else 0


if __name__ == "__main__":
    sys.exit(main())
