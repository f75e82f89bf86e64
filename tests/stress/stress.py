"""Two programs of four threads each at one reader: nothing they get is torn, lost or done twice, and nothing grows.

  stress.py [--calls N] [--seed S]      inside a world
"""
import argparse
import os
import random
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "integration"))

import world  # noqa: E402

PROCESSES = 2
BUSY, STOPPED = -11, -4       # readerBusy after the time that is waited; timedOut for a handle's call, and cancelled
# What each call may give, typed from docs/errors.md and the headers.
ALLOWED = {
    "readBasic": {0, BUSY}, "readItems": {0, BUSY}, "writePair": {0, BUSY}, "readPair": {0, BUSY},
    "verifyPin": {0, BUSY}, "debit": {0, BUSY}, "readDebits": {0, BUSY},
    "badInterface": {-14}, "noBuffer": {-14}, "badGrammar": {-23}, "smallBuffer": {-14}, "otherFile": {-27266, BUSY},
    "hsmSteps": {-21, -12, BUSY},   # a wrong proof; another thread's call has ended the session
    "handleBasic": {0, BUSY}, "handleReads": {0, BUSY}, "handleCancelled": {0, STOPPED, BUSY},
    "handleCapabilities": {0},
}
FEN = 1                       # of each debit
KEPT_RECORDS = 10             # the card has more; these are looked at
MOST_KIB = 2048               # the process may grow by: arenas of malloc, stacks that the C library keeps
MOST_MALLOC = 256 * 1024
# The address sanitizer keeps freed memory back to find uses of it; here nothing may grow. Its leak check ends the process.
PLAIN_FREE = "quarantine_size_mb=1:thread_local_quarantine_size_kb=64"


class Client:
    """One process of stress_client, and its lines."""

    def __init__(self, seed, calls):
        self.seed = seed
        self._process = subprocess.Popen(["stress_client", str(seed), str(calls)], stdout=subprocess.PIPE, text=True,
                                         env={**os.environ, "ASAN_OPTIONS": PLAIN_FREE})

    def join(self, seconds):
        out, _ = self._process.communicate(timeout=seconds)
        assert self._process.returncode == 0, f"stress_client {self.seed}: {self._process.returncode}\n{out}"
        rows = [line.split() for line in out.splitlines()]
        self.results = {(row[1], int(row[2])): int(row[3]) for row in rows if row[0] == "result"}
        self.debits = [int(row[1]) for row in rows if row[0] == "debit"]
        self.before, self.after = ([int(n) for n in row[1:]] for row in rows if row[0] in ("before", "after"))


class Stress(world.WorldTest):
    calls, seed = 1000, 0

    def test_two_programs_of_four_threads(self):
        print(f"seed {self.seed}, {self.calls} calls", file=sys.stderr)
        before, started = self.money(), time.monotonic()
        census = self.census()
        clients = [Client(self.seed + number, self.calls // PROCESSES) for number in range(PROCESSES)]
        for client in clients:
            client.join(60 + self.calls * 1.0 * world.patience())
        seconds = time.monotonic() - started
        for client in clients:
            print(f"{client.seed}: memory {client.before} -> {client.after}; {sorted(client.results.items())}", file=sys.stderr)
        done = sum(sum(client.results.values()) for client in clients)
        print(f"{done} calls in {seconds:.0f} s, {done / seconds:.0f}/s", file=sys.stderr)
        self.assertGreaterEqual(done, self.calls)
        for client in clients:
            self.check_results(client)
            self.check_growth(client)
        self.check_debits([number for client in clients for number in client.debits], before)
        world.eventually(lambda: self.census() == census, f"the world's programs are as before: {census}")
        world.card("status")
        self.assertEqual(world.read().code, 0)

    def census(self):
        return {name: (len(os.listdir(f"/proc/{pid}/fd")), len(os.listdir(f"/proc/{pid}/task")))
                for name in ("pcscd", "ssc-reader") for pid in world.world_pids(name)}

    def money(self):
        answer = world.run("ssc", "balance", "--json")
        self.assertEqual(answer.code, 0, answer)
        return answer.json()["balance"]

    def check_results(self, client):
        for (call, code), times in client.results.items():
            self.assertIn(code, ALLOWED[call], f"{call}: {times} times, seed {client.seed}")
        for call in ALLOWED:
            self.assertTrue(any(name == call and code in ALLOWED[call] - {BUSY} for name, code in client.results),
                            f"{call} was never seen to work")

    def check_growth(self, client):
        for what, most, before, after in zip(("resident KiB", "bytes of malloc", "descriptors", "threads"),
                                             (MOST_KIB, MOST_MALLOC, 0, 0), client.before, client.after, strict=True):
            self.assertLessEqual(after - before, most * world.patience(), f"{what}: {before} -> {after}, seed {client.seed}")

    def check_debits(self, sequences, before):
        """Each debit happened once, in one order, and the balance and the records say the same."""
        sequences.sort()
        self.assertGreater(len(sequences), 0)
        self.assertEqual(sequences, list(range(sequences[0], sequences[0] + len(sequences))), "a debit lost or done twice")
        after = self.money()
        for name in ("selfPay", "pool"):  # what the card has added up
            self.assertEqual(after[name]["fen"] - before[name]["fen"], len(sequences) * FEN, name)
        records = world.run("ssc", "records", "--json").json()
        newest = [record["sequence"] for record in records["records"]][:KEPT_RECORDS]
        self.assertEqual(newest, sorted(sequences, reverse=True)[:len(newest)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=random.randrange(1, 100000))
    options, sys.argv[1:] = parser.parse_known_args()
    Stress.calls, Stress.seed = options.calls, options.seed
    world.main()
