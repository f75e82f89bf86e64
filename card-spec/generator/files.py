"""File maps: files, fields, access rules, and maps that change another map."""

import re

from .lists import ROOT_DF
from .schema import CHANGE, FIELD, FILE

MAX_SIMPLE_TLV = 0xFE  # ISO/IEC 7816-4 §5.2.1: FF starts a three-byte length field
MAX_SFI = 30


def length_of(field):
    return int(field["length"], 16)


def tlv_length(fields):
    return sum(2 + length_of(f) for f in fields)


def key_name(rule):
    """The key a rule names, without `PIN|` or `PIN&`; None for free, PIN, never."""
    name = re.sub(r"^PIN[|&]", "", rule)
    return None if rule in ("free", "PIN", "never") else name


class FileChecks:
    """The checks of one file map. `places` name a file as DF01/EF05 and a field as DF01/EF05 tag 20."""

    def __init__(self, source, keys, codes, dfs):
        self.source, self.keys, self.codes, self.dfs = source, keys, codes, dfs

    def rule(self, row, place, verb):
        key = key_name(row[verb])
        if key is None:
            return
        if key not in self.keys:
            self.source.error(place, f'"{verb}" names the unknown key {key}')
        elif self.keys[key]["df"] not in (ROOT_DF, row["df"]):
            self.source.error(place, f'"{verb}" names {key}, which is a key of {self.keys[key]["df"]}')
        if verb == "write" and row[verb] not in ("never", key):
            self.source.error(place, '"write" is one key or never')

    def code_list(self, field, place):
        name = field.get("codes")
        if name is None:
            return
        width = length_of(field) * (2 if field["coding"] == "cn" else 1)
        if name not in self.codes:
            self.source.error(place, f"unknown code list {name}")
        elif any(len(code["code"]) > width for code in self.codes[name]["codes"]):
            self.source.error(place, f"the codes of {name} are longer than the field")

    def field(self, field, place, inner):
        """True when the field is fit for further checks."""
        if not self.source.check(field, place, FIELD):
            return False
        self.code_list(field, place)
        if (field["coding"] == "nested") != ("inner" in field):
            self.source.error(place, "inner fields belong to coding nested, and only there")
        elif "inner" in field and inner:
            self.source.error(place, "templates are not nested in templates")
        elif "inner" in field:
            return self.template(field, place)
        if not 1 <= length_of(field) <= MAX_SIMPLE_TLV:
            self.source.error(place, f"length {field['length']} does not fit a simple TLV")
        return True

    def template(self, field, place):
        if not self.fields(field["inner"], place, tagged=True, inner=True):
            return False
        total = tlv_length(field["inner"])
        if total != length_of(field):
            self.source.error(place, f"B-TLV length is {field['length']}, but the inner fields add up to {total:02X}")
        return True

    def fields(self, fields, place, tagged, inner=False):
        """True when all fields of one level are fit for further checks."""
        places = [f"{place} {'inner ' if inner else ''}{'tag' if tagged else 'part'} "
                  f"{f.get('tag', i) if tagged else f.get('name', i)}" for i, f in enumerate(fields, 1)]
        if not all([self.field(f, p, inner) for f, p in zip(fields, places)]):
            return False
        for field, where in zip(fields, places):
            self.tag(field, where, tagged)
        if tagged:
            self.source.unique("tag", [(f["tag"], p) for f, p in zip(fields, places) if "tag" in f])
        self.source.unique("name", [(f["name"], p) for f, p in zip(fields, places)])
        return True

    def tag(self, field, place, tagged):
        if tagged and field.get("tag") in (None, "00", "FF"):
            self.source.error(place, '"tag" is missing, or 00 or FF (ISO/IEC 7816-4 §5.2.1)')
        if not tagged and ("tag" in field or "occurrences" in field):
            self.source.error(place, "parts of a cyclic record have no tag and no occurrences")

    def shape(self, row, place):
        """Size, records and fields by file type."""
        kind, fields, size = row["type"], row.get("fields", []), int(row.get("size", "0"), 16)
        if (kind == "cyclicRecord") != ("records" in row):
            self.source.error(place, '"records" belongs to cyclic files, and only there')
        if (kind == "variableRecord") == ("size" in row):
            self.source.error(place, '"size" belongs to every type but variableRecord')
        if (kind == "transparent") == bool(fields):
            self.source.error(place, "record files have fields, transparent files have none")
        if fields and "personal" not in row:
            self.source.error(place, '"personal" is missing')
        self.record_size(kind, fields, size, place)

    def record_size(self, kind, fields, size, place):
        if kind == "cyclicRecord" and sum(map(length_of, fields)) != size:
            total = sum(map(length_of, fields))
            self.source.error(place, f"record size is {size:02X}, but the parts add up to {total:02X}")
        for field in fields if kind == "fixedRecord" else []:
            if 2 + length_of(field) != size:
                self.source.error(f"{place} tag {field.get('tag')}",
                                  f"record size is {size:02X}, but this record has {2 + length_of(field):02X} bytes")

    def file(self, row, index):
        place = f"{row.get('df', 'file')}/{row.get('fid', index)}"
        if not self.source.check(row, place, FILE):
            return False
        if row["df"] not in self.dfs:
            self.source.error(place, f"unknown application {row['df']}")
        if not 1 <= int(row["fid"], 16) & 0xFF <= MAX_SFI:
            self.source.error(place, "the low byte of the fid is no short file identifier (01 to 1E)")
        for verb in ("read", "write"):
            self.rule(row, place, verb)
        if self.fields(row.get("fields", []), place, tagged=row["type"] != "cyclicRecord"):
            self.shape(row, place)
        return True


def ordered(files, dfs):
    return sorted(files, key=lambda f: (dfs.index(f["df"]) if f["df"] in dfs else -1, f["fid"]))


def read_files(source, checks):
    (rows,) = source.lists("file")
    good = [r for i, r in enumerate(rows, 1) if checks.file(r, i)]
    return unique_files(source, good)


def unique_files(source, files):
    source.unique("file", [(f"{f['df']}/{f['fid']}", f"{f['df']}/{f['fid']}") for f in files])
    return files


def apply_change(source, checks, files, row, index):
    place = f"change {row.get('df', '')}/{row.get('fid', index)}"
    if not source.check(row, place, CHANGE):
        return files
    if not any(f["df"] == row["df"] and f["fid"] == row["fid"] for f in files):
        source.error(place, "the map that is changed has no such file")
    for verb in {"read", "write"} & row.keys():
        checks.rule(row, place, verb)
    return [f | row if (f["df"], f["fid"]) == (row["df"], row["fid"]) else f for f in files]


def read_overlay(source, checks, base):
    """A map that is another one with changes and additional files."""
    changes, added = source.lists("change", "file")
    files = base
    for index, row in enumerate(changes, 1):
        files = apply_change(source, checks, files, row, index)
    return unique_files(source, files + [r for i, r in enumerate(added, 1) if checks.file(r, i)])
