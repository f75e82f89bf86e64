#!/usr/bin/env python3
"""What hands do around a kiosk in the simulated world: at the printer, with a phone, an id card and a face, with the staff's key. Started by
tools/kiosk.py; the panel and tests ask it by `sim.py ctl hands …`.

  kiosk_hands.py --build DIR     inside the simulated world

It says `ready` and then which devices it has: `printer` or `no-printer WHY`.
"""
import argparse
import contextlib
import fcntl
import json
import os
import pathlib
import queue
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests" / "integration")]

import printworld  # noqa: E402
from simworld import control  # noqa: E402

WORLD_SECONDS = 10
LOOK_SECONDS = 0.2  # whether this program is to end
TIOCSPTLCK, TIOCGPTN = 0x40045431, 0x80045430  # asm-generic/ioctls.h: unlock a pseudo terminal, its number


class Problem(Exception):
    """Why a hand could not do it."""


class Scanner:
    """A code scanner on a serial line; it reads what is held before it again and again. A line that was opened and closed keeps
    its lock (TIOCEXCL), so there is a new one then."""

    LOOK_SECONDS = 0.3

    def __init__(self, path):
        self.path, self._seen, self._master = path, None, None
        self._plug()
        threading.Thread(target=self._read, daemon=True).start()

    def _plug(self):
        if self._master is not None:
            os.close(self._master)
        self._master = os.open("/dev/ptmx", os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        fcntl.ioctl(self._master, TIOCSPTLCK, struct.pack("i", 0))
        number = struct.unpack("i", fcntl.ioctl(self._master, TIOCGPTN, bytes(4)))[0]
        os.symlink(f"/dev/pts/{number}", self.path + ".new")
        os.replace(self.path + ".new", self.path)

    def _read(self):
        while True:
            poll = select.poll()
            poll.register(self._master, select.POLLHUP)
            if poll.poll(0):
                self._plug()
            if self._seen:
                with contextlib.suppress(OSError):  # nobody reads
                    os.write(self._master, self._seen.encode() + b"\r")
            time.sleep(self.LOOK_SECONDS)

    def hold(self, text):
        """Before the scanner; None: away."""
        self._seen = text


class Phone:
    """`ssc-sim phone` of the world, each step by hand."""

    def __init__(self, world, build, scanner):
        self._program, self._state = os.path.join(build, "bin", "ssc-sim"), os.path.join(world, "phone")
        self._scanner, self._screen = scanner, os.path.join(world, "screen.png")

    def _run(self, *words, typed=None):
        done = subprocess.run([self._program, "phone", "--state", self._state, "--json", *words], input=typed, capture_output=True,
                              text=True, timeout=WORLD_SECONDS)
        if done.returncode != 0:
            raise Problem((done.stdout + done.stderr).strip().splitlines()[-1])
        return [json.loads(line) for line in done.stdout.splitlines()]

    def _login(self):
        logins = [login for told in self._run("inbox") for login in told.get("logins", [])]
        if not logins:
            raise Problem("nothing waits on the phone")
        return logins[-1]["loginId"]

    def show(self):
        """Its code is held before the kiosk's scanner."""
        self._scanner.hold(next(told["code"] for told in self._run("show", "--text") if "code" in told))

    def hide(self):
        self._scanner.hold(None)

    def scan(self):
        """The code on the kiosk's screen."""
        if not os.path.exists(self._screen):
            raise Problem("the kiosk shows no code")
        self._run("scan", self._screen)

    def confirm(self, digits):
        self._run("confirm", self._login(), "--password-stdin", typed=digits + "\n")

    def refuse(self):
        self._run("refuse", self._login())


class Printer:
    """ippeveprinter and a presenter behind it; None of it where ippeveprinter cannot run here."""

    def __init__(self, build):
        self._world = printworld.PrintWorld.here() if "SSC_PRINT_DIR" in os.environ else None
        self.missing, self._own = None, self._world is None
        if self._own:
            self._start(build)

    def _start(self, build):
        if shutil.which("ippeveprinter") is None:
            self.missing = "ippeveprinter is not installed (./dev deps)"
            return
        folder = pathlib.Path(os.environ["SSC_SIM_DIR"]) / "print"
        for name in ("spool", "received"):
            (folder / name).mkdir(parents=True)
        self._world = printworld.PrintWorld(folder, build, "presenter")
        try:
            self._world.behave()
            self._world.plug_printer()
            self._world.plug_port()
        except printworld.PrintWorldError as error:
            self.missing = str(error).strip().splitlines()[-1]
            self.stop()

    def configuration(self):
        world = self._world
        port = os.environ.get("SSC_PRINT_PORT") or (str(world.folder / "port.sock") if self._own else "")
        return f'[printer]\nurl = "{world.uri}"\n' + (f'presenter = "{port}"\n' if port else "") + "\n"

    def stop(self):
        if self._world:
            self._world.stop()

    def there(self):
        if self.missing:
            raise Problem(self.missing)
        return self._world

    def jam(self):
        self.there().behave(pages_before=0, state="media-jam-error")

    def free(self):
        self.there().behave()

    def empty(self):
        self.there().fill(0)

    def fill(self):
        self.there().fill(printworld.TRAY)

    def off(self):
        self.there().unplug_printer()

    def on(self):
        self.there().plug_printer()

    def take(self):
        self.there().presenter("take")

    def stick(self):
        self.there().presenter("stick")

    def clear(self):
        self.there().presenter("clear")


class Door:
    """The switch at the cabinet's door: `open` or `closed` to whoever is connected."""

    def __init__(self, path):
        self._word, self._hosts, self._lock = "closed", [], threading.Lock()
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(path)
        self._server.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            host, _ = self._server.accept()
            with self._lock:
                self._hosts.append(host)
                self._tell(host)

    def _tell(self, host):
        try:
            host.sendall(f"{self._word}\n".encode())
        except OSError:
            self._hosts.remove(host)

    def turn(self, word):
        with self._lock:
            self._word = word
            for host in list(self._hosts):
                self._tell(host)


class Proof:
    """The kiosk's id-card reader and camera: two files that say what they see. Nobody is real, and no picture is taken."""

    HOLDER = {"number": "999900199001010014", "name": "张三", "expires": "2099-12-31"}  # of card A

    def __init__(self, world):
        self._files = {device: os.path.join(world, device) for device in ("id-card", "camera")}
        self.see("id-card", {})
        self.see("camera", {})

    def see(self, device, words):
        path = self._files[device]
        with open(path + ".new", "w", encoding="utf-8") as file:
            file.writelines(f"{word} {value}\n" for word, value in words.items())
        os.replace(path + ".new", path)


def proofs(proof):
    seen = {
        "id lay": ("id-card", proof.HOLDER), "id expired": ("id-card", {**proof.HOLDER, "expires": "2020-01-01"}),
        "id stranger": ("id-card", {**proof.HOLDER, "number": "999900197001010019", "name": "李四"}), "id take": ("id-card", {}),
        "face own": ("camera", {"likeness": 92, "alive": "yes"}), "face other": ("camera", {"likeness": 31, "alive": "yes"}),
        "face photo": ("camera", {"likeness": 97, "alive": "no"}), "face away": ("camera", {}),
    }
    return {request: lambda what=what: proof.see(*what) for request, what in seen.items()}


def actions(phone, printer, door, proof):
    """{request: what it does}; a request may end with digits."""
    return {
        "phone show": phone.show, "phone hide": phone.hide, "phone scan": phone.scan, "phone confirm": phone.confirm,
        "phone refuse": phone.refuse,
        "printer jam": printer.jam, "printer free": printer.free, "printer empty": printer.empty, "printer fill": printer.fill,
        "printer off": printer.off, "printer on": printer.on,
        "paper take": printer.take, "paper stick": printer.stick, "paper clear": printer.clear,
        **proofs(proof),
        "door open": lambda: door.turn("open"), "door close": lambda: door.turn("closed"),
    }


def answer(known, line):
    words = line.split()
    act = known.get(" ".join(words[:2]))
    if act is None:
        return f"error: unknown request '{line}'; known: {', '.join(known)}"
    try:
        act(*words[2:])
    except (Problem, printworld.PrintWorldError, OSError, subprocess.SubprocessError, TypeError) as problem:
        return f"error: {problem}".replace("\n", " ")
    return "ok"


def configure(scanner, printer):
    """ssc.toml of the world, with these devices."""
    path = pathlib.Path(os.environ["SSC_CONFIG"])
    text = re.sub(r"^scanner = .*$", f'scanner = "tty:{scanner.path}"', path.read_text(encoding="utf-8"), flags=re.M)
    if not printer.missing:
        text = text.replace("[reader]", printer.configuration() + "[reader]")
    path.write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    options = parser.parse_args()
    world = os.environ["SSC_SIM_DIR"]
    signal.signal(control.WAKE, lambda *_: None)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of the terminal: who started this program ends it
    printer = Printer(options.build)
    scanner = Scanner(os.path.join(world, "scanner.tty"))
    known = actions(Phone(world, options.build, scanner), printer, Door(os.path.join(world, "door.sock")),
                    Proof(world))
    requests = control.ControlSocket(os.path.join(world, "hands.ctl"))
    configure(scanner, printer)
    print("ready", f"no-printer {printer.missing}" if printer.missing else "printer", flush=True)
    try:
        while not ended.is_set():
            with contextlib.suppress(queue.Empty):
                request = requests.requests.get(timeout=LOOK_SECONDS)
                request.answer(answer(known, request.line))
    finally:
        printer.stop()


if __name__ == "__main__":
    sys.exit(main())
