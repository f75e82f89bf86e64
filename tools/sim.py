#!/usr/bin/env python3
"""Runs a command inside the simulated world, and takes the world down afterwards.

  sim.py [--card A|B|…|FILE|none] [--psam FILE|none] [--pin DIGITS|ask|none]
         [--center both|none] [--center-db URL] [--build DIR] -- COMMAND …
  sim.py ctl REQUEST        from inside: kill-reader, hang-reader, resume-reader, unplug-reader, plug-reader,
                            stop-pcscd, start-pcscd, restart-pcscd, stop-center, start-center, hang-center, resume-center (the one the
                            terminal belongs to), wait-ready, status
  sim.py ctl DEVICE …       from inside: one command to card, psam or pad, as `ssc-sim ctl` takes it: pad enter 123456

The command sees the real libpcsclite, pcscd and libccid driver; simulated are the reader (the firmware's host build),
the card, the PSAM and a PIN pad beside the reader. It finds SSC_CONFIG and SSC_SIM_DIR set, SSC_CENTER_DB where
--center-db was given, and the build first in PATH and LD_LIBRARY_PATH.

The centers keep their data in SQLite files of the world. `--center-db 'postgresql:///sim_{area}?host=…'` lets them use a
server that runs: {area} stands for 999900 and 999999, and both databases must be there and empty. The world starts and
stops no server, and leaves both databases as they are at its end.
Exit code: the command's; 128 + n when signal n ended it; 77 where private namespaces are not allowed;
125 when the simulated world failed.
"""
import argparse
import os
import shutil
import sys
import tempfile
import time

from simworld import centers, control, namespace, supervisor
from simworld.events import Events, Interrupted, end_descendants
from simworld.world import DRIVER, PCSCD, World, WorldError

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SAMPLE_PIN = "123456"
AREA = centers.AREA
DEVICES = ("card", "psam", "pad", "hands")  # each with a control socket in the world's folder
SAMPLES = os.path.join(ROOT, "keys-sim", "samples")
EXIT_SKIP, EXIT_WORLD_FAILED = 77, 125
LONGEST_FOLDER = 60  # a unix socket's path has 107 characters at most


class Settings:
    """What the command line says about card, PSAM and PIN pad."""

    def __init__(self, options):
        self.card = _profile(options.card, "card-{}.toml")
        self.psam = _profile(options.psam, "psam-{}.toml")
        self._rate = ["--rate", options.rate] if options.rate else []
        self._procedure = ["--procedure", options.procedure] if options.procedure else []
        self._pin = options.pin
        self.has_pad = options.pin != "none"
        self.has_centers = options.center == "both"
        self.phone_by_itself = options.phone == "auto"
        self.center_database = options.center_db

    def card_options(self):
        return self._rate + self._procedure

    def psam_options(self):
        return self._rate

    def pad_options(self):
        return [] if self._pin == "ask" else ["--auto", self._pin]


def _profile(value, sample):
    """`none`, a TOML file, or the name of a sample."""
    if value == "none":
        return None
    if value.endswith(".toml"):
        return os.path.abspath(value)
    return os.path.join(SAMPLES, sample.format(value.lower()))


def _pin(value):
    """What happens at the pad: digits, `ask` or `none`."""
    if value in ("ask", "none") or (value.isascii() and value.isdecimal() and 4 <= len(value) <= 12):
        return value
    raise argparse.ArgumentTypeError("4 to 12 digits, ask or none")


def _center_database(value):
    """A database for each area: two centers cannot share one."""
    if value.startswith("postgresql://") and AREA in value:
        return value
    raise argparse.ArgumentTypeError(f"postgresql://…, with {AREA} where the databases' names differ")


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(prog="sim", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader", choices=["host"], default="host", help="which build of the reader (default host)")
    parser.add_argument("--card", default="A", metavar="A…F|FILE|none", help="the card in slot 0 (default A)")
    parser.add_argument("--psam", default="full", metavar="FILE|none", help="the PSAM in slot 2 (default a full one)")
    parser.add_argument("--pin", type=_pin, default=SAMPLE_PIN, metavar="DIGITS|ask|none",
                        help=f"the PIN pad: these digits wherever the card's PIN is asked for (default {SAMPLE_PIN}, the sample "
                             "cards'), nothing of its own (then: ctl pad enter DIGITS), or no pad")
    parser.add_argument("--center", choices=["both", "none"], default="none",
                        help="the back office: centers of two areas, with this terminal registered (./dev sim: both)")
    parser.add_argument("--center-db", type=_center_database, metavar="URL",
                        help=f"the centers' databases on a PostgreSQL server, {AREA} for each area's number (default: SQLite)")
    parser.add_argument("--phone", choices=["auto", "hand"], default="auto",
                        help="the phone confirms whatever comes, or lies there until somebody takes it (`ssc-sim phone`)")
    parser.add_argument("--rate", metavar="N", help="bit/s on the card's contacts, 0 = as fast as possible")
    parser.add_argument("--procedure", metavar="MODE", help="T=0 procedure bytes of the card: all, single, alternate …")
    parser.add_argument("--build", default=os.path.join(ROOT, "build", "release"), metavar="DIR")
    parser.add_argument("--keep", action="store_true", help="keep the world's folder with its logs")
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND …")
    options = parser.parse_args(arguments)
    if options.command[:1] == ["--"]:
        options.command = options.command[1:]
    if options.center_db and options.center != "both":
        parser.error("--center-db needs --center both")
    if not options.command:
        parser.error("no command: sim [options] -- COMMAND …")
    return options


def complain(text):
    print(f"sim: {text}", file=sys.stderr, flush=True)


def check_machine():
    for path, package in ((PCSCD, "pcscd"), (DRIVER, "libccid")):
        if not os.path.exists(path):
            raise WorldError(f"{path} is missing: install {package} (./dev deps)")


def make_folder():
    folder = tempfile.mkdtemp(prefix="ssc-sim-")
    if len(folder) > LONGEST_FOLDER:
        os.rmdir(folder)
        folder = tempfile.mkdtemp(prefix="ssc-sim-", dir="/tmp")
    return folder


def run_world(options, folder, events):
    """The world from its first process to its last; returns the exit code."""
    started = time.monotonic()
    world = World(folder, ROOT, os.path.abspath(options.build), Settings(options), events)
    host = supervisor.Supervisor(world, events, control.ControlSocket(os.path.join(folder, "sim.ctl")))
    try:
        world.start()
        if sys.stderr.isatty():
            complain(f"simulated reader, card, PSAM and PIN pad are ready ({time.monotonic() - started:.1f} s)")
        code = host.run(options.command)
    except WorldError as error:
        raise WorldError(f"{error}\n{world.logs()}") from error
    finally:
        end_descendants(world.pids())
        world.stop()
    for crash in world.crashes():
        complain(crash)
        code = code or EXIT_WORLD_FAILED
    return code


def run(options):
    namespace.become_subreaper()
    events = Events()
    folder = make_folder()
    try:
        check_machine()
        namespace.enter(folder)
        return run_world(options, folder, events)
    except namespace.Refused as reason:
        complain(f"skipped: no private mount namespace here: {reason}. "
                 "Run as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1).")
        return EXIT_SKIP
    except WorldError as error:
        complain(error)
        return EXIT_WORLD_FAILED
    except (Interrupted, supervisor.CommandMissing) as end:
        complain(end)
        return end.exit_code
    finally:
        if options.keep:
            complain(f"kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def ask(words):
    path = supervisor.inside()
    if path is None:
        complain("SSC_SIM_DIR is not set: `ctl` works inside `./dev sim -- COMMAND`")
        return 1
    if words and words[0] in DEVICES:
        path, words = os.path.join(os.path.dirname(path), f"{words[0]}.ctl"), words[1:]
    answer = control.send(path, " ".join(words))
    print(answer)
    return 0 if answer.startswith("ok") else 1


def main():
    if sys.argv[1:2] == ["ctl"]:
        return ask(sys.argv[2:])
    return run(parse_arguments(sys.argv[1:]))


if __name__ == "__main__":
    sys.exit(main())
