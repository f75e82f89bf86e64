#!/usr/bin/env python3
"""Makes the citizens' page's texts and files into C++.

  generate_web.py --texts texts.toml --assets FOLDER --output rows.hpp

[say] becomes the enum Say and its texts, in the order of the file; the other tables are looked up by key.
"""
import argparse
import pathlib
import re
import sys
import tomllib

TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
MOST = 15000  # characters of one literal: compilers need not take more than 65536 bytes


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def both(where, row):
    if set(row) != {"zh", "en"} or not all(isinstance(text, str) and text.strip() for text in row.values()):
        sys.exit(f"{where}: needs zh and en, and nothing else")
    return f"{{{quoted(row['zh'])}, {quoted(row['en'])}}}"


def lookup(name, rows):
    lines = "".join(f"    KeyedText{{{quoted(key)}, {both(f'{name}.{key}', rows[key])}}},\n" for key in sorted(rows))
    return f"inline constexpr std::array k{name.capitalize()}Texts{{\n{lines}}};\n"


def items_of(rows):
    names = "".join(f"    KeyedText{{{quoted(row['id'])}, {both(row['id'], row['name'])}}},\n" for row in rows)
    views = {f"{row['id']}/{view}": text for row in rows for view, text in row.get("views", {}).items()}
    return f"inline constexpr std::array kItems{{\n{names}}};\n\n" + lookup("view", views)


def asset(path):
    content = path.read_text(encoding="utf-8")
    if ')asset"' in content or len(content) > MOST:
        sys.exit(f"{path}: too long, or ends the C++ text")
    return f'    Asset{{"/web/assets/{path.name}", "{TYPES[path.suffix]}", R"asset({content})asset"}},\n'


def cpp(texts, assets):
    say = texts["say"]
    for name in say:
        if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name):
            sys.exit(f"say.{name}: not a name")
    camel = {name: re.sub(r"_([a-z])", lambda match: match[1].upper(), name) for name in say}
    if unknown := set(texts) - {"say", "item", "column", "code", "document"}:
        sys.exit(f"unknown table {sorted(unknown)[0]}")
    enum = "".join(f"  {camel[name]},\n" for name in say)
    rows = "".join(f"    BothTexts{both(f'say.{name}', say[name])},\n" for name in say)
    return f"""// Made by tools/generate_web.py from center/web. Do not edit.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ssc::center::web {{

enum class Say : std::uint8_t {{
{enum}}};

struct BothTexts {{
  std::string_view zh, en;
}};
struct KeyedText {{
  std::string_view key;
  BothTexts text;
}};
struct Asset {{
  std::string_view path, type, content;
}};

inline constexpr std::array kSay{{
{rows}}};

{items_of(texts["item"])}
{lookup("column", texts["column"])}
{lookup("code", texts["code"])}
{lookup("document", texts["document"])}
inline constexpr std::array kAssets{{
{"".join(asset(path) for path in assets)}}};

}}  // namespace ssc::center::web
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("texts", "assets", "output"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    options = parser.parse_args()
    with open(options.texts, "rb") as file:
        texts = tomllib.load(file)
    assets = sorted(path for path in options.assets.iterdir() if path.suffix in TYPES)
    options.output.write_text(cpp(texts, assets), encoding="utf-8")


if __name__ == "__main__":
    main()
