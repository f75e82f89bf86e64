#!/usr/bin/env python3
"""ssc-sim as a process: slot link, control socket, restarts of the reader, line rate, state on disk, errors."""
import json
import os
import subprocess
import sys
import tempfile
import time
import unittest

from fake_reader import FakeReader

PROGRAM, SAMPLES = sys.argv[1], sys.argv[2]
SELECT = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"
SSSE = "6F1C840F7378312E73682EC9E7BBE1B1A3D5CFA50988011E9F0C038601039000"
EF05 = ("0110999900D15600000500000001E692B0370201330304332E3030040C91560000029999009999000105042025010106042035010107"
        "095430303030303032389000")
READ = [(SELECT, SSSE), ("00A4020002EF05", "9000"), ("00B2010500", EF05),
        ("008800001011223344556677 88A1A2A3A4A5A6A7A8".replace(" ", ""), "A564738F2F78A3579000"),
        ("00A4020002EF06", "9000"), ("00B2080014", "6982")]


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=30)


class Simulator:
    """A running card or PSAM with a fake reader in front of it."""

    def __init__(self, folder: str, kind: str, profile: str, *options: str):
        self.slot, self.control = os.path.join(folder, "slot0.sock"), os.path.join(folder, "control.sock")
        self.reader = FakeReader(self.slot)
        self.process = subprocess.Popen(
            [PROGRAM, kind, "--profile", os.path.join(SAMPLES, profile), "--slot", self.slot,
             "--state", os.path.join(folder, "state"), "--control", self.control, *options],
            stdout=subprocess.PIPE, text=True)
        self.reader.accept()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()
        self.reader.close()

    def ctl(self, *words: str) -> subprocess.CompletedProcess:
        return run("ctl", self.control, *words)

    def status(self) -> dict:
        return json.loads(self.ctl("status").stdout.removeprefix("ok "))


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="ssc-sim-")
        self.addCleanup(self.folder.cleanup)

    def simulator(self, kind="card", profile="card-a.toml", *options):
        return Simulator(self.folder.name, kind, profile, *options)

    def read(self, reader):
        self.assertEqual(reader.power_on().hex().upper(), "3B6D000000815453548699999900000001")
        for command, answer in READ:
            self.assertEqual(reader.apdu(command), answer)

    def test_a_card_says_ready_and_is_read(self):
        with self.simulator() as card:
            self.assertEqual(card.reader.frame(), (b"i", b""))
            self.assertEqual(card.process.stdout.readline(), "ready\n")
            self.read(card.reader)
            self.assertEqual(card.status()["exchanges"], len(READ))

    def test_every_procedure_mode_gives_the_same_card(self):
        for mode in ("all", "single", "alternate", "null=3"):
            with self.subTest(mode), self.simulator("card", "card-a.toml", "--procedure", mode) as card:
                card.reader.frame()
                self.read(card.reader)

    def test_a_psam_serves_its_terminal_number(self):
        with self.simulator("psam", "psam-full.toml") as psam:
            psam.reader.frame()
            self.assertEqual(psam.reader.power_on().hex().upper(), "3B6D000000815453540000999990000001")
            self.assertEqual(psam.reader.apdu("00B0960006"), "9999000000019000")

    def test_a_card_comes_back_to_a_reader_that_restarts(self):
        with self.simulator() as card:
            for _ in range(3):
                self.assertEqual(card.reader.frame(), (b"i", b""))
                self.read(card.reader)
                card.reader.crash()
                time.sleep(0.2)
                card.reader.listen()
                card.reader.accept()
            self.assertEqual(card.reader.frame(), (b"i", b""))
            self.read(card.reader)

    def test_the_control_socket_moves_cards(self):
        with self.simulator("card", "card-a.toml", "--out") as card:
            self.assertEqual(card.process.stdout.readline(), "ready\n")
            self.assertFalse(card.status()["inserted"])
            self.assertEqual(card.ctl("insert").stdout, "ok\n")
            self.assertEqual(card.reader.frame(), (b"i", b""))
            self.assertEqual(card.ctl("swap", os.path.join(SAMPLES, "card-c.toml")).stdout, "ok C\n")
            self.assertEqual(card.reader.frame(), (b"o", b""))
            self.assertEqual(card.reader.frame(), (b"i", b""))
            self.assertEqual(card.reader.power_on().hex().upper(), "3B6D000000815453548699999900000003")
            self.assertEqual(card.ctl("tear", "1").returncode, 0)
            with self.assertRaises(ConnectionAbortedError):
                card.reader.apdu(SELECT)
            self.assertEqual(card.ctl("quit").stdout, "ok\n")
            self.assertEqual(card.process.wait(5), 0)
            self.assertFalse(os.path.exists(card.control))

    def test_ctl_tells_by_its_exit_code(self):
        with self.simulator() as card:
            self.assertEqual(card.ctl("status").returncode, 0)
            wrong = card.ctl("jump")
            self.assertEqual((wrong.returncode, wrong.stdout), (1, "error: unknown command\n"))
        absent = run("ctl", os.path.join(self.folder.name, "nobody.sock"), "status")
        self.assertEqual(absent.returncode, 1)
        self.assertIn("nobody.sock", absent.stderr)

    def test_wrong_pins_survive_the_process(self):
        for tries in ("63C5", "63C4"):
            with self.simulator() as card:
                card.reader.frame()
                card.reader.power_on()
                card.reader.apdu(SELECT)
                self.assertEqual(card.reader.apdu("0020000003999999"), tries)

    def test_terminal_sequences_rise_over_processes(self):
        purchase = ("80700100340102030400010000000000003039000027103220250102030405" "0100"
                    "8699999900000001" "3939393930307378" "3939303030307368")
        for sequence in ("00000001", "00000002", "00000003"):
            with self.simulator("psam", "psam-full.toml") as psam:
                psam.reader.frame()
                psam.reader.power_on()
                psam.reader.apdu("00A4000002DF01")
                self.assertEqual(psam.reader.apdu(purchase)[:8], sequence)

    def test_line_time_is_nearly_all_of_the_time_at_9600(self):
        with self.simulator("card", "card-a.toml", "--rate", "9600") as card:
            card.reader.frame()
            shares = []
            for _ in range(3):  # the machine may be busy elsewhere: the best of three counts
                start = time.monotonic()
                self.read(card.reader)
                elapsed = time.monotonic() - start
                status = card.status()
                shares.append((status["received"] + status["sent"]) * 12 / 9600 / elapsed)
            print("wire share", [round(share, 4) for share in shares])
            self.assertGreaterEqual(max(shares), 0.97)
            self.assertLessEqual(max(shares), 1.001)

    def test_what_is_wrong_is_said_and_ends_the_program(self):
        slot, state = os.path.join(self.folder.name, "none.sock"), os.path.join(self.folder.name, "state")
        os.mkdir(state)
        with open(os.path.join(state, "A.state.json"), "w", encoding="utf-8") as file:
            file.write('{"format":1')
        profile = os.path.join(SAMPLES, "card-a.toml")
        for arguments, text in (
                (("--profile", profile, "--state", state), "A.state.json: state file is damaged"),
                (("--profile", "/nonexistent", "--state", state), "/nonexistent: cannot be read"),
                (("--profile", profile, "--state", state + "2", "--attach-wait", "1"), "no reader: "),
                (("--profile", profile, "--state", state + "2", "--procedure", "odd"), "unknown --procedure")):
            with self.subTest(text):
                result = run("card", "--slot", slot, *arguments)
                self.assertEqual(result.returncode, 1)
                self.assertIn(text, result.stderr)
                self.assertEqual(result.stdout, "")

    def test_a_reader_that_goes_late_is_waited_for_anew(self):
        with self.simulator("card", "card-a.toml", "--attach-wait", "1") as card:
            card.reader.frame()
            time.sleep(1.2)  # longer than a reader may be away, and it was there
            card.reader.crash()
            time.sleep(0.3)
            card.reader.listen()
            card.reader.accept()
            self.assertEqual(card.reader.frame(), (b"i", b""))
            self.assertIsNone(card.process.poll())

    def test_a_slot_that_is_taken_is_given_up(self):
        with self.simulator("card", "card-a.toml", "--attach-wait", "1") as card:
            card.reader.refuse_for(3)
            self.assertEqual(card.process.wait(15), 1)

    def test_a_random_card_is_reproducible_and_usable(self):
        first, second = (os.path.join(self.folder.name, name) for name in ("one.toml", "two.toml"))
        for path in (first, second):
            self.assertEqual(run("make-card", "--seed", "7", "--out", path).returncode, 0)
        with open(first, encoding="utf-8") as one, open(second, encoding="utf-8") as two:
            self.assertEqual(one.read(), two.read())
        with self.simulator("card", first) as card:
            self.assertEqual(card.reader.frame(), (b"i", b""))
            self.assertEqual(card.status()["profile"], "random-7")
        self.assertEqual(run("make-card", "--seed", "7", "--out", "/nonexistent/x.toml").returncode, 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
