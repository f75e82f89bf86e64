#!/usr/bin/env python3
"""Inside a world with the back office: people sign in with card and phone, and what they are told is compared with what
stands in the databases, read by a program of its own (expectations.py).

  sim.py --center both [--center-db URL] --card A -- signed_in.py
"""
import json
import os
import subprocess
import unittest
from datetime import datetime, timedelta, timezone

import expectations

WORLD = os.environ["SSC_SIM_DIR"]
DATABASE = os.environ.get("SSC_CENTER_DB", f"sqlite:{WORLD}/center-{{area}}/center.sqlite")
HOLDER = "999900199001010014"
HOME, AWAY = "999900", "999999"
ECARD_ONLY = {"LP-HR-071"}
CROSS_REGION = {"LP-HR-021", "LP-HR-022", "LP-HR-023", "LP-HR-024", "YZ-028", "YZ-029"}
NOT_POSSIBLE, VOID = 2108, 4104


def ssc(*words, expected=0, timeout=60):
    done = subprocess.run(["ssc", *words, "--json"], capture_output=True, text=True, check=False, timeout=timeout)
    assert done.returncode == expected, f"ssc {words}: {done.returncode}\n{done.stdout}{done.stderr}"
    return json.loads(done.stdout)


def today():
    return datetime.now(timezone(timedelta(hours=8))).strftime("%Y-%m-%d")


def database(area):
    return DATABASE.replace("{area}", area)


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


class Codes(unittest.TestCase):
    """The electronic card: the world's phone shows a code, looks at the terminal's screen, and confirms what comes."""

    def asked(self, way, item="YZ-050"):
        answer = ssc("query", item, way)
        reader = expectations.reader(database(HOME), [HOLDER])
        self.assertEqual(told(answer, HOME), expectations.answer(reader, item, HOLDER, today()))
        return answer["person"]

    def test_the_terminal_scans_the_phones_code(self):
        person = self.asked("--qr-scan")
        self.assertEqual((person["way"], person["level"], person["maskedName"]), ("phone", 2, "*三"))

    def test_the_phone_scans_the_terminals_code(self):
        person = self.asked("--qr-show")
        self.assertEqual((person["way"], person["level"], person["maskedName"]), ("code", 2, "*三"))

    def test_items_for_the_electronic_card_alone(self):
        for item in ECARD_ONLY:
            self.asked("--qr-show", item)

    def test_every_query_item_by_the_electronic_card(self):
        items = sorted(expectations.FIELDS)
        answers = ssc("query", *items, "--qr-show")["queries"]
        self.assertEqual([query["item"] for query in answers if "error" in query], [])
        reader = expectations.reader(database(HOME), [HOLDER])
        for query in answers:
            with self.subTest(item=query["item"]):
                self.assertEqual(told(query, HOME), expectations.answer(reader, query["item"], HOLDER, today()))


class Proofs(unittest.TestCase):
    """Receipts that a counter can check."""

    def test_a_receipt_is_checked_by_its_code_as_scanned_and_as_typed(self):
        receipt = ssc("prove", "YZ-003", "--matter", "求职")
        self.assertEqual(ssc("verify", receipt["qr"])["docNo"], receipt["docNo"])
        typed = receipt["printed"].lower().replace("-", " ")
        self.assertEqual(ssc("verify", receipt["docNo"], typed)["maskedName"], "*三")

    def test_a_code_of_another_receipt_proves_nothing(self):
        first, second = ssc("prove", "YZ-003"), ssc("prove", "YZ-003")
        error = ssc("verify", first["docNo"], second["code"], expected=7)["error"]
        self.assertEqual(error["infcode"], VOID)


if __name__ == "__main__":
    unittest.main(verbosity=2)
