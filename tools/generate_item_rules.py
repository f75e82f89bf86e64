#!/usr/bin/env python3
"""Makes center/ask/receipts.toml and checks.toml into C++: what an item decides about a person.

  generate_item_rules.py --input receipts.toml --name receipt --output receipt_rules.cpp
"""
import argparse
import pathlib
import re
import sys
import tomllib

from generate_queries import column

RULE_KEYS = {"item", "level", "who", "ways", "window", "inputs", "columns", "case"}
CASE_KEYS = {"find", "result", "reason", "error", "effects"}
WHO = {"self", "family", "agent"}
WORD = re.compile(r"[a-z][a-z0-9_]*")
GIVEN = {"subject", "presenter", "today", "yesterday", "loan_until", "senior_born", "now", "checked_at", "month", "next_month",
         "hall", "terminal", "method", "operator", "aaz501", "sign_no", "result", "reason"}
OF_MESSAGE = {"receipt": {"counter", "window", "matter", "service"}, "check": {"face", "face_score"}}


def text(sql):
    return f'R"sql({sql.strip()})sql"'


def values_in(sql):
    return set(re.findall(r":([a-z0-9_]+)", re.sub(r"'[^']*'", "''", sql)))


def cells_of(find):
    """Names of the cells that the outermost SELECT gives."""
    depth, head = 0, ""
    for word in re.split(r"(\(|\)|\bFROM\b|\bWHERE\b)", find.strip()[len("SELECT"):]):
        if word in ("FROM", "WHERE") and depth == 0:
            break
        depth += (word == "(") - (word == ")")
        if depth == 0 and word != ")":
            head += word
    return {re.split(r"[\s.]+", part.strip())[-1] for part in head.split(",")}


def effect(row, where):
    if set(row) == {"sql"}:
        return row["sql"]
    if set(row) != {"into", "values"}:
        sys.exit(f"{where}: an effect is sql, or into and values")
    table = row["into"]
    names = ", ".join(row["values"])
    cells = ", ".join(row["values"].values())
    return (f"INSERT INTO {table} (aac002, seq, {names}) VALUES (:subject, "
            f"(SELECT COALESCE(MAX(seq), 0) + 1 FROM {table} WHERE aac002 = :subject), {cells})")


def checked_case(case, known, where):
    if unknown := set(case) - CASE_KEYS:
        sys.exit(f"{where}: unknown key {sorted(unknown)[0]}")
    if ("result" in case) == ("error" in case):
        sys.exit(f"{where}: either result or error")
    if "error" in case and "effects" in case:
        sys.exit(f"{where}: a refusal writes nothing")
    find = case.get("find", "")
    if missing := values_in(find) - known:
        sys.exit(f"{where}: no value {sorted(missing)[0]}")
    known = known | (cells_of(find) if find else set())
    effects = [effect(row, where) for row in case.get("effects", [])]
    for sql in effects:
        if missing := values_in(sql) - known:
            sys.exit(f"{where}: no value {sorted(missing)[0]}")
    return {"find": find, "result": case.get("result", ""), "reason": case.get("reason", ""),
            "error": case.get("error"), "effects": effects, "cells": known}


def checked(rule, kind, where):
    if unknown := set(rule) - RULE_KEYS:
        sys.exit(f"{where}: unknown key {sorted(unknown)[0]}")
    if not rule["who"] or set(rule["who"]) - WHO:
        sys.exit(f"{where}: who {rule['who']}")
    known = GIVEN | OF_MESSAGE[kind] | set(rule.get("inputs", []))
    columns = [column(each, where) for each in rule["columns"]]
    cases = [checked_case(case, known, f"{where}, case {number}") for number, case in enumerate(rule["case"], 1)]
    shown = set().union(*(case["cells"] for case in cases))
    for name, cell_kind, _ in columns:
        if name not in shown or cell_kind == "money":
            sys.exit(f"{where}: column {name} has no value of a kind that can be shown")
    if any(not case["find"] for case in cases[:-1]):
        sys.exit(f"{where}: a case that always applies is the last")
    return {**rule, "columns": columns, "cases": cases}


def cpp(rules, kind, source):
    parts, rows = [], []
    for number, rule in enumerate(rules):
        cells = ", ".join(f'Column{{"{name}", CellKind::{cell}, {str(sensitive).lower()}}}'
                          for name, cell, sensitive in rule["columns"])
        inputs = rule.get("inputs", [])
        names = ", ".join(f'"{name}"' for name in inputs)
        parts.append(f"// {rule['item']}")
        parts.append(f"constexpr std::array<std::string_view, {len(inputs)}> kInputs{number}{{{names}}};")
        parts.append(f"constexpr std::array kColumns{number}{{{cells}}};")
        cases = []
        for index, case in enumerate(rule["cases"]):
            effects = ",\n".join("    " + text(sql) for sql in case["effects"])
            parts.append(f"constexpr std::array<std::string_view, {len(case['effects'])}> kEffects{number}x{index}{{\n{effects}}};")
            error = f"ErrorCode::{case['error']}" if case["error"] else "std::nullopt"
            cases.append(f'    RuleCase{{{text(case["find"])}, "{case["result"]}", "{case["reason"]}", {error}, kEffects{number}x{index}}},')
        parts += [f"constexpr std::array kCases{number}{{", *cases, "};"]
        rows.append(f'    ItemRule{{"{rule["item"]}", {rule["level"]}, "{" ".join(rule["who"])}", "{" ".join(rule.get("ways", []))}", '
                    f'{str(rule.get("window", False)).lower()}, kInputs{number}, kColumns{number}, kCases{number}}},')
    return "\n".join([
        f"// Made by tools/generate_item_rules.py from center/ask/{source}. Do not edit.",
        "#include <array>", "", '#include "center/ask/item_rule.hpp"', "",
        "namespace ssc::center {", "namespace {", "", "using wire::office::ErrorCode;", "", *parts, "",
        "constexpr std::array kRules{", *rows, "};", "", "}  // namespace", "",
        f"std::span<const ItemRule> {kind}Rules() {{ return kRules; }}", "", "}  // namespace ssc::center", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--input", required=True, type=pathlib.Path)
    parser.add_argument("--name", required=True, choices=sorted(OF_MESSAGE))
    parser.add_argument("--output", required=True, type=pathlib.Path)
    options = parser.parse_args()
    with open(options.input, "rb") as file:
        rules = tomllib.load(file)["rule"]
    rules = [checked(rule, options.name, f"{options.input}: {rule.get('item', '?')}") for rule in rules]
    if len({rule["item"] for rule in rules}) != len(rules):
        sys.exit(f"{options.input}: an item is there twice")
    options.output.write_text(cpp(rules, options.name, options.input.name), encoding="utf-8")


if __name__ == "__main__":
    main()
