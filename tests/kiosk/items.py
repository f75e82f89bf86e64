#!/usr/bin/env python3
"""Every query of a district's catalogue, reached by touch and held against what the center answers to `ssc query`.

  items.py --build DIR --pictures DIR [--district liangping|yongzhou]
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import journeys
import rig

OPEN = {  # tile, page, what stands there
    "liangping": (("medical", "hospitals", "示例市第一医院"), ("medical", "pharmacies", "示例大药房三店"), ("medical", "policy-medical", "去外地看病"),
                  ("benefits", "policy-pension", "钱发到哪里"), ("apply", "policy-work", "失业了先做什么"), ("card", "policy-card", "卡丢了")),
    "yongzhou": (("medical", "hospitals-yz", "示例市中心医院"), ("medical", "pharmacies", "示例大药房三店"), ("medical", "policy-medical", "去外地看病"),
                 ("benefits", "policy-pension", "钱发到哪里"), ("apply", "policy-work", "失业了先做什么"), ("card", "policy-card", "卡丢了")),
}
FLOWS = ("query", "query_print")
NOTHING, EMPTY = "没有记录", "-"


def ssc(options, *words):
    """JSON of a command."""
    done = subprocess.run([str(pathlib.Path(options.build) / "bin" / "ssc"), *words, "--json"], stdout=subprocess.PIPE, text=True, timeout=120)
    if done.returncode != 0:
        raise rig.Lost(f"ssc {' '.join(words)}: {done.stdout.strip()}")
    return json.loads(done.stdout)


def items_of(options):
    """Queries, in the order of the catalogue."""
    rows = ssc(options, "catalogue", "--district", options.district)["items"]
    return {row["id"]: row for row in rows if row["flow"] in FLOWS}


# ---- what has to stand on the screen: worked out here, not asked of the kiosk's code

def day(text):
    """2026-11-05, 2026-11, 20261105… as it is said."""
    digits = text.replace("-", "").replace(" ", "").replace(":", "")
    said = f"{digits[:4]}年{int(digits[4:6])}月"
    if len(digits) >= 8:
        said += f"{int(digits[6:8])}日"
    if len(digits) >= 12:
        said += f" {digits[8:10]}:{digits[10:12]}"
    return said


def is_span(text):
    return len(text) == 15 and text[4] == text[12] == "-" and text[7] == "~"


def said(column, value):
    """A cell in words."""
    if value == "":
        return EMPTY
    if value in column.get("codes", {}):
        return column["codes"][value]["zh"]
    if column["kind"] == "money":
        whole, _, part = value.lstrip("-").partition(".")
        return ("-" if value.startswith("-") else "") + f"{int(whole):,}.{part:0<2}"
    if is_span(value.split(";")[0]):
        return "；".join("至".join(day(month) for month in span.split("~")) for span in value.split(";"))
    if column["kind"] in ("date", "month"):
        return day(value)
    return hidden("、".join(value.split(";"))) if column["kind"] in ("name", "account") else "、".join(value.split(";"))


def hidden(text):
    if len(text) < 2:
        return text
    if text[0].isdigit() or text[-1].isdigit():
        return text[0] + "*" * min(6, len(text) - 1) + text[-1]
    return "*" + text[1:]


def label(column):
    return column["zh"] + ("（元）" if column["kind"] == "money" else "")


def title(block):
    return block["areaName"]["zh"] + ("" if block["view"] == "list" else " · " + block["viewName"]["zh"])


def drawings(block):
    """The texts of a block in their order: as a table, or as a card for each row. What is the same in all rows stands once, above."""
    columns = block["columns"]
    cells = [[said(column, value) for column, value in zip(columns, row)] for row in block["rows"]]
    if not cells:
        return [[title(block), NOTHING]]
    same = [len(cells) > 1 and len({row[i] for row in block["rows"]}) == 1 for i in range(len(columns))]
    above = [title(block), *(word for i, column in enumerate(columns) if same[i] for word in (label(column), cells[0][i]))]
    rest = [i for i in range(len(columns)) if not same[i]]
    table = [label(columns[i]) for i in rest] + [row[i] for row in cells for i in rest]
    cards = [word for row in cells for i in rest for word in (label(columns[i]), row[i])]
    return [above + table, above + cards]


def after(words, texts):
    """What is left of the texts behind all words, which stand in them in this order; None where one of them is missing."""
    for word in words:
        if word not in texts:
            return None
        texts = texts[texts.index(word) + 1:]
    return texts


def check(kiosk, item, name, blocks):
    texts = kiosk.texts()
    assert name in texts, f"{item}: its name is not there, but {texts[:3]}"
    for block in blocks:
        assert "error" not in block, f"{item}: {block['error']}"
        rest = next((left for words in drawings(block) if (left := after(words, texts)) is not None), None)
        if rest is None:
            missing = [word for word in drawings(block)[-1] if word not in texts]
            raise AssertionError(f"{item}: {title(block)}: not as the center has it; missing {missing[:6]}, there is {texts}")
        texts = rest


# ---- how a finger gets there

def in_list(kiosk, item):
    """From anywhere in the services: all groups, then the group's list."""
    if kiosk.find("tiles"):
        kiosk.tap("tiles")
    kiosk.tap("tile-prints" if item["prints"] else "tile-records")
    kiosk.tap(f"item-{item['id']}")


def by_number(kiosk, item):
    """In the search, by the digits of its number."""
    kiosk.tap("search")
    for digit in item["id"].rsplit("-", 1)[1]:
        kiosk.tap(f"type-{digit}")
    kiosk.tap(f"item-{item['id']}")


def see(kiosk, item, blocks):
    kiosk.wait_screen("S6")
    kiosk.still()
    check(kiosk, item["id"], item["name"]["zh"], blocks)
    kiosk.picture(item["id"])


def by_phone_alone(kiosk):
    """A service of the electronic card: whoever is signed in by the card shows the phone as well."""
    kiosk.wait_screen("S3")
    assert kiosk.find("way-card") is None, "a card is offered"
    kiosk.picture("ecard-only")
    kiosk.tap("way-show")


def every_item(kiosk, items, known):
    """Signed in once by card, and once more where the electronic card is asked for; every other item by the search."""
    journeys.home(kiosk)
    rig.control("card", "insert")
    kiosk.wait_screen("S2")
    for count, (name, item) in enumerate(items.items()):
        in_list(kiosk, item) if count % 2 == 0 else by_number(kiosk, item)
        if count == 0:
            journeys.enter(kiosk, journeys.PIN)
        elif not item["physicalCard"]:
            by_phone_alone(kiosk)
        see(kiosk, item, known[name])
        if count < len(items) - 1:
            kiosk.tap("another")
            kiosk.wait_screen("S2")
    journeys.leave(kiosk)


def open_pages(kiosk, district):
    """What everybody may read, without a card."""
    journeys.home(kiosk)
    kiosk.tap("tile-records")
    for tile, page, words in OPEN[district]:
        kiosk.tap("tiles")
        kiosk.tap(f"tile-{tile}")
        kiosk.tap(f"item-{page}")
        kiosk.wait_screen("S6")
        kiosk.wait_text(words)
        kiosk.picture(page)
        kiosk.tap("another")
        kiosk.wait_screen("S2")
    journeys.leave(kiosk, "leave")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--pictures", required=True)
    parser.add_argument("--district", choices=("liangping", "yongzhou"), default="liangping")
    options = parser.parse_args()
    items = items_of(options)
    known = {row["item"]: row["blocks"] for row in ssc(options, "query", *items, "--qr-show")["queries"]}
    assert set(known) == set(items), "the center does not answer every item"
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        kiosk = rig.Kiosk(folder, pathlib.Path(options.pictures) / f"items-{options.district}", "portrait",
                          ["--pin", "screen", "--district", options.district], options.build)
        try:
            open_pages(kiosk, options.district)
            every_item(kiosk, items, known)
        finally:
            kiosk.close()
    print(f"ok  {len(known)} items of {options.district} in {time.monotonic() - begun:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
