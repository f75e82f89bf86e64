"""The bounds of ./dev bench, against sums made by hand; and what it takes for a needless repetition."""
import os
import sys
import unittest

sys.dont_write_bytecode = True  # the source folder stays clean
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
sys.path.insert(0, os.path.join(ROOT, "tools"))

from benchlib import counts  # noqa: E402  (the path comes first)
from benchlib.least import Bounds, Row, packed, proofs_needed, summary  # noqa: E402


class Bound(unittest.TestCase):
    def rows(self, card, name):
        bounds = Bounds()
        work, = (work for work in bounds.work if work["name"] == name)
        return bounds.rows(bounds.cards[card], work)

    def test_a_pin_needs_a_selection_and_verify(self):
        # header, procedure byte, data, status: of SELECT SSSE and of VERIFY
        self.assertEqual(summary(self.rows("A", "pin")), {"exchanges": 2, "characters": (5 + 1 + 15 + 2) + (5 + 1 + 3 + 2),
                                                          "kinds": {"select": 1, "PIN": 1}})

    def test_a_purchase_needs_nine_card_and_six_module_exchanges(self):
        rows = self.rows("A", "purchase")
        for chip, exchanges in (("card", 9), ("psam", 6)):
            self.assertEqual(sum(row.exchanges() for row in rows if row.chip == chip), exchanges)

    def test_a_photo_needs_sixteen_answers(self):
        self.assertEqual([row.into for row in self.rows("A", "dump") if row.what == "SSSE/EF08"], [256] * 16)

    def test_records_are_not_divided(self):
        self.assertEqual(packed([200, 56, 1]), [256, 1])
        self.assertEqual(packed([200, 57]), [200, 57])

    def test_an_empty_file_needs_one_question(self):
        self.assertEqual(packed([]), [0])

    def test_a_command_with_data_both_ways_needs_get_response(self):
        row = Row("card", "", "", out=16, into=8)
        self.assertEqual((row.exchanges(), row.characters()), (2, 24 + 16))

    def test_a_pin_that_is_needed_anyway_spares_the_keys_it_can_stand_for(self):
        either, only, both = ({"read": rule} for rule in ("PIN|RK1", "PIN", "PIN&RK2"))
        self.assertEqual(proofs_needed([(either, None)]), (False, ["RK1"]))
        self.assertEqual(proofs_needed([(either, None), (only, None)]), (True, []))
        self.assertEqual(proofs_needed([(either, None), (both, None)]), (True, ["RK2"]))


class Twice(unittest.TestCase):
    def test_a_directory_selected_twice_is_found(self):
        self.assertEqual(len(counts.twice([["card", "00A4000002DF01", "9000"]] * 2)), 1)

    def test_a_record_read_twice_is_found(self):
        self.assertEqual(len(counts.twice([["card", "00B2012D40", "9000"]] * 2)), 1)

    def test_a_read_repeated_with_the_right_length_is_none(self):
        self.assertEqual(counts.twice([["card", "00B2012DFF", "6C40"], ["card", "00B2012D40", "9000"]]), [])

    def test_the_same_offset_of_another_file_is_none(self):
        first, second = ["card", "00B0960000", "9000"], ["card", "00B0970000", "9000"]
        rest = ["card", "00B0010028", "9000"]
        self.assertEqual(counts.twice([first, rest, second, rest]), [])

    def test_less_than_the_least_is_a_fault(self):
        row = {"ratios": {"exchanges": 0.9, "characters": 1.0}, "twice": []}
        self.assertEqual(counts.faults(row), ["exchanges: 0.900 of the least"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
