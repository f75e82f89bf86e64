#!/usr/bin/env python3
"""Runs seeded_failures in a folder of its own; every call in a process of its own, so that a crash costs no other call.

  sweep.py PROGRAM [--full] [CALL]
"""
import os
import subprocess
import sys
import tempfile

SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "keys-sim", "samples")


def main():
    program, *rest = [word for word in sys.argv[1:] if word]
    full = ["--full"] if "--full" in rest else []
    wanted = [word for word in rest if word != "--full"]
    calls = subprocess.run([program, "--list"], capture_output=True, text=True, check=True).stdout.splitlines()
    failed = 0
    for call in calls:
        if wanted and not any(word in call for word in wanted):
            continue
        with tempfile.TemporaryDirectory(prefix="ssc-") as folder:
            failed += subprocess.run([program, folder, SAMPLES, *full, call], check=False).returncode != 0
    print(f"{len(calls)} calls, {failed} with broken promises")
    return 1 if failed or not calls else 0


if __name__ == "__main__":
    sys.exit(main())
