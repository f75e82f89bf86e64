"""What codes mean: the lists of code_lists.toml, and which field has its codes from which list."""
from catalogue import schema
from generator.source import Source


def sentence(text):
    return text[:1].upper() + text[1:]


class Codes:
    """Reads the lists, then says for each field of each item which list is its own."""

    def __init__(self, errors, data, card_spec):
        self._errors, self._data = errors, data
        self._card = Source(errors, card_spec, "codes.toml")
        self._lists = {}
        self._uses = {}       # (field, data set or None) -> row
        self._named = set(schema.NAMED_LISTS)

    def read_lists(self, districts):
        source = Source(self._errors, self._data, "code_lists.toml")
        rows = [row for row in source.lists("list")[0] if source.check(row, f"list {row.get('id', '?')}", schema.CODE_LIST)]
        source.unique("id", [(row["id"], f"list {row['id']}") for row in rows])
        self._lists = {row["id"]: {"id": row["id"], "codes": self._codes(source, row, districts)} for row in rows}
        return self._lists

    def _codes(self, source, row, districts):
        place = f"list {row['id']}"
        own = [code for code in row.get("codes", []) if source.check(code, f"{place} {code.get('code', '?')}", schema.CODE)]
        if row.get("districts"):
            own += [{"code": district["area"], **district["name"]} for district in districts]
        source.unique("code", [(code["code"], f"{place} {code['code']}") for code in own])
        known = {code["code"] for code in own}
        codes = own + [code for code in self._of_card(source, place, row) if code["code"] not in known]
        if not codes:
            source.error(place, "has no codes")
        return codes

    def _of_card(self, source, place, row):
        if "card" not in row:
            return []
        found = [listed for listed in self._card.data.get("list", []) if listed["name"] == row["card"]]
        if not found or not all("en" in code for code in found[0]["codes"]):
            source.error(place, f"the card has no list {row['card']} in both languages")
            return []
        return [{**code, "en": sentence(code["en"])} for code in found[0]["codes"]]

    def read_uses(self, made):
        source = Source(self._errors, self._data, "code_uses.toml")
        fields = {(word, item["dataset"]) for item in made["items"] for word in item["fields"]}
        rows = [row for row in source.lists("use")[0] if source.check(row, f"use {row.get('field', '?')}", schema.USE)]
        for row in rows:
            self._check_list(source, f"use {row['field']}", row["list"])
            if "dataset" in row and (row["field"], row["dataset"]) not in fields:
                source.error(f"use {row['field']}", f"no item of the data set {row['dataset']} has this field")
            elif row["field"] not in made["fields"]:
                source.error(f"use {row['field']}", "unknown field")
        source.unique("field", [((row["field"], row.get("dataset", "any")), f"use {row['field']}") for row in rows])
        self._uses = {(row["field"], row.get("dataset")): row["list"] for row in rows}

    def read_printed(self, made):
        source = Source(self._errors, self._data, "printed_fields.toml")
        rows = [row for row in source.lists("field")[0] if source.check(row, f"field {row.get('id', '?')}", schema.PRINTED)]
        for row in rows:
            place = f"field {row['id']}"
            if "codes" in row:
                self._check_list(source, place, row["codes"])
            for what, word, known in (("kind", row["kind"], made["codes"]["kind"]),
                                      ("print", row.get("print"), {None: 0, **made["codes"]["print"]})):
                if word not in known:
                    source.error(place, f"unknown {what} {word}")
        source.unique("id", [((row["id"], row.get("print", "any")), f"field {row['id']}") for row in rows])
        return rows

    def _check_list(self, source, place, name):
        self._named.add(name)
        if name not in self._lists:
            source.error(place, f"unknown list {name}")

    def check_used(self):
        """A list that nothing names is a leftover."""
        for name in self._lists.keys() - self._named:
            self._errors.add("code_lists.toml", f"list {name}", "is used by no field")

    def list_of(self, field, dataset=None):
        """The list's name, or None."""
        return self._uses.get((field, dataset), self._uses.get((field, None)))
