#!/usr/bin/env python3
"""One piece of work on connected chips (tests/bench/card_work.cpp), counted on their contacts.

work() starts a world and runs this file in it: `contacts.py PROGRAM [--trace] WORK …` prints one line of JSON.
"""
import json
import os
import pathlib
import subprocess
import sys

CHIPS = ("card", "psam")
TIMES = ("seconds", "secondsWithPad")


def work(build, card, command, rate=None, trace=False):
    """{"seconds": the PIN pad's left out, "secondsWithPad", "characters": {chip: both directions, procedure bytes
    included}, "trace": [[chip, command, response]]}"""
    options = ["--card", card] + (["--rate", str(rate)] if rate else [])
    out = build.in_world(options, sys.executable, __file__, build.program("ssc_card_work"),
                         *(["--trace"] if trace else []), *command)
    return json.loads(out.strip().splitlines()[-1])


# ---- inside the world

def characters(chip):
    """Characters on the lines of a chip since it was powered."""
    control = pathlib.Path(os.environ["SSC_SIM_DIR"]) / f"{chip}.ctl"
    out = subprocess.run(["ssc-sim", "ctl", str(control), "status"], stdout=subprocess.PIPE, text=True, check=True).stdout
    counted = json.loads(out[out.index("{"):])
    return counted["received"] + counted["sent"]


def exchanges(text):
    """The exchanges of a trace: [[chip, command, response]]."""
    found, peer, command = [], "", ""
    for line in text.splitlines():
        mark, _, rest = line.partition(" ")
        if line.startswith("# to "):
            peer = line[5:]
        elif mark == ">":
            command = rest
        elif mark == "<":
            found.append([peer, command, rest])
    return found


def count(program, command, traced):
    trace = pathlib.Path(os.environ["SSC_SIM_DIR"]) / "bench.trace"
    env = {**os.environ, "SSC_BENCH_TRACE": str(trace)} if traced else None
    worker = subprocess.Popen([program, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)
    worker.stdout.readline()  # connected
    before = {chip: characters(chip) for chip in CHIPS}
    worker.stdin.write("go\n")
    worker.stdin.flush()
    seconds = worker.stdout.readline()
    crossed = {chip: characters(chip) - before[chip] for chip in CHIPS} if seconds else {}
    worker.communicate("\n")
    if worker.returncode != 0 or not seconds:
        sys.exit(f"{' '.join(command)}: failed")
    return {**dict(zip(TIMES, map(float, seconds.split()))), "characters": crossed, "trace": exchanges(trace.read_text()) if traced else []}


def main():
    program, *command = sys.argv[1:]
    traced = command[0] == "--trace"
    print(json.dumps(count(program, command[1:] if traced else command, traced)))


if __name__ == "__main__":
    main()
