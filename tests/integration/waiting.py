"""Waiting for a card, and giving up: Ctrl-C ends a wait or a read at once, in good order."""
import signal

import world

PROMPT = 0.5  # seconds from Ctrl-C to the end


class Waiting(world.WorldTest):
    def setUp(self):
        self.assert_reads()

    def without_card(self):
        seat = world.Seat("card")
        seat.pull()
        return seat

    def start(self, *options):
        """A read that has begun to wait: its worker is there, and a signal would not be lost."""
        reading = world.Running("ssc", "read", "--json", "--full", *options)
        world.eventually(lambda: threads(reading.process.pid) >= 3, "the read has its signal thread and its worker")
        return reading

    def interrupt(self, reading, number):
        reading.process.send_signal(number)
        started = reading.elapsed()
        result = reading.join()
        self.assert_fails(result, "cancelled", within=60)
        self.assertLess(result.seconds - started, PROMPT * world.patience())

    def test_a_card_that_comes_is_read(self):
        seat = self.without_card()
        reading = self.start("--wait", "30")
        seat.put_back()
        result = reading.join()
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.row(), self.expected_row())

    def test_no_card_comes(self):
        seat = self.without_card()
        result = world.read("--wait", "1")
        self.assert_fails(result, "cardAbsent", within=1.5)
        self.assertGreaterEqual(result.seconds, 1.0)
        seat.put_back()
        self.assert_reads()

    def test_interrupted_while_waiting(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number.name):
                seat = self.without_card()
                self.interrupt(self.start("--wait", "30"), number)
                seat.put_back()
                self.assert_reads()

    def test_interrupted_while_reading(self):
        before = world.status()["exchanges"]
        world.card("slow", "1000")
        reading = self.start()
        world.eventually(lambda: world.status()["exchanges"] > before, "the read is under way")
        self.interrupt(reading, signal.SIGINT)
        world.card("slow", "0")
        self.assert_reads()


def threads(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        fields = dict(line.split(":", 1) for line in file)
    return int(fields.get("Threads", "0"))


if __name__ == "__main__":
    world.main()
