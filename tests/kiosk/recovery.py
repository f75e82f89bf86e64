#!/usr/bin/env python3
"""Reader, back office, printer and paper: gone, said in words, and back without anybody's touch. In a print world with a
presenter, and a simulated world.

  recovery.py --build DIR --pictures DIR
"""
import argparse
import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import tempfile

import journeys
import printing
import rig

READER, OFFICE, PRINTER = "读卡器暂时不能使用", "暂时连不上后台", "打印机暂时不能使用"


def lost(kiosk):
    return [element["text"] for element in kiosk.elements() if element["text"].startswith((READER, OFFICE, PRINTER))]


def says(kiosk, *parts):
    """What is missing, and nothing else."""
    kiosk.wait(f"{parts or 'nothing'} missing", lambda: sorted(text[:6] for text in lost(kiosk)) == sorted(part[:6] for part in parts))


def reader(kiosk, _world):
    """Without its reader the kiosk offers the phone; the reader comes back by itself."""
    journeys.home(kiosk)
    rig.control("unplug-reader")
    try:
        says(kiosk, READER)
        kiosk.picture("home")
        journeys.choose(kiosk, "LP-HR-024")
        kiosk.wait_for("way-show")
        assert kiosk.find("way-card") is None, "the card is offered"
        kiosk.picture("ways")
    finally:
        rig.control("plug-reader")
    kiosk.wait_for("way-card")
    says(kiosk)
    kiosk.tap("leave")
    kiosk.wait_screen("S1")


def office(kiosk, _world):
    """Without the back office guides are left; with neither office nor reader nothing is, and both come back."""
    journeys.home(kiosk)
    rig.control("stop-center")
    try:
        journeys.choose(kiosk, "LP-HR-024")
        kiosk.tap("way-show")
        kiosk.wait_screen("S7", patience=40)  # somebody notices it before the next sign of life is due
        kiosk.tap("leave")
        kiosk.wait_screen("S1")
        says(kiosk, OFFICE)
        kiosk.picture("home")
        kiosk.tap("tile-prints")
        kiosk.wait_for("item-LP-HR-022")
        assert not kiosk.find("item-LP-HR-022")["enabled"], "a service without its office"
        kiosk.picture("services")
        kiosk.tap("leave")
        kiosk.wait_screen("S1")
        rig.control("unplug-reader")
        kiosk.wait_screen("S0")
        says(kiosk, READER, OFFICE)
        kiosk.picture("nothing")
    finally:
        rig.control("start-center")
    kiosk.wait_screen("S1")
    says(kiosk, READER)
    rig.control("plug-reader")
    says(kiosk)
    kiosk.picture("healed")


def printer(kiosk, world):
    """Without its printer the kiosk shows what it cannot print; the button comes with the printer."""
    journeys.home(kiosk)
    world.unplug_printer()
    try:
        says(kiosk, PRINTER)
        kiosk.picture("home")
        journeys.choose(kiosk, "LP-HR-022", "prints")
        rig.control("card", "insert")
        journeys.enter(kiosk, journeys.PIN)
        kiosk.wait_screen("S6")
        says(kiosk, PRINTER)
        assert kiosk.find("preview") is None, "printing is offered"
        kiosk.picture("result")
    finally:
        world.plug_printer()
    kiosk.wait_for("preview")
    says(kiosk)
    journeys.leave(kiosk)


def leave_a_page(kiosk, world):
    """It is printed, sticks in the presenter, and its holder goes."""
    printing.sign_in_for(kiosk, "LP-HR-021")
    world.presenter("stick")
    kiosk.tap("print")
    kiosk.wait("an end", lambda: (kiosk.find("finish") or {}).get("enabled"), patience=printing.PRINTER)
    kiosk.tap("finish")
    kiosk.take_card()
    kiosk.wait_screen("S12")


def paper(kiosk, world):
    """Pages that got stuck close the kiosk for everybody until the presenter is empty."""
    leave_a_page(kiosk, world)
    kiosk.picture("left")
    world.presenter("clear")
    kiosk.wait_screen("S1")


JOURNEYS = (reader, office, printer, paper)


class Manager:
    """The service manager's end: what the keeper says of itself."""

    def __init__(self, folder):
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(os.path.join(folder, "notify"))
        self._socket.settimeout(rig.PATIENCE)
        os.environ["NOTIFY_SOCKET"] = os.path.join(folder, "notify")

    def wait(self, part):
        while part not in (line := self._socket.recv(4096).decode()):
            pass
        return line


class Door:
    """The switch at the cabinet's door."""

    def __init__(self, path):
        self.path = path
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(path)
        self._server.listen()
        self._hosts = []

    def say(self, word):
        """To the one that is connected, and to those that come."""
        self._server.settimeout(None if not self._hosts else 0.01)
        with contextlib.suppress(TimeoutError):
            while True:
                self._hosts.append(self._server.accept()[0])
                self._server.settimeout(0.01)
        for host in self._hosts:
            with contextlib.suppress(OSError):
                host.sendall(f"{word}\n".encode())


def profile_of(folder, name, **words):
    """A kiosk's profile, with some words replaced."""
    text = (rig.ROOT / "hw-profiles" / name).read_text(encoding="utf-8")
    for old, new in {'"ssc-sim-reader.toml"': f'"{rig.ROOT}/hw-profiles/ssc-sim-reader.toml"', **words}.items():
        assert old in text, old
        text = text.replace(old, new)
    path = pathlib.Path(folder) / name
    path.write_text(text, encoding="utf-8")
    return path


WRONG = {
    'orientation = "portrait"': ("", "screen.orientation"),
    'languages = ["zh", "en"]': ('languages = ["../zh"]', "kiosk.languages"),
    'languages = ["zh", "en"] ': ('languages = ["zh", "ug"] ', "kiosk.language_packs"),
    'languages = ["zh", "en"]  ': ('languages = ["zh", "ug"]\nlanguage_packs = "."', "kiosk_ug.qm"),
    "width_mm = 268 ": ("width_mm = 9999 ", "screen.width_mm"),
    "height_mm = 476": ("height = 476", "screen.height"),
    "volume = 60 ": ('volume = "loud" ', "sound.volume"),
    'paper = "presenter"': ('paper = "tray"', "[printer] tray"),
    "simulated = true": ("simulated = false", "simulated kiosks only"),
    "[scanner]": ("[scaner]", "scaner"),
    '"ssc-sim-reader.toml"': ('"no-such-reader.toml"', "no-such-reader.toml"),
    'district = "liangping"': ('district = "nowhere"', "nowhere"),
}


def wrong_profiles(options):
    """Refused in words that name the place, and the keeper ends with 2."""
    program = str(pathlib.Path(options.build) / "bin" / "ssc-kiosk")
    with tempfile.TemporaryDirectory() as folder:
        for old, (new, place) in WRONG.items():
            path = profile_of(folder, "kiosk-portrait.toml", **{old: new})
            done = subprocess.run([program, "--profile", str(path)], capture_output=True, text=True, timeout=rig.PATIENCE,
                                  env=dict(os.environ, QT_QPA_PLATFORM="offscreen"))
            assert done.returncode == 2 and place in done.stderr, f"{old} -> {new}: {done.returncode} {done.stderr}"


def landscape(options):
    """The real start on a screen that lies: as wide as it is, and its density; the PIN comes from the pad."""
    with tempfile.TemporaryDirectory() as folder:
        path = profile_of(folder, "kiosk-landscape.toml")
        kiosk = rig.Kiosk(folder, pathlib.Path(options.pictures) / "landscape", "landscape", build=options.build, kept=True, profile=path)
        try:
            journeys.home(kiosk)
            right = max(element["rect"]["x"] + element["rect"]["width"] for element in kiosk.elements())
            assert rig.SIZES["landscape"][0] * 0.95 < right <= rig.SIZES["landscape"][0], right
            kiosk.picture("home")
            journeys.choose(kiosk, "LP-HR-024")
            kiosk.wait_screen("S3")
            rig.control("card", "insert")
            kiosk.wait_screen("S6")  # the pad of the world enters the PIN
            kiosk.picture("records")
        finally:
            kiosk.close()
            rig.control("card", "remove")


def portrait(options, world):
    """The real start with keeper and profile: paper that is left blocks, also after a crash, until it is cleared by the
    presenter; or by whoever opens the door."""
    with tempfile.TemporaryDirectory() as folder:
        manager, door = Manager(folder), Door(os.path.join(folder, "door.sock"))
        path = profile_of(folder, "kiosk-portrait.toml", **{'# socket = "/run/ssc-kiosk/door.sock"': f'socket = "{folder}/door.sock"'})
        kiosk = rig.Kiosk(folder, pathlib.Path(options.pictures) / "portrait", "portrait", build=options.build, kept=True, profile=path)
        try:
            first = kiosk.visits()[0]
            leave_a_page(kiosk, world)
            manager.wait("blocked")
            os.kill(first, 9)
            kiosk.wait("the next visit", lambda: any(visit != first for visit in kiosk.visits()))
            kiosk.follow(next(visit for visit in kiosk.visits() if visit != first))
            kiosk.wait_screen("S12")
            world.presenter("clear")
            manager.wait("free")
            kiosk.wait_screen("S1")
            door.say("open")
            kiosk.wait_screen("S11")
            kiosk.picture("maintenance")
            manager.wait("blocked")
            door.say("closed")
            kiosk.wait_screen("S1")
            manager.wait("free")
        finally:
            del os.environ["NOTIFY_SOCKET"]
            kiosk.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--pictures", required=True)
    parser.add_argument("--layout", choices=sorted(rig.SIZES), default="portrait")
    parser.add_argument("journeys", nargs="*")
    options = parser.parse_args()
    options.pictures = os.path.join(options.pictures, "recovery")
    world = printing.printworld.PrintWorld.here()
    chosen = [journey for journey in JOURNEYS if not options.journeys or journey.__name__ in options.journeys]
    with tempfile.TemporaryDirectory() as folder, contextlib.closing(contextlib.ExitStack()) as ends:
        ends.callback(world.stop)
        printing.configure(folder)
        code = journeys.run_all(chosen, options, world)
        if not options.journeys or "kept" in options.journeys:
            for step in (lambda: wrong_profiles(options), lambda: portrait(options, world), lambda: landscape(options)):
                try:
                    step()
                except (rig.Lost, AssertionError, TimeoutError) as error:
                    print(f"FAILED real start: {error}")
                    code = 1
        return code


if __name__ == "__main__":
    sys.exit(main())
