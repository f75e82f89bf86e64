"""How long a sign-in with the electronic card takes: over a network with delay, from what a person does to what they see."""
import json
import math
import sys

from .world import ROOT, say, verdict

EACH_WAY = 0.050  # seconds that the network takes in one direction: 100 ms a round trip
BOUNDS = {"flow_a": 3.0, "flow_b": 2.5}  # seconds, 95 of 100 sign-ins
SAYS = {"flow_a": "A  code before the scanner → signed in", "flow_b": "B  confirmed on the phone → signed in"}
PARTS = {"asked": "until the phone is asked", "confirmed": "confirmed by the phone", "learnt": "learnt by the terminal"}


def percentile(values, percent):
    """The smallest of the values that at least so many percent of them do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def figures_of(rounds):
    seconds = [each["seconds"] for each in rounds]
    parts = {name: percentile([each[name] for each in rounds], 50) for name in PARTS if name in rounds[0]}
    return {"count": len(rounds), "p50": percentile(seconds, 50), "p95": percentile(seconds, 95), "worst": max(seconds),
            "parts": parts, "seconds": seconds}


def measure(build, count):
    out = build.in_world(["--center", "both", "--card", "none", "--psam", "none"], sys.executable, "-m",
                         "benchlib.sign_in_rounds", str(count), str(EACH_WAY), env={"PYTHONPATH": str(ROOT / "tools")})
    done = json.loads(out.strip().splitlines()[-1])
    if short := [flow for flow in BOUNDS if len(done[flow]) != count]:
        sys.exit(f"{', '.join(short)}: not {count} sign-ins")
    return {"eachWay": EACH_WAY, "flows": {flow: {**figures_of(done[flow]), "bound": BOUNDS[flow]} for flow in BOUNDS}}


def missed(figures):
    return [flow for flow, row in figures["flows"].items() if row["p95"] > row["bound"]]


def show(figures):
    way = figures["eachWay"] * 1000
    say(f"\ni  signing in with the electronic card; network {2 * way:.0f} ms a round trip ({way:.0f} ms each way) between terminal "
        "and center, phone and center")
    for flow, row in figures["flows"].items():
        say(f"   {SAYS[flow]:<40} {row['count']} sign-ins  median {row['p50']:.2f} s, p95 {row['p95']:.2f} s, "
            f"worst {row['worst']:.2f} s  (p95 ≤ {row['bound']:.1f} {verdict(row['p95'] <= row['bound'])})")
        say("      medians of the parts: " + ", ".join(f"{PARTS[name]} {row['parts'][name]:.2f} s" for name in row["parts"]))
