#!/usr/bin/env python3
"""Makes the rules of all forms (hostlib/catalogue/data/forms.toml and the items) into C++ tables for wire/form.

  generate_forms.py --source hostlib/catalogue --output rows.cpp

Every error is one line `file: row: what is wrong`; all are printed, nothing is written, and the exit status is 1.
"""
import argparse
import pathlib
import sys

sys.dont_write_bytecode = True  # the source folder stays clean
TOOLS = pathlib.Path(__file__).resolve().parent
CARD_SPEC = TOOLS.parent / "card-spec"
sys.path[:0] = [str(TOOLS), str(CARD_SPEC)]

from catalogue import forms, source  # noqa: E402  (the path comes first)
from generator.cpp import Writer, flag, text  # noqa: E402


def main(words=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    options = parser.parse_args(words)
    made = source.read_or_complain(options.source, CARD_SPEC)
    if made is None:
        return 1
    options.output.write_text(forms.rules_cpp(made["forms"], Writer(), text, flag), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
