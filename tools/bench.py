#!/usr/bin/env python3
"""All figures of the spine on one page: ./dev bench [--quick] [--json FILE].

  a  basic read through pcscd against the smallest C program with the same exchanges, in one run; exchanges and bytes
  b  share of pure wire time in a basic read at 9600 bit/s
  c  SM2, SM3, SM4, 3DES against `openssl speed`
  d  instructions (callgrind): Session::transmit above SCardTransmit; the whole `ssc read` against the raw C program
"""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "release"
BIN = BUILD / "bin"
SAMPLES = ROOT / "keys-sim" / "samples"
ETU_PER_CHARACTER = 12
CARDS = {"A": (3, 8, 9), "B": (2, 6, 6)}  # generation, least exchanges with card and PSAM for the same data
LIMITS = {"read": 1.10, "wire": 0.95, "crypto": 0.90, "transmit": 600}


def say(text=""):
    print(text, flush=True)


def in_world(arguments, *command, env=None):
    """Runs a command in the simulated world and gives its standard output."""
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "sim.py"), "--build", str(BUILD), *arguments, "--", *command],
                          stdout=subprocess.PIPE, text=True, env={**os.environ, **(env or {})}, check=True)
    return done.stdout


# ---- inside the world: started again by the outer program ------------------------------------------------------------

def characters_crossed():
    """Characters on the lines of card and PSAM so far, both directions, since the chips were powered."""
    world = pathlib.Path(os.environ["SSC_SIM_DIR"])
    total = 0
    for chip in ("card", "psam"):
        out = subprocess.run(["ssc-sim", "ctl", str(world / f"{chip}.ctl"), "status"], stdout=subprocess.PIPE, text=True,
                             check=True).stdout
        counted = json.loads(out[out.index("{"):])
        total += counted["received"] + counted["sent"]
    return total


def inside_wire():
    """One read on connected chips at the simulated line rate: its time, and the characters that crossed the lines."""
    reader = subprocess.Popen([str(BIN / "ssc_wire_read")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    reader.stdout.readline()  # connected
    before = characters_crossed()
    reader.stdin.write("read\n")
    reader.stdin.flush()
    seconds = float(reader.stdout.readline())
    crossed = characters_crossed() - before
    reader.communicate("\n")
    say(json.dumps({"seconds": seconds, "characters": crossed}))


# ---- the four measures ---------------------------------------------------------------------------------------------

def median_of(benchmarks, name):
    row = next(b for b in benchmarks if b["run_name"].startswith(name + "/") and b.get("aggregate_name") == "median")
    if row.get("error_occurred"):
        sys.exit(f"{name}: {row['error_message']}")
    return row["real_time"]


INSIDE = (sys.executable, str(ROOT / "tools" / "bench.py"), "--inside", "wire")


def t0_characters(command, response):
    """The least characters T=0 needs for an exchange: header, one procedure byte where data follow, data, SW1 SW2."""
    sent, received = len(command) // 2, len(response) // 2
    case4_le = 1 if sent > 5 and sent == 6 + int(command[8:10], 16) else 0
    return sent - case4_le + (1 if sent > 5 or received > 2 else 0) + received


def measure_read(card, repetitions):
    out = in_world(["--card", card], str(BIN / "ssc_bench_read"), f"--benchmark_repetitions={repetitions}",
                   "--benchmark_enable_random_interleaving=true", "--benchmark_report_aggregates_only=true",
                   "--benchmark_min_time=0.1", "--benchmark_format=json", env={"SSC_BENCH_CARD": card})
    rows = json.loads(out)["benchmarks"]
    times = {name: median_of(rows, name) for name in
             ("libraryConnected", "rawConnected", "libraryWithConnect", "rawWithConnect")}
    report = json.loads(in_world(["--card", card], "ssc", "read", "--json", "--exchanges"))
    least = sum(t0_characters(e["command"], e["response"]) for e in report["trace"])
    crossed = json.loads(in_world(["--card", card], *INSIDE).strip().splitlines()[-1])["characters"]
    return {"card": card, "microseconds": times, "exchanges": report["exchanges"],
            "leastExchanges": {"card": CARDS[card][1], "psam": CARDS[card][2]}, "characters": crossed, "leastCharacters": least,
            "ratioConnected": times["libraryConnected"] / times["rawConnected"],
            "ratioWithConnect": times["libraryWithConnect"] / times["rawWithConnect"]}


def measure_wire():
    out = in_world(["--card", "A", "--rate", "9600"], *INSIDE)
    figures = json.loads(out.strip().splitlines()[-1])
    characters = figures["characters"]
    wire = characters * ETU_PER_CHARACTER / 9600
    return {"characters": characters, "wireSeconds": wire, "seconds": figures["seconds"], "share": wire / figures["seconds"]}


def measure_crypto(rounds):
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        subprocess.run([sys.executable, str(ROOT / "tests/bench/crypto/compare_openssl.py"), "--bench",
                        str(BIN / "ssc_bench_crypto"), "--rounds", str(rounds), "--json", file.name],
                       check=True, stdout=subprocess.DEVNULL)
        return json.loads(pathlib.Path(file.name).read_text())


def instructions(*command, inside=None):
    """Instructions a command executes in all, by callgrind."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "callgrind.out"
        counted = ["valgrind", "--tool=callgrind", "--quiet", f"--callgrind-out-file={out}", *command]
        if inside:
            in_world(inside, *counted)
        else:
            subprocess.run(counted, check=True, stdout=subprocess.DEVNULL)
        return int(re.search(r"^summary: (\d+)", out.read_text(), re.M).group(1))


def per_exchange(what):
    short, long = 1000, 11000
    counted = [instructions(str(BIN / "ssc_transmit_count"), what, str(n)) for n in (short, long)]
    return (counted[1] - counted[0]) / (long - short)


def measure_instructions():
    session, bare = per_exchange("session"), per_exchange("bare")
    reader = "SSC Simulated Reader 00 0"
    whole = instructions(str(BIN / "ssc"), "read", inside=["--card", "A"])
    raw = instructions(str(BIN / "ssc_raw_read"), reader + "0", reader + "2", "3", inside=["--card", "A"])
    return {"perTransmit": session - bare, "session": session, "bare": bare, "sscRead": whole, "rawRead": raw,
            "ratio": whole / raw}


# ---- the page ------------------------------------------------------------------------------------------------------

def verdict(good):
    return "ok" if good else "MISSED"


def print_read(rows):
    say("\na  basic read through pcscd, median, against the smallest C program (same exchanges, same run)")
    for r in rows:
        t = r["microseconds"]
        say(f"   card {r['card']}  connected     {t['libraryConnected']:8.0f} µs / {t['rawConnected']:8.0f} µs = "
            f"{r['ratioConnected']:.3f}  (≤ {LIMITS['read']:.2f} {verdict(r['ratioConnected'] <= LIMITS['read'])})")
        say(f"           with connect  {t['libraryWithConnect']:8.0f} µs / {t['rawWithConnect']:8.0f} µs = "
            f"{r['ratioWithConnect']:.3f}  (reported: every connect of ours is bounded in time, the C program's is not)")
        say(f"           exchanges     card {r['exchanges']['card']} (least {r['leastExchanges']['card']}), "
            f"PSAM {r['exchanges']['psam']} (least {r['leastExchanges']['psam']})")
        say(f"           characters    {r['characters']} on both lines (least {r['leastCharacters']} for these exchanges)")


def print_wire(wire):
    say("\nb  basic read at 9600 bit/s")
    say(f"   {wire['characters']} characters = {wire['wireSeconds']:.3f} s on the wire of {wire['seconds']:.3f} s: share "
        f"{wire['share']:.3f}  (≥ {LIMITS['wire']:.2f} {verdict(wire['share'] >= LIMITS['wire'])})")


def print_crypto(crypto):
    say("\nc  crypto against openssl speed")
    for row in crypto["results"]:
        say(f"   {row['case']:<24} ratio {row['ratio']:.2f}  (≥ {LIMITS['crypto']:.2f} {verdict(row['ratio'] >= LIMITS['crypto'])})")


def print_instructions(counted):
    say("\nd  instructions")
    say(f"   Session::transmit above SCardTransmit  {counted['perTransmit']:.0f}  (≤ {LIMITS['transmit']} "
        f"{verdict(counted['perTransmit'] <= LIMITS['transmit'])})")
    say(f"   whole `ssc read` {counted['sscRead']:,}, raw C program {counted['rawRead']:,}: {counted['ratio']:.2f} times")


def missed(figures):
    return ([r for r in figures["read"] if r["ratioConnected"] > LIMITS["read"]]
            or figures["wire"]["share"] < LIMITS["wire"] or figures["instructions"]["perTransmit"] > LIMITS["transmit"]
            or [r for r in figures["crypto"]["results"] if r["ratio"] < LIMITS["crypto"]])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions: to see that it runs, not to compare")
    parser.add_argument("--json", metavar="FILE", help="all figures as JSON")
    parser.add_argument("--inside", choices=["wire"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside == "wire":
        inside_wire()
        return 0
    say("measuring … (a quiet machine gives steadier figures; ratios are of one run)")
    figures = {"read": [measure_read(card, 5 if options.quick else 41) for card in CARDS]}
    print_read(figures["read"])
    figures["wire"] = measure_wire()
    print_wire(figures["wire"])
    figures["crypto"] = measure_crypto(1 if options.quick else 9)
    print_crypto(figures["crypto"])
    figures["instructions"] = measure_instructions()
    print_instructions(figures["instructions"])
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(figures, indent=2) + "\n")
    say("\nsome figures missed their bounds" if missed(figures) else "\nall figures within their bounds")
    return 1 if missed(figures) else 0


if __name__ == "__main__":
    sys.exit(main())
