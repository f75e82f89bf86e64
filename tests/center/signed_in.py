#!/usr/bin/env python3
"""Inside a world with the back office: people sign in with card and phone, and what they are told is compared with what
stands in the databases, read by a program of its own (expectations.py).

  sim.py --center both --card A -- signed_in.py
"""
import json
import os
import subprocess
import unittest
from datetime import datetime, timedelta, timezone

import expectations

WORLD = os.environ["SSC_SIM_DIR"]
HOLDER = "999900199001010014"
HOME, AWAY = "999900", "999999"
ECARD_ONLY = {"LP-HR-071"}
CROSS_REGION = {"LP-HR-021", "LP-HR-022", "LP-HR-023", "LP-HR-024", "YZ-028", "YZ-029"}
NOT_POSSIBLE = 2108


def ssc(*words, expected=0, timeout=60):
    done = subprocess.run(["ssc", *words, "--json"], capture_output=True, text=True, check=False, timeout=timeout)
    assert done.returncode == expected, f"ssc {words}: {done.returncode}\n{done.stdout}{done.stderr}"
    return json.loads(done.stdout)


def today():
    return datetime.now(timezone(timedelta(hours=8))).strftime("%Y-%m-%d")


def database(area):
    return f"sqlite:{WORLD}/center-{area}/center.sqlite"


def told(query, area):
    """{view: rows} of one area's blocks."""
    return {block["view"]: block["rows"] for block in query["blocks"] if block["area"] == area}


class Query(unittest.TestCase):
    """Every query item of both catalogues, by card."""

    @classmethod
    def setUpClass(cls):
        cls.items = sorted(set(expectations.FIELDS) - ECARD_ONLY)
        cls.answers = {query["item"]: query for query in ssc("query", *cls.items)["queries"]}
        cls.readers = {area: expectations.reader(database(area), [HOLDER]) for area in (HOME, AWAY)}

    def expected(self, item, area):
        return expectations.answer(self.readers[area], item, HOLDER, today())

    def test_each_item_is_answered(self):
        self.assertEqual([item for item, query in self.answers.items() if "error" in query], [])
        self.assertEqual(len(self.answers), len(self.items))

    def test_each_item_shows_its_own_rows(self):
        for item in self.items:
            with self.subTest(item=item):
                self.assertEqual(told(self.answers[item], HOME), self.expected(item, HOME))

    def test_items_of_all_areas_show_the_other_areas_rows_in_blocks_of_their_own(self):
        for item in CROSS_REGION & set(self.items):
            with self.subTest(item=item):
                self.assertEqual(told(self.answers[item], AWAY), self.expected(item, AWAY))

    def test_items_of_one_area_ask_no_other(self):
        for item in set(self.items) - CROSS_REGION:
            self.assertEqual(told(self.answers[item], AWAY), {}, item)

    def test_every_column_has_a_label_in_both_languages(self):
        for item, query in self.answers.items():
            for block in query["blocks"]:
                for column in block["columns"]:
                    self.assertTrue(column.get("zh") and column.get("en"), (item, column))

    def test_an_item_for_the_electronic_card_refuses_the_physical_one(self):
        error = ssc("query", *ECARD_ONLY, expected=7)["error"]
        self.assertEqual((error["reason"], error["infcode"]), ("officeRefused", NOT_POSSIBLE))

    def test_somebody_without_the_pin_gets_no_personal_data(self):
        person = ssc("login", "--level", "1")["person"]
        self.assertEqual((person["level"], "pin" in person["offers"]), (1, True))

    def test_what_is_no_query_is_no_service(self):
        self.assertEqual(ssc("query", "LP-HR-001", expected=2)["error"]["reason"], "noSuchService")
        self.assertEqual(ssc("query", "LP-HR-999", expected=2)["error"]["reason"], "noSuchService")


if __name__ == "__main__":
    unittest.main(verbosity=2)
