"""What the tests of sign-ins inside a world share: the terminal's program, phones, the center and its database.

The world: sim.py --center both [--center-db URL]. Its own phone confirms whatever comes; here everybody brings another.
"""
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import time
import unittest

import expectations

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WORLD = pathlib.Path(os.environ.get("SSC_SIM_DIR", "."))
AREA = "999900"
DATABASE = os.environ.get("SSC_CENTER_DB", f"sqlite:{WORLD}/center-{{area}}/center.sqlite").replace("{area}", AREA)
PASSWORD, PIN = "472916", "123456"  # of the sample e-cards and cards
LONGEST = 60.0   # seconds that anything may take; sanitized programs are slow
PHONE_LOOKS = 0.7  # seconds between two looks: the gateway takes 60 messages of an app in ten seconds
SAYS = re.compile(r'"loginId":"([0-9A-Z]{20})"')


# ---- what is documented

def documented(reason):
    """What docs/errors.md says of a reason: code, exit code, the citizen's text in both languages."""
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {reason}\n")[2].partition("\n## ")[0].replace("−", "-")
    code, leave = re.search(r"\| code · exit \| (-\d+) · (\d+) \|", section).groups()
    zh, en = re.search(r"\| the citizen reads \| (.*?)<br>(.*?) \|", section).groups()
    return {"code": int(code), "exit": int(leave), "zh": zh, "en": en}


def answer_texts(infcode):
    """The same of a center's refusal."""
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    zh, en = re.search(rf"^\| {infcode} \w+ \|[^|]*\| (.*?)<br>(.*?) \|", text, re.MULTILINE).groups()
    return {"zh": zh, "en": en}


# ---- programs

class Ended:
    def __init__(self, argv, code, out, err, seconds):
        self.argv, self.code, self.out, self.err, self.seconds = argv, code, out, err, seconds

    def __str__(self):
        return f"{' '.join(self.argv)} → {self.code} after {self.seconds:.1f} s\n{self.out}{self.err}"

    def json(self):
        return json.loads(self.out)

    def error(self):
        return self.json()["error"]


class Running:
    """A program that runs beside the test."""

    def __init__(self, *argv):
        self.argv, self.begun = argv, time.monotonic()
        self.process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True)

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)

    def ends(self):
        return self.process.poll() is not None

    def join(self, limit=LONGEST):
        try:
            out, err = self.process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            self.process.kill()
            out, err = self.process.communicate()
            raise AssertionError(f"{' '.join(self.argv)} did not end within {limit:g} s\n{out}{err}") from None
        return Ended(self.argv, self.process.returncode, out, err, time.monotonic() - self.begun)


def run(*argv, given=""):
    begun = time.monotonic()
    done = subprocess.run(argv, input=given, capture_output=True, text=True, check=False, timeout=LONGEST)
    return Ended(argv, done.returncode, done.stdout, done.stderr, time.monotonic() - begun)


def login(*way):
    return run("ssc", "login", *way, "--json")


def eventually(condition, what, seconds=LONGEST, step=0.05):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(step)
    raise AssertionError(f"not within {seconds:g} s: {what}")


def control(*words):
    done = run(sys.executable, str(ROOT / "tools" / "sim.py"), "ctl", *words)
    assert done.code == 0, done
    return done.out.strip()


# ---- the center

def select(statement):
    """[{column: text}] of the center's database; statements that change something go this way, too."""
    if not DATABASE.startswith("sqlite:"):
        return expectations.reader(DATABASE, []).select(statement)
    connection = sqlite3.connect(DATABASE.removeprefix("sqlite:"), timeout=10)
    connection.row_factory = sqlite3.Row
    try:
        with connection:
            return [{key: str(row[key]) for key in row.keys()} for row in connection.execute(statement).fetchall()]
    finally:
        connection.close()


def sign_in(login_id):
    """The center's row of a sign-in by code."""
    return select(f"SELECT state, reason FROM logins WHERE login_id = '{login_id}'")[0]


def age(login_id, since, seconds):
    """As if so many seconds had passed for a sign-in since it was created, scanned …"""
    select(f"UPDATE logins SET {since} = {since} - {seconds * 1000} WHERE login_id = '{login_id}'")


def newest_session():
    return select("SELECT level, ended FROM sessions ORDER BY started DESC LIMIT 1")[0]


# ---- phones

class Phone:
    """The app of a sample card's holder."""

    def __init__(self, letter):
        self._start = ["ssc-sim", "phone", "--state", str(WORLD / f"phone-{letter}"), "--json"]
        self.picture = str(WORLD / f"phone-{letter}.png")
        if not (WORLD / f"phone-{letter}").exists():
            settings = (WORLD / "phone" / "phone.toml").read_text(encoding="utf-8")
            gateway = re.search(r'^gateway = "(.*)"', settings, re.MULTILINE)[1]
            authority = str(WORLD / f"center-{AREA}" / "tls-authority.pem")
            self.does("init", "--gateway", gateway, "--authority", authority, "--access-id", f"SIMPHONE-{letter}")

    def tries(self, *words, given=""):
        return run(*self._start, *words, given=given)

    def does(self, *words, given=""):
        done = self.tries(*words, given=given)
        assert done.code == 0, done
        return done

    def show(self):
        self.does("show", "--png", self.picture)
        return self.picture

    def scan(self, picture):
        return self.tries("scan", str(picture))

    def waiting(self):
        """Ids of the sign-ins that wait for this holder."""
        return SAYS.findall(self.does("inbox").out)

    def confirm(self, login_id, password=PASSWORD):
        return self.tries("confirm", login_id, "--password-stdin", given=password + "\n")


def problem(done):
    """What the phone shows of a refusal."""
    shown = [json.loads(line) for line in done.out.splitlines()]
    return next(each for each in shown if each.get("event") == "problem")


# ---- a sign-in by code under way

class Way:
    """A sign-in that has come to where the holder is asked on the phone."""

    def __init__(self, flow, phone):
        self.flow, self.phone = flow, phone
        self.screen = WORLD / "kiosk.png"
        self.terminal = self._scanned() if flow == "A" else self._shown()
        self.id = eventually(lambda: self.phone.waiting() or self._over(), "the phone is asked", step=PHONE_LOOKS)[0]

    def _over(self):
        assert not self.terminal.ends(), self.terminal.join()

    def _scanned(self):
        return Running("ssc", "login", "--qr-scan", self.phone.show(), "--json")

    def _shown(self):
        terminal, self.screen = shown_code(self.screen)
        scanned = self.phone.scan(self.screen)
        assert scanned.code == 0, scanned
        return terminal


def shown_code(screen):
    """A terminal that shows a code, and the picture of it."""
    screen.unlink(missing_ok=True)
    terminal = Running("ssc", "login", "--qr-show", "--png", str(screen), "--json")
    eventually(lambda: screen.exists() or terminal.ends(), "the terminal shows a code")
    assert not terminal.ends(), terminal.join()
    return terminal, screen


class Case(unittest.TestCase):
    longMessage = True
    maxDiff = None

    def assert_signed_in(self, done, level=2):
        self.assertEqual(done.code, 0, done)
        self.assertEqual(done.json()["person"]["level"], level, done)

    def assert_fails(self, done, reason, infcode=None, number=None):
        """With the reason's own code, exit code and texts, as docs/errors.md has them."""
        error, expected = done.error(), documented(reason)
        self.assertEqual((error["reason"], error["code"], done.code), (reason, expected["code"], expected["exit"]), done)
        self.assertEqual(error.get("infcode"), infcode, done)
        texts = answer_texts(infcode) if infcode else expected
        for language in ("zh", "en"):
            self.assertEqual(error[language], texts[language].replace("{n}", str(number)), done)

    def assert_refused_on_phone(self, done, infcode, number=None):
        self.assertEqual(done.code, 1, done)
        shown, texts = problem(done), answer_texts(infcode)
        self.assertEqual(shown["infcode"], infcode, done)
        for language in ("zh", "en"):
            self.assertEqual(shown[language], texts[language].replace("{n}", str(number)), done)
