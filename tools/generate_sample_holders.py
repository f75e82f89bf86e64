#!/usr/bin/env python3
"""Makes center/data/sample_holders.toml into C++: the rows of the sample cards' holders.

  generate_sample_holders.py --input sample_holders.toml --output sample_rows.cpp
"""
import argparse
import pathlib
import re
import sys
import tomllib

NAME = re.compile(r"[a-z][a-z0-9_]*")
RECKONED = re.compile(r"@[dmy][+-]\d{1,5}")


def text_of(value, where):
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        sys.exit(f"{where}: neither text nor a whole number")
    text = str(value)
    if "'" in text or '"' in text or "\\" in text or ":" in text and not re.fullmatch(r"[\d: -]+", text):
        sys.exit(f"{where}: a quote, a backslash or a colon")
    if text.startswith("@") and not RECKONED.fullmatch(text):
        sys.exit(f"{where}: {text} is not reckoned from a day")
    return text


def row(area, table, values):
    for name in (table, *values):
        if not NAME.fullmatch(name):
            sys.exit(f"{table}: {name} is not a name of the schema")
    return area, table, list(values), [text_of(value, f"{table}.{name}") for name, value in values.items()]


def rows_of(holder):
    area, person = holder["area"], holder["person"]
    number = {"aac002": person["aac002"]}
    yield row(area, "persons", person)
    if "card" in holder:
        yield row(area, "cards", number | holder["card"])
    for table, rows in holder.get("rows", {}).items():
        for seq, values in enumerate(rows, 1):
            yield row(area, table, number | {"seq": seq} | values)


def cpp(rows):
    values = "".join(
        f"constexpr std::array<std::string_view, {len(texts)}> kValues{index}{{\n    "
        + ", ".join(f'"{text}"' for text in texts) + "};\n"
        for index, (_, _, _, texts) in enumerate(rows))
    table = "\n".join(
        f'    SampleRow{{"{area}", "{name}", "{", ".join(columns)}", kValues{index}}},'
        for index, (area, name, columns, _) in enumerate(rows))
    return f"""// Made by tools/generate_sample_holders.py from center/data/sample_holders.toml. Do not edit.
#include <array>

#include "center/data/people/sample_holders.hpp"

namespace ssc::center {{
namespace {{

{values}
constexpr std::array<SampleRow, {len(rows)}> kRows{{
{table}
}};

}}  // namespace

std::span<const SampleRow> sampleRows() {{ return kRows; }}

}}  // namespace ssc::center
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--input", required=True, type=pathlib.Path)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    options = parser.parse_args()
    with open(options.input, "rb") as file:
        holders = tomllib.load(file)["holder"]
    options.output.write_text(cpp([row for holder in holders for row in rows_of(holder)]), encoding="utf-8")


if __name__ == "__main__":
    main()
