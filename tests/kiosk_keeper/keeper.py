#!/usr/bin/env python3
"""The keeper with real processes: change of visits, hangs, crashes, its end, its service manager.

  keeper.py --keeper ssc-kiosk --visit ssc_fake_visit

Visits are played by fake_visit.cpp after plans. Nothing here depends on how fast the machine is: the tests wait for what must come,
and judge by the order in which things were written down.
"""
import argparse
import contextlib
import fcntl
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

KEEPER = VISIT = None
PATIENCE = 60.0
USUAL = "ready show shown"
PASSING = "ready show shown busy free left"


class Entry:
    def __init__(self, line):
        at, number, pid, self.event = line.split(" ", 3)
        self.at, self.number, self.pid = int(at), int(number), int(pid)


class Kiosk(contextlib.AbstractContextManager):
    """A keeper with fake visits: plan is of all visits, plans {n: plan} of single ones."""

    def __init__(self, plan=USUAL, plans=None, options=(), visit=None, watchdog=None):
        self.folder = tempfile.TemporaryDirectory(prefix="keeper-")
        self.path = pathlib.Path(self.folder.name)
        self.plan(plan)
        for number, single in (plans or {}).items():
            (self.path / f"plan-{number}").write_text(single)
        self.manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.manager.bind(str(self.path / "notify"))
        self.manager.setblocking(False)
        self.told = []
        environment = {**os.environ, "FAKE_VISITS": str(self.path), "NOTIFY_SOCKET": str(self.path / "notify")}
        if watchdog:
            environment["WATCHDOG_USEC"] = str(watchdog)
        self.errors = (self.path / "errors").open("w+")
        # A file more than a program should be given: no visit may get it.
        stray = fcntl.fcntl(self.manager, fcntl.F_DUPFD_CLOEXEC, 20)
        self.process = subprocess.Popen([KEEPER, "--visit", visit or VISIT, *options], env=environment,
                                        stdin=subprocess.DEVNULL, stderr=self.errors, pass_fds=[stray])
        os.close(stray)

    def plan(self, plan):
        (self.path / "plan.new").write_text(plan)
        (self.path / "plan.new").rename(self.path / "plan")

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.errors.close()
        self.manager.close()
        self.folder.cleanup()

    def log(self):
        with contextlib.suppress(FileNotFoundError):
            return [Entry(line) for line in (self.path / "log").read_text().splitlines(keepends=False)]
        return []

    def first(self, event, number=None):
        return next((entry for entry in self.log()
                     if entry.event.startswith(event) and number in (None, entry.number)), None)

    def wait_for(self, event, number=None):
        return self.until(lambda: self.first(event, number), f"{event} {number or ''}")

    def until(self, condition, what):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := condition():
                return found
            if self.process.poll() is not None and not condition():
                raise AssertionError(f"{what}: the keeper ended with {self.process.returncode}: {self.said()}")
            time.sleep(0.01)
        raise AssertionError(f"{what}: did not come; {self.said()}; {[vars(entry) for entry in self.log()][-10:]}")

    def said(self):
        return (self.path / "errors").read_text()

    def hears(self):
        """All that the service manager was told so far."""
        with contextlib.suppress(BlockingIOError):
            while True:
                self.told.append(self.manager.recv(4096).decode())
        return self.told

    def children(self):
        """Process ids of those whose parent is the keeper, zombies too."""
        found = []
        for entry in pathlib.Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                if int(entry.read_text().rpartition(")")[2].split()[1]) == self.process.pid:
                    found.append(int(entry.parent.name))
        return found

    def files(self):
        return sorted(os.listdir(f"/proc/{self.process.pid}/fd"), key=int)

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def lives(pid):
    with contextlib.suppress(OSError):
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


class Change(unittest.TestCase):
    def dark_moments(self, log):
        """Visits after whose going nothing was visible, and more than two at once, as the log has it."""
        visible, alive, dark, crowded = set(), set(), [], []
        for entry in log:
            if entry.event.startswith("started"):
                alive.add(entry.number)
                if len(alive) > 2:
                    crowded.append(entry.number)
            elif entry.event == "visible":
                visible.add(entry.number)
            elif entry.event == "gone":
                alive.discard(entry.number)
                visible.discard(entry.number)
                if not visible:
                    dark.append(entry.number)
        return dark, crowded

    def test_the_first_visit_is_shown_and_the_second_waits_hidden(self):
        with Kiosk() as kiosk:
            kiosk.wait_for("said shown", 1)
            kiosk.wait_for("said ready", 2)
            self.assertIsNone(kiosk.first("visible", 2))
            self.assertEqual(len(kiosk.children()), 2)

    def test_two_hundred_visits_leave_no_dark_moment_no_zombie_and_no_open_file(self):
        with Kiosk(plan=PASSING, plans={1: USUAL + " wait:200 left", 200: USUAL}) as kiosk:
            kiosk.wait_for("said ready", 2)
            files = kiosk.files()
            kiosk.wait_for("said shown", 200)
            kiosk.wait_for("said ready", 201)
            self.assertEqual(self.dark_moments(kiosk.log()), ([], []))
            kiosk.until(lambda: len(kiosk.children()) == 2, "the old ones are gone")
            self.assertEqual(len(kiosk.files()), len(files))
            self.assertEqual(kiosk.said(), "")

    def test_the_next_one_is_visible_before_the_old_one_is_told_to_end(self):
        with Kiosk(plan=PASSING, plans={5: USUAL}) as kiosk:
            kiosk.wait_for("said shown", 5)
            for number in range(1, 4):
                shown, ended = kiosk.first("visible", number + 1), kiosk.wait_for("told to end", number)
                self.assertLess(shown.at, ended.at)

    def test_the_check_for_dark_moments_finds_one(self):
        log = [Entry(f"{at} {number} 7 {event}") for at, (number, event) in enumerate(
            [(1, "started"), (1, "visible"), (2, "started"), (3, "started"), (1, "gone"), (2, "visible")])]
        self.assertEqual(self.dark_moments(log), ([1], [3]))

    def test_options_go_through_to_every_visit(self):
        with Kiosk(options=["--mode", "desk", "--district", "liangping", "--windowed"]) as kiosk:
            given = ["--mode", "desk", "--district", "liangping", "--windowed", "--keeper-fd", "3"]
            for number, own in ((1, ["--awaited"]), (2, [])):  # only the first finds an empty screen
                words = kiosk.wait_for("started", number).event.split()[1:]
                self.assertCountEqual(words, given + own)

    def test_a_new_configuration_replaces_what_waits_and_then_what_is_shown(self):
        with Kiosk(plans={1: "ready show shown busy wait:1500 free"}) as kiosk:
            kiosk.wait_for("said busy", 1)
            kiosk.wait_for("said ready", 2)
            kiosk.process.send_signal(signal.SIGHUP)
            kiosk.wait_for("gone", 2)
            kiosk.wait_for("said shown", 3)
            self.assertLess(kiosk.first("says free", 1).at, kiosk.first("visible", 3).at)
            kiosk.wait_for("gone", 1)


class Given(unittest.TestCase):
    def test_a_visit_gets_what_it_needs_and_leaves_no_core(self):
        with Kiosk() as kiosk:
            facts = dict(word.split("=") for word in kiosk.wait_for("facts").event.split()[1:])
        self.assertIn(facts.pop("core"), ("0", "1"))
        self.assertEqual(facts, {"filter": "00000000", "death": str(int(signal.SIGKILL)), "blocked": "0",
                                 "files": "0,1,2,3", "group": "own", "manager": "unknown"})

    def test_no_visit_survives_the_keeper(self):
        with Kiosk() as kiosk:
            pids = [kiosk.wait_for("said ready", number).pid for number in (1, 2)]
            self.assertTrue(all(map(lives, pids)))
            kiosk.process.kill()
            kiosk.process.wait()
            end = time.monotonic() + PATIENCE
            while any(map(lives, pids)) and time.monotonic() < end:
                time.sleep(0.01)
            self.assertFalse(any(map(lives, pids)))

    def test_what_a_visit_started_goes_with_it(self):
        with Kiosk(plans={1: "helper ready show shown left"}) as kiosk:
            helper = int(kiosk.wait_for("helper", 1).event.split()[1])
            kiosk.wait_for("gone", 1)
            kiosk.until(lambda: not os.path.exists(f"/proc/{helper}"), "its helper is gone and waited for")

    def test_what_a_visit_leaves_behind_in_a_session_of_its_own_is_waited_for_when_it_ends(self):
        with Kiosk(plans={1: "daemon ready show shown left"}) as kiosk:
            left = int(kiosk.wait_for("helper", 1).event.split()[1])
            kiosk.until(lambda: left in kiosk.children(), "it is the keeper's now")
            os.kill(left, signal.SIGKILL)
            kiosk.until(lambda: left not in kiosk.children(), "it is waited for")


class Trouble(unittest.TestCase):
    def replaced(self, plan, cause, options=()):
        """A first visit with this plan: the second takes over, a third is started, and the cause is said."""
        with Kiosk(plans={1: plan}, options=options) as kiosk:
            kiosk.wait_for("said shown", 2)
            kiosk.wait_for("said ready", 3)
            kiosk.until(lambda: len(kiosk.children()) == 2, "the failed one is gone")
            self.assertRegex(kiosk.said(), rf"^ssc-kiosk: event=visit-failed cause={cause}\n$")

    def test_a_visit_that_hangs_is_killed_and_replaced(self):
        for plan in ("ready show shown sleep", "ready show shown busy sleep", "ready sleep"):
            with self.subTest(plan=plan):
                self.replaced(plan, "hung", ["--alive-limit", "1"])

    def test_a_hidden_visit_that_hangs_is_replaced_and_the_shown_one_stays(self):
        with Kiosk(plans={2: "ready sleep"}, options=["--alive-limit", "1"]) as kiosk:
            kiosk.wait_for("said ready", 3)
            self.assertIsNone(kiosk.first("gone", 1))
            self.assertIsNone(kiosk.first("visible", 3))

    def test_a_visit_that_never_gets_ready_is_replaced(self):
        self.replaced("sleep", "slow", ["--start-limit", "0.5"])

    def test_a_visit_that_leaves_and_does_not_go_is_killed(self):
        with Kiosk(plans={1: "ready show shown left sleep"}) as kiosk:
            pid = kiosk.wait_for("silent", 1).pid
            kiosk.wait_for("said shown", 2)
            kiosk.wait_for("said ready", 3)
            self.assertFalse(lives(pid))

    def test_a_crash_at_each_point_is_replaced(self):
        for plan in ("crash", "ready crash", "ready show crash", "ready show shown crash", "ready show shown busy crash",
                     "ready show shown busy free crash", "ready show shown blocked crash"):
            with self.subTest(plan=plan):
                self.replaced(plan, f"crashed signal={int(signal.SIGSEGV)}")

    def test_a_crash_on_the_way_out_is_said_and_changes_nothing(self):
        for plan in ("ready show shown left crash", "ready show shown left end crash"):
            with self.subTest(plan=plan):
                self.replaced(plan, f"crashed signal={int(signal.SIGSEGV)}")

    def test_an_end_without_a_word_is_a_failure(self):
        self.replaced("ready show shown exit:0", "ended code=0")

    def test_a_visit_that_says_that_it_cannot_work_is_replaced(self):
        self.replaced("send:failed_storage end exit:1", "said reason=storage")

    def test_a_visit_that_closes_its_socket_is_killed(self):
        self.replaced("ready show shown close sleep", "closed")

    def test_garbled_and_chatty_visits_are_replaced(self):
        for plan in ("ready show shown send:hello", "ready show shown send:failed_999900197001010010",
                     "ready show shown send:" + "x" * 200, "ready ready", "left", "ready show shown flood",
                     "ready show shown send:alive_"):
            with self.subTest(plan=plan):
                self.replaced(plan, "garbled")

    def test_what_only_a_shown_visit_may_say_is_garbled_from_a_hidden_one(self):
        for word in ("left", "busy", "shown", "blocked"):
            with self.subTest(word=word), Kiosk(plans={2: f"ready {word} wait:60000"}) as kiosk:
                kiosk.wait_for("said ready", 3)
                self.assertIsNone(kiosk.first("gone", 1))
                self.assertEqual(kiosk.said(), "ssc-kiosk: event=visit-failed cause=garbled\n")

    def test_visits_that_keep_failing_are_started_later_and_later(self):
        with Kiosk(plan="crash") as kiosk:
            kiosk.until(lambda: "next-in=2s" in kiosk.said(), "second alarm")
            alarms = re.findall(r"^ssc-kiosk: alarm=crash-loop failures=(\d+) within=60s next-in=(\d+)s$", kiosk.said(), re.M)
            self.assertEqual(alarms[:2], [("6", "1"), ("7", "2")])
            sixth, seventh = kiosk.first("gone", 6), kiosk.first("started", 7)
            self.assertGreaterEqual(seventh.at - sixth.at, 0.99e9)
            kiosk.until(lambda: any("visits keep failing" in line for line in kiosk.hears()), "status")
            kiosk.plan(USUAL)
            kiosk.wait_for("said shown")
            kiosk.until(lambda: "READY=1" in kiosk.hears(), "it is well again")

    def test_a_program_that_is_missing_ends_the_keeper_with_its_name(self):
        for visit, reason in (("/nowhere/visit", "No such file or directory"), ("/etc", "Permission denied"),
                              (__file__ + "/x", "Not a directory")):
            with self.subTest(visit=visit), Kiosk(visit=visit) as kiosk:
                self.assertEqual(kiosk.process.wait(PATIENCE), 3)
                self.assertIn(visit, kiosk.said())
                self.assertIn(reason, kiosk.said())

    def test_a_program_that_vanishes_is_waited_for(self):
        with tempfile.TemporaryDirectory(prefix="keeper-") as folder:
            link = pathlib.Path(folder, "visit")
            link.symlink_to(VISIT)
            with Kiosk(visit=str(link), plans={1: USUAL + " wait:1000 left"}) as kiosk:
                kiosk.wait_for("said ready", 2)
                link.unlink()
                kiosk.until(lambda: "cause=cannot-start" in kiosk.said(), "it is missed")
                self.assertIsNone(kiosk.process.poll())
                link.symlink_to(VISIT)
                kiosk.wait_for("said ready", 3)

    def test_a_program_that_refuses_its_arguments_ends_the_keeper(self):
        with Kiosk(plan="exit:2") as kiosk:
            self.assertEqual(kiosk.process.wait(PATIENCE), 2)

    def test_options_that_are_not_on_the_list_are_refused(self):
        for options in (["--keeper-fd", "0"], ["-platform", "offscreen"], ["--mode", "other"], ["--profile", "/nowhere"]):
            with self.subTest(options=options), Kiosk(options=options) as kiosk:
                self.assertEqual(kiosk.process.wait(PATIENCE), 2)
                self.assertEqual(kiosk.log(), [])


class End(unittest.TestCase):
    def test_visits_are_told_to_end(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number=number), Kiosk() as kiosk:
                kiosk.wait_for("said shown", 1)
                kiosk.wait_for("said ready", 2)
                pids = kiosk.children()
                self.assertEqual(kiosk.stop(number), 0)
                self.assertIsNotNone(kiosk.first("told to end", 1))
                self.assertFalse(any(map(lives, pids)))

    def test_visits_that_do_not_listen_are_killed(self):
        with Kiosk(plan="ready show shown sleep", plans={2: "ready sleep"}, options=["--alive-limit", "60"]) as kiosk:
            pids = [kiosk.wait_for("silent", number).pid for number in (1, 2)]
            self.assertEqual(kiosk.stop(), 0)
            self.assertFalse(any(map(lives, pids)))


class Manager(unittest.TestCase):
    def test_it_hears_of_the_first_ready_and_of_the_end(self):
        with Kiosk() as kiosk:
            kiosk.wait_for("said ready", 2)
            self.assertEqual(kiosk.stop(), 0)
            told = kiosk.hears()
        self.assertEqual(told.count("READY=1"), 1)
        self.assertEqual(told[0], "STATUS=starting")
        self.assertIn("STATUS=free", told)
        self.assertEqual(told.count("STOPPING=1"), 1)
        self.assertLess(told.index("READY=1"), told.index("STOPPING=1"))

    def test_nothing_is_ready_before_a_visit_is(self):
        with Kiosk(plan="wait:500 ready show shown") as kiosk:
            kiosk.wait_for("started", 1)
            self.assertNotIn("READY=1", kiosk.hears())
            kiosk.wait_for("said ready", 1)
            kiosk.until(lambda: "READY=1" in kiosk.hears(), "ready")

    def test_the_watchdog_hears_while_a_visit_is_shown_and_not_while_none_is(self):
        with Kiosk(plan="sleep", plans={1: USUAL + " wait:1000 crash", 2: "sleep"}, watchdog=200_000) as kiosk:
            kiosk.until(lambda: kiosk.hears().count("WATCHDOG=1") > 3, "signs of life")
            kiosk.wait_for("gone", 1)
            kiosk.until(lambda: "cause=crashed" in kiosk.said(), "noticed")
            time.sleep(0.3)
            kiosk.hears()
            before = len([line for line in kiosk.told if line == "WATCHDOG=1"])
            time.sleep(1)
            self.assertEqual(kiosk.hears().count("WATCHDOG=1"), before)

    def test_a_kiosk_at_rest_does_not_use_the_processor(self):
        with Kiosk() as kiosk:
            kiosk.wait_for("said ready", 2)
            stat = pathlib.Path(f"/proc/{kiosk.process.pid}/stat")
            used = lambda: sum(map(int, stat.read_text().rpartition(")")[2].split()[11:13]))
            before = used()
            time.sleep(2)
            self.assertLess(used() - before, 0.1 * os.sysconf("SC_CLK_TCK") * 2)


def main():
    global KEEPER, VISIT
    parser = argparse.ArgumentParser()
    parser.add_argument("--keeper", required=True)
    parser.add_argument("--visit", required=True)
    arguments, rest = parser.parse_known_args()
    KEEPER, VISIT = os.path.abspath(arguments.keeper), os.path.abspath(arguments.visit)
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
