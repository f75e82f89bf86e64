#!/usr/bin/env python3
"""A printer nobody here wrote, and what stands around it, in namespaces of their own.

  ippeveprinter ─ TCP on the private loopback ─┬─────────────────────────── COMMAND (ipp://localhost:8631/ipp/print)
                                               └─ cupsd ─ unix socket ───── COMMAND (ipp://localhost/printers/KIOSK)
  ssc-sim presenter (or a tray) ─ unix socket ───────────────────────────── COMMAND

  printworld.py --build DIR [--port presenter|tray|none] [--cups] -- COMMAND …

COMMAND finds SSC_PRINT_DIR (the folder), SSC_PRINT_URI, with --cups SSC_PRINT_QUEUE and SSC_PRINT_SOCKET, with a port
SSC_PRINT_PORT; inside it, `PrintWorld.here()` is the world. Exit code: the command's; 77 where private namespaces are not
allowed; 125 when the world failed. COMMAND may be tools/sim.py: the two worlds are made for each other.

What the printer does with a job stands in behaviour.json, which behave() writes:
  pages_before   pages it prints before `state`; all when it is missing
  state          a keyword of printer-state-reasons it then shows, until behave() says otherwise
  end            "ok", "abort"
  page_seconds   for each page
"""
import argparse
import contextlib
import fcntl
import json
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tools"))

from simworld.daemon import Daemon  # noqa: E402

EXIT_SKIP, EXIT_WORLD_FAILED = 77, 125
PORT, QUEUE, NAME = 8631, "KIOSK", "SSC-SIM-PRINTER"
READY_SECONDS = 15.0
TRAY = 250  # sheets of the simulated tray

DBUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=/run/dbus/system_bus_socket</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/>
    <allow send_type="method_call"/><allow send_type="signal"/>
    <allow send_requested_reply="true" send_type="method_return"/>
    <allow send_requested_reply="true" send_type="error"/>
    <allow receive_type="method_call"/><allow receive_type="signal"/>
    <allow receive_type="method_return"/><allow receive_type="error"/>
  </policy>
</busconfig>
"""
AVAHI = """[server]
allow-interfaces=lo
use-ipv6=no
[wide-area]
enable-wide-area=no
"""
# As docs/printing.md wants it of a kiosk: no files afterwards, a short memory of how jobs ended.
CUPSD = """Listen {folder}/cups.sock
Browsing No
WebInterface No
DefaultAuthType None
PreserveJobFiles No
PreserveJobHistory 120
LogLevel info
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
CUPS_FILES = """ServerRoot {folder}/cups
RequestRoot {folder}/cups/spool
TempDir {folder}/cups/spool/tmp
CacheDir {folder}/cups/cache
StateDir {folder}/cups/state
AccessLog {folder}/cups/access.log
ErrorLog {folder}/cups/error.log
PageLog {folder}/cups/page.log
"""


class PrintWorldError(Exception):
    """The world cannot be set up; the text says what."""


def wait_until(condition, what, seconds=READY_SECONDS, step=0.05):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := condition():
            return answer
        time.sleep(step)
    raise PrintWorldError(f"not within {seconds:g} s: {what}")


def answers(address):
    """Whether somebody listens at a path, or at a TCP port of this machine."""
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family) as probe:
        return probe.connect_ex(address) == 0


class PrintWorld:
    """Inside the namespaces: its programs, and what a test does with the printer."""

    def __init__(self, folder, build=None, port="none", cups=False):
        self.folder, self.build, self.port, self.cups = pathlib.Path(folder), build, port, cups
        self.uri = f"ipp://localhost:{PORT}/ipp/print"
        self.queue = f"ipp://localhost/printers/{QUEUE}"
        self._daemons = []

    @classmethod
    def here(cls):
        """The world that this program was started in."""
        return cls(os.environ["SSC_PRINT_DIR"], os.environ.get("SSC_PRINT_BUILD"))

    # ---- start and end

    def _write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    def _start(self, name, *argv, env=None):
        daemon = Daemon(name, list(argv), str(self.folder / f"{name}.log"), env=env)
        daemon.start()
        self._write(f"{name}.pid", str(daemon.process.pid))
        self._daemons.append(daemon)
        return daemon

    def _await(self, daemon, condition, what):
        wait_until(lambda: condition() or not daemon.running(), what)
        if not daemon.running():
            raise PrintWorldError(f"{daemon.name} ended ({daemon.exit_text()})\n{daemon.log_tail()}")

    def start(self):
        for name in ("spool", "received"):
            (self.folder / name).mkdir()
        self.behave()
        self._start_bus()
        self._start_printer()
        if self.cups:
            self._start_cups()
        if self.port != "none":
            self._start_port()

    def _start_bus(self):
        for name in ("/run/dbus", "/run/avahi-daemon"):
            os.makedirs(name, exist_ok=True)
        bus = self._start("dbus", "dbus-daemon", "--nofork", "--config-file=" + self._write("dbus.conf", DBUS))
        self._await(bus, lambda: answers("/run/dbus/system_bus_socket"), "dbus-daemon listens")
        avahi = self._start("avahi", "avahi-daemon", "-f", self._write("avahi.conf", AVAHI), "--no-chroot",
                            "--no-drop-root", "--no-rlimits")
        self._await(avahi, lambda: answers("/run/avahi-daemon/socket"), "avahi-daemon listens")

    def _start_printer(self):
        printer = self._start(
            "ippeveprinter", "ippeveprinter", "-v", "-n", "localhost", "-p", str(PORT), "-d", str(self.folder / "spool"),
            "-c", os.path.join(HERE, "printworld_job.py"), "-f", "application/pdf", NAME,
            env=dict(os.environ, SSC_PRINT_DIR=str(self.folder), SSC_PRINT_BUILD=self.build or ""))
        self._await(printer, lambda: answers(("127.0.0.1", PORT)), "ippeveprinter listens")
        self.fill(TRAY)

    def _start_cups(self):
        socket_path = str(self.folder / "cups.sock")
        files = self._write("cups/cups-files.conf", CUPS_FILES.format(folder=self.folder))
        conf = self._write("cups/cupsd.conf", CUPSD.format(folder=self.folder))
        # Its filters run as another user.
        self.folder.chmod(0o711)
        for name in ("spool/tmp", "cache", "state", "ppd"):
            (self.folder / "cups" / name).mkdir(parents=True, exist_ok=True)
        cupsd = self._start("cupsd", "/usr/sbin/cupsd", "-f", "-c", conf, "-s", files)
        self._await(cupsd, lambda: answers(socket_path), "cupsd listens")
        command = ["/usr/sbin/lpadmin", "-h", socket_path, "-p", QUEUE, "-E", "-v", self.uri, "-m", "everywhere"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise PrintWorldError(f"lpadmin: {done.stderr}")

    def _start_port(self):
        kind = ["--tray"] if self.port == "tray" else []
        port = self._start("presenter", os.path.join(self.build, "bin", "ssc-sim"), "presenter", *kind,
                           "--listen", str(self.folder / "port.sock"), "--control", str(self.folder / "port.ctl"))
        self._await(port, port.said_ready, "the presenter is ready")

    def stop(self):
        for daemon in reversed(self._daemons):
            daemon.stop()
        self._daemons.clear()

    def environment(self):
        found = {"SSC_PRINT_DIR": str(self.folder), "SSC_PRINT_URI": self.uri, "SSC_PRINT_BUILD": self.build or ""}
        if self.cups:
            found |= {"SSC_PRINT_QUEUE": self.queue, "SSC_PRINT_SOCKET": str(self.folder / "cups.sock")}
        if self.port != "none":
            found["SSC_PRINT_PORT"] = str(self.folder / "port.sock")
        return dict(os.environ, **found)

    # ---- what a test does

    def behave(self, **how):
        """What the printer does with jobs from now on, and with the one it is at."""
        path = self.folder / "behaviour.new"
        path.write_text(json.dumps(how), encoding="ascii")
        path.rename(self.folder / "behaviour.json")

    def unplug_printer(self):
        """Its process ends, whoever started it."""
        pid = int((self.folder / "ippeveprinter.pid").read_text(encoding="ascii"))
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not answers(("127.0.0.1", PORT)), "ippeveprinter ends")

    def plug_printer(self):
        """Started by the one who calls this; stop() ends it."""
        self._start_printer()

    def plug_port(self):
        self._start_port()

    def fill(self, sheets):
        """Sheets in the main tray: 0, 5, 25, 50, 125, 250. A tray that the form leaves out would count as empty."""
        query = urllib.parse.urlencode({
            "size1": "iso_a4_210x297mm", "type1": "stationery", "level1": sheets,
            "size3": "na_number-10_4.125x9.5in", "type3": "envelope", "level3": -2})
        with urllib.request.urlopen(f"http://localhost:{PORT}/media?{query}", timeout=5) as answer:
            answer.read()

    def received(self):
        """{job name: bytes} of all that reached the printer."""
        return {path.stem: path.read_bytes() for path in sorted((self.folder / "received").glob("*.pdf"))}

    def presenter(self, *words):
        """A control command for the presenter or tray; what it answers behind `ok`."""
        program = os.path.join(self.build, "bin", "ssc-sim")
        done = subprocess.run([program, "ctl", str(self.folder / "port.ctl"), *words], capture_output=True, text=True,
                              timeout=15)
        if done.returncode != 0:
            raise PrintWorldError(f"presenter {' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout.strip().removeprefix("ok").strip()

    def log(self, name="ippeveprinter"):
        return (self.folder / f"{name}.log").read_text(errors="replace")


# ---- the way in

def _enter(argv):
    """Starts this program again in namespaces of its own."""
    unshare = ["unshare", "--net", "--mount"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
    probe = subprocess.run([*unshare, "true"], capture_output=True, text=True)
    if probe.returncode != 0:
        print(f"skipped: no private namespaces here: {probe.stderr.strip()}", file=sys.stderr)
        sys.exit(EXIT_SKIP)
    os.execvp("unshare", [*unshare, sys.executable, os.path.abspath(__file__), "--inside", *argv])


def _loopback_up():
    up, set_flags, get_flags = 0x1, 0x8914, 0x8913
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
        name = b"lo".ljust(16, b"\0")
        flags = struct.unpack("16sH", fcntl.ioctl(device, get_flags, name + bytes(16))[:18])[1]
        fcntl.ioctl(device, set_flags, name + struct.pack("H", flags | up) + bytes(14))


def _parse(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--build", required=True)
    parser.add_argument("--port", choices=("presenter", "tray", "none"), default="none")
    parser.add_argument("--cups", action="store_true")
    parser.add_argument("command", nargs="+")
    return parser.parse_args(argv)


def main(argv):
    options = _parse(argv)
    if not options.inside:
        _enter(argv)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run"], check=True)
    _loopback_up()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    folder = tempfile.mkdtemp(prefix="ssc-print-")
    world = PrintWorld(folder, os.path.abspath(options.build), options.port, options.cups)
    try:
        world.start()
        return subprocess.run(options.command, env=world.environment()).returncode
    except (PrintWorldError, OSError) as error:
        print(f"printworld: {error}", file=sys.stderr)
        return EXIT_WORLD_FAILED
    finally:
        world.stop()
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
