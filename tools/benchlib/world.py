"""What the measures share: the build, the simulated world, the page's words."""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ETU_PER_CHARACTER = 12


class Build:
    """The folder of a build, and commands of it in the simulated world."""

    def __init__(self, folder=ROOT / "build" / "release"):
        self.folder = pathlib.Path(folder).resolve()

    def program(self, name):
        return str(self.folder / "bin" / name)

    def in_world(self, options, *command, env=None):
        """Runs a command in a world of its own and gives its standard output. 77: no world can be had here."""
        done = subprocess.run([sys.executable, str(ROOT / "tools" / "sim.py"), "--build", str(self.folder), *options,
                               "--", *command], stdout=subprocess.PIPE, text=True, env={**os.environ, **(env or {})},
                              check=False)
        if done.returncode != 0:
            sys.exit(done.returncode)
        return done.stdout


def say(text=""):
    print(text, flush=True)


def verdict(good):
    return "ok" if good else "MISSED"
