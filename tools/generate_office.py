#!/usr/bin/env python3
"""Makes the tables of wire/office into C++.

  generate_office.py --transactions transactions.toml --errors errors.toml --output rows.hpp
"""
import argparse
import pathlib
import sys
import tomllib

KINDS = ("signIn", "query", "write", "payment", "poll", "heartbeat", "identity", "file", "settle")
TEXTS = ("cause", "zh", "en", "clerk")


def load(path, name, required, optional):
    with open(path, "rb") as file:
        rows = tomllib.load(file).get(name, [])
    seen = set()
    for number, row in enumerate(rows, 1):
        where = f"{path}: {name} {number} ({row.get('code', '?')})"
        if wrong := (required - set(row)) | (set(row) - required - optional):
            sys.exit(f"{where}: missing or unknown key {sorted(wrong)[0]}")
        if row["code"] in seen or row["name"] in seen:
            sys.exit(f"{where}: code or name is used twice")
        seen |= {row["code"], row["name"]}
    if [row["code"] for row in rows] != sorted(row["code"] for row in rows):
        sys.exit(f"{path}: not in the order of the codes")
    return rows


def transactions(path):
    rows = load(path, "transaction", {"code", "name", "kind"}, {"sign_on", "suspended"})
    for row in rows:
        if row["kind"] not in KINDS or len(row["code"]) != 4 or not row["code"].isdigit():
            sys.exit(f"{path}: {row['code']}: code or kind")
    return rows


def errors(path):
    rows = load(path, "error", {"code", "name", *TEXTS}, {"retry"})
    for row in rows:
        if not 1000 <= row["code"] <= 9999 or not all(row[key].strip() for key in TEXTS):
            sys.exit(f"{path}: {row['code']}: code or an empty text")
    return rows


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def flag(value):
    return "true" if value else "false"


def cpp(transaction_rows, error_rows):
    codes = "\n".join(f"  {row['name']} = {row['code']},  ///< {row['cause']}" for row in error_rows)
    lines = "\n".join(
        f"    Transaction{{{quoted(row['code'])}, {quoted(row['name'])}, Kind::{row['kind']}, "
        f"{flag(row.get('sign_on', True))}, {flag(row.get('suspended', False))}}}," for row in transaction_rows)
    errors_text = "\n".join(
        f"    ErrorRow{{ErrorCode::{row['name']}, {quoted(row['name'])},\n             "
        + ",\n             ".join(quoted(row[key]) for key in TEXTS)
        + f", {flag(row.get('retry', False))}}}," for row in error_rows)
    kinds = "\n".join(f"  {kind}," for kind in KINDS)
    return f"""// Made by tools/generate_office.py from wire/office/transactions.toml and errors.toml. Do not edit.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ssc::wire::office {{

/// What kind of transaction: decides limits and retries.
enum class Kind : std::uint8_t {{
{kinds}
}};

struct Transaction {{
  std::string_view infno;  ///< four digits
  std::string_view name;
  Kind kind;
  bool signOn;     ///< needs a sign-in number
  bool suspended;  ///< allowed to a suspended terminal too
}};

inline constexpr std::array kTransactions{{
{lines}
}};

/// infcode of an answer that is not success.
enum class ErrorCode : std::uint16_t {{
{codes}
}};

struct ErrorRow {{
  ErrorCode code;
  std::string_view name, cause, zh, en, clerk;
  bool retry;  ///< the same request may come again, later
}};

inline constexpr std::array kErrors{{
{errors_text}
}};

}}  // namespace ssc::wire::office
"""


def main():
    parser = argparse.ArgumentParser()
    for name in ("transactions", "errors", "output"):
        parser.add_argument(f"--{name}", required=True)
    options = parser.parse_args()
    text = cpp(transactions(options.transactions), errors(options.errors))
    pathlib.Path(options.output).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
