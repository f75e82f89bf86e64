"""`sim` for real: worlds start, run a command, survive faults, and leave nothing behind.

  sim_test.py --build DIR [test …]
"""
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import support

SIM = str(support.ROOT / "tools" / "sim.py")
BUILD = str(support.ROOT / "build" / "release")
SKIP = 77
LIMIT = 60
ASK = f'ctl() {{ "{sys.executable}" "{SIM}" ctl "$@"; }}; '


def sim(*command, options=(), **arguments):
    return subprocess.run([sys.executable, SIM, "--build", BUILD, *options, "--", *command], capture_output=True,
                          text=True, timeout=LIMIT, check=False, **arguments)


def shell(script, **arguments):
    return sim("bash", "-c", ASK + script, **arguments)


def alive(pid):
    """Whether a process runs; a zombie does not."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def soon(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def processes_of(folder):
    """Pids whose command line names the world's folder."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if folder in line and int(entry.name) != os.getpid():
                found.append(int(entry.name))
    return found


class Sim(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="t", dir="/tmp")
        self.addCleanup(folder.cleanup)
        self.temporary = folder.name
        self.environment = dict(os.environ, TMPDIR=self.temporary)

    def leftovers(self):
        return list(pathlib.Path(self.temporary).glob("ssc-sim-*")) + processes_of(f"{self.temporary}/ssc-sim-")

    def assert_gone(self):
        self.assertTrue(soon(lambda: not self.leftovers()), self.leftovers())

    def start(self, script):
        """A world whose command prints `here PID` once it runs."""
        process = subprocess.Popen([sys.executable, SIM, "--build", BUILD, "--", "bash", "-c", script],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait, 10)
        self.addCleanup(process.kill)
        line = process.stdout.readline()
        self.assertTrue(line.startswith("here "), line)
        self.assertTrue(self.leftovers(), "the search for leftovers must find a living world")
        return process, int(line.split()[1])

    # ---- the command

    def test_the_command_sees_five_slots_with_card_and_psam(self):
        done = shell("ctl wait-ready && ctl status", env=self.environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"^ok\nok pcscd=running reader=running card=running psam=running pad=running restarts=0 command=\d+\n$")
        self.assert_gone()

    def test_input_output_and_exit_code_pass_through(self):
        done = sim("bash", "-c", "read -r line; echo \"out $line\"; echo err >&2; exit 42", input="word\n")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (42, "out word\n", "err\n"))

    def test_the_command_finds_the_build_and_its_configuration(self):
        done = shell('command -v ssc-sim; cat "$SSC_CONFIG"; echo "$LD_LIBRARY_PATH"; stat -c %a "$SSC_SIM_DIR"')
        self.assertIn(f"{BUILD}/bin/ssc-sim\n", done.stdout)
        self.assertIn('device_number = "SIM-TERM-0001"\n', done.stdout)
        self.assertIn(f'profile = "{support.ROOT}/hw-profiles/ssc-sim-reader.toml"\n', done.stdout)
        self.assertIn(f"\n{BUILD}/lib", done.stdout)
        self.assertTrue(done.stdout.endswith("\n700\n"), done.stdout)

    # ---- the PIN pad

    def test_a_pad_stands_beside_the_reader_and_enters_the_sample_pin(self):
        done = shell('ctl pad status; cat "$SSC_CONFIG"; echo "$SSC_SIM_DIR"')
        self.assertIn('"automatic":true', done.stdout.splitlines()[0])
        self.assertIn(f'[pin]\nsource = "pad:{done.stdout.splitlines()[-1]}/pad.sock"\n', done.stdout)

    def test_a_pad_that_waits_for_a_person(self):
        done = shell("ctl pad enter 123456 && ctl pad status && ctl card status", options=("--pin", "ask"))
        self.assertEqual(done.returncode, 0, done.stderr)
        entered, pad, card = done.stdout.splitlines()
        self.assertEqual(entered, "ok")
        self.assertIn('"automatic":false,"prepared":1', pad)
        self.assertIn('"profile"', card)

    def test_a_world_without_a_pad(self):
        done = shell('ctl status; ctl pad status || cat "$SSC_CONFIG"', options=("--pin", "none"))
        self.assertNotIn("pad", done.stdout.splitlines()[0])
        self.assertNotIn("[pin]", done.stdout)

    def test_a_pin_that_is_none_is_refused(self):
        for pin in ("123", "1234567890123", "12x456", ""):
            self.assertEqual(sim("true", options=("--pin", pin)).returncode, 2)

    # ---- the back office

    def test_the_terminals_center_stops_hangs_and_comes_back_on_request(self):
        done = shell("ctl hang-center; ctl status; ctl resume-center; ctl stop-center; ctl status; ctl start-center; ctl status",
                     options=("--center", "both"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(re.findall(r"center-999900=(\w+)", done.stdout), ["hung", "stopped", "running"], done.stdout)
        self.assertEqual(re.findall(r"center-999999=(\w+)", done.stdout), ["running"] * 3, done.stdout)

    def test_a_world_without_a_back_office_has_no_center_to_stop(self):
        self.assertIn("unknown request 'stop-center'", shell("ctl stop-center").stdout)

    def test_each_center_has_a_database_of_its_own(self):
        for url in ("postgresql:///one", "sqlite:{area}", ""):
            self.assertEqual(sim("true", options=("--center", "both", "--center-db", url)).returncode, 2)
        self.assertEqual(sim("true", options=("--center-db", "postgresql:///sim_{area}")).returncode, 2)

    def test_a_missing_command_is_127(self):
        done = sim("no-such-program")
        self.assertEqual(done.returncode, 127)
        self.assertIn("no-such-program", done.stderr)

    def test_a_command_that_may_not_be_run_is_126(self):
        self.assertEqual(sim("/etc/passwd").returncode, 126)

    def test_an_empty_slot_stays_empty(self):
        done = shell("ctl status", options=("--card", "none", "--psam", "none"))
        self.assertRegex(done.stdout, "^ok pcscd=running reader=running pad=running restarts=0")

    def test_a_missing_card_file_is_named(self):
        done = sim("true", options=("--card", "Z"))
        self.assertEqual(done.returncode, 125)
        self.assertIn("card-z.toml is not there", done.stderr)

    def test_an_unusable_card_file_shows_the_log(self):
        path = pathlib.Path(self.temporary) / "bad.toml"
        path.write_text("this is no profile")
        done = sim("true", options=("--card", str(path)), env=self.environment)
        self.assertEqual(done.returncode, 125)
        self.assertIn("card ended at once", done.stderr)
        self.assertIn("bad.toml", done.stderr)
        self.assert_gone()

    # ---- nothing stays

    def test_what_the_command_left_behind_ends_with_the_world(self):
        done = sim("bash", "-c", "setsid sleep 300 >/dev/null 2>&1 & (sleep 300 & echo $!) ; echo $!", env=self.environment)
        pids = [int(line) for line in done.stdout.split()]
        self.assertEqual(len(pids), 2, done.stdout)
        self.assertFalse(any(alive(pid) for pid in pids))
        self.assert_gone()

    def test_killing_the_command_is_137_and_takes_the_world_down(self):
        process, pid = self.start("echo here $$; exec sleep 300")
        os.kill(pid, signal.SIGKILL)
        self.assertEqual(process.wait(10), 137)
        self.assert_gone()

    def test_signals_reach_the_command_and_its_answer_counts(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1):
            with self.subTest(signal=number.name):
                name = number.name.removeprefix("SIG")
                process, _ = self.start(f"trap 'exit 9' {name}; echo here $$; while :; do sleep 0.05; done")
                process.send_signal(number)
                self.assertEqual(process.wait(10), 9)
                self.assert_gone()

    def test_a_command_that_ignores_sigterm_is_ended_after_the_grace_time(self):
        process, pid = self.start("trap '' TERM; echo here $$; while :; do sleep 0.05; done")
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(15), 137)
        self.assertFalse(alive(pid))
        self.assert_gone()

    def test_killing_sim_itself_leaves_no_process(self):
        process, _ = self.start("echo here $$; exec sleep 300")
        process.kill()
        process.wait(10)
        self.assertTrue(soon(lambda: not processes_of(f"{self.temporary}/ssc-sim-")))

    def test_a_signal_during_the_start_ends_it(self):
        process = subprocess.Popen([sys.executable, SIM, "--build", BUILD, "--", "sleep", "300"], env=self.environment,
                                   stderr=subprocess.PIPE, text=True)
        self.assertTrue(soon(lambda: processes_of(f"{self.temporary}/ssc-sim-")))
        process.send_signal(signal.SIGTERM)
        _, text = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 128 + signal.SIGTERM, text)
        self.assert_gone()

    def test_worlds_run_side_by_side(self):
        worlds = [self.start("echo here $$; read -t 0.5 < <(sleep 2); exit 3")[0] for _ in range(3)]
        self.assertEqual([world.wait(LIMIT) for world in worlds], [3, 3, 3])
        self.assert_gone()

    # ---- faults

    def test_a_killed_reader_comes_back_with_pcscd(self):
        done = shell("ctl kill-reader && ctl wait-ready && ctl status")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, "pcscd=running reader=running card=running psam=running pad=running restarts=1 ")

    def test_a_hung_reader_goes_on_when_told_so(self):
        done = shell("ctl hang-reader; ctl status; ctl resume-reader; ctl wait-ready; ctl status")
        states = re.findall(r"reader=(\w+)", done.stdout)
        self.assertEqual(states, ["hung", "running"], done.stdout)

    def test_a_world_with_a_hung_reader_still_ends(self):
        start = time.monotonic()
        done = shell("ctl hang-reader", env=self.environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertLess(time.monotonic() - start, 20)
        self.assert_gone()

    def test_pcscd_stops_and_starts_on_request(self):
        done = shell("ctl stop-pcscd; ctl status; ctl start-pcscd; ctl wait-ready; ctl restart-pcscd; ctl wait-ready; ctl status")
        self.assertEqual(re.findall(r"pcscd=(\w+)", done.stdout), ["stopped", "running"], done.stdout)
        self.assertEqual(done.returncode, 0)

    def test_an_unknown_request_is_an_error(self):
        done = shell("ctl make-tea")
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stdout.startswith("error: unknown request 'make-tea'"), done.stdout)

    def test_a_crash_of_the_simulated_world_does_not_go_unseen(self):
        done = shell("kill -KILL $(pgrep -f -- \"--state $SSC_SIM_DIR/state/card\" | head -n 1); sleep 0.3")
        self.assertEqual(done.returncode, 125)
        self.assertIn("card crashed (signal 9)", done.stderr)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        BUILD = os.path.abspath(sys.argv[2])
        del sys.argv[1:3]
    trial = sim("true")
    if trial.returncode == SKIP:
        print(trial.stderr, end="")
        sys.exit(SKIP)
    unittest.main()
