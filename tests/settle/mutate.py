#!/usr/bin/env python3
"""Makes a faulty copy of a source, so that a test can be seen to find the fault.

  mutate.py --mutants mutants.toml --name NAME --root DIR --output FILE
"""
import argparse
import pathlib
import sys
import tomllib


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutants", type=pathlib.Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    rows = tomllib.loads(arguments.mutants.read_text(encoding="utf-8"))["mutant"]
    mutant = next(row for row in rows if row["name"] == arguments.name)
    text = (arguments.root / mutant["source"]).read_text(encoding="utf-8")
    for change in mutant["changes"]:
        if text.count(change["from"]) != 1:
            sys.exit(f"{mutant['source']}: {change['from']!r} occurs {text.count(change['from'])} times, wanted once")
        text = text.replace(change["from"], change["to"])
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
