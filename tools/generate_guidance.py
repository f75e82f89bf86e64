#!/usr/bin/env python3
"""hostlib/catalogue/guidance/*.toml → a table of counters and papers, documents to choose from, pages that are open to everybody.

  generate_guidance.py --source hostlib/catalogue --output rows.hpp

Every error is one line; all are printed, nothing is written, and the exit status is 1.
"""
import argparse
import pathlib
import sys
import tomllib

sys.dont_write_bytecode = True  # the source folder stays clean
TOOLS = pathlib.Path(__file__).resolve().parent
CARD_SPEC = TOOLS.parent / "card-spec"
sys.path[:0] = [str(TOOLS), str(CARD_SPEC)]

from catalogue import source  # noqa: E402  (the path comes first)
from catalogue.schema import is_text_pair  # noqa: E402
from generator.cpp import text  # noqa: E402

PURPOSES, INSURANCES = ("own", "transfer", "proof"), ("", "pension", "unemployment", "medical")


def group_of(item):
    return f"{item['group']['catalogue']}/{item['group']['id']}"


class Guidance:
    """The rows, held against the catalogue; what is wrong is in `errors`."""

    def __init__(self, folder, made):
        self.errors, self._made = [], made
        self._items = {item["id"]: item for item in made["items"]}
        self._papers = made["papers"]
        counters = self._load(folder, "counters.toml")
        self.counters, self.kinds = counters["counter"], {row["flow"]: row for row in counters["kind"]}
        self.printouts = sorted(self._load(folder, "printouts.toml")["printout"], key=lambda row: row["item"])
        self.pages = self._load(folder, "open.toml")["page"]
        self._check()

    @staticmethod
    def _load(folder, name):
        with open(folder / name, "rb") as file:
            return tomllib.load(file)

    def _need(self, good, what):
        if not good:
            self.errors.append(what)

    def _check(self):
        groups = {group_of(item) for item in self._items.values()}
        used = set()
        for row in self.counters:
            for word, known in (("items", self._items), ("flows", self._made["flows"]), ("groups", groups)):
                for value in row.get(word, []):
                    self._need(value in known, f"counters.toml: no such {word[:-1]}: {value}")
            self._need(is_text_pair(row["name"]), f"counters.toml: {row}: needs two names")
        for item in self._items.values():
            row = self.counter_of(item)
            self._need(row is not None, f"counters.toml: {item['id']} has no counter")
            used.add(id(row))
        for row in self.counters:
            self._need(id(row) in used, f"counters.toml: {row['name']['en']} is nobody's")
        self._need(self.kinds.keys() == self._made["flows"].keys(), f"counters.toml: kinds are not the flows: {self.kinds.keys() ^ self._made['flows'].keys()}")
        for flow, row in self.kinds.items():
            self._need(row["identity"] and row["papers"] and all(map(is_text_pair, row["identity"] + row["papers"])), f"counters.toml: {flow}: papers")
        self._check_printouts()
        self._check_pages()

    def _check_printouts(self):
        for row in self.printouts:
            self._need(self._items.get(row["item"], {}).get("prints"), f"printouts.toml: {row['item']} prints nothing")
            self._need(row["purpose"] in PURPOSES and row.get("insurance", "") in INSURANCES, f"printouts.toml: {row}")
            self._need(("insurance" in row) == (row["purpose"] == "transfer"), f"printouts.toml: {row['item']}: a voucher is of one insurance")

    def _check_pages(self):
        districts = {row["id"] for row in self._made["districts"]}
        self._need(len({row["id"] for row in self.pages}) == len(self.pages), "open.toml: an id is used twice")
        for row in self.pages:
            hanzi = sum("\u4e00" <= letter <= "\u9fff" for letter in row["title"]["zh"])
            self._need(len(row["initials"]) == hanzi, f"open.toml: {row['id']}: {len(row['initials'])} initials for {hanzi} hanzi")
            self._need(row["district"] and set(row["district"]) <= districts, f"open.toml: {row['id']}: district")
            width = len(row.get("columns", [])) or 2
            self._need(row["rows"] and all(len(cells) == width and all(map(is_text_pair, cells)) for cells in row["rows"]), f"open.toml: {row['id']}: rows")

    def counter_of(self, item):
        fits = lambda row: all(value in row[word] for word, value in (("items", item["id"]), ("flows", item["flow"]), ("groups", group_of(item))) if word in row)
        return next((row for row in self.counters if fits(row)), None)

    def papers_of(self, item):
        kind = self.kinds[item["flow"]]
        own = [self._papers[name] for name in item.get("papers", [])]
        return kind["identity"] + (own or kind["papers"])


def pair(row):
    return f"{{{text(row['zh'])}, {text(row['en'])}}}"


class Table:
    def __init__(self, rows):
        self._rows, self.lines, self._known = rows, [], {}

    def array(self, kind, values):
        """The name of an array; equal ones are written once."""
        if not values:
            return "{}"
        key = (kind, tuple(values))
        if key not in self._known:
            self._known[key] = f"kList{len(self._known)}"
            self.lines.append(f"inline constexpr std::array<{kind}, {len(values)}> {self._known[key]}{{{{{', '.join(values)}}}}};")
        return self._known[key]

    def _all(self, kind, name, values):
        self.lines += [f"inline constexpr std::array<{kind}, {len(values)}> {name}{{{{", *(f"    {value}," for value in values), "}};"]

    def write(self, items):
        rows, texts = self._rows, lambda cells: self.array("Text", [pair(cell) for cell in cells])
        self._all("Guidance", "kGuidance", [f"{{{pair(rows.counter_of(item)['name'])}, {texts(rows.papers_of(item))}}}" for item in items])
        self._all("Printout", "kPrintouts", [f"{{{text(row['item'])}, {text(row['purpose'])}, {text(row.get('insurance', ''))}, {pair(row['name'])}}}"
                                             for row in rows.printouts])
        self._all("OpenPage", "kOpenPages", [self._page(row, texts) for row in rows.pages])
        return "\n".join(["// Made from hostlib/catalogue/guidance. Do not edit.", "// clang-format off", "#pragma once", "", "#include <array>", "",
                          '#include "hostlib/catalogue/guidance.hpp"', "", "namespace ssc::catalogue {", "", *self.lines, "",
                          "}  // namespace ssc::catalogue", ""])

    def _page(self, row, texts):
        districts = self.array("std::string_view", [text(word) for word in row["district"]])
        cells = self.array("std::span<const Text>", [texts(cells) for cells in row["rows"]])
        return (f"{{{text(row['id'])}, {districts}, {text(row['tile'])}, {pair(row['title'])}, {text(row['initials'])}, "
                f"{texts(row.get('columns', []))}, {cells}}}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    options = parser.parse_args()
    made = source.read_or_complain(options.source, CARD_SPEC)
    if made is None:
        return 1
    rows = Guidance(options.source / "guidance", made)
    if rows.errors:
        print("\n".join(rows.errors), file=sys.stderr)
        return 1
    options.output.write_text(Table(rows).write(made["items"]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
