#!/usr/bin/env python3
"""Holds the codes that the headers document against the reasons, and against the catalogue of the terminal interface.

  documented_codes.py SOURCE
"""
import pathlib
import re
import sys
import tomllib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tools"))
from manual import header as headers_of  # noqa: E402

FIRST_STATUS_WORD = 0x6000  # ISO/IEC 7816-4 §5.6: SW1 is 6X or 9X


def is_status_word(code):
    return code <= -FIRST_STATUS_WORD


def load(path):
    with open(path, "rb") as file:
        return tomllib.load(file)


def codes_of(function):
    """Numbers; a function that hands on the card's status words returns any of them."""
    return {int(code) for code, _ in function.codes if code.lstrip("-").isdigit()}


def hands_on_status_words(function):
    return any(code == "-SW" for code, _ in function.codes)


def check_reasons(functions, given):
    """Nothing is documented that no reason gives, and no reason is left out."""
    documented = set().union(*(codes_of(one) for one in functions))
    wrong = sorted(code for code in documented - given if not is_status_word(code))
    silent = sorted(given - documented)
    return [f"documented, but no reason has it: {code}" for code in wrong] + \
           [f"a reason has it, but no function documents it: {code}" for code in silent]


def expected_codes(row):
    """The codes of a row of the catalogue: "-2; -1; -4"."""
    return [int(code) for code in re.findall(r"(?<![\w.])-\d{1,5}\b", row["expect"])]


def functions_of(text, functions):
    """Those that a row names; "iDoDebit_HSM" means its steps."""
    named = [one for one in functions if one.name in re.findall(r"\w+", text)]
    return named or [one for one in functions if one.name.startswith(text + "_")]


def check_catalogue(functions, rows, given):
    """What the catalogue expects of a function is documented with it, or with one of its steps. A status word that is a
    reason of its own is documented by its number, whatever else the card may say."""
    found, checked = [], 0
    for row in rows:
        meant = functions_of(row["function"], functions)
        if not meant:
            continue
        allowed = set().union(*(codes_of(one) for one in meant))
        free = any(hands_on_status_words(one) for one in meant)
        for code in expected_codes(row):
            checked += 1
            if code not in allowed and not (free and is_status_word(code) and code not in given):
                found.append(f"catalogue {row['id']}: {row['function']} returns {code}, which its header does not say")
    return found, checked


def main(source):
    root = pathlib.Path(source)
    include = root / "hostlib" / "include"
    driver, handles = (headers_of.read(include / name).functions() for name in ("SSCardDriver.h", "ssc.h"))
    # No function of the C interfaces speaks to a back office: those reasons are of the command line alone.
    given = {row["code"] for row in load(root / "hostlib/flows/reasons.toml")["reason"]
             if row["code"] != "status" and row.get("only") != "ssc"}
    found = check_reasons([*driver, *handles], given)
    more, checked = check_catalogue(driver, load(root / "tests/conformance/catalogue.toml")["row"], given)
    if checked < 50:
        more.append(f"only {checked} codes of the catalogue were understood")
    if found + more:
        sys.exit("\n".join(found + more))
    print(f"{len(driver) + len(handles)} functions; {checked} codes of the catalogue are documented")


if __name__ == "__main__":
    main(*sys.argv[1:])
