#!/usr/bin/env python3
"""kiosk-app/models/tiles.toml → a table of the tiles.

  generate_tiles.py --input tiles.toml --flows flows.toml --output rows.hpp
"""
import argparse
import json
import pathlib
import sys
import tomllib

MOST = 8


def problems(tiles, flows):
    served = [flow for tile in tiles for flow in tile["flows"]]
    if len(tiles) > MOST:
        yield f"{len(tiles)} tiles; the first page has at most {MOST}"
    for flow in sorted(set(served) ^ set(flows)):
        yield f"{flow}: " + ("no such flow" if flow in served else "behind no tile")
    for flow in sorted({flow for flow in served if served.count(flow) > 1}):
        yield f"{flow}: behind two tiles"


def table(tiles):
    quote = lambda text: json.dumps(text, ensure_ascii=False)
    lines = ["// Made from kiosk-app/models/tiles.toml.", "#pragma once", "", "#include <array>", "#include <span>", "#include <string_view>", "",
             "namespace ssc::kiosk {", "", "struct TileRow {", "  std::string_view id, zh, en, hintZh, hintEn;",
             "  std::span<const std::string_view> flows;", "  bool elder;", "};", ""]
    for tile in tiles:
        flows = ", ".join(quote(flow) for flow in tile["flows"])
        lines.append(f"inline constexpr std::array<std::string_view, {len(tile['flows'])}> kFlowsOf_{tile['id']}{{{flows}}};")
    own = [(tile["id"], row) for tile in tiles for row in tile.get("own", [])]
    lines += ["", "/// What the kiosk does by itself, beside the catalogue.", "struct OwnRow {",
              "  std::string_view tile, id, zh, en;  ///< texts: empty for an item of the catalogue",
              "  std::string_view asksZh, asksEn;  ///< empty where nothing has to be agreed to",
              "  bool withCard;  ///< done with the card itself, and nobody signs in for it", "};",
              "inline constexpr std::array kOwn{"]
    for tile, row in own:
        texts = ", ".join(quote(text) for text in (tile, row["id"], row.get("zh", ""), row.get("en", ""), row.get("asks_zh", ""), row.get("asks_en", "")))
        lines.append(f"    OwnRow{{{texts}, {'true' if row.get('with_card') else 'false'}}},")
    lines += ["};", ""]
    lines.append("inline constexpr std::array kTiles{")
    for tile in tiles:
        texts = ", ".join(quote(tile[key]) for key in ("id", "zh", "en", "hint_zh", "hint_en"))
        lines.append(f"    TileRow{{{texts}, kFlowsOf_{tile['id']}, {'true' if tile.get('elder') else 'false'}}},")
    return "\n".join([*lines, "};", "", "}  // namespace ssc::kiosk", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--input", "--flows", "--output"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    options = parser.parse_args()
    tiles = tomllib.loads(options.input.read_text(encoding="utf-8"))["tile"]
    flows = [flow["id"] for flow in tomllib.loads(options.flows.read_text(encoding="utf-8"))["flow"]]
    found = list(problems(tiles, flows))
    for problem in found:
        print(f"{options.input}: {problem}", file=sys.stderr)
    if not found:
        options.output.write_text(table(tiles), encoding="utf-8")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
