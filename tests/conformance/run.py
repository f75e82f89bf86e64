#!/usr/bin/env python3
"""Runs the conformance catalogue (catalogue.toml) against the built libraries and prints what came out, row by row.

  run.py [--build DIR] [--json FILE] [--long] [--jobs N] [-v] [ROW …]      ROW: an id, or the beginning of ids: B, R05

Exit code: 0 every row passed or is said to be not runnable here; 1 a row failed or is missing; 77 worlds are not allowed.
"""
import argparse
import concurrent.futures
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict

import rows
import steps
import world

HERE = os.path.dirname(os.path.abspath(__file__))
LONGEST_WORLD = 300.0
LONGEST_LOOP = 3600.0
NOT_ALLOWED = "no worlds here"


def load_catalogue(wanted):
    """The rows whose id begins with one of the wanted words; all when there are none."""
    with open(os.path.join(HERE, "catalogue.toml"), "rb") as file:
        catalogue = tomllib.load(file)["row"]
    unknown = {step.row for step in steps.STEPS} - {row["id"] for row in catalogue}
    assert not unknown, f"implemented, but in no row: {unknown}"
    return [row for row in catalogue if not wanted or row["id"].startswith(tuple(wanted))]


class Profiles:
    """Profiles on disk: samples as they are, changed ones in a folder."""

    def __init__(self, folder):
        self._folder, self._made = folder, {}

    def path(self, profile):
        if isinstance(profile, str):
            return profile if profile == steps.EMPTY else os.path.join(world.SAMPLES, f"{profile}.toml")
        if profile not in self._made:
            self._made[profile] = self._write(profile, f"changed-{len(self._made)}.toml")
        return self._made[profile]

    def _write(self, profile, name):
        with open(self.path(profile.sample), encoding="utf-8") as file:
            text = file.read()
        for pattern, replacement in profile.changes:
            text, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
            assert count, f"{profile.sample}: {pattern}"
        path = os.path.join(self._folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path


def sample_name(profile):
    """The letter of the sample a card profile stands on."""
    name = profile if isinstance(profile, str) else profile.sample
    return name.rpartition("-")[2].upper()


def plans(catalogue, profiles, long):
    """[(card's profile, PSAM's, sample, items)]: what can share a world does, unless it asked for its own."""
    shared, own = defaultdict(list), []
    for row in catalogue:
        for step in (one for one in steps.STEPS if one.row == row["id"]):
            for name in row["cards"]:
                if (step.cards and name not in step.cards) or (row.get("long") and not long):
                    continue
                card = step.card or steps.COMBINATIONS[name]
                sample = sample_name(steps.COMBINATIONS[name] if card == steps.EMPTY else card)
                item = {"row": row["id"], "title": step.title, "cards": name}
                key = (profiles.path(card), profiles.path(step.psam), sample)
                own.append((*key, [item])) if step.own else shared[row["id"][0], *key].append(item)
    return [(*key[1:], items) for key, items in shared.items()] + own


class Runner:
    def __init__(self, options, folder):
        self._options, self._folder, self._numbers = options, folder, itertools.count(1)

    def _files(self):
        number = next(self._numbers)
        return [os.path.join(self._folder, f"{kind}-{number}.json") for kind in ("plan", "results")]

    def run(self, plan):
        """Results of a plan; behind a step that failed, the rest goes on in a fresh world."""
        card, psam, sample, items = plan
        results = []
        while items:
            found = self._world(card, psam, sample, items)
            results += found
            items = items[len(found):]
        return results

    def _world(self, card, psam, sample, items):
        plan, results = self._files()
        with open(plan, "w", encoding="utf-8") as file:
            json.dump({"sample": sample, "items": items}, file)
        argv = [sys.executable, world.SIM, "--build", self._options.build, "--card", card, "--psam", psam, "--",
                sys.executable, os.path.join(HERE, "inside.py"), plan, results]
        limit = LONGEST_LOOP if self._options.long else LONGEST_WORLD
        try:
            ended = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=limit)
        except subprocess.TimeoutExpired:
            ended = subprocess.CompletedProcess(argv, 1, "", f"hung for {limit:g} s")
        found = []
        if os.path.exists(results):
            with open(results, encoding="utf-8") as file:
                found = [json.loads(line) for line in file]
        if ended.returncode == 0 and found:
            return found
        return found + [self._lost(items[len(found)], ended)] if len(found) < len(items) else \
            found[:-1] + [self._lost(items[-1], ended)]

    def _lost(self, item, ended):
        """The world ended under this item."""
        reason = NOT_ALLOWED if ended.returncode == world.EXIT_SKIP else f"the world ended with {ended.returncode}"
        return item | {"problem": f"{reason}\n{ended.stdout[-1000:]}{ended.stderr[-1500:]}", "seconds": 0.0}


# ---- what came out

def verdict(row, results, long):
    if row.get("not_here"):
        return "not runnable here"
    if row.get("long") and not long:
        return "not run: --long"
    if not any(step.row == row["id"] for step in steps.STEPS) or not results:
        return "MISSING"
    tested = [result for result in results if not result.get("not_here")]
    if not tested:
        return "not runnable here"
    if set(row["cards"]) - {result["cards"] for result in tested}:
        return "MISSING"
    return "FAILED" if any(result["problem"] for result in results) else "passed"


def judged(catalogue, results, long):
    """The rows with what came out of them."""
    by_row = defaultdict(list)
    for result in results:
        by_row[result["row"]].append(result)
    return [row | {"verdict": verdict(row, by_row[row["id"]], long), "results": by_row[row["id"]]} for row in catalogue]


def print_row(row, verbose):
    cards = sorted({result["cards"] for result in row["results"]}, key=list(steps.COMBINATIONS).index)
    print(f"{row['id']}  {row['verdict']:19}{row['function']:29}{' '.join(cards)}")
    for result in row["results"]:
        if result["problem"] or verbose:
            said = "FAILED" if result["problem"] else "not here" if result.get("not_here") else "passed"
            print(f"       {result['cards']} {result['title']}: {said} ({result['seconds']} s)")
        if result["problem"]:
            print("         " + result["problem"].replace("\n", "\n         "))


def absent_parts(judged_rows):
    """[(id, reason)]: what the catalogue knows cannot run here, and what this machine lacks."""
    known = [(row["id"], text) for row in judged_rows for text in row.get("parts_not_here", [])]
    return known + [(row["id"], f"{result['title']}: {result['not_here']}") for row in judged_rows
                    for result in row["results"] if result.get("not_here")]


def print_absent(judged_rows):
    whole = [(row["id"], row["not_here"]) for row in judged_rows if row.get("not_here")]
    whole += [(row["id"], f"takes long, not asked for: --long ({row['given']})") for row in judged_rows
              if row["verdict"].startswith("not run:")]
    for head, lines in (("rows not runnable here", whole), ("parts of rows not runnable here", absent_parts(judged_rows))):
        if lines:
            print(f"\n{head}:")
            for name, reason in lines:
                print(f"  {name}  {reason}")


def counted(judged_rows, across):
    return [row for row in judged_rows if bool(row.get("across")) == across]


def summary(judged_rows):
    rows_of = counted(judged_rows, across=False)
    count = lambda *verdicts: sum(row["verdict"] in verdicts for row in rows_of)
    absent = len(rows_of) - count("passed", "FAILED", "MISSING")
    return (f"rows passed {count('passed')} of {len(rows_of)} in the catalogue; failed {count('FAILED')}, "
            f"missing {count('MISSING')}; not runnable here: {absent} rows, {len(absent_parts(rows_of))} parts of rows")


def across(judged_rows):
    """What passed of the combinations: generation and algorithm, kind of PSAM, each on both paths."""
    rows_of = counted(judged_rows, across=True)
    results = [result for row in rows_of for result in row["results"]]
    good = sum(not result["problem"] for result in results)
    return f"combinations passed {good} of {len(results)} in {len(rows_of)} functions across kinds of PSAM and both paths"


def conclusions(judged_rows):
    return [text(judged_rows) for text, kind in ((across, True), (summary, False)) if counted(judged_rows, kind)]


def report(judged_rows, options):
    for row in judged_rows:
        print_row(row, options.verbose)
    print_absent(judged_rows)
    print("\n" + "\n".join(conclusions(judged_rows)))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"summary": conclusions(judged_rows), "rows": judged_rows}, file, ensure_ascii=False, indent=1)
            file.write("\n")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(world.ROOT, "build", "release"))
    parser.add_argument("--json", metavar="FILE", help="also write everything as JSON")
    parser.add_argument("--long", action="store_true", help="also the rows that take minutes")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="worlds at a time")
    parser.add_argument("-v", "--verbose", action="store_true", help="each step of each row")
    parser.add_argument("rows", nargs="*", metavar="ROW")
    options = parser.parse_args()
    options.build = os.path.abspath(options.build)
    return options


def main():
    options = parse_arguments()
    catalogue = load_catalogue(options.rows)
    if not catalogue:
        sys.exit("no such row")
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        runner = Runner(options, folder)
        work = plans(catalogue, Profiles(folder), options.long)
        results = [result for found in pool.map(runner.run, work) for result in found]
    if any((result["problem"] or "").startswith(NOT_ALLOWED) for result in results):
        print("skipped: worlds are not allowed here")
        sys.exit(world.EXIT_SKIP)
    judged_rows = judged(catalogue, results, options.long)
    report(judged_rows, options)
    sys.exit(1 if any(row["verdict"] in ("FAILED", "MISSING") for row in judged_rows) else 0)


if __name__ == "__main__":
    main()
