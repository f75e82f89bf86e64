"""The forms of the flow identity_form (forms.toml): what each field of an item may hold, held against the catalogue."""
import re

from generator.schema import FLAG, TEXT, one_of
from generator.source import Source

from catalogue.schema import NAMES, SNAKE, WORDS

FLOW = "identity_form"
SHAPES = ("text", "code", "count", "decimal", "date", "month", "year", "time", "flag")
FAULTS = ("unknown", "twice", "missing", "form", "tooLong", "tooSmall", "tooLarge", "notListed", "inFuture", "order")
NUMBER = (lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= 0, "is not a number from 0")
MASKS = (lambda v: isinstance(v, list) and v != [] and all(isinstance(m, str) and re.fullmatch(r"([dw0-9-]\*?)+", m) for m in v),
         "is not a list of masks")
SOURCES = (lambda v: isinstance(v, list) and v != [] and all(re.fullmatch(r"[A-Z-]+-\d{3}:[a-z]+:[a-z_0-9]+", str(w)) for w in v),
           "is not a list of item:view:column")

LIMITS = {"shape": (one_of(SHAPES), False), "most": (NUMBER, False), "min": (NUMBER, False), "max": (NUMBER, False),
          "masks": (MASKS, False), "personal": (FLAG, False), "past": (FLAG, False), "help": (NAMES, False)}
KIND = {**LIMITS, "id": (TEXT, True), "shape": (one_of(SHAPES), True), "help": (NAMES, True)}
FIELD = {**LIMITS, "id": (SNAKE, True), "items": (WORDS, False), "dataset": (SNAKE, False), "asked": (FLAG, False),
         "required": (FLAG, False)}
ORDER = {"before": (SNAKE, True), "after": (SNAKE, True)}
PREFILL = {"field": (SNAKE, True), "from": (SOURCES, True)}
FAULT = {"id": (one_of(FAULTS), True), "zh": (TEXT, True), "en": (TEXT, True)}
RECORD = {**LIMITS, "id": (SNAKE, True), "kind": (TEXT, True)}
ROWS = {"kind": KIND, "field": FIELD, "order": ORDER, "prefill": PREFILL, "fault": FAULT, "record": RECORD}


class Forms:
    """Reads the rows; `forms` are those of all items of the flow."""

    def __init__(self, errors, data):
        self._source = Source(errors, data, "forms.toml")
        for name, rows in zip(ROWS, self._source.lists(*ROWS)):
            good = [row for row in rows if self._source.check(row, f"{name} {row.get('id', row.get('field', '?'))}", ROWS[name])]
            setattr(self, name, good)

    def read(self, made):
        self._check(made)
        if self._source.errors.lines:
            return None
        self._made, self._kinds = made, {row["id"]: row for row in self.kind}
        record = [self._field(row, row["kind"], None) for row in self.record]
        return {"items": [self._form(item) for item in made["items"] if item["flow"] == FLOW],
                "record": record, "faults": {row["id"]: row for row in self.fault}}

    def _check(self, made):
        source, fields = self._source, made["fields"]
        source.unique("kind", [(row["id"], f"kind {row['id']}") for row in self.kind])
        source.unique("fault", [(row["id"], f"fault {row['id']}") for row in self.fault])
        self._all("kind", made["codes"]["kind"], {row["id"] for row in self.kind})
        self._all("fault", FAULTS, {row["id"] for row in self.fault})
        asked = {(word, item["id"]) for item in made["items"] if item["flow"] == FLOW for word in item["fields"]}
        words = {word for word, _ in asked}
        named = [(f"field {row['id']}", row["id"]) for row in self.field] + [(f"prefill {row['field']}", row["field"]) for row in self.prefill]
        named += [(f"order {row['before']}", row[key]) for row in self.order for key in ORDER]
        for place, word in named:
            if word not in words:
                source.error(place, f"no form has the field {word}" if word in fields else f"unknown field {word}")
        for row in self.field:
            for item in row.get("items", []):
                if (row["id"], item) not in asked:
                    source.error(f"field {row['id']}", f"no form {item} with this field")
        queries = {item["id"] for item in made["items"] if item["flow"] in ("query", "query_print")}
        for row in self.prefill:
            for place in row["from"]:
                if place.split(":")[0] not in queries:
                    source.error(f"prefill {row['field']}", f"{place} is no query")

    def _all(self, what, wanted, there):
        for word in sorted(set(wanted) - there):
            self._source.error(f"{what} {word}", "is missing")
        for word in sorted(there - set(wanted)):
            self._source.error(f"{what} {word}", f"unknown {what}")

    def _form(self, item):
        fields = []
        for word in item["fields"]:
            row = self._narrowed(word, item)
            if row.get("asked", True):
                fields.append(self._field(row, self._made["fields"][word]["kind"], item))
        names = [field["id"] for field in fields]
        orders = [(row["before"], row["after"]) for row in self.order if row["before"] in names and row["after"] in names]
        return {"item": item, "fields": fields, "orders": orders}

    def _narrowed(self, word, item):
        """The exceptions of a field, the narrowest last."""
        rows = [row for row in self.field if row["id"] == word and item["id"] in row.get("items", [item["id"]])
                and row.get("dataset", item["dataset"]) == item["dataset"]]
        merged = {"id": word}
        for row in sorted(rows, key=lambda row: ("items" in row) * 2 + ("dataset" in row)):
            merged |= row
        return merged

    def _field(self, row, kind, item):
        made = {"required": True, "personal": False, "past": False, "most": 0, "masks": [], **self._kinds[kind], **row}
        made["codes"] = self._codes(made, item)
        if made["shape"] == "code" and item and not made["codes"]:
            self._source.error(f"field {made['id']}", f"{item['id']}: a choice without a list")
        if made["shape"] == "text" and not made["most"]:
            self._source.error(f"field {made['id']}", "a text without a bound")
        made["from"] = self._from(made["id"], item)
        return made

    def _codes(self, field, item):
        if field["shape"] == "flag":
            return ["yes", "no"]
        if field["shape"] != "code" or item is None:
            return []
        name = self._made["list_of"](field["id"], item["dataset"])
        return [code["code"] for code in self._made["code_lists"][name]["codes"]] if name else []

    def _from(self, word, item):
        """Of the form's own catalogue; None: nobody knows."""
        for row in self.prefill:
            for place in row["from"] if item and row["field"] == word else []:
                if place[:2] == item["id"][:2]:
                    return place.split(":")
        return None


HEAD = """\
// Generated by tools/generate_forms.py from hostlib/catalogue/data. Do not edit.
// clang-format off
#include "wire/form/form.hpp"

namespace ssc::form {
namespace {
"""
HUNDREDTHS = 100


def rules_cpp(forms, writer, text, flag):
    """The rules as constant tables of wire/form."""
    def words(name, values):
        return writer.array("std::string_view", name, [text(value) for value in values])

    def bound(field, key):
        return str(field[key] * (HUNDREDTHS if field["shape"] == "decimal" else 1)) if key in field else f"kNo{key.capitalize()}"

    def rule(field, owner):
        name = f"{owner}{''.join(part.capitalize() for part in field['id'].split('_'))}"
        return (f"{{{text(field['id'])}, Shape::{field['shape']}, {flag(field['required'])}, {flag(field['personal'])}, {flag(field['past'])}, "
                f"{field['most']}, {bound(field, 'min')}, {bound(field, 'max')}, {words('kCodesOf' + name, field['codes'])}, "
                f"{words('kMasksOf' + name, field['masks'])}}}")

    def form(row):
        item = row["item"]
        owner = item["id"].replace("-", "")
        fields = writer.array("Rule", f"kRulesOf{owner}", [rule(field, owner) for field in row["fields"]])
        orders = writer.array("Order", f"kOrdersOf{owner}", [f"{{{text(a)}, {text(b)}}}" for a, b in row["orders"]])
        ways = ["physical" in item["cards"], "electronic" in item["cards"]]
        return (f"{{{text(item['id'])}, {item['level'][1]}, {text(' '.join(item['who']))}, {flag(ways[0])}, {flag(ways[1])}, "
                f"{fields}, {orders}}}")

    writer.array("Form", "kForms", [form(row) for row in forms["items"]])
    record = writer.array("Rule", "kRecordRules", [rule(field, "Record") for field in forms["record"]])
    tail = ["\n}  // namespace\n", "std::span<const Form> forms() { return kForms; }", "const Form& recordForm() {",
            f'  static constexpr Form kRecord{{"", 2, "self", true, true, {record}, {{}}}};', "  return kRecord;", "}",
            "\n}  // namespace ssc::form\n"]
    return "\n".join([HEAD, *writer.lines, *tail])
