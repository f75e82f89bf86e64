"""Reader and card service fail under a running read: killed, hung, stopped, restarted. An answer in time, and a next
read that works."""
import time

import world

DEADLINE = 2.0         # seconds, for --timeout
DEADLINE_SLACK = 0.5
SLOW_MS = "250"        # an exchange of the slowed card; a read takes six commands
SLOW_READ = 1.5        # seconds, at least


class ServiceFaults(world.WorldTest):
    def setUp(self):
        world.sim("wait-ready")
        self.assert_reads()

    def start_slow_read(self, *options):
        """A read that has reached the card and will take a second more."""
        before = world.status()["exchanges"]
        world.card("slow", SLOW_MS)
        self.addCleanup(world.card, "slow", "0")
        reading = world.Running("ssc", "read", "--json", "--full", *options)
        world.eventually(lambda: world.status()["exchanges"] >= before + 2, "the read is under way")
        return reading

    def assert_reads_again(self):
        world.card("slow", "0")
        world.sim("wait-ready")
        self.assert_reads()

    def assert_in_time(self, result, *reasons):
        self.assert_fails(result, *reasons, within=DEADLINE + DEADLINE_SLACK)
        self.assertGreaterEqual(result.seconds, DEADLINE)

    def assert_doctor_helps(self):
        """`ssc doctor` comes back, names a problem, and says what to do."""
        result = world.ssc("doctor", "--json", "--timeout", str(DEADLINE))
        self.assertNotEqual(result.code, 0, result)
        problems = [check for check in result.json()["checks"] if check["verdict"] == "PROBLEM"]
        self.assertTrue(problems and all(check["advice"] and check["reason"] for check in problems), result)
        self.assertIn(result.code, {world.FAILURES[check["reason"]][1] for check in problems}, result)
        return problems[0]

    def test_a_slow_card_is_read(self):
        result = self.start_slow_read().join()
        self.assertEqual(result.row(), self.expected_row())
        self.assertGreater(result.seconds, SLOW_READ)

    def test_reader_killed_in_the_middle(self):
        reading = self.start_slow_read()
        world.sim("kill-reader")
        self.assert_fails(reading.join(), "readerGone", "serviceStopped", within=10)
        self.assert_reads_again()

    def test_reader_hung(self):
        world.sim("hang-reader")
        self.assert_in_time(world.read("--timeout", str(DEADLINE)), "timedOut")
        self.assertIn("restart", self.assert_doctor_helps()["advice"].lower())
        # What the doctor says: the driver does not find back into step with a serial line that was silent for too long.
        world.sim("resume-reader")
        world.sim("restart-pcscd")
        self.assert_reads_again()

    def test_reader_hung_in_the_middle(self):
        reading = self.start_slow_read("--timeout", str(DEADLINE))
        world.sim("hang-reader")
        self.assert_in_time(reading.join(), "timedOut")
        world.sim("kill-reader")
        self.assert_reads_again()

    def test_service_not_there(self):
        world.sim("stop-pcscd")
        self.assert_fails(world.read(), "serviceAbsent", within=1)
        self.assert_fails(world.ssc("readers", "--json"), "serviceAbsent", within=1)
        self.assertEqual(world.driver_code(world.driver()), -11)
        self.assertEqual(self.assert_doctor_helps()["reason"], "serviceAbsent")
        world.sim("start-pcscd")
        self.assert_reads_again()

    def test_service_restarted_in_the_middle(self):
        reading = self.start_slow_read()
        world.sim("restart-pcscd")
        self.assert_fails(reading.join(), "serviceStopped", within=10)
        self.assert_reads_again()

    def test_service_hung(self):
        with world.suspended(world.pcscd_pid()):
            self.assert_in_time(world.read("--timeout", str(DEADLINE)), "timedOut")
            self.assert_doctor_helps()
        self.assert_reads_again()


if __name__ == "__main__":
    world.main()
