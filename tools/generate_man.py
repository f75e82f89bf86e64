#!/usr/bin/env python3
"""Makes the manual pages. Nothing in them is written twice: section 3 comes from the installed headers, ssc-errors(7) from
the reasons, ssc.toml(5) from docs/configuration.md, ssc(1) from the command line's own description of itself.

  generate_man.py --source DIR --version 0.1.0 --date 2026-01-31 --grammar grammar.json --output DIR     writes DIR/man1 … DIR/man7

--grammar: what `ssc complete grammar` prints. Without it there is no ssc(1).
"""
import argparse
import pathlib
import sys

from manual import command, configuration, errors, header, library, overview, roff

# `about`: the page with what holds for the whole library.
LIBRARIES = {
    "SSCardDriver.h": {"file": "SSCardDriver.so", "link": "SSCardDriver", "about": "SSCardDriver"},
    "SSSE32.h": {"file": "SSSE32.so", "link": "SSSE32", "about": "SSSE32"},
    "ssc.h": {"file": "ssc.so.1", "link": "ssc", "about": "libssc"},
}


def library_pages(source, stamp):
    """SSCardDriver and libssc both have ssc_version: its link leads to libssc's, made last."""
    made = {}
    for name, facts in LIBRARIES.items():
        made.update(library.pages(header.read(source / "hostlib" / "include" / name), facts, stamp))
    return made


def all_pages(source, stamp, grammar):
    made = library_pages(source, stamp)
    made["ssc-errors.7"] = errors.page(source / "hostlib" / "flows" / "reasons.toml", stamp)
    made["ssc.toml.5"] = configuration.page(source / "docs" / "configuration.md", stamp)
    made["ssc-terminal.7"] = overview.page(source / "docs" / "manual" / "ssc-terminal.md", stamp)
    if grammar:
        made["ssc.1"] = command.page(grammar, source, stamp)
    return made


def write(made, output):
    for name, text in made.items():
        folder = output / f"man{name[-1]}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="ascii")
    for stale in output.glob("man?/*"):
        if stale.name not in made:
            stale.unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", required=True, type=pathlib.Path)
    parser.add_argument("--version", required=True)
    parser.add_argument("--date", required=True, help="YYYY-MM-DD, on every page")
    parser.add_argument("--grammar", type=pathlib.Path)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    options = parser.parse_args()
    try:
        write(all_pages(options.source, roff.Stamp(options.version, options.date), options.grammar), options.output)
    except header.BadHeader as error:
        sys.exit(f"generate_man: {error}")


if __name__ == "__main__":
    main()
