#!/usr/bin/env python3
"""Runs every fuzz target of build/fuzz for some seconds, as many at a time as there are cores.

  fuzz.py [SECONDS]      default 60

A target is a program named like tlv_fuzz or fuzz_tlv. Seeds: tests/fuzz/corpus/TARGET (only read).
New inputs: build/fuzz/corpus/TARGET. What broke: build/fuzz/artifacts.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "fuzz"
TARGET = re.compile(r"(fuzz_\w+|\w+_fuzz)$")
SLACK_SECONDS = 120  # past the agreed time: start, the last input, writing the artifact


def figure(log, name):
    found = re.search(rf"stat::{name}:\s+(\d+)", log)
    return int(found.group(1)) if found else 0


def fuzz(binary, seconds):
    """Runs one target; returns (passed, line to print)."""
    name = binary.name
    grown, seeds = BUILD / "corpus" / name, ROOT / "tests" / "fuzz" / "corpus" / name
    artifacts = BUILD / "artifacts"
    for folder in (grown, artifacts):
        folder.mkdir(parents=True, exist_ok=True)
    command = [binary, f"-max_total_time={seconds}", f"-artifact_prefix={artifacts}/{name}-", "-print_final_stats=1",
               "-timeout=10", "-rss_limit_mb=2048", grown]
    if seeds.is_dir():
        command.append(seeds)
    log_path = BUILD / f"{binary.name}.log"
    with open(log_path, "wb") as log:
        try:
            code = subprocess.run(command, stdout=log, stderr=log, timeout=seconds + SLACK_SECONDS, check=False,
                                  cwd=ROOT).returncode
        except subprocess.TimeoutExpired:
            code = "no end"
    text = log_path.read_text(errors="replace")
    execs = figure(text, "number_of_executed_units")
    verdict = "ok" if code == 0 else f"FAILED ({code}), see {log_path.relative_to(ROOT)} and {artifacts.relative_to(ROOT)}"
    return code == 0 and execs > 0, f"{binary.name}: {execs} runs, {figure(text, 'average_exec_per_sec')}/s: {verdict}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seconds", type=int, nargs="?", default=60)
    seconds = parser.parse_args().seconds
    binaries = sorted(path for path in (BUILD / "bin").iterdir() if TARGET.match(path.name) and os.access(path, os.X_OK))
    if not binaries:
        sys.exit(f"fuzz: no target in {BUILD / 'bin'}")
    cores = os.cpu_count() or 1
    rounds = -(-len(binaries) // cores)
    print(f"fuzzing {len(binaries)} targets, {seconds} s each, {cores} at a time: about {rounds * seconds} s", flush=True)
    start, failed = time.monotonic(), 0
    with concurrent.futures.ThreadPoolExecutor(cores) as pool:
        for done in concurrent.futures.as_completed([pool.submit(fuzz, binary, seconds) for binary in binaries]):
            passed, line = done.result()
            failed += not passed
            print(f"[{time.monotonic() - start:.0f} s] {line}", flush=True)
    print(f"{len(binaries) - failed} of {len(binaries)} fuzz targets clean")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
