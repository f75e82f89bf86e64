"""The simulated HSM beside a world: a service on loopback with certificates on both sides, and the [hsm] of a terminal
that uses it."""
import contextlib
import json
import os
import re
import signal
import subprocess

import world

REFERENCES = os.path.join(world.SAMPLES, "hsm.toml")
SECONDS_TO_START = 10


class Hsm:
    """Started by `with`; everything of it lies in one folder of the world."""

    def __init__(self, name="hsm"):
        self.folder, self._control = world.folder(name), world.folder(f"{name}.ctl")
        self._process, self._port = None, 0

    def __enter__(self):
        if not os.path.isdir(self.folder):
            made = world.run("ssc-sim", "hsm", "init", self.folder)
            assert made.code == 0, made
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        """On the port of the last time, so that settings stay true."""
        self._process = subprocess.Popen(
            ["ssc-sim", "hsm", "--listen", f"127.0.0.1:{self._port}", "--tls", self.folder, "--keys", REFERENCES,
             "--control", self._control], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        line = self._process.stdout.readline()
        assert line.startswith("ready "), line
        self._port = int(line.split()[1])

    def stop(self):
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        self._process.communicate(timeout=SECONDS_TO_START)
        self._process = None

    def tell(self, *words):
        answer = world.run("ssc-sim", "ctl", self._control, *words)
        assert answer.code == 0, answer
        return answer.out.strip().removeprefix("ok").strip()

    def requests(self):
        return json.loads(self.tell("status"))["requests"]

    def settings(self, limits=""):
        """The sections [hsm] and [hsm.keys] that lead here; `limits` are further keys of [hsm]."""
        with open(REFERENCES, encoding="utf-8") as file:
            keys = re.sub(r"^\[keys\.(\d+)\]", r'[hsm.keys."\1"]', file.read(), flags=re.MULTILINE)
        keys = re.sub(r'^name = .*\n', "", keys, flags=re.MULTILINE)
        files = "".join(f'{key} = "{os.path.join(self.folder, name)}"\n'
                        for key, name in (("ca", "ca.pem"), ("certificate", "terminal.pem"), ("key", "terminal.key")))
        return f'[hsm]\nurl = "https://127.0.0.1:{self._port}"\n{files}{limits}\n{keys}'

    @contextlib.contextmanager
    def reachable(self, limits=""):
        """The environment of a program whose ssc.toml names this HSM."""
        with world.settings(self.settings(limits)) as environment:
            yield environment
