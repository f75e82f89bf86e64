#!/usr/bin/env python3
"""All figures on one page: ./dev bench [--quick] [--json FILE] [GROUP …].

  a  read          basic read through pcscd against the smallest C program with the same exchanges, in one run
  b  wire          share of pure wire time in a basic read and in a purchase at 9600 bit/s
  c  crypto        SM2, SM3, SM4, 3DES against `openssl speed`
  d  instructions  (callgrind) Session::transmit above SCardTransmit; the whole `ssc read` against the raw C program
  e  counts        exchanges and characters of dump, multi-file read, purchase and PIN against the least possible
  f  capi          (callgrind) the C interfaces over the C++ calls that do the same
  g  qr            QR codes read from a synthetic camera's frames
  h  center        requests a second of the back office with a million people, on SQLite and on PostgreSQL
  i  sign-in       signing in with the electronic card, both flows, over a network with delay
  j  kiosk         its start, touches, screens, card, paper; its memory over many visits (its full run takes half an hour)
  k  settle        the journal of offline settlements: durable commits against bare appends, a journal of a million records

Exit code 1 when a figure misses its bound.
"""
import argparse
import json
import pathlib
import sys

from benchlib import capi, center, counts, crypto, instructions, kiosk, qr, read, settle, sign_in, wire
from benchlib.world import Build, say

# name: module, what `measure` takes besides the build: (--quick, full)
GROUPS = {
    "read": (read, (5, 41)),
    "wire": (wire, None),
    "crypto": (crypto, (1, 9)),
    "instructions": (instructions, None),
    "counts": (counts, None),
    "capi": (capi, (5, 101)),
    "qr": (qr, (100, 2000)),
    "center": (center, (center.QUICK, center.FULL)),
    "sign-in": (sign_in, (10, 40)),
    "settle": (settle, ((200, 20_000), (5_000, 1_000_000))),
    "kiosk": (kiosk, ((5, 30, 5, 20, 40), (25, 240, 40, 100, 1000))),
}


def run(name, build, quick):
    group, rounds = GROUPS[name]
    figures = group.measure(build, *([] if rounds is None else [rounds[0 if quick else 1]]))
    group.show(figures)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help="only these: " + ", ".join(GROUPS))
    parser.add_argument("--quick", action="store_true", help="fewer repetitions: to see that it runs, not to compare")
    parser.add_argument("--json", metavar="FILE", help="all figures as JSON")
    parser.add_argument("--build", default=Build().folder, metavar="DIR", help="default build/release")
    options = parser.parse_args()
    if unknown := set(options.groups) - GROUPS.keys():
        parser.error(f"no group {', '.join(sorted(unknown))}")
    say("measuring … (a quiet machine gives steadier figures; ratios are of one run)")
    build = Build(options.build)
    figures = {name: run(name, build, options.quick) for name in options.groups or GROUPS}
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(figures, indent=2) + "\n")
    missed = [name for name in figures if GROUPS[name][0].missed(figures[name])]
    say(f"\nmissed their bounds: {', '.join(missed)}" if missed else "\nall figures within their bounds")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
