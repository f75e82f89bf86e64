#!/usr/bin/env python3
"""Makes kiosk-app/paper/layouts.toml into C++: the words and tables of printed documents.

  generate_paper.py --input layouts.toml --output layout_rows.hpp
"""
import argparse
import json
import pathlib
import re
import sys
import tomllib

LAYOUT_KEYS = {"type", "items", "title", "period", "notes", "blocks"}
BLOCK_KEYS = {"id", "heading", "style", "columns", "rows_a_page", "text"}
COLUMN_KEYS = {"field", "number", "fixed", "width", "align", "label", "mask"}
STYLES, ALIGNS, MASKS = {"pairs", "table", "sentence"}, {"left", "centre", "right"}, {"name", "number"}
UNITS, QUARTERS = 12, 4
NOTHING = {"zh": "", "en": ""}


class Wrong(Exception):
    """The file contradicts itself."""


def text(value, where):
    if set(value) != {"zh", "en"}:
        raise Wrong(f"{where}: a text has zh and en")
    return f"{{{json.dumps(value['zh'], ensure_ascii=False)}, {json.dumps(value['en'], ensure_ascii=False)}}}"


def known(row, keys, where):
    if unknown := set(row) - keys:
        raise Wrong(f"{where}: unknown key {sorted(unknown)[0]}")


def quarters(width, where):
    result = width * QUARTERS
    if result != int(result) or not 0 < result <= UNITS * QUARTERS:
        raise Wrong(f"{where}: width {width} is not in quarters of a unit up to {UNITS}")
    return int(result)


def check_column(column, where):
    known(column, COLUMN_KEYS, where)
    if sum(key in column for key in ("field", "number", "fixed")) != 1:
        raise Wrong(f"{where}: one of field, number, fixed")
    if column.get("align", "left") not in ALIGNS or column.get("mask", "name") not in MASKS:
        raise Wrong(f"{where}: unknown align or mask")


def check_lines(block, where):
    """Tables fill one line of the grid, pairs one or several, without a gap."""
    filled = 0
    for column in block["columns"]:
        filled += quarters(column["width"], where)
        if filled > UNITS * QUARTERS:
            raise Wrong(f"{where}: {filled / QUARTERS} units in a line of {UNITS}")
        if filled == UNITS * QUARTERS and block["style"] == "pairs":
            filled = 0
    if filled != (UNITS * QUARTERS if block["style"] == "table" else 0):
        raise Wrong(f"{where}: the columns do not fill lines of {UNITS} units")


def check_block(block, where):
    known(block, BLOCK_KEYS, where)
    if block["style"] not in STYLES or (block["style"] == "sentence") != ("text" in block):
        raise Wrong(f"{where}: style {block['style']}; a sentence, and nothing else, has a text")
    for number, column in enumerate(block["columns"]):
        check_column(column, f"{where}, column {number + 1}")
    if block["style"] == "sentence":
        fields = {column["field"] for column in block["columns"]}
        for words in block["text"].values():
            if set(re.findall(r"{(\w+)}", words)) != fields:
                raise Wrong(f"{where}: the text does not say its columns, and only those")
    else:
        check_lines(block, where)


def check(data):
    seen = set()
    for layout in data["layout"]:
        where = f"layout {layout['type']} {' '.join(layout.get('items', []))}".strip()
        known(layout, LAYOUT_KEYS, where)
        for key in [(layout["type"], item) for item in layout.get("items", [""])]:
            if key in seen or (layout["type"], "") in seen:
                raise Wrong(f"{where}: stands twice")
            seen.add(key)
        if missing := set(layout["notes"]) - set(data["notes"]):
            raise Wrong(f"{where}: no note {sorted(missing)[0]}")
        for block in layout["blocks"]:
            check_block(block, f"{where}, block {block['id']}")


def cpp_column(column, where):
    label = text(column.get("fixed", column.get("label", NOTHING)), where)
    kind = next(kind for key, kind in (("fixed", "fixed"), ("number", "number"), ("field", "field")) if key in column)
    align = {"left": "left", "centre": "centre", "right": "right"}.get(column.get("align"), "byKind")
    return (f'Column{{Content::{kind}, "{column.get("field", "")}", {quarters(column["width"], where)}, Align::{align}, '
            f'{label}, Mask::{column.get("mask", "none")}}}')


def cpp_array(kind, name, cells):
    if not cells:
        return f"inline constexpr std::array<{kind}, 0> {name}{{}};"
    return f"inline constexpr std::array<{kind}, {len(cells)}> {name}{{" + ", ".join(cells) + "};"


def cpp_layout(number, layout, notes):
    parts, blocks = [], []
    for index, block in enumerate(layout["blocks"]):
        name = f"kColumns{number}x{index}"
        parts.append(cpp_array("Column", name, [cpp_column(column, block["id"]) for column in block["columns"]]))
        blocks.append(f'Block{{"{block["id"]}", {text(block.get("heading", NOTHING), block["id"])}, Style::{block["style"]}, {name}, '
                      f'{block.get("rows_a_page", 0)}, {text(block.get("text", NOTHING), block["id"])}}}')
    parts.append(cpp_array("Block", f"kBlocks{number}", blocks))
    parts.append(cpp_array("std::string_view", f"kItems{number}", [f'"{item}"' for item in layout.get("items", [])]))
    parts.append(cpp_array("catalogue::Text", f"kNotes{number}",
                           ["catalogue::Text" + text(notes[note], note) for note in layout["notes"]]))
    row = (f'Layout{{"{layout["type"]}", kItems{number}, {text(layout["title"], layout["type"])}, '
           f'{str(layout["period"]).lower()}, kNotes{number}, kBlocks{number}}}')
    return parts, row


def cpp(data):
    check(data)
    words = [f"inline constexpr catalogue::Text {name}{text(value, name)};" for name, value in data["words"].items()]
    parts, rows = [], []
    for number, layout in enumerate(data["layout"]):
        more, row = cpp_layout(number, layout, data["notes"])
        parts += more
        rows.append(row)
    return "\n".join([
        "// Made by tools/generate_paper.py from kiosk-app/paper/layouts.toml. Do not edit.",
        "#pragma once", "", "#include <array>", "", '#include "kiosk-app/paper/layout.hpp"', "",
        "namespace ssc::kiosk::paper {", "", "namespace words {", *words, "}  // namespace words", "",
        "namespace rows {", *parts, cpp_array("Layout", "kLayouts", rows), "}  // namespace rows", "",
        "}  // namespace ssc::kiosk::paper", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--input", required=True, type=pathlib.Path)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    options = parser.parse_args()
    with open(options.input, "rb") as file:
        data = tomllib.load(file)
    try:
        options.output.write_text(cpp(data), encoding="utf-8")
    except Wrong as error:
        sys.exit(f"{options.input}: {error}")


if __name__ == "__main__":
    main()
