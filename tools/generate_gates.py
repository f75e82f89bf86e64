#!/usr/bin/env python3
"""Makes the quick checks of hostlib/flows/office/gates.toml into C++ tables.

  generate_gates.py --input gates.toml --output gate_rows.hpp
"""
import argparse
import pathlib
import re
import sys
import tomllib

KEYS = {"gate": {"item", "inputs"}, "result": {"id", "passes", "zh", "en"}, "reason": {"id", "zh", "en"}}
WORD = re.compile(r"[a-z][a-z_]*")


def check_row(kind, row, where):
    if set(row) != KEYS[kind]:
        sys.exit(f"{where}: needs exactly {', '.join(sorted(KEYS[kind]))}")
    if kind == "gate":
        words = [word for each in row["inputs"] for word in each.split()]
        if not row["inputs"] or not all(WORD.fullmatch(word) for word in words):
            sys.exit(f"{where}: inputs are names in small letters, each with the words it takes")
    elif not WORD.fullmatch(row["id"]) or not row["zh"].strip() or not row["en"].strip():
        sys.exit(f"{where}: id is no word, or a text is empty")
    elif not isinstance(row.get("passes", True), bool):
        sys.exit(f"{where}: passes is true or false")


def load(path):
    with open(path, "rb") as file:
        tables = tomllib.load(file)
    if set(tables) != set(KEYS):
        sys.exit(f"{path}: needs exactly [[gate]], [[result]] and [[reason]]")
    for kind, rows in tables.items():
        names = [row.get("item", row.get("id", "?")) for row in rows]
        for name, row in zip(names, rows):
            check_row(kind, row, f"{path}: {kind} {name}")
            if names.count(name) > 1:
                sys.exit(f"{path}: {kind} {name}: stands there twice")
    return tables


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def words_of(gate, number):
    """The lists that single inputs choose from, each an array of its own."""
    for place, (_, *words) in enumerate(each.split() for each in gate["inputs"]):
        if words:
            yield (f"inline constexpr std::array<std::string_view, {len(words)}> kWords{number}_{place}{{"
                   + ", ".join(map(quoted, words)) + "};")


def inputs_of(gate, number):
    rows = [f"GateInput{{{quoted(name)}, {f'kWords{number}_{place}' if words else '{}'}}}"
            for place, (name, *words) in enumerate(each.split() for each in gate["inputs"])]
    return f"inline constexpr std::array kInputs{number}{{{', '.join(rows)}}};"


def word(row):
    passes = str(row.get("passes", False)).lower()
    return f"    GateWord{{{quoted(row['id'])}, {passes}, {{{quoted(row['zh'])}, {quoted(row['en'])}}}}},"


def cpp(tables):
    gates = list(enumerate(tables["gate"]))
    lists = [line for number, gate in gates for line in (*words_of(gate, number), inputs_of(gate, number))]
    return "\n".join([
        "// Made by tools/generate_gates.py from hostlib/flows/office/gates.toml. Do not edit.",
        "#pragma once", "", "#include <array>", "", '#include "hostlib/flows/office/gates.hpp"', "", "namespace ssc::flows {", "",
        *lists,
        "inline constexpr std::array kGates{", *(f"    Gate{{{quoted(gate['item'])}, kInputs{number}}}," for number, gate in gates),
        "};", "inline constexpr std::array kGateResults{", *map(word, tables["result"]),
        "};", "inline constexpr std::array kGateReasons{", *map(word, tables["reason"]),
        "};", "", "}  // namespace ssc::flows", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", required=True, type=pathlib.Path)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    options = parser.parse_args()
    options.output.write_text(cpp(load(options.input)), encoding="utf-8")


if __name__ == "__main__":
    main()
