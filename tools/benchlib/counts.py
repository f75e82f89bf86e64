"""Exchanges and characters of dump, multi-file read, purchase and PIN against the least possible. Counted, not timed:
every run gives the same figures."""
import collections

from . import contacts
from .least import Bounds, summary
from .world import say, verdict

LIMIT = 1.15
UNITS = ("exchanges", "characters")
SELECT, READ_BINARY, READ_RECORD = "A4", "B0", "B2"


def place_of(command, current):
    """(directory, file, what of it) of a READ; None for other commands. `current` is where the card stands."""
    instruction, p1, p2 = command[2:4], int(command[4:6], 16), int(command[6:8], 16)
    if instruction == READ_RECORD:
        current["file"] = p2 >> 3 or current["file"]
        return current["directory"], current["file"], instruction, p1, p2 & 7
    if instruction == READ_BINARY:
        current["file"] = p1 & 0x1F if p1 & 0x80 else current["file"]
        return current["directory"], current["file"], instruction, 0 if p1 & 0x80 else p1, p2
    return None


def twice(trace):
    """What a chip was asked for more than once: selections of the same directory, reads of the same place. A read that was
    repeated with the Le a card named (6Cxx) counts once."""
    seen, here, repeats = collections.Counter(), {}, False
    for peer, command, response in trace:
        current = here.setdefault(peer, {"directory": "", "file": 0})
        if command[2:4] == SELECT:
            current["directory"] = command[8:]
            seen[peer, "SELECT", command[8:]] += 1
        elif (place := place_of(command, current)) and not repeats:
            seen[peer, "READ", *place] += 1
        repeats = response.startswith("6C")
    return [" ".join(map(str, what)) for what, times in seen.items() if times > 1]


def measure_one(build, bounds, card, work):
    command = work["command"] + ([work["files"]] if work["command"] == ["fields"] else [])
    done = contacts.work(build, card.name, command, trace=True)
    least = summary(bounds.rows(card, work))
    ours = {"exchanges": len(done["trace"]), "characters": sum(done["characters"].values())}
    return {"card": card.name, "work": work["name"], "says": work["says"], **ours, "least": least,
            "ratios": {unit: ours[unit] / least[unit] for unit in UNITS}, "twice": twice(done["trace"])}


def measure(build):
    bounds = Bounds()
    return [measure_one(build, bounds, card, work) for work in bounds.work for card in bounds.cards.values()]


def faults(row):
    """Why a row is not good; less than the least would be a wrong bound."""
    found = [f"{unit}: {ratio:.3f} of the least" for unit, ratio in row["ratios"].items() if not 1 <= ratio <= LIMIT]
    return found + [f"asked twice: {what}" for what in row["twice"]]


def missed(rows):
    return [row for row in rows if faults(row)]


def show(rows):
    say(f"\ne  exchanges and characters (card + PSAM, connected chips) against the least for the same data  (≤ {LIMIT:.2f})")
    for row in rows:
        least = row["least"]
        kinds = ", ".join(f"{count} {kind}" for kind, count in least["kinds"].items())
        say(f"   card {row['card']}  {row['says']:<21} {row['exchanges']:4d} exchanges  (at least {least['exchanges']}: {kinds}) "
            f"= {row['ratios']['exchanges']:.3f}  {verdict(not faults(row))}")
        say(f"           {'':<21} {row['characters']:5d} characters (at least {least['characters']}) "
            f"= {row['ratios']['characters']:.3f}")
        for fault in faults(row):
            say(f"           {'':<21} {fault}")
