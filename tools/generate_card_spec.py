#!/usr/bin/env python3
"""Checks the card's specification (card-spec/*.toml) and writes it as constant C++ tables.

usage: generate_card_spec.py --spec-dir DIR --output FILE

Every error is one line `file: row: what is wrong`; all are printed, nothing is written, and the exit status is 1.
The format of the rows is described in card-spec/schema.md.
"""

import argparse
import pathlib
import sys

sys.dont_write_bytecode = True  # the source folder stays clean
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "card-spec"))

from generator.cpp import generate  # noqa: E402  (the path comes first)
from generator.files import FileChecks, ordered, read_files, read_overlay  # noqa: E402
from generator.lists import read_applications, read_codes, read_keys, read_status  # noqa: E402
from generator.source import Errors, Source  # noqa: E402


def read_spec(directory, errors):
    def source(name):
        return Source(errors, directory, name)

    applications = read_applications(source("applications.toml"))
    dfs = [a["df"] for a in applications]
    keys, codes = read_keys(source("keys.toml"), dfs), read_codes(source("codes.toml"))
    first, second, third = (source(f"files-v{n}.toml") for n in (1, 2, 3))
    maps = {1: read_files(first, FileChecks(first, keys, codes, dfs)),
            2: read_files(second, FileChecks(second, keys, codes, dfs))}
    maps[3] = read_overlay(third, FileChecks(third, keys, codes, dfs), maps[2])
    return {"applications": applications, "keys": keys, "codes": codes,
            "status": read_status(source("status_words.toml")),
            "files": {generation: ordered(files, dfs) for generation, files in maps.items()}}


def main(words=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--spec-dir", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    arguments = parser.parse_args(words)
    errors = Errors()
    spec = read_spec(arguments.spec_dir, errors)
    if errors.lines:
        print("\n".join(sorted(set(errors.lines), key=errors.lines.index)), file=sys.stderr)
        return 1
    arguments.output.write_text(generate(spec), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
