"""Share of pure wire time at 9600 bit/s: the simulated chips really wait that long."""
from . import contacts
from .world import ETU_PER_CHARACTER, say, verdict

LIMIT = 0.95
RATE = 9600
WORK = {"read": "basic read", "purchase": "purchase with PSAM, the PIN pad's time left out"}


def measure_one(build, name):
    done = contacts.work(build, "A", [name], rate=RATE)
    characters = sum(done["characters"].values())
    wire = characters * ETU_PER_CHARACTER / RATE
    return {"work": name, "characters": characters, "wireSeconds": wire, "seconds": done["seconds"],
            "secondsWithPad": done["secondsWithPad"], "share": wire / done["seconds"]}


def measure(build):
    return [measure_one(build, name) for name in WORK]


def missed(rows):
    return [row for row in rows if row["share"] < LIMIT]


def with_pad(row):
    asks = row["secondsWithPad"] > row["seconds"]
    return f", with the pad, which answers at once, {row['wireSeconds'] / row['secondsWithPad']:.3f}" if asks else ""


def show(rows):
    say(f"\nb  share of wire time at {RATE} bit/s, card and PSAM")
    for row in rows:
        say(f"   {WORK[row['work']]}: {row['characters']} characters = {row['wireSeconds']:.3f} s on the wire of "
            f"{row['seconds']:.3f} s: share {row['share']:.3f}{with_pad(row)}  (≥ {LIMIT:.2f} {verdict(row['share'] >= LIMIT)})")
