#!/usr/bin/env python3
"""Nothing that fingers, keys or a mouse can do leads out of the kiosk: every attempt leaves process, window and screen as they are.

  lockdown.py --build DIR --pictures DIR
"""
import argparse
import ctypes
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import journeys
import rig

KEYS = ("alt+F4", "alt+Tab", "alt+shift+Tab", "alt+Escape", "alt+space", "alt+F1", "alt+F2", "alt+Left", "ctrl+alt+Delete", "ctrl+alt+BackSpace",
        "ctrl+alt+F1", "ctrl+alt+t", "ctrl+alt+Left", "ctrl+Escape", "ctrl+shift+Escape", "Escape", "F1", "F5", "F10", "F11", "F12", "Menu",
        "shift+F10", "super", "super+d", "super+l", "super+r", "Print", "ctrl+q", "ctrl+w", "ctrl+n", "ctrl+o", "ctrl+s", "ctrl+p", "ctrl+c",
        "ctrl+v", "ctrl+a", "ctrl+plus", "ctrl+minus", "ctrl+shift+i", "XF86Back", "XF86HomePage", "XF86Explorer", "XF86Sleep", "XF86PowerOff")
MOUSE = {"right click": ("click", "3"), "middle click": ("click", "2"), "back": ("click", "8"), "forward": ("click", "9"),
         "wheel up": ("click", "4"), "wheel down": ("click", "5"), "ctrl and wheel": ("keydown", "ctrl", "click", "4", "keyup", "ctrl"),
         "long press": ("mousedown", "1", "sleep", "1.2"),  # let go elsewhere, below
         "double right": ("click", "--repeat", "2", "3")}
# What would make the kiosk look at disks that somebody plugs in.
MOUNTS = re.compile(r"QStorageInfo|getmntent|setmntent|/proc/(self/)?mount|libmount|QFileDialog|FileDialog|QDesktopServices|openUrlExternally|/media/")


class ClientMessage(ctypes.Structure):
    """XClientMessageEvent, as long as an XEvent."""
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
                ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong), ("format", ctypes.c_int), ("data", ctypes.c_long * 5),
                ("rest", ctypes.c_long * 24)]


def ask_to_close(display, window):
    """WM_DELETE_WINDOW (ICCCM 4.2.8.1)."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype, x11.XInternAtom.restype = ctypes.c_void_p, ctypes.c_ulong
    server = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    protocols, delete = (x11.XInternAtom(server, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
    client_message, bits = 33, 32
    event = ClientMessage(client_message, 0, 1, server, window, protocols, bits, (delete, 0, 0, 0, 0))
    x11.XSendEvent(server, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
    x11.XCloseDisplay(server)


class Attempts:
    def __init__(self, kiosk):
        self._kiosk, self.problems, self.count = kiosk, [], 0
        self._window, self._screen, self._texts = self.windows(), kiosk.screen(), kiosk.texts()

    def windows(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "."], env=self._kiosk.environment, capture_output=True, text=True)
        shapes = [subprocess.run(["xdotool", "getwindowgeometry", number], env=self._kiosk.environment, capture_output=True, text=True).stdout
                  for number in found.stdout.split()]
        return shapes

    def look(self, what):
        self.count += 1
        kiosk = self._kiosk
        if kiosk.process.poll() is not None:
            raise rig.Lost(f"{what}: the kiosk has ended")
        if kiosk.screen() != self._screen:
            self.problems.append(f"{what}: leads to {kiosk.screen()}")
        elif kiosk.texts() != self._texts:
            self.problems.append(f"{what}: changes what is written")

    def settled(self):
        """The windows, once for many attempts: asking is slow."""
        if self.windows() != self._window:
            self.problems.append(f"other windows: {self.windows()}, were {self._window}")
        children = pathlib.Path(f"/proc/{self._kiosk.process.pid}/task/{self._kiosk.process.pid}/children").read_text(encoding="ascii")
        if children.strip():
            self.problems.append(f"other processes: {children}")


def window_of(kiosk):
    found = subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--name", "."], env=kiosk.environment, capture_output=True, text=True,
                           timeout=rig.PATIENCE)
    return int(found.stdout.split()[0])


def closes_on_a_desk(options, folder):
    """The request works where it may: without that the attempt above would prove nothing."""
    kiosk = rig.Kiosk(folder, pathlib.Path(options.pictures) / "lockdown", "portrait", ["--pin", "screen"], options.build)
    try:
        kiosk.wait_screen("S1")
        ask_to_close(kiosk.environment["DISPLAY"], window_of(kiosk))
        rig.wait_until("the window on a desk to close", lambda: kiosk.process.poll() is not None)
    finally:
        kiosk.close()


def attempt(kiosk, at):
    """Every key and every thing a mouse can do, at a place where nothing is to be touched."""
    attempts = Attempts(kiosk)
    subprocess.run(["xdotool", "mousemove", *at], env=kiosk.environment, check=True)
    for key in KEYS:
        subprocess.run(["xdotool", "key", key], env=kiosk.environment, check=True, capture_output=True)
        attempts.look(key)
    for name, words in MOUSE.items():
        subprocess.run(["xdotool", "mousemove", *at, *words], env=kiosk.environment, check=True)
        if "mousedown" in words:
            attempts.look(name)
            subprocess.run(["xdotool", "mousemove", "5", "5", "mouseup", "1"], env=kiosk.environment, check=True)
        attempts.look(name)
    # What a window manager sends for Alt+F4 and the cross in a corner.
    ask_to_close(kiosk.environment["DISPLAY"], window_of(kiosk))
    attempts.look("a request to close")
    attempts.settled()
    return attempts


def walk(kiosk):
    """On the first page, in a list, at the password: on a button, and beside it."""
    journeys.home(kiosk)
    attempts = [attempt(kiosk, ("540", "1890"))]
    tile = kiosk.find("tile-records")["seen"]
    attempts.append(attempt(kiosk, (str(int(tile["x"] + 20)), str(int(tile["y"] + 20)))))
    journeys.choose(kiosk, "LP-HR-024")
    kiosk.wait_screen("S3")
    rig.control("card", "insert")
    kiosk.wait_for("key-1")
    attempts.append(attempt(kiosk, ("540", "500")))
    kiosk.picture("after-all")
    kiosk.tap("leave")
    kiosk.take_card()
    kiosk.wait_screen("S1")
    return attempts


def sources():
    """The kiosk's own files that name what belongs to disks, files and links of other programs."""
    room = rig.ROOT / "kiosk-app"
    return [f"{path.relative_to(rig.ROOT)}: {found[0]}" for path in room.rglob("*") if path.suffix in (".cpp", ".hpp", ".qml")
            for found in [MOUNTS.search(path.read_text(encoding="utf-8"))] if found]


def imports(program):
    told = subprocess.run(["nm", "-D", "--undefined-only", program], capture_output=True, text=True, check=True).stdout
    return [line for line in told.splitlines() if MOUNTS.search(line)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--pictures", required=True)
    options = parser.parse_args()
    problems = sources() + imports(os.path.join(options.build, "bin", "ssc-kiosk-visit"))
    profile = rig.ROOT / "hw-profiles" / "kiosk-portrait.toml"
    with tempfile.TemporaryDirectory() as folder:
        text = profile.read_text(encoding="utf-8").replace('"ssc-sim-reader.toml"', f'"{profile.parent}/ssc-sim-reader.toml"')
        path = pathlib.Path(folder) / "kiosk.toml"
        path.write_text(re.sub(r"\[printer\]\npaper = .*\n", "", text), encoding="utf-8")
        kiosk = rig.Kiosk(folder, pathlib.Path(options.pictures) / "lockdown", "portrait", build=options.build, profile=path)
        try:
            attempts = walk(kiosk)
            closes_on_a_desk(options, folder)
        except (rig.Lost, AssertionError) as error:
            problems.append(str(error))
            attempts = []
        finally:
            kiosk.close()
    problems += [problem for each in attempts for problem in each.problems]
    print(f"{sum(each.count for each in attempts)} attempts on {len(attempts)} screens")
    print("\n".join(problems))
    return 1 if problems or not attempts else 0


if __name__ == "__main__":
    sys.exit(main())
