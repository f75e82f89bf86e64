"""For test programs that run outside and start a world for each of their cases: another card, another PSAM."""
import argparse
import os
import re
import subprocess
import sys
import tempfile
import unittest

import world

LONGEST_WORLD = 60.0


class Outside(unittest.TestCase):
    """Set up by `main`: the build under test, and a folder for profiles made on the fly."""

    build = None
    maxDiff = None

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def program(self, name):
        return os.path.join(self.build, "bin", name)

    def in_world(self, *command, card="A", psam="full"):
        """Runs the command in a world of its own; skips the test where worlds are not allowed."""
        argv = [sys.executable, world.SIM, "--build", self.build, "--card", card, "--psam", psam, "--", *command]
        result = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LONGEST_WORLD)
        if result.returncode == world.EXIT_SKIP:
            self.skipTest(result.stderr)
        return world.Run(tuple(command), result.returncode, result.stdout, result.stderr, 0.0)

    def profile(self, sample, name, *changes):
        """A sample's profile with changed lines: (pattern, text) pairs that must each fit. Its path."""
        with open(os.path.join(world.SAMPLES, sample), encoding="utf-8") as file:
            text = file.read()
        for pattern, replacement in changes:
            text, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
            self.assertGreater(count, 0, f"{sample}: {pattern}")
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path


def main(add_options=lambda parser: None):
    """The options in front are ours, the rest is unittest's. Exit code 77 when every test was skipped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=os.path.join(world.ROOT, "build", "release"))
    add_options(parser)
    options, rest = parser.parse_known_args()
    Outside.build, Outside.options = os.path.abspath(options.build), options
    result = unittest.main(module="__main__", argv=sys.argv[:1] + rest, exit=False, verbosity=2).result
    if not result.wasSuccessful() or result.testsRun == 0:
        sys.exit(1)
    sys.exit(world.EXIT_SKIP if len(result.skipped) == result.testsRun else 0)
