"""Applications, keys, status words and code lists."""

import re

from .schema import APPLICATION, CODE, CODE_LIST, KEY, STATUS

ROOT_DF = "SSSE"
DPK_TYPE = 2

# Levels of derivation by the range of the PSAM identifier, for usage bytes written with x.
LEVEL_RANGES = ((0x08, 0x0F, 3), (0x10, 0x17, 2), (0x18, 0x1F, 1), (0x20, 0x3F, 3), (0x40, 0x7F, 2), (0x80, 0xBF, 1))


def read_applications(source):
    (rows,) = source.lists("application")
    good = [r for i, r in enumerate(rows, 1) if source.check(r, f"application {r.get('df', i)}", APPLICATION)]
    source.unique("df", [(r["df"], f"application {r['df']}") for r in good])
    return good


def psam_level(usage, identifier):
    if usage[0] != "x":
        return int(usage[0], 16) // 2
    return next((level for low, high, level in LEVEL_RANGES if low <= identifier <= high), None)


def complete_key(source, row, place):
    """Adds the parts of the PSAM reference; checks what one row alone can tell."""
    usage, identifier = row["psam"].split("/")
    row["id"] = int(identifier, 16)
    row["type"] = int(usage[1], 16)
    row["level"] = psam_level(usage, row["id"])
    if row["level"] is None:
        source.error(place, f"identifier {identifier} is in no range, so the usage cannot begin with x")
    if "kid" in row and (int(row["kid"], 16) >= 0x80) != (row["df"] != ROOT_DF):
        source.error(place, f"kid {row['kid']}: bit 8 is 0 for keys of {ROOT_DF} and 1 for keys of a DF")


def psam_identifiers(key):
    """DPK has one identifier a version, the others one for all."""
    count = key["versions"] if key["type"] == DPK_TYPE else 1
    return [f"{key['id'] + i:02X}" for i in range(count)]


def read_keys(source, dfs):
    (rows,) = source.lists("keys")
    good = [r for i, r in enumerate(rows, 1) if source.check(r, f"key {r.get('name', i)}", KEY)]
    places = [(r, f"key {r['name']}") for r in good]
    for row, place in places:
        complete_key(source, row, place)
        if row["df"] not in dfs:
            source.error(place, f"unknown application {row['df']}")
    source.unique("name", [(r["name"], p) for r, p in places])
    source.unique("KID", [(f"{r['kid']} of {r['df']}", p) for r, p in places if "kid" in r])
    source.unique("PSAM identifier", [(i, p) for r, p in places for i in psam_identifiers(r)])
    return {r["name"]: r for r in good}


def read_status(source):
    (rows,) = source.lists("status")
    good = [r for i, r in enumerate(rows, 1) if source.check(r, f"status {r.get('sw', i)}", STATUS)]
    for index, row in enumerate(good):
        row["mask"] = int(re.sub("[^x]", "F", row["sw"]).replace("x", "0"), 16)
        row["value"] = int(row["sw"].replace("x", "0"), 16)
        for earlier in good[:index]:
            if row["value"] & earlier["mask"] == earlier["value"] and earlier["mask"] & ~row["mask"] == 0:
                source.error(f"status {row['sw']}", f"is never reached, because {earlier['sw']} stands before it")
    return good


def read_codes(source):
    (rows,) = source.lists("list")
    good = [r for i, r in enumerate(rows, 1) if source.check(r, f"list {r.get('name', i)}", CODE_LIST)]
    for row in good:
        places = [f"list {row['name']} code {c.get('code', i)}" for i, c in enumerate(row["codes"], 1)]
        pairs = [(c, p) for c, p in zip(row["codes"], places) if source.check(c, p, CODE)]
        source.unique("code", [(c["code"], p) for c, p in pairs])
        row["codes"] = [c for c, _ in pairs]
    source.unique("list", [(r["name"], f"list {r['name']}") for r in good])
    return {r["name"]: r for r in good}
