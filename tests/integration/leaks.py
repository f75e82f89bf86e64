"""Many reads, good and bad, leave nothing behind: no process, no descriptor, no thread in the service."""
import os

import world

ROUNDS = 25
DAEMONS = ("pcscd", "ssc-reader", "ssc-sim")


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def threads(pid):
    return len(os.listdir(f"/proc/{pid}/task"))


def census():
    """Descriptors and threads of each program of this world."""
    return {(name, pid): (descriptors(pid), threads(pid)) for name in DAEMONS for pid in world.world_pids(name)}


class Leaks(world.WorldTest):
    def round(self):
        self.assert_reads()
        self.assertEqual(world.driver().code, 0)
        world.card("fake", "on")
        self.assert_fails(world.read(), "notGenuine")
        world.card("fake", "off")

    def test_nothing_is_left(self):
        self.round()  # what is made at the first use may stay
        before = world.eventually(self.settled, "the world has come to rest")
        for _ in range(ROUNDS):
            self.round()
        world.eventually(lambda: census() == before, f"as before: {before}; is {census()}")
        self.assertEqual(world.processes(os.getpid()), {})
        self.assertEqual(len(before), 5, before)  # service, reader, card, PSAM, PIN pad

    def settled(self):
        first = census()
        return first if first and first == census() else None

    def test_a_leak_would_be_seen(self):
        before = census()
        with world.winscard.Context():
            world.eventually(lambda: census() != before, "an open context shows in the service")
        world.eventually(lambda: census() == before, "and goes with it")


if __name__ == "__main__":
    world.main()
