#!/usr/bin/env python3
"""Makes the reasons of hostlib/flows/reasons.toml into C++ and into pages for people.

  generate_reasons.py --input reasons.toml --output reason_rows.hpp   the enum and its table
  generate_reasons.py --input reasons.toml --docs docs/errors.md      the page for people, and beside it the tables
                                                                      of his-integration.md
  generate_reasons.py --input reasons.toml --docs docs/errors.md --check   fails when a page is not up to date
"""
import argparse
import pathlib
import re
import sys
import tomllib

TEXTS = ("cause", "zh", "en", "clerk", "integrator")
STATUS_WORDS = pathlib.Path(__file__).resolve().parent.parent / "card-spec" / "status_words.toml"
OFFICE_ERRORS = STATUS_WORDS.parent.parent / "wire" / "office" / "errors.toml"
INTEGRATION = "his-integration.md"
TABLES = re.compile(r"(?<=^<!-- errors -->\n).*?(?=^<!-- /errors -->$)", re.MULTILINE | re.DOTALL)


def load(path):
    with open(path, "rb") as file:
        rows = tomllib.load(file).get("reason", [])
    seen = set()
    for number, row in enumerate(rows, 1):
        where = f"{path}: reason {number} ({row.get('id', '?')})"
        unknown = set(row) - {"id", "code", "exit", "only", *TEXTS}
        if unknown:
            sys.exit(f"{where}: unknown key {sorted(unknown)[0]}")
        if not re.fullmatch(r"[a-z][A-Za-z]*", row.get("id", "")) or row["id"] in seen:
            sys.exit(f"{where}: id is missing, not lowerCamelCase, or used twice")
        seen.add(row["id"])
        if row.get("code") != "status" and not (isinstance(row.get("code"), int) and row["code"] < 0):
            sys.exit(f"{where}: code is neither negative nor \"status\"")
        if not isinstance(row.get("exit"), int) or not 1 <= row["exit"] <= 63:
            sys.exit(f"{where}: exit is not in 1…63")
        if row.get("only", "ssc") != "ssc":
            sys.exit(f"{where}: only is \"ssc\" or not there")
        for key in TEXTS:
            if not row.get(key, "").strip():
                sys.exit(f"{where}: {key} is missing")
    if not rows:
        sys.exit(f"{path}: no reason")
    return rows


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def cpp(rows):
    names = "\n".join(f"  {row['id']},  ///< {row['cause']}" for row in rows)
    table = "\n".join(
        f"    ReasonRow{{Reason::{row['id']}, {quoted(row['id'])}, {0 if row['code'] == 'status' else row['code']}, "
        f"{row['exit']},\n              " + ",\n              ".join(quoted(row[key]) for key in TEXTS) + "},"
        for row in rows)
    return f"""// Made by tools/generate_reasons.py from hostlib/flows/reasons.toml. Do not edit.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ssc::flows {{

/// Why a flow ended other than well.
enum class Reason : std::uint8_t {{
{names}
}};

struct ReasonRow {{
  Reason reason;
  std::string_view id;
  int code;  ///< result of the C interface; 0 = minus the card's status word
  int exit;  ///< exit code of `ssc`
  std::string_view cause, zh, en, clerk, integrator;
}};

inline constexpr std::array kReasonRows{{
{table}
}};

}}  // namespace ssc::flows
"""


def page(rows):
    head = ("# Errors\n\nMade from `hostlib/flows/reasons.toml`. *Code* is what the C interface returns; *exit* is what "
            "`ssc` ends with.\nWhere the code is minus the status word, `6A82` becomes −27266 and so on.\n")
    parts = [head]
    for row in rows:
        code = "−(status word)" if row["code"] == "status" else str(row["code"]).replace("-", "−")
        parts.append(f"\n## {row['id']}\n\n| | |\n|---|---|\n| code · exit | {code} · {row['exit']} |\n| cause | {row['cause']} |\n"
                     f"| the citizen reads | {row['zh']}<br>{row['en']} |\n| the clerk | {row['clerk']} |\n"
                     f"| the integrator | {row['integrator']} |\n")
    return "".join(parts) + office_part()


def office_part():
    """The back office's codes: each one refuses with reason officeRefused and texts of its own."""
    with open(OFFICE_ERRORS, "rb") as file:
        rows = tomllib.load(file)["error"]
    head = ("\n# Codes of the back office\n\nMade from `wire/office/errors.toml`. A refusal has the reason *officeRefused*; its "
            "number (`infcode`) says why.\n\n| infcode | cause | the citizen reads | the clerk |\n|---|---|---|---|\n")
    return head + "".join(f"| {row['code']} {row['name']} | {row['cause']} | {row['zh']}<br>{row['en']} | {row['clerk']} |\n"
                          for row in rows)


def code_rows(rows):
    """One line for each reason, in the order of their codes; the status words come last."""
    def order(row):
        return (1, 0) if row["code"] == "status" else (0, -row["code"])
    for row in sorted((row for row in rows if "only" not in row), key=order):
        code = "−(status word)" if row["code"] == "status" else f"`{row['code']}`"
        yield f"| {code} | {row['cause']} | {row['integrator']} | {row['clerk']} |\n"


def status_rows():
    """One line for each status word that ends a command other than well; 63Cx for no, one and two tries left."""
    with open(STATUS_WORDS, "rb") as file:
        words = tomllib.load(file)["status"]
    for word in words:
        if word["sw"] in ("9000", "61xx", "6Cxx"):
            continue
        for sw in [word["sw"].replace("x", digit) for digit in ("012" if "x" in word["sw"] else "-")]:
            tries = sw[-1] if sw != word["sw"] else "x"
            left = "1 try" if tries == "1" else f"{tries} tries"
            en, zh = word["en"].replace("x tries", left), word["zh"].replace("x次", f"{tries}次")
            yield -int(sw, 16), f"| `{-int(sw, 16)}` | `{sw}` | {en} | {zh} |\n"


def tables(rows):
    """What stands between the markers of the page for integrators."""
    status = "".join(line for _, line in sorted(status_rows(), reverse=True))
    return ("| code | what happened | your program | the clerk |\n|---|---|---|---|\n" + "".join(code_rows(rows)) +
            "\nStatus words of the card and the PSAM. What to do is in the last two rows above, where none has the number:\n\n"
            "| code | status word | meaning | 含义 |\n|---|---|---|---|\n" + status)


def integration(path, rows):
    """The page for integrators with its tables made anew."""
    text = path.read_text(encoding="utf-8")
    if not TABLES.search(text):
        sys.exit(f"{path}: no lines <!-- errors --> and <!-- /errors -->")
    return TABLES.sub(lambda _: tables(rows), text)


def write_or_check(path, text, check, again):
    if not check:
        path.write_text(text, encoding="utf-8")
    elif not path.exists() or path.read_text(encoding="utf-8") != text:
        sys.exit(f"{path} is not up to date: {again}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", required=True)
    parser.add_argument("--output")
    parser.add_argument("--docs")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    rows = load(options.input)
    if options.output:
        pathlib.Path(options.output).write_text(cpp(rows), encoding="utf-8")
    if options.docs:
        path = pathlib.Path(options.docs)
        beside = path.with_name(INTEGRATION)
        again = f"python3 tools/generate_reasons.py --input {options.input} --docs {path}"
        write_or_check(path, page(rows), options.check, again)
        write_or_check(beside, integration(beside, rows), options.check, again)


if __name__ == "__main__":
    main()
