#!/usr/bin/env python3
"""Whatever code the center answers with, people read words: every list, document, receipt and gate is asked for many
people, and each code that comes is looked up where the terminal looks it up (`ssc catalogue --json`).

Nothing here knows the codes beforehand.

  code_texts.py --tool ssc_center_query_tool --ssc ssc
"""
import argparse
import collections
import copy
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import tomllib
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ASK = ROOT / "center" / "ask"
TODAY = "2026-01-05"
PEOPLE, SEED = {"999900": 3000, "999999": 300}, 14
# What the SQL of a document takes besides the person (documents.toml); each first digit of an insurance is a class.
DOCUMENT_VALUES = {"today": TODAY, "month": TODAY[:7], "months24": "2024-02", "year": "2025", "year_before": "2024",
                   "area": "999900", "to_area": "999999"}
CLASSES = ("", "1", "2", "3", "4", "5")
WORD = re.compile(r"[a-z]+(_[a-z0-9]+)*")   # what only a program calls a text
TOOL = SSC = None


def lines(*words, questions=""):
    done = subprocess.run([*map(str, words)], input=questions, capture_output=True, text=True, check=False, timeout=500)
    if done.returncode != 0:
        raise AssertionError(f"{words}: {done.stderr}")
    return done.stdout


def rules(name, what):
    return tomllib.loads((ASK / name).read_text(encoding="utf-8"))[what]


def column(words):
    return words.split()[:2]


class Catalogue:
    """What the terminal knows of columns and codes."""

    def __init__(self):
        every = json.loads(lines(SSC, "catalogue", "--codes", "--json"))
        self.lists = {row["id"]: {code["code"]: code for code in row["codes"]} for row in every["lists"]}
        self.usual = {row["id"]: row for row in every["fields"]}
        self.printed = {(row["print"], row["id"]): row for row in every["printed"]}
        items = json.loads(lines(SSC, "catalogue", "--json"))["items"]
        self.items = {item["id"]: {field["id"]: field for field in item["fields"]} for item in items}

    def of_paper(self, paper, name):
        return self.printed.get((paper, name)) or self.printed.get(("", name)) or self.usual.get(name)

    def of_item(self, item, name):
        return self.items[item].get(name) or self.of_paper("", name)

    def has_text(self, field, code):
        text = self.lists.get(field.get("codes"), {}).get(code, {})
        return all(text.get(language, "").strip() for language in ("zh", "en"))

    def needs_text(self, field, kind, cell):
        """A number that is its own name needs none, nor a text, unless it is a program's word."""
        if cell == "" or field["kind"] == "identifier":
            return False
        return kind == "code" or (kind == "text" and WORD.fullmatch(cell) is not None)

    def gaps(self, said):
        """The (place, column, code) of `said`, rows of (place, field or None, column, kind, cell), that have no text."""
        return sorted({(place, name, cell) for place, field, name, kind, cell in said
                       if field is None or (self.needs_text(field, kind, cell) and not self.has_text(field, cell))})


class Center:
    """The people of both areas, and what they are told."""

    def __init__(self, folder):
        self.urls = {area: f"sqlite:{folder}/{area}.db" for area in PEOPLE}
        for area, url in self.urls.items():
            lines(TOOL, url, "migrate")
            lines(TOOL, url, "populate", area, PEOPLE[area], SEED, TODAY)
        self.views = json.loads(lines(TOOL, self.urls["999900"], "items"))

    def database(self, area="999900"):
        return sqlite3.connect(self.urls[area].removeprefix("sqlite:"))

    def people(self, area="999900"):
        return [number for number, in self.database(area).execute("SELECT aac002 FROM persons ORDER BY aac002")]

    def queried(self, catalogue):
        """Every cell of every list of every item."""
        cells = set()
        for area, url in self.urls.items():
            asked = [(view, person) for view in self.views for person in self.people(area)]
            questions = "".join(json.dumps({"item": view["item"], "view": view["view"], "subject": person}) + "\n"
                                for view, person in asked)
            for (view, _), line in zip(asked, lines(TOOL, url, "query", TODAY, questions=questions).splitlines()):
                for row in json.loads(line)["rows"]:
                    cells |= {(view["item"], name, kind, cell) for (name, kind, _), cell in zip(view["columns"], row)
                              if kind in ("code", "text")}
        return {(item, FieldKey(catalogue.of_item(item, name)), name, kind, cell) for item, name, kind, cell in cells}

    def printed(self, catalogue):
        """Every code of every table of every document, by the SQL that the center asks."""
        said = set()
        with self.database() as database:
            for document in rules("documents.toml", "document"):
                for block in document["blocks"]:
                    codes = [name for name, kind in map(column, block["columns"]) if kind == "code"]
                    wanted = [(name, FieldKey(catalogue.of_paper(document["type"], name))) for name in codes]
                    said |= {(document["type"], field, name, "code", row[name]) for row in self._block(database, block)
                             for name, field in wanted}
        return said

    def _block(self, database, block):
        if not any(words.split()[1] == "code" for words in block["columns"]):
            return
        classes = CLASSES if ":class" in block["sql"] else CLASSES[:1]
        for person in self.people():
            for insurance in classes:
                found = database.execute(block["sql"], {**DOCUMENT_VALUES, "subject": person, "class": insurance})
                names = [column[0] for column in found.description]
                yield from (dict(zip(names, row)) for row in found)

    def ruled(self, catalogue, name):
        """Codes of receipts or gates: the words of the rules, and what stands in the tables that they read."""
        methods = re.findall(r'MethodRow\{"\w+", "(\w+)"\}', (ASK / "item_rule.cpp").read_text(encoding="utf-8"))
        assert methods, "item_rule.cpp names the ways of identification otherwise"
        said = set()
        for rule in rules(name, "rule"):
            for column_name, kind in map(column, rule["columns"]):
                field = FieldKey(catalogue.of_item(rule["item"], column_name))
                words = self._words(rule, column_name) | (set(methods) if column_name == "method" else set())
                said |= {(rule["item"], field, column_name, kind, word) for word in words if kind == "code"}
        return said

    def _words(self, rule, name):
        words = {case["result"] for case in rule["case"] if name == "result" and "result" in case}
        for sql in (case.get("find", "") for case in rule["case"]):
            words |= set(re.findall(rf"'(\w+)' AS {name}\b", sql))
            for chosen in re.findall(rf"CASE((?:(?!CASE|END\b).)*)END AS {name}\b", sql, re.DOTALL):
                words |= set(re.findall(r"(?:THEN|ELSE) '(\w+)'", chosen))
            made = re.search(rf"AS {name}\b", sql) is not None
            if not made and re.search(rf"\b{name}\b", sql.partition("FROM")[0]):
                words |= set().union(*(self._stored(table, name) for table in re.findall(r"(?:FROM|JOIN) (\w+)", sql)))
        return words

    def _stored(self, table, name):
        with self.database() as database:
            if name not in [row[1] for row in database.execute(f"PRAGMA table_info({table})")]:
                return set()
            return {value for value, in database.execute(f"SELECT DISTINCT {name} FROM {table}")}


class FieldKey(dict):
    """A field of the catalogue that can stand in a set; empty for none."""

    def __init__(self, field):
        super().__init__(field or {})

    def __hash__(self):
        return hash(json.dumps(self, sort_keys=True))


def known(said):
    return [(place, field or None, name, kind, cell) for place, field, name, kind, cell in said]


class CodeTexts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.catalogue = Catalogue()
        folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="ssc-center-"))
        cls.center = Center(folder)
        cls.queried = known(cls.center.queried(cls.catalogue))

    def codes(self, said):
        return {(name, cell) for _, _, name, kind, cell in said if kind == "code" and cell}

    def test_every_code_of_every_query_has_a_text(self):
        self.assertEqual({place for place, *_ in self.queried}, {view["item"] for view in self.center.views
                                                                 if any(kind in ("code", "text") for _, kind, _ in view["columns"])})
        self.assertGreater(len(self.codes(self.queried)), 80)
        self.assertEqual(self.catalogue.gaps(self.queried), [])

    def test_every_code_of_every_document_has_a_text(self):
        said = known(self.center.printed(self.catalogue))
        self.assertEqual({place for place, *_ in said} | {"09"}, {row["type"] for row in rules("documents.toml", "document")})
        self.assertGreater(len(self.codes(said)), 40)
        self.assertEqual(self.catalogue.gaps(said), [])

    def test_every_code_of_every_receipt_and_gate_has_a_text(self):
        for name in ("receipts.toml", "checks.toml"):
            said = known(self.center.ruled(self.catalogue, name))
            with self.subTest(name=name):
                self.assertGreater(len(self.codes(said)), 15)
                self.assertEqual(self.catalogue.gaps(said), [])

    def test_every_list_and_every_table_of_a_document_has_a_name(self):
        views = {view["view"] for view in self.center.views}
        self.assertEqual(views - self.catalogue.lists["view"].keys(), set())
        blocks = {block["id"] for document in rules("documents.toml", "document") for block in document["blocks"]}
        self.assertEqual(blocks - self.catalogue.lists["document_block"].keys(), set())

    def test_every_column_has_a_label(self):
        of_items = [(view["item"], name) for view in self.center.views for name, _, _ in view["columns"]]
        of_items += [(rule["item"], column(words)[0]) for name in ("receipts.toml", "checks.toml")
                     for rule in rules(name, "rule") for words in rule["columns"]]
        found = [(place, name, self.catalogue.of_item(place, name)) for place, name in of_items]
        found += [(document["type"], column(words)[0], self.catalogue.of_paper(document["type"], column(words)[0]))
                  for document in rules("documents.toml", "document") for block in document["blocks"] for words in block["columns"]]
        self.assertGreater(len(found), 400)
        self.assertEqual([(place, name) for place, name, field in found
                          if not (field and field["label"]["zh"] and field["label"]["en"])], [])

    def test_a_text_that_is_taken_away_is_missed(self):
        """A lookup that cannot fail proves nothing."""
        by_list = collections.defaultdict(set)
        for _, field, _, kind, cell in self.queried:
            if kind == "code" and cell and field and "codes" in field:
                by_list[field["codes"]].add(cell)
        self.assertGreater(len(by_list), 30)
        for name, codes in sorted(by_list.items()):
            for language in ("zh", "en"):
                with self.subTest(list=name, language=language):
                    broken = copy.copy(self.catalogue)
                    broken.lists = copy.deepcopy(self.catalogue.lists)
                    code = sorted(codes)[0]
                    broken.lists[name][code][language] = ""
                    self.assertIn(code, {cell for _, _, cell in broken.gaps(self.queried)})


def main():
    global TOOL, SSC
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tool", required=True, type=pathlib.Path)
    parser.add_argument("--ssc", required=True, type=pathlib.Path)
    options, rest = parser.parse_known_args()
    TOOL, SSC = options.tool.resolve(), options.ssc.resolve()
    return unittest.main(argv=[sys.argv[0], *rest], exit=False).result.wasSuccessful()


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
