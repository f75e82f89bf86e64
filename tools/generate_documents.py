#!/usr/bin/env python3
"""Makes center/ask/documents.toml into C++: the tables of the documents that a terminal prints.

  generate_documents.py --input documents.toml --output document_rows.cpp
"""
import argparse
import pathlib
import re
import sys
import tomllib

from generate_queries import column

KEYS = {"type", "items", "purpose", "family", "insurance", "when", "blocks"}
BLOCK_KEYS = {"id", "columns", "sql", "order", "most"}
PURPOSES = {"own", "transfer", "proof", "year"}
VALUES = {"subject", "today", "month", "months24", "year", "year_before", "area", "to_area", "class"}
MOST_ROWS = 100


def text(sql):
    return f'R"sql({sql.strip()})sql"'


def check(row, where):
    if set(row) - KEYS or row["purpose"] not in PURPOSES or not re.fullmatch(r"0[1-9]", row["type"]):
        sys.exit(f"{where}: unknown key, purpose or type")
    for block in row["blocks"]:
        if set(block) != BLOCK_KEYS or not 1 <= block["most"] <= MOST_ROWS:
            sys.exit(f"{where}: a block needs {sorted(BLOCK_KEYS)}")
    for sql in [row.get("when", "")] + [block["sql"] for block in row["blocks"]]:
        if unknown := set(re.findall(r":([a-z0-9_]+)", re.sub(r"'[^']*'", "''", sql))) - VALUES:
            sys.exit(f"{where}: no value {sorted(unknown)[0]}")


def cpp(rows):
    parts, documents = [], []
    for number, row in enumerate(rows):
        where = f"document {number + 1} (type {row['type']})"
        check(row, where)
        blocks = []
        for index, block in enumerate(row["blocks"]):
            cells = ", ".join(f'Column{{"{name}", CellKind::{kind}, {str(sensitive).lower()}}}'
                              for name, kind, sensitive in (column(each, where) for each in block["columns"]))
            parts.append(f"constexpr std::array kColumns{number}x{index}{{{cells}}};")
            blocks.append(f'    BlockRule{{"{block["id"]}", kColumns{number}x{index}, {text(block["sql"])},\n'
                          f'              "{block["order"]}", {block["most"]}}},')
        items = ", ".join(f'"{item}"' for item in row["items"])
        parts += [f"constexpr std::array<std::string_view, {len(row['items'])}> kItems{number}{{{items}}};",
                  f"constexpr std::array kBlocks{number}{{", *blocks, "};"]
        documents.append(f'    DocumentRule{{"{row["type"]}", kItems{number}, "{row["purpose"]}", "{row.get("family", "")}", '
                         f'{str(row.get("insurance", False)).lower()}, {text(row.get("when", ""))}, kBlocks{number}}},')
    return "\n".join([
        "// Made by tools/generate_documents.py from center/ask/documents.toml. Do not edit.",
        "#include <array>", "", '#include "center/ask/document_rule.hpp"', "",
        "namespace ssc::center {", "namespace {", "", *parts, "",
        "constexpr std::array kDocuments{", *documents, "};", "", "}  // namespace", "",
        "std::span<const DocumentRule> documentRules() { return kDocuments; }", "", "}  // namespace ssc::center", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--input", required=True, type=pathlib.Path)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    options = parser.parse_args()
    with open(options.input, "rb") as file:
        rows = tomllib.load(file)["document"]
    options.output.write_text(cpp(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
