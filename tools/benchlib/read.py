"""The basic read through pcscd against the smallest C program that sends the same commands."""
import json
import sys

from . import contacts
from .least import transfer
from .world import say, verdict

LIMIT = 1.10
LEAST = {"A": (8, 9), "B": (6, 6)}  # exchanges with card and PSAM, docs/decisions/0009
WAYS = ("libraryConnected", "rawConnected", "libraryWithConnect", "rawWithConnect")


def median_of(benchmarks, name):
    row = next(b for b in benchmarks if b["run_name"].startswith(name + "/") and b.get("aggregate_name") == "median")
    if row.get("error_occurred"):
        sys.exit(f"{name}: {row['error_message']}")
    return row["real_time"]


def t0_characters(command, response):
    """The least characters T=0 needs for an exchange: header, one procedure byte where data follow, data, SW1 SW2."""
    sent, received = len(command) // 2, len(response) // 2
    has_out = sent > 5
    return transfer(int(command[8:10], 16) if has_out else received - 2)


def measure_card(build, card, repetitions):
    out = build.in_world(["--card", card], build.program("ssc_bench_read"), f"--benchmark_repetitions={repetitions}",
                         "--benchmark_enable_random_interleaving=true", "--benchmark_report_aggregates_only=true",
                         "--benchmark_min_time=0.1", "--benchmark_format=json", env={"SSC_BENCH_CARD": card})
    rows = json.loads(out)["benchmarks"]
    times = {name: median_of(rows, name) for name in WAYS}
    done = contacts.work(build, card, ["read"], trace=True)
    exchanges = {chip: sum(peer == chip for peer, _, _ in done["trace"]) for chip in contacts.CHIPS}
    return {"card": card, "microseconds": times, "exchanges": exchanges,
            "leastExchanges": dict(zip(contacts.CHIPS, LEAST[card])), "characters": sum(done["characters"].values()),
            "leastCharacters": sum(t0_characters(command, response) for _, command, response in done["trace"]),
            "ratioConnected": times["libraryConnected"] / times["rawConnected"],
            "ratioWithConnect": times["libraryWithConnect"] / times["rawWithConnect"]}


def measure(build, repetitions):
    return [measure_card(build, card, repetitions) for card in LEAST]


def missed(rows):
    return [row for row in rows if row["ratioConnected"] > LIMIT or row["exchanges"] != row["leastExchanges"]]


def show(rows):
    say("\na  basic read through pcscd, median, against the smallest C program (same exchanges, same run)")
    for r in rows:
        t = r["microseconds"]
        say(f"   card {r['card']}  connected     {t['libraryConnected']:8.0f} µs / {t['rawConnected']:8.0f} µs = "
            f"{r['ratioConnected']:.3f}  (≤ {LIMIT:.2f} {verdict(r['ratioConnected'] <= LIMIT)})")
        say(f"           with connect  {t['libraryWithConnect']:8.0f} µs / {t['rawWithConnect']:8.0f} µs = "
            f"{r['ratioWithConnect']:.3f}  (reported: every connect of ours is bounded in time, the C program's is not)")
        say(f"           exchanges     card {r['exchanges']['card']} (least {r['leastExchanges']['card']}), "
            f"PSAM {r['exchanges']['psam']} (least {r['leastExchanges']['psam']})  "
            f"{verdict(r['exchanges'] == r['leastExchanges'])}")
        say(f"           characters    {r['characters']} on both lines (least {r['leastCharacters']} for these exchanges)")
