#!/usr/bin/env python3
"""Runs a simulated world whose two centers keep their data on a PostgreSQL server made for it.

  world_on_postgres.py SIM [OPTION …] -- COMMAND …      SIM: tools/sim.py. 77: PostgreSQL is not installed
"""
import subprocess
import sys
import unittest

import postgres

AREAS = ("999900", "999999")


def address(server):
    """{area} stands for the area's number, as sim.py takes it."""
    for area in AREAS:
        server.create(f"center_{area}")
    return server.url("center_{area}")


def main():
    sim, *arguments = sys.argv[1:]
    try:
        with postgres.Server() as server:
            command = [sys.executable, sim, "--center", "both", "--center-db", address(server), *arguments]
            return subprocess.run(command, check=False).returncode
    except unittest.SkipTest as reason:
        print(f"skipped: {reason}")
        return 77


if __name__ == "__main__":
    sys.exit(main())
