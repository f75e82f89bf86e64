#!/usr/bin/env python3
"""Checks the catalogues of services (hostlib/catalogue) and makes them into C++ tables and into a page for people.

  generate_catalogue.py --source DIR --output tables.cpp           the tables; DIR holds data/ and districts/
  generate_catalogue.py --source DIR --docs docs/services.md       the overview of all items
  generate_catalogue.py --source DIR --docs docs/services.md --check   fails when the page is not up to date

Every error is one line `file: row: what is wrong`; all are printed, nothing is written, and the exit status is 1.
"""
import argparse
import pathlib
import sys

sys.dont_write_bytecode = True  # the source folder stays clean
TOOLS = pathlib.Path(__file__).resolve().parent
CARD_SPEC = TOOLS.parent / "card-spec"
sys.path[:0] = [str(TOOLS), str(CARD_SPEC)]  # the checks of rows are those of the card's specification

from catalogue import cpp, page, source  # noqa: E402  (the path comes first)


def write_docs(path, text, options):
    if not options.check:
        path.write_text(text, encoding="utf-8")
    elif not path.exists() or path.read_text(encoding="utf-8") != text:
        print(f"{path} is not up to date: python3 tools/generate_catalogue.py --source {options.source} --docs {path}", file=sys.stderr)
        return 1
    return 0


def main(words=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path)
    parser.add_argument("--docs", type=pathlib.Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(words)
    made = source.read_or_complain(options.source, CARD_SPEC)
    if made is None:
        return 1
    if options.output:
        options.output.write_text(cpp.generate(made), encoding="utf-8")
    return write_docs(options.docs, page.page(made), options) if options.docs else 0


if __name__ == "__main__":
    sys.exit(main())
