"""The journal of offline settlements: durable commits beside bare appends of the same bytes, and what many records cost."""
import json
import subprocess
import tempfile

from .world import say, verdict

LEAST_RATIO = 0.8         # of bare appends
MOST_SPREAD = 5.0         # p99 of p50
LEAST_VERIFIED = 200_000  # records a second, chain and MAC
MOST_OPEN = 100.0         # milliseconds
LEAST_APPEND = 0.9        # of an empty journal's
MOST_LOOKUP = 1000.0      # nanoseconds, in a stop-list of a million cards


def measure(build, size):
    purchases, records = size
    # Beside the build: where the disk is, and no file system in memory.
    with tempfile.TemporaryDirectory(dir=build.folder, prefix="bench-journal-") as folder:
        done = subprocess.run([build.program("ssc_journal_bench"), folder, str(purchases), str(records)], check=True,
                              stdout=subprocess.PIPE, text=True)
    figures = json.loads(done.stdout)
    return {**figures, "spread": figures["journal"]["p99"] / figures["journal"]["p50"]}


def bounds(figures):
    many = figures["many"]
    return {"ratio": figures["ratio"] >= LEAST_RATIO, "spread": figures["spread"] <= MOST_SPREAD,
            "verify": many["verifyPerSecond"] >= LEAST_VERIFIED, "open": many["openMs"] <= MOST_OPEN,
            "append": many["appendRatio"] >= LEAST_APPEND, "lookup": figures["stopList"]["lookupNs"] <= MOST_LOOKUP}


def missed(figures):
    return not all(bounds(figures).values())


def show(figures):
    ok = {name: verdict(good) for name, good in bounds(figures).items()}
    ours, bare, many = figures["journal"], figures["bare"], figures["many"]
    say(f"\nk  offline settlements: {figures['commits']} durable commits of the journal (hash, MAC, sealing, chain), in turns with as many bare "
        f"appends + fdatasync of the same bytes")
    say(f"   {figures['perSecond']:.0f}/s against {figures['barePerSecond']:.0f}/s: ratio {figures['ratio']:.2f}  (≥ {LEAST_RATIO} {ok['ratio']}); "
        f"median {ours['p50']:.2f} ms against {bare['p50']:.2f} ms, p99 {ours['p99']:.2f} ms = {figures['spread']:.1f} medians  "
        f"(≤ {MOST_SPREAD:.0f} {ok['spread']}), worst {ours['worst']:.1f} ms")
    say(f"   a journal of {many['records']} records: opened in {many['openMs']:.1f} ms  (≤ {MOST_OPEN:.0f} {ok['open']}), written to "
        f"{many['appendRatio']:.2f} times as fast as an empty one  (≥ {LEAST_APPEND} {ok['append']})")
    say(f"   verified: {many['verifyPerSecond']:.0f} records/s by chain and MAC  (≥ {LEAST_VERIFIED} {ok['verify']}), "
        f"{many['verifyAllPerSecond']:.0f}/s with heads and fees")
    stopped = figures["stopList"]
    say(f"   a stop-list of {stopped['entries']} cards: looked up in {stopped['lookupNs']:.0f} ns  (≤ {MOST_LOOKUP:.0f} {ok['lookup']}), checked and loaded "
        f"in {stopped['loadMs']:.0f} ms")
