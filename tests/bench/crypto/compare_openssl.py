#!/usr/bin/env python3
"""The crypto room's speed beside `openssl speed`, measured in turns in the same run.

Rounds alternate between the two, so that a busy machine hurts both; the medians are compared. Prints a table, and with
--json writes the same as JSON. With --minimum, a ratio below it makes the exit status 1.
"""

import argparse
import json
import statistics
import subprocess
import sys

SIZES = (1024, 16384)
EVP_NAMES = {"sm4-ecb": "sm4-ecb", "sm4-cbc": "sm4-cbc", "sm3": "sm3", "3des-cbc": "des-ede-cbc"}


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout + done.stderr


def openssl_throughput(name, size, seconds):
    """Bytes per second, from `+F:number:name:bytes`."""
    output = run(["openssl", "speed", "-elapsed", "-seconds", str(seconds), "-bytes", str(size), "-mr", "-evp", EVP_NAMES[name]])
    return float(next(line for line in output.splitlines() if line.startswith("+F:")).split(":")[3])


def openssl_sm2(seconds):
    """Signatures and verifications per second, from `+F7:number:bits:curve:signs:verifies`."""
    output = run(["openssl", "speed", "-elapsed", "-seconds", str(seconds), "-mr", "sm2"])
    fields = next(line for line in output.splitlines() if line.startswith("+F7:")).split(":")
    return float(fields[4]), float(fields[5])


def ours(bench, name, seconds):
    """Bytes or operations per second of wall-clock time, as `openssl speed -elapsed` counts."""
    output = subprocess.run(
        [bench, f"--benchmark_filter=^{name}$", f"--benchmark_min_time={seconds}", "--benchmark_format=json"],
        capture_output=True, text=True, check=True, timeout=120).stdout
    result = json.loads(output)["benchmarks"][0]
    if result.get("error_occurred"):
        raise RuntimeError(f"{name}: {result['error_message']}")
    size = name.partition("/")[2]
    return (int(size) if size else 1) * 1e9 / result["real_time"]


def measure(bench, rounds, seconds):
    """(case, unit) -> the two lists of measurements."""
    results = {}

    def note(case, unit, mine, theirs):
        both = results.setdefault((case, unit), ([], []))
        both[0].append(mine)
        both[1].append(theirs)

    for _ in range(rounds):
        for name in EVP_NAMES:
            for size in SIZES:
                theirs = openssl_throughput(name, size, seconds)
                note(f"{name}/{size}", "B/s", ours(bench, f"{name}/{size}", seconds), theirs)
        signs, verifies = openssl_sm2(seconds)
        note("sm2-sign", "1/s", ours(bench, "sm2-sign", seconds), signs)
        note("sm2-verify", "1/s", ours(bench, "sm2-verify", seconds), verifies)
    return results


def summary(results):
    rows = []
    for (case, unit), (mine, theirs) in results.items():
        a, b = statistics.median(mine), statistics.median(theirs)
        rows.append({"case": case, "unit": unit, "ssc": a, "openssl": b, "ratio": round(a / b, 3),
                     "rounds": len(mine), "ssc_all": mine, "openssl_all": theirs})
    return rows


def print_table(rows):
    print(f"{'case':16}{'ssc':>12}{'openssl':>12}  {'unit':5}{'ratio':>6}")
    for row in rows:
        scale, unit = (1e6, "MB/s") if row["unit"] == "B/s" else (1, "1/s")
        print(f"{row['case']:16}{row['ssc'] / scale:12.1f}{row['openssl'] / scale:12.1f}  {unit:5}{row['ratio']:6.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", required=True, help="path of ssc_bench_crypto")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=1, help="per measurement")
    parser.add_argument("--json", help="write the results there")
    parser.add_argument("--minimum", type=float, help="fail when a ratio is below this")
    options = parser.parse_args()

    rows = summary(measure(options.bench, options.rounds, options.seconds))
    print_table(rows)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"openssl": run(["openssl", "version"]).strip(), "results": rows}, file, indent=1)
    slow = [row["case"] for row in rows if options.minimum and row["ratio"] < options.minimum]
    if slow:
        print(f"below {options.minimum}: {', '.join(slow)}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
