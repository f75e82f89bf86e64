#!/usr/bin/env python3
"""Every query item, for people of every situation, against expectations of its own; and the comparison itself against
mistakes made on purpose.

  queries.py --tool ssc_center_query_tool [--postgres]     77: PostgreSQL is asked for and not installed
"""
import argparse
import json
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import unittest

import expectations
import postgres

HOLDER_A, HOLDER_B = "999900199001010014", "999900198506070026"
TODAY = "2026-01-05"
PEOPLE, SEED = 2000, 14
ASKED = 20
TOOL = None
SERVER = None      # a postgres.Server, or None for SQLite


class Center:
    """A database with people in it."""

    def __init__(self, test, name):
        if SERVER:
            self.url = SERVER.create(name)
        else:
            folder = tempfile.TemporaryDirectory(prefix="ssc-center-")
            test.addClassCleanup(folder.cleanup)
            self.url = f"sqlite:{folder.name}/center.db"
        self.name = name
        self.tool("migrate")
        self.tool("populate", "999900", str(PEOPLE), str(SEED), TODAY)

    def tool(self, *words, questions=""):
        result = subprocess.run([TOOL, self.url, *words], input=questions, capture_output=True, text=True, check=False,
                                timeout=300)
        if result.returncode != 0:
            raise AssertionError(f"{words}: {result.stdout}{result.stderr}")
        return [json.loads(line) for line in result.stdout.splitlines()]

    def ask(self, questions, *options):
        lines = "".join(json.dumps(question) + "\n" for question in questions)
        return self.tool("query", TODAY, *options, questions=lines)

    def execute(self, statement):
        if SERVER:
            SERVER.rows(self.name, statement)
            return
        connection = sqlite3.connect(self.url.removeprefix("sqlite:"))
        with connection:
            connection.execute(statement)
        connection.close()

    def some_people(self):
        """The holders of cards A and B, and others by chance, some of each situation."""
        rows = expectations.reader(self.url, []).select(
            "SELECT aac002, situation FROM persons ORDER BY aac002")
        chance = random.Random(SEED)
        chosen = {HOLDER_A, HOLDER_B}
        for situation in sorted({row["situation"] for row in rows}):
            numbers = [row["aac002"] for row in rows if row["situation"] == situation]
            chosen |= set(chance.sample(numbers, 2))
        chosen |= set(chance.sample([row["aac002"] for row in rows if row["situation"] == "worker"], ASKED))
        return sorted(chosen)


def differences(center, people, views, *options):
    """The (item, view, person) whose answer is not the expected one, and how many rows were compared."""
    questions = [{"item": view["item"], "view": view["view"], "subject": person} for view in views for person in people]
    answers = center.ask(questions, *options)
    assert len(answers) == len(questions)
    sets = expectations.reader(center.url, people)
    wrong, rows = [], 0
    for question, got in zip(questions, answers):
        expected = expectations.answer(sets, question["item"], question["subject"], TODAY)[question["view"]]
        rows += len(expected)
        if got.get("rows") != expected or got.get("more") is not False:
            wrong.append((question["item"], question["view"], question["subject"]))
    return wrong, rows


class Queries(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.center = Center(cls, "queries")
        cls.views = cls.center.tool("items")[0]
        cls.people = cls.center.some_people()

    def test_items_and_views_are_the_catalogues(self):
        self.assertEqual({view["item"] for view in self.views}, set(expectations.FIELDS))
        sets = expectations.reader(self.center.url, [HOLDER_A])
        for item in expectations.FIELDS:
            self.assertEqual({view["view"] for view in self.views if view["item"] == item},
                             set(expectations.answer(sets, item, HOLDER_A, TODAY)), item)

    def test_columns_are_the_fields_of_the_catalogue_in_its_order(self):
        for item, fields in expectations.FIELDS.items():
            views = [view for view in self.views if view["item"] == item]
            columns = [[name for name, _, _ in view["columns"]] for view in views]
            for view, names in zip(views, columns):
                self.assertIsNone(expectations.fields_of(item, view["view"], names))
            self.assertEqual(set().union(*columns), set(fields), item)

    def test_every_answer_is_the_expected_one(self):
        self.assertGreater(len(self.people), ASKED)
        wrong, rows = differences(self.center, self.people, self.views)
        self.assertEqual(wrong, [])
        self.assertGreater(rows, 1000)

    def test_holder_a_has_an_answer_to_everything(self):
        sets = expectations.reader(self.center.url, [HOLDER_A])
        for item in expectations.FIELDS:
            for view, rows in expectations.answer(sets, item, HOLDER_A, TODAY).items():
                self.assertTrue(rows, (item, view))

    def test_holder_a_tells_any_two_items_apart(self):
        """No two items have one answer unless the catalogue gives them the same fields of the same set."""
        sets = expectations.reader(self.center.url, [HOLDER_A])
        seen = {}
        for item in expectations.FIELDS:
            answer = json.dumps(expectations.answer(sets, item, HOLDER_A, TODAY))
            twin = seen.setdefault(answer, item)
            if twin != item:
                self.assertEqual(expectations.FIELDS[item], expectations.FIELDS[twin], (item, twin))


class Mistakes(unittest.TestCase):
    """A comparison that cannot fail proves nothing."""

    @classmethod
    def setUpClass(cls):
        cls.center = Center(cls, "mistakes")
        cls.views = cls.center.tool("items")[0]

    def wrong_items(self, *options, expected_from=None):
        """Items whose answer for holder A differs; expected_from: a reader that has looked before."""
        views, sets = self.views, expected_from or expectations.reader(self.center.url, [HOLDER_A])
        answers = self.center.ask([{"item": view["item"], "view": view["view"], "subject": HOLDER_A}
                                   for view in views], *options)
        return {view["item"] for view, got in zip(views, answers)
                if got.get("rows") != expectations.answer(sets, view["item"], HOLDER_A, TODAY)[view["view"]]}

    def remembered(self):
        """Everything holder A's answers need, read now."""
        sets = expectations.reader(self.center.url, [HOLDER_A])
        for item in expectations.FIELDS:
            expectations.answer(sets, item, HOLDER_A, TODAY)
        return sets

    def test_without_a_mistake_nothing_differs(self):
        self.assertEqual(self.wrong_items(), set())

    def test_two_items_with_each_others_rows_are_noticed(self):
        for pair in (("LP-HR-080", "LP-HR-081"), ("LP-HR-063", "YZ-067"), ("LP-HR-003", "LP-HR-010"),
                     ("YZ-066", "YZ-069"), ("LP-HR-012", "YZ-090"), ("LP-HR-033", "YZ-037")):
            with self.subTest(pair=pair):
                self.assertEqual(self.wrong_items("--swap", *pair), set(pair))

    def test_every_set_that_is_emptied_is_noticed(self):
        before = self.remembered()
        tables = sorted(before.tables)
        self.assertGreater(len(tables), 40)
        for table in tables:
            with self.subTest(table=table):
                self.center.execute(f"CREATE TABLE kept AS SELECT * FROM {table}")
                self.center.execute(f"DELETE FROM {table}")
                try:
                    self.assertTrue(self.wrong_items(expected_from=before))
                finally:
                    self.center.execute(f"INSERT INTO {table} SELECT * FROM kept")
                    self.center.execute("DROP TABLE kept")
                self.assertEqual(self.wrong_items(expected_from=before), set())


class Processes(unittest.TestCase):
    def test_two_programs_that_start_at_once_make_one_schema(self):
        with tempfile.TemporaryDirectory(prefix="ssc-center-") as folder:
            url = SERVER.create("twice") if SERVER else f"sqlite:{folder}/center.db"
            running = [subprocess.Popen([TOOL, url, "migrate"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True) for _ in range(4)]
            results = [(*process.communicate(timeout=60), process.returncode) for process in running]
        self.assertEqual([code for _, _, code in results], [0] * 4, results)
        steps = sorted(json.loads(output)["migrations"] for output, _, _ in results)
        self.assertEqual(steps[:3], [0, 0, 0])
        self.assertGreater(steps[3], 0)


def main():
    global TOOL, SERVER
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tool", required=True, type=pathlib.Path)
    parser.add_argument("--postgres", action="store_true")
    options, rest = parser.parse_known_args()
    TOOL = str(options.tool.resolve())
    words = [sys.argv[0], *rest]
    if not options.postgres:
        return unittest.main(argv=words, exit=False).result.wasSuccessful()
    try:
        with postgres.Server() as SERVER:
            return unittest.main(argv=words, exit=False).result.wasSuccessful()
    except unittest.SkipTest as reason:
        print(f"skipped: {reason}")
        sys.exit(77)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
