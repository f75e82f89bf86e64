"""Dump, multi-file read, purchase and PIN ask card and module for hardly more than they must: the counting rows of ./dev
bench as a test. Their figures do not depend on the machine.
"""
import os
import sys

import outside

sys.path.insert(0, os.path.join(outside.world.ROOT, "tools"))

from benchlib import contacts, counts  # noqa: E402  (the path comes first)
from benchlib.world import Build  # noqa: E402

KINDS, CARDS = 4, 3


class Least(outside.Outside):
    def setUp(self):
        super().setUp()
        self.assertEqual(self.in_world("true").code, 0)  # skips where no world can be had

    def test_the_work_stays_near_the_least_and_asks_for_nothing_twice(self):
        rows = counts.measure(Build(self.build))
        self.assertEqual(len(rows), KINDS * CARDS)
        for row in rows:
            with self.subTest(work=row["work"], card=row["card"]):
                self.assertEqual(counts.faults(row), [], row)

    def test_iVerifyPIN_is_the_work_that_was_counted(self):
        trace = os.path.join(self.folder, "pin.trace")
        result = self.in_world("ssc", "trace", trace, "--", self.program("ssc_capi_bench"), "verify")
        self.assertEqual(result.code, 0, result)
        with open(trace, encoding="utf-8") as file:
            sent = [command[:10] for _, command, _ in contacts.exchanges(file.read())]
        self.assertEqual(sent, ["00A404000F", "0020000003"])


if __name__ == "__main__":
    outside.main()
