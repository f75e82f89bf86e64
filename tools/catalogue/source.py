"""The catalogues' TOML files, read and held against each other. Every error says file, row and what is wrong."""
import sys

from generator.source import Errors, Source

from catalogue import schema
from catalogue.codes import Codes
from catalogue.forms import Forms


def hanzi(text):
    return sum("\u4e00" <= letter <= "\u9fff" for letter in text)


class Reader:
    """Reads one folder of data and one of district profiles, and the lists of the card; what is wrong is in `errors`."""

    def __init__(self, data, districts, card_spec):
        self.errors = Errors()
        self._data, self._districts, self._card_spec = data, districts, card_spec

    def read(self):
        made = {"codes": self._codes(), "flows": self._flows(), "papers": self._papers()}
        made["fields"] = self._fields(made["codes"]["kind"])
        made["catalogues"], made["groups"] = self._catalogues(made)
        made["items"] = [item for group in made["groups"] for item in self._items(group, made)]
        self._check_unique_items(made)
        self._check_used(made)
        made["twins"] = self._twins(made)
        made["districts"] = self._read_districts(made)
        self._read_meanings(made)
        made["forms"] = None if self.errors.lines else Forms(self.errors, self._data).read(made)
        return made

    def _source(self, name):
        return Source(self.errors, self._data, name)

    def _plain(self, name, what, rows_schema):
        """The rows of a file with one list, by their ids."""
        source = self._source(name)
        rows = [row for row in source.lists(what)[0] if source.check(row, f"{what} {row.get('id', '?')}", rows_schema)]
        source.unique("id", [(row["id"], f"{what} {row['id']}") for row in rows])
        return {row["id"]: row for row in rows}

    def _codes(self):
        source = self._source("codes.toml")
        codes = {}
        for name, rows in zip(schema.LISTS, source.lists(*schema.LISTS)):
            good = [row for row in rows if source.check(row, f"{name} {row.get('id', '?')}", schema.TERM)]
            source.unique("id", [(row["id"], f"{name} {row['id']}") for row in good])
            codes[name] = {row["id"]: row for row in good}
        return codes

    def _flows(self):
        flows = self._plain("flows.toml", "flow", schema.FLOW)
        for row in flows.values():
            if row["state"] == "missing" and "note" not in row:
                self.errors.add("flows.toml", f"flow {row['id']}", "a missing flow needs a note that says why")
        return flows

    def _fields(self, kinds):
        fields = self._plain("fields.toml", "field", schema.FIELD)
        for row in fields.values():
            if row["kind"] not in kinds:
                self.errors.add("fields.toml", f"field {row['id']}", f"unknown kind {row['kind']}")
        return fields

    def _papers(self):
        source = self._source("papers.toml")
        rows = [row for row in source.lists("paper")[0] if source.check(row, f"paper {row.get('zh', '?')}", schema.PAPER)]
        source.unique("paper", [(row["zh"], f"paper {row['zh']}") for row in rows])
        return {row["zh"]: row for row in rows}

    def _catalogues(self, made):
        source = self._source("catalogues.toml")
        catalogues, groups = source.lists("catalogue", "group")
        catalogues = [row for row in catalogues if source.check(row, f"catalogue {row.get('id', '?')}", schema.CATALOGUE)]
        groups = [row for row in groups if source.check(row, f"group {row.get('file', '?')}", schema.GROUP)]
        known = {row["id"]: row for row in catalogues}
        for row in catalogues:
            self._refer(source, f"catalogue {row['id']}", "class", row.get("classes", {}), made["codes"]["class"])
        for row in groups:
            self._refer(source, f"group {row['file']}", "catalogue", [row["catalogue"]], known)
        source.unique("group", [((row["catalogue"], row["id"]), f"group {row['file']}") for row in groups])
        return known, groups

    @staticmethod
    def _refer(source, place, what, words, known):
        for word in words:
            if word not in known:
                source.error(place, f"unknown {what} {word}")

    # ---- items

    def _items(self, group, made):
        source = self._source(group["file"])
        items = [row for row in source.lists("item")[0] if source.check(row, row.get("id", "item ?"), schema.ITEM)]
        for item in items:
            item["group"] = group
            self._check_references(source, item, made)
            self._check_words(source, item)
            self._check_sense(source, item, made)
        return items

    def _check_references(self, source, item, made):
        codes = made["codes"]
        for what, words, known in (
                ("class", [item["class"]], codes["class"]), ("level", [item["level"]], codes["level"]),
                ("party", item["who"], codes["party"]), ("flow", [item["flow"]], made["flows"]),
                ("field", item["fields"], made["fields"]), ("paper", item.get("papers", []), made["papers"]),
                ("print", [item[key] for key in ("print",) if key in item], codes["print"]),
                ("pays", [item.get("pays", "none")], codes["pays"]), ("form of the card", item["cards"], schema.CARDS),
                ("field of the item", item.get("labels", {}), item["fields"])):
            self._refer(source, item["id"], what, words, known)

    @staticmethod
    def _check_words(source, item):
        if len(item["initials"]) != hanzi(item["name"]["zh"]):
            source.error(item["id"], f"{len(item['initials'])} initials for {hanzi(item['name']['zh'])} hanzi")
        for field, label in item.get("labels", {}).items():
            if not schema.is_text_pair(label):
                source.error(item["id"], f'label of {field} {schema.NAMES[1]}')

    @staticmethod
    def _check_sense(source, item, made):
        print_row = made["codes"]["print"].get(item.get("print"), {"slip": True})
        item["prints"] = not print_row.get("slip", False)
        if item["prints"] != (item["flow"] == "query_print"):
            source.error(item["id"], "a document is printed by the flow query_print, and only there")
        if (item.get("pays", "none") != "none") != (item["class"] == "money"):
            source.error(item["id"], "pays belongs to the class money, and only there")
        if item.get("offline") and "electronic" in item["cards"]:
            source.error(item["id"], "an electronic card cannot settle offline")

    def _check_unique_items(self, made):
        seen = {}
        for item in made["items"]:
            if item["id"] in seen:
                self.errors.add(item["group"]["file"], item["id"], f"id is used twice (first in {seen[item['id']]})")
            seen.setdefault(item["id"], item["group"]["file"])

    def _check_used(self, made):
        """A row that no item names is a leftover."""
        for name, file in (("fields", "fields.toml"), ("papers", "papers.toml")):
            used = {word for item in made["items"] for word in item.get(name, [])}
            for word in made[name].keys() - used:
                self.errors.add(file, word, "is used by no item")

    def _read_meanings(self, made):
        """The texts of codes; each field and printed column names its list, or None."""
        codes = Codes(self.errors, self._data, self._card_spec)
        made["code_lists"] = codes.read_lists(made["districts"])
        codes.read_uses(made)
        made["printed"] = codes.read_printed(made)
        codes.check_used()
        made["list_of"] = codes.list_of

    # ---- twins and districts

    def _twins(self, made):
        source = self._source("crosswalk.toml")
        rows = [row for row in source.lists("twin")[0] if source.check(row, row.get("item", "twin ?"), schema.TWIN)]
        ids = {item["id"]: item for item in made["items"]}
        for row in rows:
            self._refer(source, row["item"], "item", [row["item"], *row.get("of", [])], ids)
            self._refer(source, row["item"], "match", [row["match"]], made["codes"]["match"])
            if ("of" in row) == (row["match"] == "none"):
                source.error(row["item"], "match none has no twins, any other has")
        source.unique("item", [(row["item"], row["item"]) for row in rows])
        compared = {ids[row["item"]]["group"]["catalogue"] for row in rows if row["item"] in ids}
        missing = {item["id"] for item in made["items"] if item["group"]["catalogue"] in compared} - {row["item"] for row in rows}
        for item in sorted(missing):
            source.error(item, "has no row")
        return rows

    def _read_districts(self, made):
        found = []
        for path in sorted(self._districts.glob("*.toml")):
            source = Source(self.errors, self._districts, path.name)
            row = source.data
            if not source.check(row, "district", schema.DISTRICT):
                continue
            source.check(row["limits"], "limits", schema.LIMITS)
            source.check(row["texts"], "texts", schema.TEXTS)
            self._refer(source, "district", "catalogue", [row["catalogue"]], made["catalogues"])
            found.append({"id": path.stem, **row})
        if not found:
            self.errors.add(str(self._districts.name), "whole folder", "no district profile")
        return found


def read_or_complain(room, card_spec):
    """The data of hostlib/catalogue; None after saying on the error output what is wrong with it."""
    reader = Reader(room / "data", room / "districts", card_spec)
    made = reader.read()
    if reader.errors.lines:
        print("\n".join(dict.fromkeys(reader.errors.lines)), file=sys.stderr)
        return None
    return made
