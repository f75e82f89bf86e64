"""`ssc settle` is killed, its card torn out, its reader killed: through the real pcscd. What the card has debited stands in
the journal once, and at the center once. Runs inside a world: tools/sim.py --center both -- killed_programs.py [--kills N].
"""
import argparse
import json
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "integration"))
import world  # noqa: E402  what tests inside a world share

SIM = [sys.executable, str(ROOT / "tools" / "sim.py"), "ctl"]
WORLD = pathlib.Path(os.environ["SSC_SIM_DIR"])
JOURNAL = WORLD / "terminal" / "settlement" / "journal.sqlite"
CENTER = WORLD / "center-999900"
POLICY = {"policyVer": "9900000002", "issued": "20260105080000", "area": "999900", "listVersion": 1, "pseudonymKeyId": "2026",
          "listMinutes": 10080, "outageMinutes": 10080, "lateMinutes": 10080, "mostOne": 30000, "mostOneLate": 30000,
          "mostCard": 99999999, "mostCardCount": 99, "mostCardCountLate": 99, "mostWaiting": 100000, "mostWaitingSum": 4000000000,
          "driftSeconds": 120, "prices": [], "chiefs": []}
CYCLE = 12           # settlements between two contacts with the center; the card keeps 30
LONGEST = 60.0       # seconds
COMMANDS = 75        # that a settlement sends to the card, about


class Trouble(Exception):
    """What was found is not as it should be."""


def run(*argv, wanted=0):
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LONGEST)
    if wanted is not None and done.returncode != wanted:
        raise Trouble(f"{' '.join(argv)} → {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def ctl(*words):
    answer = run(*SIM, *words).stdout.strip()
    if not answer.startswith("ok"):
        raise Trouble(f"ctl {' '.join(words)}: {answer}")


def settle(amount):
    return ["ssc", "settle", f"{amount / 100:.2f}", f"{max(1, amount // 2) / 100:.2f}", "--offline", "N21", "--yes", "--json"]


def debits_of_card():
    """What the card says: counter → (time, total, paid), newest 30."""
    rows = json.loads(run("ssc", "records", "--json").stdout)["records"]
    return {row["sequence"]: (row["time"], row["selfPay"]["fen"], row["pool"]["fen"]) for row in rows}


def records_of_journal():
    lines = run("ssc", "journal", "export", str(JOURNAL)).stdout.splitlines()
    return [line.split("|", 4)[4].split("|") for line in lines if line.startswith("record|")]


class Soak:
    def __init__(self, kills, seed):
        self.kills_wanted, self.random = kills, random.Random(seed)
        self.kills, self.attempts, self.debits, self.checked = 0, 0, {}, -1
        self.resolved = set()  # counters of debits that stand as R
        self.kinds = {}
        self.duration = 1.0

    def go(self):
        self.begin()
        while self.kills < self.kills_wanted:
            for _ in range(CYCLE):
                self.attempt()
            self.rest()
        self.end()

    def begin(self):
        path = WORLD / "kill-policy.json"
        path.write_text(json.dumps(POLICY), encoding="utf-8")
        run("ssc-center", "settlement", "policy", str(path), "--state", str(CENTER))
        run("ssc", "upload", "--json")
        began = time.monotonic()
        run(*settle(100))
        self.duration = time.monotonic() - began

    def attempt(self):
        self.attempts += 1
        kind = self.random.choices(["kill", "torn", "reader", "none"], [75, 12, 8, 5])[0]
        seat = world.Seat("card")
        if kind == "torn":
            ctl("card", "pull-at", str(self.random.randint(1, COMMANDS)))
        program = subprocess.Popen(settle(self.random.randint(2, 30000)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        if kind in ("kill", "reader"):
            try:
                program.wait(self.random.uniform(0.0, 1.05 * self.duration))
            except subprocess.TimeoutExpired:
                if kind == "kill":
                    program.send_signal(signal.SIGKILL)
                else:
                    ctl("kill-reader")
                self.note(kind)
        try:
            program.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired as error:
            program.kill()
            raise Trouble(f"ssc settle hangs after {kind}") from error
        if kind == "torn":
            ctl("card", "pull-at", "1000000")
            if '"inserted":false' in run(*SIM, "card", "status").stdout:
                self.note(kind)
                seat.put_back()
        if kind == "reader":
            world.sim("wait-ready")
            world.eventually(lambda: world.slot_state(0).present and world.slot_state(2).present, "card and module are back", 20)

    def note(self, kind):
        self.kills += 1
        self.kinds[kind] = self.kinds.get(kind, 0) + 1

    def rest(self):
        """One that nobody disturbs; then card and journal are held against each other, and the center takes everything."""
        run(*settle(100))
        self.compare()
        run("ssc", "upload", "--card", "--json")
        print(f"{self.kills} / {self.kills_wanted} kills", file=sys.stderr)

    def compare(self):
        new = {counter: row for counter, row in debits_of_card().items() if counter > self.checked}
        stands = {}
        unknown = {}
        for record in records_of_journal():
            number, kind, counter, when = int(record[3]), record[4], int(record[10]), record[11]
            total, account = record[12], record[14]
            if kind == "S":
                stands.setdefault(counter, []).append((when, int(total), int(account)))
            elif kind == "U":
                unknown[number] = (counter, (when, int(total), int(account)))
            elif kind == "R" and int(total) > 0:
                counter, row = unknown[int(record[22])]
                stands.setdefault(counter, []).append(row)
                self.resolved.add(counter)
        for counter, (when, total, paid) in new.items():
            wanted = ("".join(c for c in when if c.isdigit()), total, paid)
            if stands.get(counter) != [wanted]:
                raise Trouble(f"debit {counter} of the card {wanted}: in the journal {stands.get(counter)}")
            self.debits[counter] = wanted
        for counter in stands:
            if counter not in self.debits:
                raise Trouble(f"the journal has a debit {counter} that the card has not")
        self.checked = max(self.debits, default=-1)

    def end(self):
        """The center has every debit once, to the fen; both ledgers are equal; the journal is whole."""
        run("ssc", "upload", "--json")
        run("ssc", "reconcile", "--json")
        run("ssc", "journal", "verify", str(JOURNAL), "--json")
        with sqlite3.connect(f"file:{next(CENTER.glob('*.sqlite'))}?mode=ro", uri=True) as center:
            rows = center.execute("SELECT type, COUNT(*), SUM(total), SUM(account), MIN(result), MAX(result) FROM "
                                  "offline_settlements WHERE type = 'S' GROUP BY type").fetchall()
        proven = [row for counter, row in self.debits.items() if counter not in self.resolved]
        kind, count, total, account, least, greatest = rows[0]
        if (count, total, account) != (len(proven), sum(row[1] for row in proven), sum(row[2] for row in proven)):
            raise Trouble(f"the center has {count} settlements of {total} fen, the card {len(proven)} of {sum(r[1] for r in proven)}")
        if least != "A" or greatest != "A":
            raise Trouble(f"the center has not accepted all: {least} to {greatest}")
        print(f"{self.attempts} attempts, {len(self.debits)} debits by the card, {self.kinds}")
        print(f"{self.kills} kills, 0 lost, 0 doubled")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    try:
        Soak(arguments.kills, arguments.seed).go()
    except Trouble as trouble:
        sys.exit(f"✗ {trouble}")


if __name__ == "__main__":
    main()
