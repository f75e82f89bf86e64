#!/usr/bin/env python3
"""Inside a world with the back office: people report a card lost, have it released, enable a new one; they hand in every form of
the catalogue, say that a record is wrong, and take applications back. What happened is read from the center's database.

  sim.py --center both [--center-db URL] --card A -- services.py
"""
import json
import pathlib
import sys
import tempfile
import unittest

import sign_in_world
from sign_in_world import ROOT, Case, problem, run, select

sys.path.insert(0, str(ROOT / "tests" / "integration"))
import world  # of the reader, with its cards: not the one of this folder

HOLDER, CARD = "999900199001010014", "999900D15600000500000001E692B037"
PIN, NEW_PIN = "123456", "472916"
LEVEL_TOO_LOW, CARD_LOST, NOT_ENABLED, CODE_STATE, CARD_STATE, WRONG_STEP, UNKNOWN = 2109, 2105, 2106, 2205, 3101, 3102, 2302
OFFICE_REFUSED, USAGE = 7, 2


def ssc(*words):
    return run("ssc", *words, "--json")


def given(*words):
    done = ssc(*words)
    assert done.code == 0, done
    return done.json()


def state():
    return select(f"SELECT aaz502 FROM cards WHERE aaz501 = '{CARD}'")[0]["aaz502"]


def listed():
    return len(select(f"SELECT operation_no FROM stop_list WHERE aaz501 = '{CARD}' AND ended = 0"))


class CardState(Case):
    def tearDown(self):
        select(f"UPDATE cards SET aaz502 = '1', initial_pin = '0' WHERE aaz501 = '{CARD}'")
        select(f"UPDATE ecards SET state = 'ISSUED' WHERE aaz501 = '{CARD}'")

    def assert_refused(self, done, infcode):
        self.assertEqual((done.code, done.error().get("infcode")), (OFFICE_REFUSED, infcode), done)

    def test_a_lost_card_is_refused_everywhere_until_it_is_released(self):
        phone = sign_in_world.Phone("A")
        phone.show()
        change = given("card", "loss", "--reason", "遗失")
        self.assertEqual((change["before"], change["after"], state(), listed()), ("1", "4", "4", 1))
        row = select(f"SELECT * FROM card_operations WHERE operation_no = '{change['operationNo']}'")[0]
        self.assertEqual((row["reason"], row["aac002"], row["before"], row["after"]), ("遗失", HOLDER, "1", "4"))
        self.assert_fails(ssc("login"), "officeRefused", CARD_LOST)
        self.assert_refused(ssc("query", "YZ-050"), CARD_LOST)
        self.assert_refused(ssc("card", "loss"), CARD_LOST)
        self.assertEqual(problem(phone.tries("show", "--png", phone.picture))["infcode"], CODE_STATE)
        self.assert_refused(ssc("card", "release"), LEVEL_TOO_LOW)
        self.assert_refused(ssc("card", "release", "--face", "79"), LEVEL_TOO_LOW)
        self.assertEqual((state(), listed()), ("4", 1))
        change = given("card", "release", "--face", "92")
        self.assertEqual((change["before"], change["after"], state(), listed()), ("4", "1", "1", 0))
        self.assertEqual(given("login")["person"]["level"], 2)
        self.assert_refused(ssc("card", "release", "--face", "92"), CARD_STATE)
        phone.show()

    def test_the_electronic_card_reports_the_loss_of_the_physical_one(self):
        change = given("card", "loss", "--qr-show")
        self.assertEqual((change["after"], state()), ("4", "4"))
        self.assert_refused(ssc("login"), CARD_LOST)
        given("card", "release", "--face", "100")

    def test_a_new_card_is_enabled_with_id_card_face_and_a_new_pin(self):
        select(f"UPDATE cards SET aaz502 = '0', initial_pin = '1' WHERE aaz501 = '{CARD}'")
        self.assert_fails(ssc("login"), "officeRefused", NOT_ENABLED)
        with tempfile.TemporaryDirectory() as folder:
            own, others = pathlib.Path(folder) / "own.json", pathlib.Path(folder) / "others.json"
            own.write_text(json.dumps({"number": HOLDER, "name": "张三"}), encoding="utf-8")
            others.write_text(json.dumps({"number": "999900198506070026", "name": "李四"}), encoding="utf-8")
            self.assertEqual(ssc("card", "enable", "--face", "92").code, USAGE)
            self.assert_refused(ssc("card", "enable", "--face", "10", "--id-card", str(own)), LEVEL_TOO_LOW)
            for old, new, card, infcode in ((PIN, NEW_PIN, others, LEVEL_TOO_LOW), (NEW_PIN, PIN, own, None)):
                for entry in (old, new, new):
                    world.chip("pad", "enter", entry)
                done = ssc("card", "enable", "--face", "92", "--id-card", str(card))
                if infcode:
                    self.assert_refused(done, infcode)
        self.assertEqual((done.code, state()), (0, "1"), done)
        self.assertEqual(given("login")["person"]["level"], 2)


class Applications(Case):
    """Every form, with values made of what `ssc catalogue ITEM --form` says of it."""

    PLAIN = {"text": "测试", "count": "1", "decimal": "1", "date": "2026-01-05", "month": "2026-01", "year": "2026",
             "time": "2026-01-05 09:30", "code": "other"}

    @classmethod
    def setUpClass(cls):
        answer = given("catalogue", "--flow", "identity_form")
        cls.items = [item["id"] for item in answer["items"]]
        cls.forms = {item: given("catalogue", item, "--form") for item in cls.items}
        given("apply", "--list")

    def value(self, field):
        if field.get("masks"):
            return field["masks"][0].replace("*", "").replace("d", "1").replace("w", "a")
        if field.get("codes"):
            return field["codes"][0]["code"]
        if field["shape"] == "flag":
            return "yes"
        return str(max(field.get("min", 1), 1)) if field["shape"] in ("count", "decimal") else self.PLAIN[field["shape"]]

    def values(self, item):
        return {field["id"]: self.value(field) for field in self.forms[item]["fields"]}

    def apply(self, item, values, *words):
        return ssc("apply", item, *(f"{name}={value}" for name, value in values.items()), *words)

    def test_every_form_can_be_handed_in(self):
        self.assertEqual(len(self.items), 72)
        for item in self.items:
            with self.subTest(item=item):
                details = given("catalogue", item)["item"]
                ways = [] if details["physicalCard"] else ["--qr-show"]
                done = self.apply(item, self.values(item), *ways)
                if details["level"] == "L3":  # needs a clerk's release
                    self.assertEqual((done.code, done.error().get("infcode")), (OFFICE_REFUSED, LEVEL_TOO_LOW), done)
                    continue
                self.assertEqual(done.code, 0, done)
                rows = select(f"SELECT item, state FROM applications WHERE apply_no = '{done.json()['applyNo']}'")
                self.assertEqual(rows, [{"item": item, "state": "SUBMITTED"}])

    def test_a_wrong_form_is_not_sent_and_every_fault_is_named(self):
        values = self.values("LP-OT-051") | {"contact": "12", "area": "nowhere", "from_date": "2026-02-30"}
        del values["reason"]
        done = self.apply("LP-OT-051", values)
        self.assertEqual(done.code, USAGE, done)
        problems = {problem["field"]: problem for problem in done.error()["problems"]}
        self.assertEqual(set(problems), {"contact", "area", "from_date", "reason"})
        self.assertTrue(all(problem["zh"] and problem["en"] for problem in problems.values()))

    def test_one_form_twice_is_one_application_that_can_be_withdrawn_once(self):
        values = self.values("LP-HR-084")
        first, second = self.apply("LP-HR-084", values), self.apply("LP-HR-084", values)
        number = first.json()["applyNo"]
        self.assertEqual(second.json()["applyNo"], number)
        self.assertIn(number, [row["applyNo"] for row in given("apply", "--list")["applications"]])
        self.assertEqual(given("apply", "--withdraw", number)["state"], "WITHDRAWN")
        for refused, infcode in ((number, WRONG_STEP), ("SQ99990020200101000001", UNKNOWN)):
            self.assertEqual(ssc("apply", "--withdraw", refused).error()["infcode"], infcode)

    def test_sql_in_a_text_is_a_text(self):
        attack = "'); DROP TABLE applications; --"
        values = {name: attack if field["shape"] == "text" and not field.get("masks") else self.value(field)
                  for field in self.forms["LP-HR-025"]["fields"] for name in [field["id"]]}
        number = self.apply("LP-HR-025", values).json()["applyNo"]
        kept = select(f"SELECT value FROM application_values WHERE apply_no = '{number}' AND field = 'facts'")
        self.assertEqual(kept, [{"value": attack}])

    def test_a_correction_of_a_record(self):
        words = ("correct", "LP-HR-024", "--row", "2025-12", "--text", "基数不对")
        number = given(*words, "--field", "base")["applyNo"]
        self.assertEqual(select(f"SELECT kind, item FROM applications WHERE apply_no = '{number}'"),
                         [{"kind": "correction", "item": "LP-HR-024"}])
        self.assertEqual(ssc(*words, "--field", "salary").error()["infcode"], 1107)
        self.assertEqual(ssc("correct", "LP-HR-001", *words[2:], "--field", "base").error()["reason"], "noSuchService")

    def test_what_has_no_form_is_no_service(self):
        self.assertEqual(ssc("apply", "LP-HR-024").error()["reason"], "noSuchService")


if __name__ == "__main__":
    unittest.main(verbosity=2)
