"""The kiosk as its user meets it: start, touch, change of screens, card, paper; and its memory over many visits."""
import json
import os
import subprocess
import sys

from .world import ROOT, say, verdict

# figure: (what it says, unit, bound, in which decimals)
ROWS = {
    "start": ("start to first frame, over a small Qt Quick Controls page", "", 1.5, 2),
    "touch": ("touch to visible reaction, p95", " ms", 100, 1),
    "screen": ("screen change until it rests, p95", " ms", 200, 1),
    "card": ("card known to PC/SC until the password is asked for, and its last key until the name: p95 of the sum", " ms", 150, 1),
    "paper": ("PDF of 4 pages, median", " ms", 300, 1),
    "growth": ("memory after all visits, over that after the first 50", "", 1.05, 3),
    "growthOfOne": ("the same in one process that ends no visit by ending itself", "", 1.05, 3),
}


def measure(build, sizes):
    """`sizes`: starts, touches, sign-ins, papers, visits."""
    starts, touches, sign_ins, papers, visits = sizes
    done = subprocess.run([build.program("ssc_paper_bench"), str(papers)], check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT,
                          env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    out = build.in_world(["--center", "both", "--card", "A"], sys.executable, "-m", "benchlib.kiosk_rounds", str(build.folder),
                         *map(str, (starts, touches, sign_ins, visits)),
                         env={"PYTHONPATH": os.pathsep.join((str(ROOT / "tools"), str(ROOT / "tests" / "kiosk")))})
    rounds = json.loads(out.strip().splitlines()[-1])
    return {**rounds, "paper": {**json.loads(done.stdout), "value": json.loads(done.stdout)["median"]}}


def missed(figures):
    return [name for name, (_, _, bound, _) in ROWS.items() if figures[name]["value"] > bound]


def details(name, row):
    """What stands behind a figure."""
    if name == "start":
        return (f"medians of {row['count']} starts in turns: kiosk {row['kiosk']:.0f} ms, page in the same size {row['page']:.0f} ms, in a window of "
                f"640 × 480 {row['small']:.0f} ms; memory {row['kioskMiB']:.0f}, {row['pageMiB']:.0f}, {row['smallMiB']:.0f} MiB")
    if name == "paper":
        return f"{row['repeats']} times, {row['bytes'] / 1024:.0f} KiB, worst {row['worst']:.0f} ms"
    if name.startswith("growth"):
        return f"{row['early']:.1f} MiB after {row['first']} visits, {row['late']:.1f} MiB after {row['visits']}"
    parts = "".join(f"; {part} median {seconds:.0f} ms" for part, seconds in row.get("parts", {}).items())
    return f"{row['count']} times, median {row['median']:.0f} ms, worst {row['worst']:.0f} ms{parts}"


def show(figures):
    say("\nj  the kiosk: software renderer, a window of 1080 × 1920 in Xvfb, chips and reader without line delay")
    for name, (what, unit, bound, decimals) in ROWS.items():
        row = figures[name]
        say(f"   {what}: {row['value']:.{decimals}f}{unit}  (≤ {bound:g}{unit} {verdict(row['value'] <= bound)})")
        say(f"      {details(name, row)}")
