"""What a row's implementation works with: the calling program, the simulated world around it, and the common checks.

Every call is judged: NUL inside the function's class, nothing written behind it, the result sign-extended, and with a
failure a text of 1 to 255 bytes in the function's encoding. After every step another program must get the reader.
"""
import contextlib
import json
import os
import re
import subprocess
import sys
import unittest

import back_office
import c_library
import winscard
import world

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(os.path.dirname(os.path.dirname(HERE)), "tools"))
from manual import header as documentation  # noqa: E402

CONTACT, CONTACTLESS, CONTACT_FIRST, CONTACTLESS_FIRST = 1, 2, 3, 4  # iType
PIN, KEY = 1, 2                                                      # iAuthType
RIGHT_PIN = "123456"                                                 # of every card used here; the pad enters it by itself
TIME = "20250102030405"
LONGEST_TEXT = 255


DOCUMENTED = {one.name: {code for code, _ in one.codes} for one in documentation.read(
    os.path.join(HERE, "..", "..", "hostlib", "include", "SSCardDriver.h")).functions()}


def is_documented(name, code):
    """Whether the header says so; "-SW" is any status word, 6XXX or 9XXX."""
    codes = DOCUMENTED[name]
    return code == 0 or str(code) in codes or ("-SW" in codes and code <= -0x6000)


def is_held(slot, patience):
    """Whether another program holds the slot for itself, still after `patience` seconds."""
    with winscard.Context() as context:
        try:
            winscard.Card(context, context.reader(slot), winscard.SCARD_SHARE_EXCLUSIVE, patience).disconnect(
                winscard.SCARD_LEAVE_CARD)
        except winscard.PcscError as error:
            return error.code == winscard.SCARD_E_SHARING_VIOLATION
    return False


class Answer:
    def __init__(self, raw, encoding):
        self.code, self.bytes, self.used = raw["code"], bytes.fromhex(raw["reply"]), raw.get("used")
        self.text = self.bytes.decode(encoding)

    def fields(self):
        return self.text.split("|")

    def __str__(self):
        return f"{self.code} {self.text!r}"


class Caller:
    """The calling program as a child process."""

    def __init__(self):
        self._process = subprocess.Popen([sys.executable, os.path.join(HERE, "client.py")], stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, text=True)
        self.pid = self._process.pid

    def start(self, request):
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()

    def result(self):
        line = self._process.stdout.readline()
        assert line, "the calling program ended"
        return json.loads(line)

    def ask(self, request):
        self.start(request)
        return self.result()

    def close(self):
        self._process.stdin.close()
        assert self._process.wait(timeout=world.LONGEST_RUN) == 0, "the calling program did not end well"
        self._process.stdout.close()


class Case(unittest.TestCase):
    """One step of a row. `fields`: what a basic read of the sample in the slot gives."""

    maxDiff = None

    def begin(self, fields):
        self.fields = fields
        self.caller = Caller()
        self.addCleanup(self.caller.close)
        if fields:
            self.holds(fields)

    def holds(self, fields):
        """What a basic read of the card in the slot gives."""
        self.fields = fields
        self.region, self.historical, self.generation = fields[0], fields[5], fields[6][:1]
        self.info = f"{fields[3]}|{fields[2]}|"
        self.row = "|".join(fields)

    def move(self):
        """The sample in the slot was issued in city 999901, not 999900: its region, number and reset information say so."""
        region, identification, historical = "999901", self.fields[3], self.fields[5]
        self.holds([region, *self.fields[1:3], region + identification[6:], self.fields[4],
                    historical[:18] + region[4:] + historical[20:], *self.fields[6:]])

    # ---- calls

    def request(self, name, *arguments, capacity=None, no_reply=False, library="SSCardDriver"):
        encoding = "utf-8" if name.startswith("ssc_") else "gb18030"
        given = [value.encode(encoding).hex() if isinstance(value, str) else
                 value.hex() if isinstance(value, bytes) else value for value in arguments]
        return {"library": library, "call": name, "arguments": given, "capacity": capacity, "no_reply": no_reply,
                "config": os.environ["SSC_CONFIG"]}

    def call(self, name, *arguments, **how):
        return self.judged(name, self.caller.ask(self.request(name, *arguments, **how))[0][0], how)

    def judged(self, name, raw, how=None):
        how = how or {}
        self.assertTrue(raw["intact"], f"{name}: written behind its text: {raw}")
        self.assertTrue(raw["ended"] or how.get("no_reply"), f"{name}: no NUL within its class: {raw}")
        low = (raw["code"] & 0xFFFFFFFF) ^ 0x80000000
        self.assertEqual(low - 0x80000000, raw["code"], f"{name}: low 32 bits say something else")
        answer = Answer(raw, "utf-8" if name.startswith("ssc_") else "gb18030")
        if answer.code != 0 and "capacity" not in how and not how.get("no_reply"):
            self.assertIn(len(answer.bytes), range(1, LONGEST_TEXT + 1), f"{name}: text of a failure: {answer}")
        self.assertTrue(is_documented(name, answer.code), f"{name}: its header does not say that it returns {answer.code}")
        return answer

    def ok(self, name, *arguments, **how):
        answer = self.call(name, *arguments, **how)
        self.assertEqual(answer.code, 0, f"{name}{arguments}: {answer}")
        return answer

    def fails(self, codes, name, *arguments, **how):
        answer = self.call(name, *arguments, **how)
        self.assertIn(answer.code, codes if isinstance(codes, tuple) else (codes,), f"{name}{arguments}: {answer}")
        return answer

    def low_level(self, name, *arguments):
        """A call of libSSSE32: its result and what it wrote."""
        raw = self.caller.ask(self.request(f"ICC_Reader_{name}", *arguments, library="SSSE32"))[0][0]
        self.assertTrue(raw["intact"], raw)
        return raw["code"], raw["reply"].upper()

    def read(self, address, way=KEY):
        return self.ok("iReadCard", CONTACT, way, self.info, address).text

    def read_fails(self, codes, address, way=KEY):
        return self.fails(codes, "iReadCard", CONTACT, way, self.info, address)

    def write(self, address, data):
        self.assertEqual(self.ok("iWriteCard", CONTACT, self.info, address, data).text, "")

    def write_fails(self, codes, address, data):
        return self.fails(codes, "iWriteCard", CONTACT, self.info, address, data)

    def reads_well(self):
        self.assertEqual(self.ok("iReadCardBas", CONTACT).text, self.row)

    # ---- the card and its line

    @contextlib.contextmanager
    def untouched(self, chip="card"):
        before = world.status(chip)["exchanges"]
        yield
        self.assertEqual(world.status(chip)["exchanges"], before, f"the {chip} was touched")

    def tries(self):
        """How often the PIN may still be wrong, as the card counts."""
        return world.status()["tries"]["PIN"]

    @contextlib.contextmanager
    def site(self, pin="", more=""):
        with c_library.site(pin=pin, more=more):
            yield

    @contextlib.contextmanager
    def commands(self):
        """Gives a list that holds, behind the block, every command as (chip, hex): from the library's masked trace."""
        path, found = world.folder("commands.trace"), []
        with self.site(more=f'[trace]\nfile = "{path}"'):
            yield found
        with open(path, encoding="utf-8") as file:
            found += re.findall(r"^# to (\w+)\n> ([0-9A-F]+)$", file.read(), re.M)
        os.unlink(path)

    def position(self, commands, prefix, chip="card"):
        """Where the first such command stands; -1 when there is none."""
        return next((at for at, (to, sent) in enumerate(commands) if to == chip and sent.startswith(prefix)), -1)

    # ---- the holder

    def enter(self, *entries):
        """What the holder does at the next prompts: digits, `cancel` or `silence`."""
        for entry in entries:
            world.chip("pad", *(["enter", entry] if entry.isdecimal() else [entry]))

    def prompts(self):
        return world.status("pad")["entries"]

    def verify(self, pin=RIGHT_PIN, code=0):
        self.enter(pin)
        return self.fails(code, "iVerifyPIN", CONTACT)

    def first_number(self, answer):
        return int(re.search(r"\d+", answer.text)[0])

    def lock(self):
        """Wrong entries until the PIN is locked; returns the tries left as the texts told them."""
        told = []
        while True:
            self.enter("999999")
            answer = self.fails((-51, -52), "iVerifyPIN", CONTACT)
            if answer.code == -52:
                return told
            told.append(self.first_number(answer))

    def office(self, algorithm):
        return back_office.CardKeys(algorithm, self.region, self.historical)

    # ---- afterwards

    def held_slots(self, patience=winscard.LINGER_SECONDS):
        """This process is another program than the caller, which still runs."""
        return [slot for slot in (0, 1, 2) if is_held(slot, patience)]

    def assert_reader_is_free(self):
        self.assertEqual(self.held_slots(), [])
