#!/usr/bin/env python3
"""kiosk-app/texts.toml → a Qt translation of one language.

  generate_texts.py --input texts.toml --language zh|en --output kiosk_zh.ts
  generate_texts.py --input texts.toml --check FOLDER     every id used in FOLDER is there, and every one is used
"""
import argparse
import pathlib
import re
import sys
import tomllib
import xml.sax.saxutils as xml

LOCALES = {"zh": "zh_CN", "en": "en_US"}
USED = re.compile(r'qsTrId\("([^"]*)"\)|qtTrId\("([^"]*)"\)')


def translation(texts, language):
    rows = "\n".join(f'    <message id="{xml.escape(name)}"><source></source><translation>{xml.escape(text[language])}</translation></message>'
                     for name, text in texts.items())
    return (f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n<TS version="2.1" language="{LOCALES[language]}">\n'
            f"<context><name></name>\n{rows}\n</context>\n</TS>\n")


def problems(texts, folder):
    used = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".qml", ".cpp", ".hpp"):
            for match in USED.finditer(path.read_text(encoding="utf-8")):
                used.setdefault(match[1] or match[2], path)
    for name in sorted(set(used) - set(texts)):
        yield f"{used[name]}: no text {name}"
    for name in sorted(set(texts) - set(used)):
        yield f"{name}: nobody says it"
    for name, text in texts.items():
        if set(text) != set(LOCALES) or not all(text.values()):
            yield f"{name}: needs " + ", ".join(LOCALES)
        elif len({tuple(sorted(re.findall(r"%\d", text[language]))) for language in LOCALES}) != 1:
            yield f"{name}: other values in other languages"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", type=pathlib.Path, required=True)
    parser.add_argument("--language", choices=sorted(LOCALES))
    parser.add_argument("--output", type=pathlib.Path)
    parser.add_argument("--check", type=pathlib.Path, metavar="FOLDER")
    options = parser.parse_args()
    texts = tomllib.loads(options.input.read_text(encoding="utf-8"))["texts"]
    if options.check:
        found = list(problems(texts, options.check))
        print("\n".join(found), end="\n" if found else "", file=sys.stderr)
        return 1 if found else 0
    options.output.write_text(translation(texts, options.language), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
