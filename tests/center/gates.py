#!/usr/bin/env python3
"""Inside a world with the back office: people come to gates, and members of staff take up duty. Who passes is reckoned from
the rows of the database by rules of its own (gate_expectations.py).

  sim.py --center both --card A -- gates.py
"""
import json
import os
import pathlib
import sqlite3
import stat
import subprocess
import sys
import tomllib
import unittest
from datetime import datetime, timedelta, timezone

import expectations
import gate_expectations

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "integration"))
import world  # of the reader, with its cards: not the one of this folder

WORLD = pathlib.Path(os.environ["SSC_SIM_DIR"])
DATABASE = WORLD / "center-999900" / "center.sqlite"
DUTY = WORLD / "terminal" / "duty"
HOLDER = {"a": "999900199001010014", "e": "999900200501300048"}
PIN = {"a": "123456", "e": "666666"}
PASSED, USAGE, OFFICE, REFUSED = 0, 2, 7, 10
NOT_POSSIBLE = 2108
FACE_ITEMS = {"LP-HR-078", "LP-HR-091"}


def run(*words, timeout=60, config=None):
    environment = dict(os.environ, **({"SSC_CONFIG": str(config)} if config else {}))
    return subprocess.run(["ssc", *words], capture_output=True, text=True, check=False, timeout=timeout, env=environment)


def ssc(*words, expected=PASSED, config=None):
    done = run(*words, "--json", config=config)
    assert done.returncode == expected, f"ssc {words}: {done.returncode}\n{done.stdout}{done.stderr}"
    return json.loads(done.stdout)


def insert(card):
    """Another card into the reader, and its holder before the PIN pad."""
    world.chip("pad", "auto", PIN[card])
    seat = world.Seat("card")
    world.card("swap", str(ROOT / "keys-sim" / "samples" / f"card-{card}.toml"))
    seat.await_back()


def rows(statement, *values):
    with sqlite3.connect(f"file:{DATABASE}?mode=ro", uri=True) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(statement, values)]


def beijing():
    return datetime.now(timezone(timedelta(hours=8))).strftime("%Y-%m-%d %H:%M:%S")


def words_of(values):
    return [f"{name}={value}" for name, value in values.items()]


APPRAISAL = {"appraisal_body": "示例机构", "occupation": "焊工", "grade": "3"}
TRAIN = {"carrier": "示例客运", "station": "示例汽车站", "gate": "2"}
BOOK = {"book_no": "TS-0009", "title": "示例书"}
POST = {"event_id": "ZPH-02", "employer": "示例云计算有限公司", "booth": "C07", "post": "运维"}

# item, what the gate says, the face; how the person signs in, where that is not the card
VISITS = {
    "a": [
        ("LP-HR-070", {"exam": "系统分析师考试", "room": "102"}),
        ("LP-HR-070", {"exam": "系统分析师考试", "room": "101"}, None, "--qr-scan"),
        ("LP-HR-070", {"exam": "系统分析师考试", "room": "101"}),
        ("LP-HR-070", {"exam": "项目管理考试", "room": "102"}),
        ("LP-HR-078", {"stage": "entry_form", **APPRAISAL}, 79),
        ("LP-HR-078", {"stage": "entry_form", **APPRAISAL}, 80),
        ("LP-HR-078", {"stage": "entry_form", **APPRAISAL}, 80),
        ("LP-HR-078", {"stage": "exam_entry", **APPRAISAL}, 95),
        ("LP-HR-088", {"case_no": "ZC-A-0088", "room": "第二仲裁庭"}, None, "--qr-show"),
        ("LP-HR-088", {"case_no": "ZC-A-0088", "room": "第一仲裁庭"}),
        ("LP-HR-088", {"case_no": "ZC-A-0087", "room": "第一仲裁庭"}),
        ("LP-HR-091", {"project": "示例桥梁工程", "gate": "1号门", "direction": "in"}, 0),
        ("LP-HR-091", {"project": "示例桥梁工程", "gate": "1号门", "direction": "out"}, 90),
        ("LP-HR-091", {"project": "示例桥梁工程", "gate": "1号门", "direction": "in"}, 90),
        ("LP-HR-091", {"project": "示例桥梁工程", "gate": "1号门", "direction": "out"}, 90, "--qr-scan"),
        ("LP-HR-091", {"project": "示例隧道工程", "gate": "2号门", "direction": "in"}, 90),
        ("LP-OT-006", {"project": "示例社区助老", "organiser": "示例志愿者协会"}),
        ("LP-OT-006", {"project": "示例河道清洁", "organiser": "示例环保协会"}),
        ("LP-OT-006", {"project": "示例社区助老", "organiser": "示例志愿者协会"}),
        ("LP-OT-029", {**TRAIN, "direction": "in"}),
        ("LP-OT-029", {**TRAIN, "direction": "in"}),
        ("LP-OT-029", {**TRAIN, "direction": "out"}),
        ("LP-OT-032", {"venue": "示例市博物馆"}),
        ("LP-OT-032", {"venue": "示例市博物馆"}),
        ("LP-OT-033", {"site": "示例山风景区"}),
        ("LP-OT-035", {"action": "lend", **BOOK}),
        ("LP-OT-035", {"action": "lend", **BOOK}),
        ("LP-OT-035", {"action": "return", **BOOK}),
        ("LP-OT-035", {"action": "return", **BOOK}),
        ("LP-OT-045", {"community": "测试小区", "gate": "东门", "direction": "in"}),
        ("LP-OT-045", {"community": "测试小区", "gate": "西门", "direction": "in"}),
        ("LP-OT-045", {"community": "示例花园", "gate": "南门", "direction": "in"}),
        ("YZ-005", POST),
        ("YZ-005", POST),
    ],
    "e": [
        ("LP-HR-070", {"exam": "系统分析师考试", "room": "101"}),
        ("LP-HR-088", {"case_no": "ZC-A-0088", "room": "第二仲裁庭"}),
        ("LP-HR-091", {"project": "示例桥梁工程", "gate": "1号门", "direction": "in"}, 90),
        ("LP-OT-029", {**TRAIN, "direction": "in"}),
        ("LP-OT-032", {"venue": "示例市博物馆"}),
        ("LP-OT-033", {"site": "示例山风景区"}),
        ("LP-OT-035", {"action": "lend", "book_no": "TS-0011", "title": "示例书"}),
        ("LP-OT-045", {"community": "测试小区", "gate": "东门", "direction": "in"}),
        ("YZ-005", POST),
    ],
}
# Columns of a gate that stand under another name in the data set, or not at all.
RENAMED = {"LP-HR-078": {"result": ""}, "LP-OT-033": {"site": "venue", "pass_valid_until": ""}}


class Gates(unittest.TestCase):
    """Each item with people who pass and people who do not."""

    @classmethod
    def setUpClass(cls):
        cls.seen = {item: set() for item in gate_expectations.RULES}
        cls.items = {item: ssc("catalogue", item)["item"] for item in cls.seen}

    def test_each_gate_answers_as_the_rows_say(self):
        for card in ("a", "e"):
            if card != "a":
                insert(card)
            for visit in VISITS[card]:
                with self.subTest(card=card, visit=visit):
                    self.visit(HOLDER[card], *visit)
        insert("a")
        for item, results in self.seen.items():
            self.assertIn("refused", results, item)
            self.assertTrue(results - {"refused"}, item)

    def visit(self, person, item, values, face=None, way="--card"):
        sets = expectations.reader(f"sqlite:{DATABASE}", [person])
        expected = gate_expectations.answer(sets, item, person, values, beijing(), face or 0)
        before = self.counts()
        faces = ["--face", str(face)] if face is not None else []
        answer = ssc("check", item, *words_of(values), way, *faces, expected=REFUSED if expected[0] == "refused" else PASSED)
        self.seen[item].add(expected[0])
        self.assertEqual((answer["result"]["id"], answer.get("reason", {}).get("id", "")), expected)
        self.assertEqual((answer["ok"], answer["passes"]), (True, expected[0] != "refused"))
        self.check_texts(answer)
        self.check_level(answer["person"], item, way)
        self.check_written(person, (item, values, expected[0]), answer, before)

    def counts(self):
        return {row["name"]: rows(f"SELECT COUNT(*) AS n FROM {row['name']}")[0]["n"]
                for row in rows("SELECT name FROM sqlite_master WHERE type = 'table'")
                if row["name"] in {item["dataset"] for item in self.items.values()}}

    def check_texts(self, answer):
        for word in ("result", "reason"):
            if word in answer:
                texts = answer[word]
                self.assertTrue(texts["zh"] and texts["en"] and texts["id"] not in (texts["zh"], texts["en"]), texts)

    def check_level(self, person, item, way):
        self.assertTrue(person["maskedName"].startswith("*"), person)
        by_card_alone = way == "--card" and self.items[item]["level"] == "L1"
        self.assertEqual(person["level"], 1 if by_card_alone else 2, "no PIN where the item does not ask for one")

    def check_written(self, person, visit, answer, before):
        item, values, result = visit
        dataset, kind = self.items[item]["dataset"], gate_expectations.written(item, result)
        self.assertEqual(self.counts(), before | {dataset: before[dataset] + (kind == "row")})
        shown = dict(zip((column["id"] for column in answer["columns"]), answer["rows"][0]))
        self.assertTrue(set(shown) <= {field["id"] for field in self.items[item]["fields"]}, shown)
        if kind != "row":
            return
        newest = rows(f"SELECT * FROM {dataset} WHERE aac002 = ? ORDER BY seq DESC LIMIT 1", person)[0]
        renamed = RENAMED.get(item, {})
        # Of who is refused, the gate does not show all that is written.
        names = set(shown) if result != "refused" else set(values) & set(shown) | {"result"}
        for name in names:
            column = renamed.get(name, name)
            if column:
                self.assertEqual(shown[name] or "0", str(newest[column]) or "0", (item, name))


class Questions(unittest.TestCase):
    """What is said before anybody is asked for a card."""

    def refused(self, *words):
        return ssc("check", *words, expected=USAGE)["error"]

    def test_what_is_no_gate_is_no_service(self):
        for item in ("LP-HR-024", "YZ-003", "LP-HR-095", "LP-HR-999"):
            self.assertEqual(self.refused(item, "room=101")["reason"], "noSuchService")

    def test_every_value_is_given_once_and_is_one_of_its_words(self):
        room, exam = "room=101", "exam=系统分析师考试"
        for words in ((room,), (exam, room, room), (exam, room, "seat=7"), (exam, "room=")):
            error = self.refused("LP-HR-070", *words)
            self.assertEqual(error["reason"], "badInput")
            self.assertIn("it takes exam, room", error["detail"])
            self.assertNotIn("系统分析师", error["detail"])
        error = self.refused("LP-OT-035", "action=burn", *words_of(BOOK))
        self.assertIn("action (lend, return), book_no, title", error["detail"])

    def test_a_gate_that_compares_faces_says_what_it_saw(self):
        site = words_of({"project": "示例桥梁工程", "gate": "1号门", "direction": "in"})
        self.assertEqual(self.refused("LP-HR-091", *site)["reason"], "badInput")
        self.assertEqual(run("check", "LP-HR-091", *site, "--face", "101").returncode, USAGE)
        self.assertEqual(run("check", "LP-HR-070", "room").returncode, USAGE)

    def test_people_read_why_in_their_language(self):
        gate = words_of({"community": "示例花园", "gate": "南门", "direction": "in"})
        for language, why in (("zh", "通行资格已到期"), ("en", "the right to pass has ended")):
            done = run("check", "LP-OT-045", *gate, "--lang", language)
            self.assertEqual(done.returncode, REFUSED, done)
            self.assertRegex(done.stdout, rf"(?m)^(原因|Why)\s+{why}$")

    def test_terminal_center_and_catalogue_know_the_same_gates_and_words(self):
        gates = tomllib.loads((ROOT / "hostlib/flows/office/gates.toml").read_text(encoding="utf-8"))
        rules = tomllib.loads((ROOT / "center/ask/checks.toml").read_text(encoding="utf-8"))["rule"]
        catalogue = ssc("catalogue", "--flow", "quick_check")["items"]
        asked = {gate["item"]: [each.split()[0] for each in gate["inputs"]] for gate in gates["gate"]}
        self.assertEqual(asked, {rule["item"]: rule["inputs"] for rule in rules})
        self.assertEqual(sorted(asked), sorted(item["id"] for item in catalogue))
        cases = [case for rule in rules for case in rule["case"]]
        self.assertEqual({row["id"] for row in gates["result"]}, {case["result"] for case in cases if "result" in case})
        self.assertEqual({row["id"] for row in gates["reason"]}, {case["reason"] for case in cases if "reason" in case})
        self.assertEqual({item["id"] for item in catalogue if ssc("catalogue", item["id"])["item"]["needsFace"]}, FACE_ITEMS)


class Staff(unittest.TestCase):
    """Duty at this terminal."""

    def tearDown(self):
        run("staff", "off")

    def duties(self):
        return rows("SELECT * FROM staff_sessions ORDER BY started")

    def test_a_member_takes_up_duty_by_card_and_pin_and_ends_it(self):
        answer = ssc("staff", "on")
        self.assertEqual((answer["staffNo"], answer["role"], answer["idleSeconds"]), ("S00001", "clerk", 300))
        duty = self.duties()[-1]
        self.assertEqual((duty["aac002"], duty["way"], duty["ended"]), (HOLDER["a"], "card", 0))
        self.assertEqual(rows("SELECT COUNT(*) AS n FROM sessions WHERE subject = ? AND ended = 0", HOLDER["a"])[0]["n"], 0)
        self.assertEqual(ssc("staff", "off"), {"ok": True, "onDuty": False, "staffNo": "S00001"})
        self.assertNotEqual(self.duties()[-1]["ended"], 0)
        self.assertEqual(ssc("staff", "off"), {"ok": True, "onDuty": False})

    def test_by_both_codes_too_and_the_last_one_is_on_duty(self):
        for way, named in (("--qr-scan", "phone"), ("--qr-show", "code")):
            ssc("staff", "on", way)
            self.assertEqual(self.duties()[-1]["way"], named)
        self.assertEqual([duty["ended"] == 0 for duty in self.duties()[-2:]], [False, True])

    def test_the_duty_is_kept_for_this_terminal_alone(self):
        done = run("staff", "on", "--json")
        secret = self.duties()[-1]["staff_session_id"]
        self.assertIn(secret, DUTY.read_text(encoding="ascii"))
        self.assertEqual(stat.S_IMODE(DUTY.stat().st_mode), 0o600)
        self.assertNotIn(secret, done.stdout + done.stderr)

    def test_somebody_who_is_not_on_the_list_is_told_so_and_ends_nobodys_duty(self):
        ssc("staff", "on")
        before = self.duties()
        insert("e")
        try:
            error = ssc("staff", "on", expected=OFFICE)["error"]
        finally:
            insert("a")
        self.assertEqual((error["reason"], error["infcode"]), ("notOnStaff", NOT_POSSIBLE))
        self.assertIn("工作人员名册", error["zh"])
        self.assertEqual(self.duties(), before)
        self.assertEqual(rows("SELECT COUNT(*) AS n FROM sessions WHERE subject = ? AND ended = 0", HOLDER["e"])[0]["n"], 0)
        self.assertEqual(ssc("staff", "off")["staffNo"], "S00001")

    def test_who_cannot_be_kept_is_not_on_duty(self):
        DUTY.mkdir()
        error = ssc("staff", "on", expected=USAGE)["error"]
        self.assertEqual(error["reason"], "badConfiguration")
        self.assertNotEqual(self.duties()[-1]["ended"], 0)

    def test_without_the_center_the_duty_is_forgotten_here(self):
        ssc("staff", "on")
        config = WORLD / "unreachable.toml"
        lines = pathlib.Path(os.environ["SSC_CONFIG"]).read_text(encoding="utf-8").splitlines()
        config.write_text("\n".join('url = "https://127.0.0.1:1"' if line.startswith("url = ") else line for line in lines),
                          encoding="utf-8")
        self.assertEqual(ssc("staff", "off", expected=OFFICE, config=config)["error"]["reason"], "officeUnreachable")
        self.assertFalse(DUTY.exists())

    def test_people_read_it_in_their_language(self):
        self.assertRegex(run("staff", "on", "--lang", "zh").stdout, r"已上岗，至 \d\d:\d\d；5 分钟无操作自动下岗。")
        self.assertEqual(run("staff", "off", "--lang", "zh").stdout, "S00001 已下岗。\n")
        self.assertEqual(run("staff", "off", "--lang", "en").stdout, "Nobody was on duty.\n")


if __name__ == "__main__":
    unittest.main(verbosity=2)
