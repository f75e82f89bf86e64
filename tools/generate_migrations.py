#!/usr/bin/env python3
"""Makes migrations/NNNN_name.sql of a database into C++.

  generate_migrations.py --output migration_rows.cpp [--folder FOLDER --namespace NAMESPACE] FILE…

A statement ends with a semicolon at the end of a line; SOCI executes one at a time. A comment is a line that begins
with --. What a statement may contain besides portable SQL: inDialect in center/data/dialect.hpp.
"""
import argparse
import pathlib
import re
import sys

PLACEHOLDERS = {"text", "serial", "blob", "clustered"}


def statements_of(path):
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("--")]
    parts = re.split(r";[ \t]*(?:\n|$)", "\n".join(lines) + "\n")
    if parts[-1].strip():
        sys.exit(f"{path}: the last statement does not end with a semicolon")
    statements = [part.strip() for part in parts if part.strip()]
    if not statements:
        sys.exit(f"{path}: no statement")
    for statement in statements:
        for name in re.findall(r"\{(.*?)\}", statement):
            if name not in PLACEHOLDERS:
                sys.exit(f"{path}: unknown placeholder {{{name}}}")
        if ')sql"' in statement:
            sys.exit(f"{path}: )sql\" would end the C++ text")
    return statements


def load(paths):
    migrations = []
    for path in sorted(map(pathlib.Path, paths), key=lambda path: path.name):
        match = re.fullmatch(r"(\d{4})_([a-z][a-z0-9_]*)\.sql", path.name)
        if not match:
            sys.exit(f"{path}: the name is not NNNN_name.sql")
        migrations.append((int(match[1]), match[2], statements_of(path)))
    numbers = [number for number, _, _ in migrations]
    if len(set(numbers)) != len(numbers):
        sys.exit("two migrations have one number")
    return migrations


def cpp(migrations, folder, namespace):
    arrays, rows = [], []
    for number, name, statements in migrations:
        texts = ",\n".join(f'    R"sql({text})sql"' for text in statements)
        arrays.append(f"constexpr std::array<std::string_view, {len(statements)}> kStatements{number:04}{{\n{texts}}};\n")
        rows.append(f'    Migration{{{number}, "{name}", kStatements{number:04}}},')
    return "\n".join([
        f"// Made by tools/generate_migrations.py from {folder}/migrations. Do not edit.",
        f'#include "{folder}/migration.hpp"', "", "#include <array>", "",
        f"namespace {namespace} {{", "namespace {", "", *arrays,
        "constexpr std::array kMigrations{", *rows, "};", "", "}  // namespace", "",
        "std::span<const Migration> migrations() { return kMigrations; }", "", f"}}  // namespace {namespace}", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--output", required=True, type=pathlib.Path)
    parser.add_argument("--folder", default="center/data", help="where migration.hpp lies")
    parser.add_argument("--namespace", default="ssc::center")
    options = parser.parse_args()
    options.output.write_text(cpp(load(options.files), options.folder, options.namespace), encoding="utf-8")


if __name__ == "__main__":
    main()
