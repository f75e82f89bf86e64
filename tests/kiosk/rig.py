"""A kiosk in a window of its own X server, touched as a finger would: inside the simulated world, `./dev sim -- …`."""
import contextlib
import ctypes
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SIM = [sys.executable, str(ROOT / "tools" / "sim.py")]
SIZES = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
PATIENCE = 20.0
ARROW_LINES = 24
XWD_HEAD = 160 + 256 * 12  # XWDFile.h: the head with an empty name of the window, and the colours


class Lost(Exception):
    """The kiosk did not do what the journey expected."""


def started_at(pid):
    """Moment at which a process started, in ticks since the machine did; None: it is gone. Numbers of processes begin anew after the last one."""
    with contextlib.suppress(OSError):
        return int(pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19])
    return None


class Screen:
    """An X server nobody sees."""

    def __init__(self, size):
        self._line = 4 * size[0]  # bytes
        self._read, write = os.pipe()
        self._frames = tempfile.mkdtemp(prefix="ssc-frame-", dir="/dev/shm")  # the memory that is shown is a file there
        self.process = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp",
                                         "-fbdir", self._frames],
                                        pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        self.display = ":" + os.read(self._read, 16).decode().strip()

    def close(self):
        self.process.terminate()
        self.process.wait()
        os.close(self._read)
        shutil.rmtree(self._frames, ignore_errors=True)

    def frame(self, below):
        """What is shown, as it stands in memory, without the topmost lines."""
        return pathlib.Path(self._frames, "Xvfb_screen0").read_bytes()[XWD_HEAD + below * self._line:]

    def selections(self):
        """Of PRIMARY, SECONDARY and CLIPBOARD, those that some program holds a text for."""
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XInternAtom.restype = x11.XGetSelectionOwner.restype = ctypes.c_ulong
        server = ctypes.c_void_p(x11.XOpenDisplay(self.display.encode()))
        held = [name for name in (b"PRIMARY", b"SECONDARY", b"CLIPBOARD")
                if x11.XGetSelectionOwner(server, ctypes.c_ulong(x11.XInternAtom(server, name, 0)))]
        x11.XCloseDisplay(server)
        return held


class Kiosk:
    """`pictures`: folder of the step pictures, numbered in the order in which they are taken, `first` of them are there. `kept`: under the keeper, which
    starts a process for every visit (`profile`: of the kiosk's hardware, instead of options); then `visits()` are their
    numbers, and `follow()` takes the probe of another one. `log`: file that gets what the kiosk says."""

    def __init__(self, folder, pictures, layout="portrait", options=(), build=None, kept=False, profile=None, log=None, first=0):
        self.follow_pictures(pictures, first)
        self._screen = Screen(SIZES[layout])
        self._path = self._folder = os.path.join(folder, "probe")
        self.build = pathlib.Path(build or ROOT / "build" / "release")
        programs = self.build / "bin"
        self.environment = dict(os.environ, DISPLAY=self._screen.display, QT_QPA_PLATFORM="xcb", QT_QUICK_BACKEND="software",
                                XDG_RUNTIME_DIR=folder, LANG="C.UTF-8", QT_FORCE_STDERR_LOGGING="1")
        # As it is started where it stands, or in a window with what a test wants.
        rest = ["--profile", str(profile)] if profile else ["--windowed", "--layout", layout, *options]
        visit = str(programs / "ssc_kiosk_under_test")
        if kept:
            os.mkdir(self._folder)
            self.environment["SSC_KIOSK_PROBES"] = self._folder
            self.process = subprocess.Popen([str(programs / "ssc-kiosk"), "--visit", visit, *rest], env=self.environment, stdout=log, stderr=log)
            self.wait("a visit", lambda: self.visits())
            self.follow(self.visits()[0])
        else:
            self.process = subprocess.Popen([visit, self._path, *rest], env=self.environment, stdout=log, stderr=log)
            self._socket = self._connect()

    def follow_pictures(self, folder, first=0):
        """Of a journey that begins: numbered from 1 again."""
        self.pictures, self.count = pathlib.Path(folder), first
        self.pictures.mkdir(parents=True, exist_ok=True)

    def visits(self):
        """Processes that have a probe, the oldest first."""
        started = {int(name): start for name in os.listdir(self._folder) if (start := started_at(name)) is not None}
        return sorted(started, key=started.get)

    def follow(self, pid):
        self._path = os.path.join(self._folder, str(pid))
        self._socket = self._connect()

    def _connect(self):
        end = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(OSError):
                channel = socket.socket(socket.AF_UNIX)
                channel.connect(self._path)
                return channel.makefile("rw", encoding="utf-8")
            if time.monotonic() > end or self.process.poll() is not None:
                raise Lost("the kiosk does not start")
            time.sleep(0.02)

    def ask(self, line):
        self._socket.write(line + "\n")
        self._socket.flush()
        return self._socket.readline().strip()

    # ---- what is there

    def frame(self):
        """Without the mouse's arrow, which stands where somebody touched last, or not yet: it is led into the corner, and the
        topmost lines, of the bar that says that all is simulated, are left out."""
        self._xdotool("mousemove", "0", "0")
        self.still()
        return self._screen.frame(ARROW_LINES)

    def selections(self):
        return self._screen.selections()

    def screen(self):
        return self.ask("screen")

    def tree(self):
        return json.loads(self.ask("tree"))

    def elements(self):
        return self.tree()["elements"]

    def texts(self):
        return [element["text"] for element in self.elements() if element["text"]]

    def find(self, name):
        """By object name, else by what it is called."""
        elements = self.elements()
        for key in ("object", "name"):
            for element in elements:
                if element[key] == name:
                    return element
        return None

    def wait(self, what, done, patience=PATIENCE):
        end = time.monotonic() + patience
        while not done():
            if time.monotonic() > end:
                with contextlib.suppress(Exception):
                    self.picture("lost")
                with contextlib.suppress(OSError, ValueError, AttributeError):
                    what += f": still {self.screen()}, {self.texts()[:12]}"
                raise Lost(what)
            time.sleep(0.02)

    def wait_screen(self, *screens, patience=PATIENCE):
        self.wait(" or ".join(screens), lambda: self.screen() in screens, patience)

    def wait_for(self, name, patience=PATIENCE):
        self.wait(name, lambda: self.find(name) is not None, patience)

    def wait_text(self, part, patience=PATIENCE):
        self.wait(part, lambda: any(part in text for text in self.texts()), patience)

    def take_card(self):
        """Out of the reader, and the kiosk knows."""
        control("card", "remove")
        self.wait("no card", lambda: self.ask("card") == "out")

    # ---- what a finger does

    def tap(self, name):
        self.wait_for(name)
        self.scroll_to(name)
        tree, element = self.tree(), self._settled(name)
        rect = element["seen"]
        self.touch(tree["x"] + rect["x"] + rect["width"] / 2, tree["y"] + rect["y"] + rect["height"] / 2)

    def still(self):
        """What is there once it has stopped moving."""
        last = self.tree()
        for _ in range(100):
            time.sleep(0.02)
            now = self.tree()
            if [(e["seen"], e["text"]) for e in now["elements"]] == [(e["seen"], e["text"]) for e in last["elements"]]:
                return now
            last = now
        raise Lost("the screen does not come to rest")

    def tap_all(self, names, tree=None):
        """Keys that stay where they are, one after the other, by one command. `tree`: of a screen that is at rest."""
        tree, at = tree or self.still(), {}
        for element in tree["elements"]:
            at.setdefault(element["object"], element["seen"])
        words = []
        for name in names:
            if name not in at:
                raise Lost(f"no {name}")
            rect = at[name]
            words += ["mousemove", str(int(tree["x"] + rect["x"] + rect["width"] / 2)), str(int(tree["y"] + rect["y"] + rect["height"] / 2)), "click", "1"]
        if words:
            self._xdotool(*words)

    def _settled(self, name):
        """Where it stands once it has stopped moving: a page that has just come is laid out a moment later."""
        last = None
        for _ in range(100):
            element = self.find(name)
            if element and last and element["seen"] == last["seen"]:
                return element
            last = element
            time.sleep(0.03)
        raise Lost(f"{name} does not stand still")

    def touch(self, x, y):
        self._xdotool("mousemove", str(int(x)), str(int(y)), "click", "1")

    def scroll_to(self, name, least=60):
        """Drags the page until the element can be touched: `least` pixels of it are seen, or nearly all."""
        for _ in range(60):
            element = self.find(name)
            rect, seen = element["rect"], element["seen"]
            if seen["height"] >= min(rect["height"] * 0.8, least):
                return
            tree = self.tree()
            width, height = self._size(tree)
            x, middle, up = tree["x"] + width / 2, tree["y"] + height * 0.45, rect["y"] > height * 0.5
            self._xdotool("mousemove", str(int(x)), str(int(middle)), "mousedown", "1", "sleep", "0.02",
                          *[word for step in range(1, 6) for word in ("mousemove", str(int(x)), str(int(middle + (-1 if up else 1) * step * height * 0.05)),
                                                                      "sleep", "0.02")], "sleep", "0.1", "mouseup", "1")
            time.sleep(0.05)
        raise Lost(f"{name} cannot be scrolled to")

    @staticmethod
    def _size(tree):
        return (max(e["rect"]["x"] + e["rect"]["width"] for e in tree["elements"]),
                max(e["seen"]["y"] + e["seen"]["height"] for e in tree["elements"]))

    def _xdotool(self, *words):
        subprocess.run(["xdotool", *words], env=self.environment, check=True, timeout=PATIENCE)

    def key(self, name):
        self._xdotool("key", name)

    # ---- pictures

    def next_picture(self, name):
        self.count += 1
        return self.pictures / f"{self.count:02d}-{name}.png"

    def picture(self, name):
        path = self.next_picture(name)
        if self.ask(f"grab {path}") != "ok":
            raise Lost(f"no picture {path}")
        return path

    def close(self):
        if os.path.isdir(self._folder):
            self.process.terminate()
        with contextlib.suppress(OSError, ValueError):
            self.ask("quit")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        if self.process.poll() is None:
            self.process.kill()
        self._screen.close()


def wait_until(what, done, patience=PATIENCE):
    end = time.monotonic() + patience
    while not done():
        if time.monotonic() > end:
            raise Lost(what)
        time.sleep(0.02)


def control(*words):
    """A command to the simulated world: `card remove`, `stop-center` …"""
    done = subprocess.run([*SIM, "ctl", *words], stdout=subprocess.PIPE, text=True, timeout=PATIENCE)
    if done.returncode != 0:
        raise Lost(f"ctl {' '.join(words)}: {done.stdout.strip()}")
    return done.stdout.strip()
