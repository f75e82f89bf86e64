"""A damaged line between card and reader: characters torn off, lost, added, turned over. Never wrong data.

Turned-over characters hit what a T=0 answer is built of (procedure bytes, status, lengths) and what is proven
(cryptograms, the key factor in the answer to reset). Tags and values of a record carry no check of their own: there
the parity bit of ISO/IEC 7816-3 §7.3 guards a real line, and the simulated line has none.
"""
import os
import random
import time

import world

SAMPLES = int(os.environ.get("SSC_TEST_SAMPLES", 8))  # positions of each kind a run; the seed is printed
READ_RECORD = "B2"
ATR_GUARDED = (0, 1, 2, 3, *range(9, 17))  # all but the historical bytes before the card's key factor


def unguarded_positions(records):
    """Which characters of simple-TLV records are tags or values."""
    positions, at = set(range(len(records))), 0
    while at + 2 <= len(records):
        positions.discard(at + 1)
        at += 2 + records[at + 1]
    return positions


def characters_of(trace):
    """For each character the card sends in a read: whether something notices when it is another one."""
    flags = []
    for exchange in (one for one in trace if one["peer"] == "card"):
        command, answer = exchange["command"], bytes.fromhex(exchange["response"])
        moves_data = len(command) > 10 or len(answer) > 2
        unguarded = unguarded_positions(answer[:-2]) if command[2:4] == READ_RECORD else set()
        flags += [True] * moves_data + [position not in unguarded for position in range(len(answer))]
    return flags


class LineFaults(world.WorldTest):
    @classmethod
    def setUpClass(cls):
        seed = int(os.environ.get("SSC_TEST_SEED", time.time_ns() % 1_000_000))
        print(f"SSC_TEST_SEED={seed}", flush=True)
        cls.random = random.Random(seed)

    def read_characters(self):
        return characters_of(self.assert_reads("--exchanges").json()["trace"])

    def sample(self, positions):
        positions = list(positions)
        return sorted(self.random.sample(positions, min(SAMPLES, len(positions))))

    def damage(self, fault, positions):
        failed = 0
        for position in positions:
            with self.subTest(fault=fault, position=position):
                world.card(fault, str(position + 1))
                result = world.read()
                failed += result.code != 0
                self.assert_right_or_failed(result)
                self.assert_reads()
        self.assertGreater(failed, 0, "nothing was damaged")

    def test_torn_off_while_it_answers(self):
        for position in self.sample(range(len(self.read_characters()))):
            with self.subTest(position=position):
                seat = world.Seat("card")
                world.card("tear", str(position + 1))
                result = world.read()
                self.assertFalse(world.status()["inserted"], "the card was not torn off")
                seat.put_back()
                # The last character of all may have arrived just before.
                self.assert_right_or_failed(result)
                self.assert_reads()

    def test_lost_character(self):
        self.damage("lose", self.sample(range(len(self.read_characters()))))

    def test_extra_character(self):
        self.damage("extra", self.sample(range(len(self.read_characters()))))

    def test_turned_over_character(self):
        flags = self.read_characters()
        self.damage("corrupt", self.sample(at for at, is_guarded in enumerate(flags) if is_guarded))

    def test_damaged_answer_to_reset(self):
        """The reset that ends a read brings the damaged answer; the next read meets it. pcscd may then need the card
        to be inserted anew."""
        characters = len(self.read_characters())
        for position in self.sample(ATR_GUARDED):
            with self.subTest(position=position):
                seat = world.Seat("card")  # pcscd may count the card as gone at once
                world.card("corrupt", str(characters + position + 1))
                self.assert_reads()
                self.assert_right_or_failed(world.read())
                seat.pull()
                seat.put_back()
                self.assert_reads()


if __name__ == "__main__":
    world.main()
