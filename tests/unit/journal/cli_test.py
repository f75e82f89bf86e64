#!/usr/bin/env python3
"""`ssc journal`: what people and programs get to see of a journal.   cli_test.py --ssc SSC --maker MAKER"""
import argparse
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unittest

PROGRAMS = None


class Journal(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.home = self.folder / "made"
        subprocess.run([PROGRAMS.maker, str(self.home), "60"], check=True)
        self.file, self.key = str(self.home / "journal.sqlite"), str(self.home / "terminal.pub")

    def ssc(self, *words, language="en"):
        settings = {**os.environ, "SSC_CONFIG": "/dev/null", "LC_ALL": "C.UTF-8"}
        return subprocess.run([PROGRAMS.ssc, "journal", *words, "--lang", language], capture_output=True, text=True, check=False,
                              env=settings)

    def json(self, *words, code=0):
        result = self.ssc(*words, "--json")
        self.assertEqual(result.returncode, code, result)
        return json.loads(result.stdout)

    def forge(self, statement):
        with sqlite3.connect(self.file) as database:
            database.execute("DROP TRIGGER records_stay")
            database.execute(statement)
        database.close()

    def test_a_whole_one(self):
        answer = self.json("verify", self.file, "--key", self.key)
        self.assertEqual((answer["ok"], answer["records"], answer["heads"], answer["headsChecked"], answer["behindNewestHead"]),
                         (True, 60, 1, True, 10))
        self.assertFalse(self.json("verify", self.file)["headsChecked"])
        for language, words in (("en", "The journal is whole."), ("zh", "账本完整")):
            self.assertIn(words, self.ssc("verify", self.file, "--key", self.key, language=language).stdout)

    def test_a_changed_one(self):
        self.forge("UPDATE records SET canonical = replace(canonical, '|100|0|100|', '|900|0|900|') WHERE seq = 31")
        answer = self.json("verify", self.file, code=6)
        self.assertEqual(answer["error"]["reason"], "journalBroken")
        self.assertEqual(answer["findings"], [{"problem": "unchained", "number": 31}])
        result = self.ssc("verify", self.file)
        self.assertEqual(result.returncode, 6)
        self.assertRegex(result.stdout, "✗ +31 ")
        self.assertIn("Settle nothing offline", result.stderr)

    def test_an_export_says_the_same(self):
        text = str(self.folder / "journal.txt")
        self.assertEqual(self.ssc("export", self.file, "--to", text).returncode, 0)
        self.assertEqual(self.json("verify", text, "--key", self.key)["records"], 60)
        self.assertEqual(self.ssc("export", self.file).stdout, pathlib.Path(text).read_text(encoding="utf-8"))
        changed = pathlib.Path(text)
        changed.write_text(changed.read_text(encoding="utf-8").replace("|100|0|100|", "|900|0|900|", 1), encoding="utf-8")
        self.assertEqual(self.json("verify", text, "--key", self.key, code=6)["findings"][0], {"problem": "unchained", "number": 1})

    def test_the_last_records(self):
        rows = self.json("show", self.file, "--last", "3")["records"]
        self.assertEqual([(row["number"], row["type"], row["state"]) for row in rows],
                         [(60, "A", "ABORTED"), (59, "S", "COMMITTED"), (58, "S", "COMMITTED")])
        self.assertEqual(len(self.json("show", self.file)["records"]), 20)
        table = self.ssc("show", self.file, "--last", "3").stdout.splitlines()
        self.assertEqual(len(table), 4)
        self.assertIn("S settled", table[2])

    def test_sums(self):
        answer = self.json("stats", self.file)
        self.assertEqual(answer["types"], [{"type": "S", "count": 48, "total": "48.00", "account": "48.00", "cash": "0.00"},
                                           {"type": "A", "count": 12, "total": "12.00", "account": "12.00", "cash": "0.00"}])
        self.assertEqual((answer["waiting"], answer["open"]), (60, 0))
        self.assertIn("Not yet sent", self.ssc("stats", self.file).stdout)

    def test_nothing_of_a_person(self):
        for words in (("show", self.file), ("show", self.file, "--json"), ("stats", self.file), ("verify", self.file)):
            self.assertNotIn("999999D156000005", self.ssc(*words).stdout)

    def test_what_is_no_journal(self):
        self.assertEqual(self.json("verify", str(self.folder / "none"), code=2)["error"]["reason"], "badInput")
        other = self.folder / "other"
        other.write_text("x" * 5000, encoding="ascii")
        for action in ("verify", "show", "stats", "export"):
            self.assertEqual(self.json(action, str(other), code=6)["error"]["reason"], "journalBroken")
        self.assertEqual(self.json("verify", self.file, "--key", str(other), code=2)["error"]["reason"], "badInput")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--ssc", required=True)
    parser.add_argument("--maker", required=True)
    PROGRAMS, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)
