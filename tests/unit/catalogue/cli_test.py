"""`ssc catalogue`: what a person sees, and the same as JSON. It needs no reader.

usage: cli_test.py SSC [unittest arguments]
"""
import json
import subprocess
import sys
import unicodedata
import unittest

SSC = sys.argv.pop(1)


def run(*words):
    return subprocess.run([SSC, "catalogue", *words], capture_output=True, text=True, check=False, timeout=60)


def columns(text):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


class Catalogue(unittest.TestCase):
    def text(self, *words):
        result = run(*words)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return result.stdout

    def json(self, *words):
        return json.loads(self.text("--json", *words))

    def ids(self, *words):
        return [item["id"] for item in self.json(*words)["items"]]

    def test_all_items_are_listed_with_their_count(self):
        self.assertEqual(self.json()["count"], 271 + 1)  # both catalogues, and what this system adds
        self.assertEqual(len(set(self.ids())), 272)
        self.assertRegex(self.text("--lang", "en").splitlines()[-1], r"^272 items, \d+ built, \d+ missing$")
        self.assertRegex(self.text("--lang", "zh").splitlines()[-1], r"^共 272 项，已实现 \d+ 项，未实现 \d+ 项$")

    def test_the_columns_of_the_table_stand_below_each_other(self):
        rows = [line for line in self.text("--search", "养老", "--lang", "zh").splitlines() if line[:2] in ("LP", "YZ")]
        self.assertGreater(len(rows), 10)
        names = {"LP-HR-030": "养老保险待遇申请", "YZ-036": "养老保险待遇信息记录", "YZ-038": "养老保险及其他养老保障待遇领取"}
        places = {columns(row[:row.index(names[row[:9].strip()])]) for row in rows if row[:9].strip() in names}
        self.assertEqual(len(places), 1)

    def test_one_item_shows_labels_twin_and_state(self):
        text = self.text("LP-HR-033", "--lang", "zh")
        for part in ("基本养老保险待遇查询", "应发金额", "Amount due", "YZ-037", "07 (待遇查询单)"):
            self.assertIn(part, text)
        item = self.json("lp-hr-033")["item"]
        self.assertEqual((item["id"], item["flow"], item["print"], item["prints"]), ("LP-HR-033", "query_print", "07", True))
        self.assertEqual(item["fields"][2], {"id": "due_amount", "label": {"zh": "应发金额", "en": "Amount due"}, "kind": "money"})
        self.assertEqual(item["twins"], [{"id": "YZ-037", "name": {"zh": "养老保险及其他养老保障待遇查询",
                                          "en": "Pension and other old-age benefits, view and print"}, "match": "partial"}])

    def test_choices_narrow_the_list_together(self):
        self.assertEqual(len(self.ids("--district", "liangping")), 160)
        self.assertEqual(len(self.ids("--class", "record")), 13)
        self.assertEqual(self.ids("--flow", "qualify", "--district", "yongzhou"), ["YZ-035"])
        self.assertEqual(self.ids("--search", "024"), ["LP-HR-024", "LP-OT-024", "YZ-024"])
        self.assertEqual(self.ids("--search", "024", "--district", "yongzhou"), ["YZ-024"])

    def test_a_district_is_shown_with_its_catalogue(self):
        district = self.json("--district", "liangping")["district"]
        self.assertEqual((district["area"], district["bank"]["code"], district["simulated"]), ("999900", "901", True))
        self.assertTrue(self.text("--district", "yongzhou", "--lang", "zh").startswith("模拟永州市 · 999999 · 模拟银行二 (902) · 模拟环境"))

    def test_what_is_missing_is_listed_with_the_reason_and_counted(self):
        absent = self.json("--missing")
        self.assertEqual(absent["count"], len(absent["items"]))
        self.assertGreater(absent["count"], 0)
        for item in absent["items"]:
            self.assertEqual(item["state"], "missing")
            self.assertTrue(item["note"]["zh"] and item["note"]["en"], item["id"])
        every = self.json()["items"]
        self.assertEqual(absent["count"], sum(item["state"] == "missing" for item in every))
        text = self.text("--missing", "--lang", "en")
        self.assertIn(f"{absent['count']} items, 0 built, {absent['count']} missing", text)
        self.assertEqual(sum(line.startswith(("LP-", "YZ-")) for line in text.splitlines()), absent["count"])

    def test_codes_have_their_texts(self):
        every = self.json("--codes")
        lists = {row["id"]: {code["code"]: code for code in row["codes"]} for row in every["lists"]}
        self.assertEqual(lists["insurance_type"]["110"], {"code": "110", "zh": "企业职工基本养老保险", "en": "Enterprise pension"})
        status = [field for field in self.json("LP-HR-024")["item"]["fields"] if field["id"] == "status"]
        self.assertEqual(lists[status[0]["codes"]]["active"]["zh"], "正常参保")
        self.assertIn({"print": "", "id": "sex", "label": {"zh": "性别", "en": "Sex"}, "kind": "code", "codes": "sex"}, every["printed"])
        self.assertIn("\ninsured_state\n", self.text("--codes", "--lang", "en"))

    def test_wrong_words_are_usage_errors(self):
        for words in (("XX-001",), ("--class", "none"), ("--flow", "none"), ("--district", "none"), ("LP-HR-001", "--missing"),
                      ("--codes", "--missing"), ("--codes", "--search", "养老"), ("--codes", "LP-HR-001")):
            with self.subTest(words=words):
                self.assertEqual(run(*words).returncode, 2)
        self.assertIn("no item XX-001", run("XX-001").stderr)


if __name__ == "__main__":
    unittest.main()
