#!/usr/bin/env python3
"""Makes center/data/queries/queries.toml into C++: the lists a person can ask for.

  generate_queries.py --input queries.toml --output query_rows.cpp
"""
import argparse
import pathlib
import re
import sys
import tomllib

KINDS = {"text", "code", "name", "account", "date", "month", "number", "money"}
SENSITIVE_KINDS = {"name", "account"}
KEYS = {"items", "view", "columns", "sql", "same_as", "period", "order", "only"}
PARAMETERS = {"subject", "today", "months24"}
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


def column(text, where):
    words = text.split()
    if not 2 <= len(words) <= 3 or words[1] not in KINDS or words[2:] not in ([], ["sensitive"]):
        sys.exit(f"{where}: column \"{text}\" is not \"field kind [sensitive]\"")
    if not IDENTIFIER.fullmatch(words[0]):
        sys.exit(f"{where}: {words[0]} is not a field")
    return words[0], words[1], words[1] in SENSITIVE_KINDS or len(words) == 3


def checked(row, where):
    if unknown := set(row) - KEYS:
        sys.exit(f"{where}: unknown key {sorted(unknown)[0]}")
    if row.get("only", "ecard") != "ecard":
        sys.exit(f"{where}: only is \"ecard\" or not there")
    if ("sql" in row) == ("same_as" in row):
        sys.exit(f"{where}: either sql or same_as")
    if "sql" in row:
        if "order" not in row:
            sys.exit(f"{where}: no order")
        used = set(re.findall(r":([a-z0-9]+)", row["sql"]))
        if not {"subject"} <= used <= PARAMETERS:
            sys.exit(f"{where}: parameters {sorted(used)}")
    return row


def load(path):
    with open(path, "rb") as file:
        rows = tomllib.load(file)["query"]
    lists = {}
    for number, row in enumerate(rows, 1):
        where = f"{path}: query {number} ({row.get('view', '?')} of {row.get('items', '?')})"
        row = checked(row, where)
        for item in row["items"]:
            key = item, row["view"]
            if key in lists:
                sys.exit(f"{where}: there twice")
            source = lists.get((row.get("same_as"), row["view"]), {}) if "same_as" in row else row
            if not source:
                sys.exit(f"{where}: same_as names no list before this one")
            lists[key] = {name: source.get(name, "") for name in ("sql", "period", "order")} | {
                "columns": [column(text, where) for text in row["columns"]], "ecard_only": "only" in row}
    return lists


def cpp(lists):
    items = list(dict.fromkeys(item for item, _ in lists))
    columns, views, ranges = [], [], []
    for item in items:
        mine = [(view, row) for (name, view), row in lists.items() if name == item]
        ranges.append(f"    ItemViews{{{len(views)}, {len(mine)}}},  // {item}")
        for view, row in mine:
            name = f"kColumns{len(views)}"
            cells = ", ".join(f'Column{{"{field}", CellKind::{kind}, {str(sensitive).lower()}}}'
                              for field, kind, sensitive in row["columns"])
            columns.append(f"constexpr std::array {name}{{{cells}}};")
            views.append(f'    QueryView{{"{item}", "{view}", {name}, R"sql({row["sql"]})sql",\n'
                         f'              "{row["period"]}", "{row["order"]}", {str(row["ecard_only"]).lower()}}},')
    names = ", ".join(f'"{item}"' for item in items)
    return "\n".join([
        "// Made by tools/generate_queries.py from center/data/queries/queries.toml. Do not edit.",
        "#include <algorithm>", "#include <array>", "", '#include "center/data/queries/query.hpp"', "",
        "namespace ssc::center {", "namespace {", "", *columns, "",
        "constexpr std::array kViews{", *views, "};", "",
        "struct ItemViews {", "  std::size_t first, count;", "};", "",
        "constexpr std::array kItemViews{", *ranges, "};", "",
        f"constexpr std::array<std::string_view, {len(items)}> kItems{{{names}}};", "",
        "}  // namespace", "",
        "std::span<const std::string_view> queryItems() { return kItems; }", "",
        "std::span<const QueryView> views(std::string_view item) {",
        "  const auto* const found = std::ranges::find(kItems, item);",
        "  if (found == kItems.end()) return {};",
        "  const auto& range = kItemViews[static_cast<std::size_t>(found - kItems.begin())];",
        "  return std::span(kViews).subspan(range.first, range.count);",
        "}", "", "}  // namespace ssc::center", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--input", required=True, type=pathlib.Path)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    options = parser.parse_args()
    options.output.write_text(cpp(load(options.input)), encoding="utf-8")


if __name__ == "__main__":
    main()
