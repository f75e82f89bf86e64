#!/usr/bin/env python3
"""kiosk-app/texts.toml → a Qt translation of one language.

  generate_texts.py --input texts.toml --language zh|en --output kiosk_zh.ts
  generate_texts.py --input texts.toml --pack ug.toml --output kiosk_ug.ts    a language that is not built in
  generate_texts.py --input texts.toml --template ug > ug.toml                its file, to be filled in
  generate_texts.py --input texts.toml --check FOLDER     every id used in FOLDER is there, and every one is used
"""
import argparse
import json
import pathlib
import re
import sys
import tomllib
import xml.sax.saxutils as xml

LOCALES = {"zh": "zh_CN", "en": "en_US"}
USED = re.compile(r'(?:qsTrId\(|qtTrId\(|translate\(nullptr, )"([^"]*)"')
OWN_NAME = "language-name"


def translation(texts, locale):
    """`texts`: words by id."""
    rows = "\n".join(f'    <message id="{xml.escape(name)}"><source></source><translation>{xml.escape(text)}</translation></message>'
                     for name, text in texts.items())
    return (f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n<TS version="2.1" language="{locale}">\n'
            f"<context><name></name>\n{rows}\n</context>\n</TS>\n")


def values(text):
    """The %1, %2 … of a text."""
    return sorted(re.findall(r"%\d", text))


def problems(texts, folder):
    used = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".qml", ".cpp", ".hpp"):
            for match in USED.finditer(path.read_text(encoding="utf-8")):
                used.setdefault(match[1], path)
    for name in sorted(set(used) - set(texts)):
        yield f"{used[name]}: no text {name}"
    for name in sorted(set(texts) - set(used)):
        yield f"{name}: nobody says it"
    for name, text in texts.items():
        if set(text) != set(LOCALES) or not all(text.values()):
            yield f"{name}: needs " + ", ".join(LOCALES)
        elif values(text["zh"]) != values(text["en"]):
            yield f"{name}: other values in other languages"


def pack_problems(texts, pack):
    """What is wrong with a pack; a text that it does not have yet is not."""
    if not re.fullmatch(r"[a-z]{2,3}", str(pack.get("language", ""))) or pack["language"] in LOCALES:
        yield "language: must be a tag of two or three small letters, and not one that is built in"
    said = pack.get("texts", {})
    if not str(said.get(OWN_NAME, "")).strip():
        yield f"{OWN_NAME}: the name that the language has for itself is missing"
    for name, text in said.items():
        if name not in texts:
            yield f"{name}: there is no such text"
        elif not isinstance(text, str):
            yield f"{name}: must be words"
        elif text.strip() and values(text) != values(texts[name]["zh"]):
            yield f"{name}: needs " + (", ".join(values(texts[name]["zh"])) or "no values")


def template(texts, language):
    rows = "\n".join(f"# {text['zh']}\n# {text['en']}\n{name} = \"\"\n" for name, text in texts.items())
    return f"# Fill in what is between the quotation marks; what stays empty is shown in Chinese.\nlanguage = {json.dumps(language)}\n\n[texts]\n{rows}"


def of_pack(texts, file):
    """Words by id and the tag, or what is wrong."""
    pack = tomllib.loads(file.read_text(encoding="utf-8"))
    if found := list(pack_problems(texts, pack)):
        sys.exit("\n".join(f"{file}: {line}" for line in found))
    said = {name: text for name, text in pack["texts"].items() if text.strip()}
    print(f"{file}: {len(said)} of {len(texts)} texts; the others stay Chinese", file=sys.stderr)
    return said, pack["language"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--language", choices=sorted(LOCALES))
    what.add_argument("--pack", type=pathlib.Path, metavar="FILE")
    what.add_argument("--template", metavar="LANGUAGE")
    what.add_argument("--check", type=pathlib.Path, metavar="FOLDER")
    options = parser.parse_args()
    texts = tomllib.loads(options.input.read_text(encoding="utf-8"))["texts"]
    if options.check:
        found = list(problems(texts, options.check))
        print("\n".join(found), end="\n" if found else "", file=sys.stderr)
        return 1 if found else 0
    if options.template:
        print(template(texts, options.template), end="")
        return 0
    if options.output is None:
        parser.error("--output is missing")
    if options.pack:
        said, locale = of_pack(texts, options.pack)
    else:
        said, locale = {name: text[options.language] for name, text in texts.items()}, LOCALES[options.language]
    options.output.write_text(translation(said, locale), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
