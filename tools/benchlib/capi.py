"""What the C interfaces add to the C++ calls that do the same. The verdict rests on instructions: times of a shared machine
say little about five per cent."""
import json
import statistics

from . import instructions
from .world import say, verdict

LIMIT = 1.05
LENGTHS = (2, 12)
PAIRS = {
    "basic": "iReadCardBas, with connect and reset, against loadConfig and flows::readBasic",
    "kept": "ssc_card_read on an open card against a step on a flows::HeldCard",
}


def measure_pair(build, name, times):
    program = build.program("ssc_capi_bench")
    counted = {side: instructions.each(build, program, name, side, lengths=LENGTHS, inside=["--card", "A"])
               for side in ("c", "cpp")}
    medians = {unit: {side: statistics.median(times[side][unit]) * 1e6 for side in counted} for unit in ("wall", "cpu")}
    return {"pair": name, "instructions": counted, "ratio": counted["c"] / counted["cpp"], "microseconds": medians,
            "rounds": len(times["c"]["wall"]), "ratioWall": medians["wall"]["c"] / medians["wall"]["cpp"],
            "ratioCpu": medians["cpu"]["c"] / medians["cpu"]["cpp"]}


def measure(build, rounds):
    times = json.loads(build.in_world(["--card", "A"], build.program("ssc_capi_bench"), "rounds", str(rounds)))
    return [measure_pair(build, name, times[name]) for name in PAIRS]


def missed(rows):
    return [row for row in rows if row["ratio"] > LIMIT]


def show(rows):
    say("\nf  the C interface over the C++ call, card A, one process, in turns")
    for row in rows:
        wall, cpu = row["microseconds"]["wall"], row["microseconds"]["cpu"]
        say(f"   {PAIRS[row['pair']]}")
        say(f"      instructions  {row['instructions']['c']:12,.0f} / {row['instructions']['cpp']:12,.0f} = {row['ratio']:.3f}  "
            f"(≤ {LIMIT:.2f} {verdict(row['ratio'] <= LIMIT)})")
        say(f"      CPU time      {cpu['c']:9.0f} µs / {cpu['cpp']:9.0f} µs = {row['ratioCpu']:.3f}, "
            f"wall {wall['c']:.0f} µs / {wall['cpp']:.0f} µs = {row['ratioWall']:.3f}  (medians of {row['rounds']}, reported)")
