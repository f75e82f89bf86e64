"""What the tests inside a simulated world share: running programs in it, asking it, and judging how a read ended.

A test program is started by `tools/sim.py … -- python3 tests/integration/NAME.py`; SSC_SIM_DIR says in which world.
"""
import contextlib
import functools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import winscard

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SAMPLES = os.path.join(ROOT, "keys-sim", "samples")
SIM = os.path.join(ROOT, "tools", "sim.py")
EXIT_SKIP = 77
LONGEST_RUN = 40.0    # seconds after which a program counts as hung; the library's own deadline is 30
LONGEST_READ = 3.0    # seconds a read may take to find out that a chip has gone: two T=0 waiting times, and some

FIELDS = ("region", "socialSecurityNumber", "cardNumber", "cardId", "name", "resetInformation", "version", "issueDate",
          "validUntil", "terminalNumber", "deviceNumber")  # in the order of the standard interface

# reason: (result of the C interface, exit code of ssc). Typed from docs/errors.md; None: minus the status word.
FAILURES = {
    "badParameter": (-14, 2), "badConfiguration": (-14, 2),
    "serviceAbsent": (-11, 3), "serviceStopped": (-11, 3), "noReader": (-11, 3), "readerGone": (-11, 3),
    "readerBusy": (-11, 3),
    "cardAbsent": (-2, 4), "cardRemoved": (-4, 4), "cardReset": (-4, 4), "cardMute": (-4, 4), "communication": (-4, 4),
    "wrongCard": (-1, 4), "badCardId": (-20, 4), "cardData": (-23, 4), "cardStatus": (None, 4),
    "samAbsent": (-2201, 5), "samAlgorithm": (-2202, 5), "samReadKey": (-2203, 5), "samLevel": (-24, 5),
    "samKey": (-27272, 5), "samFault": (-2201, 5),
    "notGenuine": (-21, 6), "terminalRefused": (None, 6), "timedOut": (-4, 8), "cancelled": (-4, 9),
}


class Run:
    """A program that has ended."""

    def __init__(self, argv, code, out, err, seconds):
        self.argv, self.code, self.out, self.err, self.seconds = argv, code, out, err, seconds

    def json(self):
        try:
            return json.loads(self.out)
        except json.JSONDecodeError as error:
            raise AssertionError(f"not JSON ({error}): {self}") from error

    def reason(self):
        """The reason of a failed `ssc … --json`, None when it went well."""
        answer = self.json()
        return None if answer["ok"] else answer["error"]["reason"]

    def row(self):
        """The eleven fields as iReadCardBas joins them."""
        card = self.json()["card"]
        return "".join(card[field] + "|" for field in FIELDS)

    def __str__(self):
        return f"{' '.join(self.argv)} → {self.code} after {self.seconds:.2f} s\n{self.out}{self.err}"


class Running:
    """A program that runs beside the test."""

    def __init__(self, *argv, env=None):
        self.argv, self._started = argv, time.monotonic()
        self.process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True, env=dict(os.environ, **(env or {})))

    def elapsed(self):
        return time.monotonic() - self._started

    def join(self):
        try:
            out, err = self.process.communicate(timeout=LONGEST_RUN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            out, err = self.process.communicate()
            raise AssertionError(f"{' '.join(self.argv)} hung for {LONGEST_RUN:g} s\n{out}{err}") from None
        return Run(self.argv, self.process.returncode, out, err, self.elapsed())


def run(*argv, env=None):
    return Running(*argv, env=env).join()


def ssc(*arguments, env=None):
    return run("ssc", *arguments, env=env)


def read(*options, env=None):
    return ssc("read", "--json", "--full", *options, env=env)


def driver(*options, env=None):
    """A read through libSSCardDriver by the C example."""
    return run("his_read_card", *options, env=env)


def driver_code(result):
    """What iReadCardBas returned, from the C example's message; 0 when the card was read."""
    if result.code == 0:
        return 0
    found = re.match(r"his_read_card: (-\d+) ", result.err)
    assert found, f"no code: {result}"
    return int(found[1])


def sim(request):
    """Asks the world: kill-reader, hang-reader, …"""
    answer = run(sys.executable, SIM, "ctl", request)
    assert answer.code == 0, answer
    return answer.out.strip()


def chip(name, *words):
    """A control command for the card or the PSAM; what it answers behind `ok`."""
    answer = run("ssc-sim", "ctl", folder(f"{name}.ctl"), *words)
    assert answer.code == 0, answer
    return answer.out.strip().removeprefix("ok").strip()


def card(*words):
    return chip("card", *words)


def psam(*words):
    return chip("psam", *words)


def status(name="card"):
    return json.loads(chip(name, "status"))


def folder(*parts):
    return os.path.join(os.environ["SSC_SIM_DIR"], *parts)


def eventually(condition, what, seconds=5.0, step=0.02):
    """Polls until `condition()` holds; fails loudly when it never does."""
    end = time.monotonic() + seconds * patience()
    while time.monotonic() < end:
        if answer := condition():
            return answer
        time.sleep(step)
    raise AssertionError(f"not within {seconds:g} s: {what}")


@functools.cache
def patience():
    """How much longer everything may take: sanitized programs are slow."""
    with open(shutil.which("ssc"), "rb") as program:
        return 4.0 if b"__asan_init" in program.read() else 1.0


# ---- what pcscd sees

def slots():
    """{slot number: card there}, as `ssc readers` tells it."""
    readers = ssc("readers", "--json").json().get("readers", [])
    return {slot["number"]: slot["card"] for reader in readers for slot in reader["slots"]}


def slot_state(slot):
    with winscard.Context() as context:
        return context.state(slot)


class Seat:
    """The slot of a chip that a test will pull: pulled chips go back in once pcscd has seen that they were gone.

    pcscd looks every 0.4 s, and misses for good what leaves and comes back in between. Its count of events tells; that
    a slot is shown as empty does not, for a failed reset of the card also does that.
    """

    SLOTS = {"card": 0, "psam": 2}

    def __init__(self, name):
        self._name, self._slot = name, self.SLOTS[name]
        self._events = slot_state(self._slot).events

    def await_empty(self):
        """For a chip that was pulled, or pulls itself."""
        def empty():
            state = slot_state(self._slot)
            return not state.present and state.events > self._events
        eventually(empty, f"pcscd sees that slot {self._slot} is empty")

    def await_back(self):
        """For a chip that comes back by itself."""
        def back():
            state = slot_state(self._slot)
            return state.present and state.events > self._events + 1
        eventually(back, f"pcscd sees another card in slot {self._slot}")

    def pull(self):
        chip(self._name, "remove")
        self.await_empty()

    def put_back(self):
        self.await_empty()
        chip(self._name, "insert")
        eventually(lambda: slot_state(self._slot).present, f"pcscd sees the {self._name} again")


@contextlib.contextmanager
def settings(text):
    """The environment of a program with its own ssc.toml: the world's, with `text` behind it (section [reader])."""
    with open(os.environ["SSC_CONFIG"], encoding="utf-8") as file:
        base = file.read()
    with tempfile.NamedTemporaryFile("w", suffix=".toml", dir=folder(), encoding="utf-8") as file:
        file.write(f"{base}\n{text}\n")
        file.flush()
        yield {"SSC_CONFIG": file.name}


# ---- processes of the world

def _stat(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
        head, _, rest = file.read().rpartition(")")
    state, parent = rest.split()[:2]
    return head.partition("(")[2], state, int(parent)


def processes(parent):
    """{pid: name} of the living children of `parent`."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            name, state, its_parent = _stat(pid)
            if its_parent == parent and state != "Z":
                found[int(pid)] = name
    return found


def world_pids(name):
    """The programs of this world that have this name: siblings of the test."""
    return [pid for pid, its_name in processes(os.getppid()).items() if its_name == name]


def pcscd_pid():
    pids = world_pids("pcscd")
    assert len(pids) == 1, pids
    return pids[0]


@contextlib.contextmanager
def suspended(pid):
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


# ---- what is expected

def expected_rows():
    """{profile: the eleven fields}, typed by hand in cards.txt."""
    with open(os.path.join(HERE, "cards.txt"), encoding="utf-8") as file:
        lines = [line.strip() for line in file if line.strip() and not line.startswith("#")]
    return dict(line.split(" ", 1) for line in lines)


class WorldTest(unittest.TestCase):
    """A test in a world with the card of `profile` in it."""

    longMessage = True
    maxDiff = None

    def expected_row(self):
        return expected_rows()[status()["profile"]]

    def assert_reads(self, *options, env=None):
        """The card in the slot is read, and every field is right."""
        result = read(*options, env=env)
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.row(), self.expected_row())
        return result

    def assert_fails(self, result, *reasons, within=LONGEST_READ):
        """`ssc … --json` named one of the reasons, with that reason's code and exit code, in time."""
        self.assertNotEqual(result.code, 0, result)
        reason, code = result.reason(), result.json()["error"]["code"]
        self.assertIn(reason, reasons, result)
        wanted_code, wanted_exit = FAILURES[reason]
        if wanted_code is not None:
            self.assertEqual(code, wanted_code, result)
        self.assertEqual(result.code, wanted_exit, result)
        self.assertLess(result.seconds, within * patience(), result)

    def assert_right_or_failed(self, result, within=LONGEST_READ):
        """A damaged line may cost the read, never the truth."""
        if result.code == 0:
            self.assertEqual(result.row(), self.expected_row())
        else:
            self.assert_fails(result, result.reason(), within=within)


def main():
    """Runs the tests of the calling module. A run that tested nothing is a failure."""
    if "SSC_SIM_DIR" not in os.environ:
        sys.exit("run this inside a world: ./dev sim -- python3 " + sys.argv[0])
    patience()  # looks through a large file: not within a test that watches something short
    result = unittest.main(module="__main__", exit=False, verbosity=2).result
    tested = result.testsRun - len(result.skipped)
    sys.exit(0 if result.wasSuccessful() and tested > 0 else 1)
