"""Inside a world with the back office: people sign in with phones, and terminal and phones are far from the center.

  python3 -m benchlib.sign_in_rounds ROUNDS EACH_WAY      one line of JSON: {flow: [round]}, see sign_in.py

Nothing of it is made for the measure: `ssc login` is the terminal, `ssc-sim phone` the phone, each a process of its own. Only
debug information is taken away from the terminal's program: at each start it is hashed for the proof to the center, and no
terminal carries hundreds of megabytes of it.

Flow A is measured with one person after the other. In flow B a few people sign in beside each other, each with phone and
terminal of their own: what is measured there is waiting, and the start of the programs is not in it.
"""
import asyncio
import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import sys
import time

from .relay import Relay

WORLD = pathlib.Path(os.environ.get("SSC_SIM_DIR", "."))
CENTER = WORLD / "center-999900"
PHONES = "BCDE"       # holders of the sample cards; A's phone is the world's own
PASSWORD = "472916"   # of the sample e-cards; public, as all test keys are
ASKED = "confirm on your phone"
NUMBER = re.compile(r"Number on both screens (\d{4})")
POLL = 2.0            # seconds between two questions of the terminal
PLACES = {"flow_a": 1, "flow_b": len(PHONES)}
LIMIT = 30.0          # of one sign-in; a measure that cannot do its work fails
SEED = 20260105


class Broken(Exception):
    """A sign-in did not go as it has to: there is nothing to measure."""


class Program:
    """A process whose lines are looked at as they come."""

    @classmethod
    async def start(cls, *argv, env=None):
        self = cls()
        pipe = asyncio.subprocess.PIPE
        self.name, self.seen = " ".join(argv[:3]), []
        self.process = await asyncio.create_subprocess_exec(*argv, stdin=pipe, stdout=pipe, stderr=pipe, env=env)
        return self

    async def line(self, stream, *wanted):
        """The next line that holds all of `wanted`."""
        while line := (await stream.readline()).decode():
            self.seen.append(line)
            if all(word in line for word in wanted):
                return line
        out, errors = await self.process.communicate()
        raise Broken(f"{self.name} never said {wanted}: {''.join(self.seen)}{out.decode()}{errors.decode()}")

    async def output(self):
        """What it wrote until its end, a good one."""
        out, errors = await self.process.communicate()
        if self.process.returncode != 0:
            raise Broken(f"{self.name} ended with {self.process.returncode}: {out.decode()}{errors.decode()}")
        return out.decode()

    async def end(self):
        if self.process.returncode is None:
            self.process.terminate()
        await self.process.communicate()


async def text_of(*argv, env=None):
    return await (await Program.start(*argv, env=env)).output()


def with_values(config, values):
    """ssc.toml with other values for some keys that it has."""
    for key, value in values.items():
        config = re.sub(rf"^{key} = .*$", f'{key} = "{value}"', config, flags=re.MULTILINE)
    return config


async def as_installed(program):
    """A copy without debug information."""
    copy = WORLD / "installed-ssc"
    await text_of("strip", "--strip-debug", "-o", str(copy), shutil.which(program))
    return str(copy)


class Place:
    """One person with a phone, before a terminal of their own."""

    def __init__(self, letter, number, config, program):
        self._letter, self._number, self._config, self._program = letter, number, config, program
        self._terminal = None
        self._phone = ["ssc-sim", "phone", "--state", str(WORLD / f"phone-{letter}"), "--json"]
        self._picture = str(WORLD / f"place-{letter}.png")
        self._random = random.Random(f"{SEED}{letter}")

    async def make_phone(self, gateway):
        await text_of(*self._phone, "init", "--gateway", gateway, "--authority", str(CENTER / "tls-authority.pem"),
                      "--access-id", f"SIMPHONE-{self._letter}")

    async def make_terminal(self):
        """Announced, registered, approved: as an operator and a technician do it."""
        path = WORLD / f"terminal-{self._number}.toml"
        words = {"terminal": self._number, "folder": str(WORLD / f"terminal-{self._number}")}
        path.write_text(with_values(self._config, words), encoding="utf-8")
        self._terminal = {**os.environ, "SSC_CONFIG": str(path)}
        state = ("--state", str(CENTER))
        code = await text_of("ssc-center", "terminal", "announce", self._number, *state, "--institution", "SIMH00000001",
                             "--name", "模拟医院", "--place", f"模拟终端 {self._number}")
        await text_of("ssc", "office", "register", code.strip(), env=self._terminal)
        await text_of("ssc-center", "terminal", "approve", self._number, *state)
        await text_of("ssc", "office", "register", env=self._terminal)

    def _login(self, *way):
        return Program.start(self._program, "login", *way, "--json", "--lang", "en", env=self._terminal)

    def _watch(self, *how):
        return Program.start(*self._phone, "watch", "--no-code", *how)

    async def flow_a(self):
        """The phone's code lies before the scanner. The center would wake the app when it takes the code: here the app is
        started when the terminal says that the holder is asked. It is a new process with a new connection."""
        await text_of(*self._phone, "show", "--png", self._picture)
        started = time.monotonic()
        login = await self._login("--qr-scan", self._picture)
        await login.line(login.process.stderr, ASKED)
        asked = time.monotonic()
        phone = await self._watch("--confirm-all", "--password-file", str(WORLD / "phone.password"), "--count", "1")
        await phone.line(phone.process.stdout, '"confirmed"')
        confirmed = time.monotonic()
        await self._signed_in(login)
        ended = time.monotonic()
        await phone.end()
        return {"seconds": ended - started, "asked": asked - started, "confirmed": confirmed - asked,
                "learnt": ended - confirmed}

    async def flow_b(self):
        """The app is open and has scanned the terminal's code. Its holder types the six digits at any time between two of
        the terminal's questions."""
        pathlib.Path(self._picture).unlink(missing_ok=True)
        login = await self._login("--qr-show", "--png", self._picture)
        phone = await self._watch("--camera", self._picture, "--password-stdin")
        try:
            waiting = json.loads(await phone.line(phone.process.stdout, '"event":"waiting"', '"flow":"B"'))
            shown = NUMBER.search(await login.line(login.process.stderr, "Number on both screens"))
            if not shown or shown[1] != waiting["matchNumber"]:
                raise Broken(f"terminal and phone show different numbers: {shown} {waiting}")
            await asyncio.sleep(self._random.uniform(0, POLL))
            started = time.monotonic()
            phone.process.stdin.write(f"{PASSWORD}\n".encode())
            await phone.line(phone.process.stdout, '"confirmed"')
            confirmed = time.monotonic()
            await self._signed_in(login)
            ended = time.monotonic()
        finally:
            await phone.end()
        return {"seconds": ended - started, "confirmed": confirmed - started, "learnt": ended - confirmed}

    @staticmethod
    async def _signed_in(login):
        person = json.loads(await login.output())["person"]
        if person["level"] != 2:
            raise Broken(f"not signed in as the holder: {person}")


async def rounds(flow, places, count):
    """`count` sign-ins, shared out among the places."""
    left, done = iter(range(count)), []

    async def one_after_the_other(place):
        for _ in left:
            done.append(await asyncio.wait_for(getattr(place, flow)(), LIMIT))

    await asyncio.gather(*map(one_after_the_other, places))
    return done


def port_of(config, key):
    return int(re.search(rf'^{key} = "https://127\.0\.0\.1:(\d+)"', config, re.MULTILINE)[1])


async def measure(count, each_way):
    config = pathlib.Path(os.environ["SSC_CONFIG"]).read_text(encoding="utf-8")
    async with contextlib.AsyncExitStack() as stack:
        far = {}
        for key in ("url", "register_url"):
            relay = await stack.enter_async_context(Relay("127.0.0.1", port_of(config, key), each_way))
            far[key] = f"https://127.0.0.1:{relay.port}"
        config, program = with_values(config, far), await as_installed("ssc")
        places = [Place(letter, f"9999000000{10 + i}", config, program) for i, letter in enumerate(PHONES)]
        for place in places:
            await place.make_terminal()
            await place.make_phone(far["register_url"])
        return {flow: await rounds(flow, places[:most], count) for flow, most in PLACES.items()}


def main():
    count, each_way = int(sys.argv[1]), float(sys.argv[2])
    try:
        print(json.dumps(asyncio.run(measure(count, each_way))))
    except (Broken, TimeoutError, asyncio.TimeoutError) as error:
        sys.exit(f"sign-in: {error}")


if __name__ == "__main__":
    main()
