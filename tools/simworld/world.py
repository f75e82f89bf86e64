"""The simulated world itself: which programs make it up, and when it is ready.

  ssc-sim card ─ slot0.sock ┐
                            ├ ssc-reader ─ tty ─ libccidtwin ─ pcscd ─ /run/pcscd ┐
  ssc-sim psam ─ slot2.sock ┘                                                     ├ COMMAND
  ssc-sim pad ────────────────────────────────────────────────── pad.sock ────────┤
  ssc-center (two areas, centers.py) ─────────────────────────── mutual TLS ──────┘
"""
import os
import time

from . import centers, pcsc
from .daemon import Daemon

READER_NAME = "SSC Simulated Reader"
DRIVER = "/usr/lib/pcsc/drivers/serial/libccidtwin.so"
PCSCD = "/usr/sbin/pcscd"
SLOTS = 5            # of GemCorePOSPro, the one CCID type with several slots
CARD_SLOT, PSAM_SLOT = 0, 2
DEVICE_NUMBER = "SIM-TERM-0001"
READY_SECONDS = 10.0
UNPLUGGED_SECONDS = 3600  # how long cards wait for a reader that somebody unplugged
CENTER_STOP_SECONDS = 10.0  # requests under way are answered first
READER_CONF = """FRIENDLYNAME "{name}"
DEVICENAME {tty}:GemCorePOSPro
LIBPATH {driver}
"""


class WorldError(Exception):
    """The world cannot be set up; the text says what and what to do."""


class World:
    def __init__(self, folder, root, build, settings, events):
        self.folder, self._root, self._build = folder, root, build
        self._settings, self._events = settings, events
        self.restarts = 0
        self.centers = centers.Centers(folder, build, settings.center_database, settings.phone_by_itself) if settings.has_centers else None
        self._prepare_folder()
        self.reader = self._daemon("reader", "ssc-reader", "--dir", self._path("reader"))
        self.card = self._device("card", settings.card, CARD_SLOT, settings.card_options())
        self.psam = self._device("psam", settings.psam, PSAM_SLOT, settings.psam_options())
        self.pad = self._daemon("pad", "ssc-sim", "pad", "--listen", self._path("pad.sock"), "--control",
                                self._path("pad.ctl"), *settings.pad_options()) if settings.has_pad else None
        self.pcscd = Daemon("pcscd", [PCSCD, "--foreground", "-c", self._path("reader.conf.d")],
                            self._path("pcscd.log"))
        self.pcscd_wanted = True
        self.reader_wanted = True

    # ---- set-up

    def _path(self, *parts):
        return os.path.join(self.folder, *parts)

    def _prepare_folder(self):
        for name in ("reader", "state", "reader.conf.d"):
            os.mkdir(self._path(name), 0o700)
        with open(self._path("reader.conf.d", "ssc"), "w", encoding="utf-8") as file:
            file.write(READER_CONF.format(name=READER_NAME, tty=self._path("reader", "tty"), driver=DRIVER))
        with open(self._path("ssc.toml"), "w", encoding="utf-8") as file:
            profile = os.path.join(self._root, "hw-profiles", "ssc-sim-reader.toml")
            pin = f'[pin]\nsource = "pad:{self._path("pad.sock")}"\n\n' if self._settings.has_pad else ""
            # [reader] stays the last section: tests write further keys of it behind.
            office = self.centers.configuration() if self.centers else ""
            file.write(f'device_number = "{DEVICE_NUMBER}"\n\n{pin}{office}[reader]\nprofile = "{profile}"\n')

    def _daemon(self, name, program, *arguments):
        path = os.path.join(self._build, "bin", program)
        if not os.access(path, os.X_OK):
            raise WorldError(f"{path} is not there: build it first (./dev build)")
        return Daemon(name, [path, *arguments], self._path(f"{name}.log"))

    def _device(self, name, profile, slot, options):
        """A simulated card or PSAM in a slot; None where the slot stays empty."""
        if profile is None:
            return None
        if not os.path.isfile(profile):
            raise WorldError(f"{profile} is not there: --{name} takes a sample's letter, a TOML file or none")
        return self._daemon(name, "ssc-sim", name, "--profile", profile,
                            "--slot", self._path("reader", f"slot{slot}.sock"),
                            "--state", self._path("state", name), "--control", self._path(f"{name}.ctl"),
                            "--attach-wait", str(UNPLUGGED_SECONDS), *options)

    def daemons(self):
        own = [daemon for daemon in (self.pcscd, self.reader, self.card, self.psam, self.pad) if daemon]
        return own + ([*self.centers.daemons, *self.centers.phones()] if self.centers else [])

    def pids(self):
        return {daemon.process.pid for daemon in self.daemons() if daemon.process}

    def center(self):
        """The center that the terminal belongs to; None without a back office."""
        return self.centers and self.centers.daemons[0]

    def command_environment(self):
        build_first = lambda folder, name: os.pathsep.join(filter(None, (folder, os.environ.get(name))))
        database = self._settings.center_database
        return dict(os.environ, SSC_SIM_DIR=self.folder, SSC_CONFIG=self._path("ssc.toml"),
                    **({"SSC_CENTER_DB": database} if database else {}),
                    PATH=build_first(os.path.join(self._build, "bin"), "PATH"),
                    LD_LIBRARY_PATH=build_first(os.path.join(self._build, "lib"), "LD_LIBRARY_PATH"))

    # ---- start

    def start(self):
        if self.centers:
            self.centers.prepare()
        self.reader.start()
        self._wait_daemon(self.reader)
        devices = list(filter(None, (self.card, self.psam, self.pad)))
        for device in devices:
            device.start()
        self.pcscd.start()  # its start is the longest part; the others get ready meanwhile
        for device in devices:
            self._wait_daemon(device)
        self._start_centers()
        if problem := self.wait_ready():
            raise WorldError(problem)

    def _start_centers(self):
        if not self.centers:
            return
        try:
            self.centers.start(self._path("ssc.toml"))
        except centers.CentersError as error:
            raise WorldError(str(error)) from error

    def _wait_daemon(self, daemon):
        done = lambda: daemon.said_ready() or not daemon.running()
        self._events.wait_until(done, READY_SECONDS)
        if not daemon.running():
            raise WorldError(f"{daemon.name} ended at once ({daemon.exit_text()})")
        if not daemon.said_ready():
            raise WorldError(f"{daemon.name} is not ready within {READY_SECONDS:g} s")

    def wait_ready(self):
        """Waits until pcscd lists the reader and sees every simulated card. Returns what is missing, or None."""
        missing = [None]

        def settled():
            missing[0] = self._missing(pcsc.survey() if self.pcscd.running() else {})
            return missing[0] is None or self.pcscd.crashed()

        self._events.wait_until(settled, READY_SECONDS, step=0.02)
        if self.pcscd.crashed():
            return f"pcscd ended ({self.pcscd.exit_text()})"
        return missing[0] and f"{missing[0]} within {READY_SECONDS:g} s"

    def _missing(self, readers):
        slots = {int(name[-2:], 16): has_card for name, has_card in readers.items() if name.startswith(READER_NAME)}
        if len(slots) < SLOTS:
            return f"pcscd lists {len(slots)} of {SLOTS} slots"
        for device, slot in ((self.card, CARD_SLOT), (self.psam, PSAM_SLOT)):
            if device and device.running() and not slots.get(slot):
                return f"pcscd sees no {device.name} in slot {slot}"
        return None

    # ---- supervision

    def heal(self):
        """Restarts what died: the reader and, because the driver does not resynchronise, pcscd after it."""
        reader_died = self.reader_wanted and not self.reader.running()
        if not reader_died and (self.pcscd.running() or not self.pcscd_wanted):
            return
        self.restarts += 1
        if reader_died:
            self.reader.start()
            self._wait_daemon(self.reader)
        self.stop_pcscd()
        if self.pcscd_wanted:
            self.start_pcscd()

    def unplug_reader(self):
        """The reader is off, and pcscd, which has its serial readers from a file, lists none."""
        if self.reader_wanted:
            self.reader_wanted = False
            self.reader.kill()
            os.replace(self._path("reader.conf.d", "ssc"), self._path("reader.conf"))
            self._restart_pcscd()

    def plug_reader(self):
        """Returns what is missing, or None."""
        if not self.reader_wanted:
            self.reader.start()
            self._wait_daemon(self.reader)
            self.reader_wanted = True
            os.replace(self._path("reader.conf"), self._path("reader.conf.d", "ssc"))
            self._restart_pcscd()
            self._events.wait_until(lambda: len(pcsc.survey()) == SLOTS, READY_SECONDS, step=0.02)
        return None if len(pcsc.survey()) == SLOTS else f"pcscd does not list the {SLOTS} slots"

    def _restart_pcscd(self):
        self.stop_pcscd()
        self.start_pcscd()

    def start_pcscd(self):
        if not self.pcscd.running():
            _remove_leftovers()
            self.pcscd.start()

    def stop_pcscd(self):
        self.pcscd.stop()

    def start_center(self):
        """Returns why it does not serve, or None."""
        center = self.center()
        if not center.running():
            center.start()
        ready = lambda: center.said_ready() or not center.running()
        if self._events.wait_until(ready, READY_SECONDS) and center.running():
            return None
        return f"{center.name} is not ready within {READY_SECONDS:g} s"

    def stop_center(self):
        """As its operator stops it. Returns what went wrong, or None."""
        center = self.center()
        center.stop(CENTER_STOP_SECONDS)
        return None if center.process.returncode == 0 else f"{center.name} ended with {center.exit_text()}"

    # ---- end

    def stop(self):
        """Ends every program of the world; the cards first, so that they can write their state."""
        deadline = time.monotonic() + 1.0
        for daemon in reversed(self.daemons()):
            daemon.ask_to_stop()
        for daemon in reversed(self.daemons()):
            daemon.join(deadline)

    def crashes(self):
        """What is to be reported once everything has ended."""
        for daemon in self.daemons():
            daemon.note_crash()
        return [report for daemon in self.daemons() for report in daemon.crash_reports]

    def logs(self):
        return "".join(f"--- {daemon.name}\n{daemon.log_tail()}" for daemon in self.daemons())


def _remove_leftovers():
    """A killed pcscd leaves its socket and pid file, and the next one would refuse to start."""
    for name in ("pcscd.comm", "pcscd.pid"):
        try:
            os.unlink(f"/run/pcscd/{name}")
        except FileNotFoundError:
            pass
