"""Inside the simulated world: kiosk_rounds.py BUILD STARTS TOUCHES SIGN_INS VISITS. One line of JSON at the end."""
import contextlib
import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import journeys
import rig
from simworld import control, supervisor

from .pcsc_watch import CardWatch
from .sign_in import percentile
from .x_screen import XScreen, wait_change, wait_rest

FIRST = 50  # visits after which memory has to stay
AROUND = 10  # visits that one figure of memory is the median of
PAUSE = 0.15  # seconds of rest before each touch
QUIET = 0.25  # a screen that does not change for so long rests
LIMIT = 5.0


def milliseconds(seconds):
    values = [each * 1000 for each in seconds]
    return {"count": len(values), "median": statistics.median(values), "value": percentile(values, 95), "worst": max(values)}


def memory_of(pids):
    """MiB that would be free without them: shared pages are shared out."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            rows = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
            total += next(int(row.split()[1]) for row in rows.splitlines() if row.startswith("Pss:"))
    return total / 1024


# ---- start

def start(command, keeper):
    """Seconds from the start of a program to its first frame, and the MiB it has then."""
    ours, its = socket.socketpair()
    with ours, its:
        if keeper:
            ours.sendall(b"show\n")
        began = time.monotonic()
        process = subprocess.Popen([*command, str(its.fileno())], pass_fds=(its.fileno(),),
                                   env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"})
        ours.settimeout(LIMIT)
        heard = b""
        while b"shown\n" not in heard:
            heard += ours.recv(256) or sys.exit(f"{command[0]} ended without a frame: {heard!r}")
        seconds = time.monotonic() - began
        memory = memory_of([process.pid])
        process.kill()
        process.wait()
    return seconds, memory


def starts(build, count):
    """All in turns; one round before that does not count, for the caches. The page fills the same screen as the kiosk, which costs as much
    memory to paint; beside it the same page in a small window."""
    commands = {"kiosk": ["ssc-kiosk-visit", "--layout", "portrait", "--awaited", "--keeper-fd"],
                "page": ["ssc_small_page", *map(str, rig.SIZES["portrait"])], "small": ["ssc_small_page", "640", "480"]}
    rounds = {name: [] for name in commands}
    for _ in range(count + 1):
        for name, (program, *words) in commands.items():
            rounds[name].append(start([f"{build}/bin/{program}", *words], name == "kiosk"))
    times = {name: statistics.median(seconds for seconds, _ in rows[1:]) * 1000 for name, rows in rounds.items()}
    sizes = {f"{name}MiB": statistics.median(size for _, size in rows[1:]) for name, rows in rounds.items()}
    return {"count": count, **times, **sizes, "value": times["kiosk"] / times["page"]}


# ---- touch and screens

class Hand:
    """Touches the kiosk and looks at its pixels."""

    def __init__(self, kiosk):
        self.kiosk, self._size = kiosk, rig.SIZES["portrait"]
        self.screen = XScreen(kiosk.environment["DISPLAY"])

    def place(self, name):
        self.kiosk.wait_for(name)
        element = self.kiosk._settled(name)
        tree, seen = self.kiosk.tree(), element["seen"]
        return tree["x"] + seen["x"], tree["y"] + seen["y"], seen["width"], seen["height"]

    def look(self):
        return self.screen.stripes(*self._size)

    def tap(self, name):
        x, y, width, height = self.place(name)
        self.screen.tap(x + width / 2, y + height / 2)

    def reaction(self, name):
        """Seconds from the press of a finger until the element looks different, and from its release until the page rests."""
        x, y, width, height = self.place(name)
        self.screen.move(x + width / 2, y + height / 2)
        time.sleep(PAUSE)

        def look_at():
            return self.screen.pixels(x, y, width, height)

        before = look_at()
        self.screen.press(True)
        seen = wait_change(look_at, before, LIMIT)
        time.sleep(0.05)
        self.screen.press(False)
        return seen, wait_rest(self.look, QUIET, LIMIT)


# What is touched, one after the other; the first and the last screen are the first page.
TOUR = ("tile-records", "leave", "tile-prints", "search", "type-Y", "type-L", "type-erase", "leave", "tile-card", "leave")


def touches(hand, count):
    reactions, changes = [], []
    while len(reactions) < count:
        hand.kiosk.wait_screen("S1")
        for name in TOUR:
            seen, rested = hand.reaction(name)
            if seen is None or rested is None:
                raise rig.Lost(f"{name}: nothing to be seen")
            reactions.append(seen)
            changes.append(rested)
    return milliseconds(reactions), milliseconds(changes)


# ---- card

def moment_of(kiosk, done):
    end = time.monotonic() + LIMIT
    while not done():
        if time.monotonic() > end:
            raise rig.Lost(f"card: still {kiosk.screen()}, {kiosk.texts()[:8]}")
    return time.monotonic()


def sign_ins(hand, count):
    """A card is put in, its password entered: how long the citizen looks at nothing. What the reader's driver lets pass before PC/SC
    knows of the card is told apart."""
    kiosk, noticed, asked, named = hand.kiosk, [], [], []
    for _ in range(count):
        journeys.home(kiosk)
        journeys.choose(kiosk, "card-state", "card")
        kiosk.wait_screen("S3")
        kiosk.tap("way-card")
        kiosk.still()
        watch, inserted = CardWatch(), time.monotonic()
        control.send(str(pathlib.Path(supervisor.inside()).with_name("card.ctl")), "insert")
        shown = moment_of(kiosk, lambda: kiosk.find("key-1") is not None)
        noticed.append(watch.when() - inserted)
        asked.append(shown - watch.when())
        for digit in journeys.PIN:
            hand.tap(f"key-{digit}")
        x, y, width, height = hand.place("key-done")
        done = time.monotonic()
        hand.screen.tap(x + width / 2, y + height / 2)
        named.append(moment_of(kiosk, lambda: kiosk.screen() == "S6") - done)
        journeys.leave(kiosk)
    both = milliseconds([first + second for first, second in zip(asked, named)])
    parts = {"PC/SC notices (not counted)": noticed, "asks": asked, "names": named}
    return {**both, "parts": {name: statistics.median(rows) * 1000 for name, rows in parts.items()}}


# ---- memory

def visit(hand, signs_in):
    """A whole visit: looks around; every tenth one signs in and sees a record."""
    kiosk = hand.kiosk
    hand.tap("tile-records")
    kiosk.wait_screen("S2")
    hand.tap("item-LP-HR-024")
    kiosk.wait_screen("S3")
    if signs_in:
        hand.tap("way-card")
        rig.control("card", "insert")
        for digit in journeys.PIN:
            hand.tap(f"key-{digit}")
        hand.tap("key-done")
        kiosk.wait_screen("S6")
        hand.tap("finish")
        kiosk.wait_screen("S8")
        rig.control("card", "remove")
    else:
        hand.tap("leave")


def growth(build, folder, visits, kept):
    kiosk = rig.Kiosk(folder, pathlib.Path(folder) / "pictures", "portrait", ["--pin", "screen"], build, kept=kept)
    sizes = []
    try:
        hand = Hand(kiosk)
        if kept:
            kiosk.wait("the next visit", lambda: len(kiosk.visits()) == 2)
        kiosk.take_card()
        for number in range(visits):
            shown = kiosk.visits()[:1] if kept else []
            visit(hand, number % 10 == 0)
            if kept:
                kiosk.wait("the next visit", lambda: len(kiosk.visits()) == 2 and shown[0] not in kiosk.visits())
                kiosk.follow(kiosk.visits()[0])
            kiosk.wait_screen("S1")
            sizes.append(memory_of([kiosk.process.pid, *(kiosk.visits() if kept else [])]))
    finally:
        kiosk.close()
    first = min(FIRST, visits // 2)
    early, late = statistics.median(sizes[max(0, first - AROUND):first]), statistics.median(sizes[-AROUND:])
    return {"visits": visits, "first": first, "early": early, "late": late, "value": late / early}


def main():
    build, (start_count, touch_count, sign_in_count, visits) = sys.argv[1], map(int, sys.argv[2:])
    rig.control("card", "remove")
    figures = {"start": starts(build, start_count)}
    with tempfile.TemporaryDirectory() as folder:
        kiosk = rig.Kiosk(folder, pathlib.Path(folder) / "pictures", "portrait", ["--pin", "screen"], build)
        try:
            hand = Hand(kiosk)
            figures["touch"], figures["screen"] = touches(hand, touch_count)
            figures["card"] = sign_ins(hand, sign_in_count)
        finally:
            kiosk.close()
    for name, kept in (("growth", True), ("growthOfOne", False)):
        with tempfile.TemporaryDirectory() as folder:
            figures[name] = growth(build, folder, visits, kept)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
