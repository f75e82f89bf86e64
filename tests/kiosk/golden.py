#!/usr/bin/env python3
"""The pictures of all screens that the walks have left, against the ones that people have accepted (tests/kiosk/golden):
pixel by pixel, but for what golden.toml masks. `./dev golden` walks first.

  golden.py --build DIR [--update]     --update: accepts what there is now

What differs lies in BUILD/kiosk-pictures/golden/index.html: before, after, and where.
"""
import argparse
import datetime
import html
import itertools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tomllib

FOLDER = pathlib.Path(__file__).resolve().parent
RULES = tomllib.loads((FOLDER / "golden.toml").read_text(encoding="utf-8"))
ACCEPTED = FOLDER / "golden"
MANIFEST = "golden.json"
LAYOUTS = ("portrait", "landscape")
VALUES = {"language": ("zh", "en"), "mode": ("normal", "elder", "contrast"), "layout": LAYOUTS}
MOST_BYTES = 2_000_000  # of all that is accepted: it is kept for ever


def uncovered():
    """Pairs of values that no view has."""
    for one, other in itertools.combinations(VALUES, 2):
        for pair in itertools.product(VALUES[one], VALUES[other]):
            if not any((view[one], view[other]) == pair for view in RULES["view"]):
                yield f"no view is {pair[0]} and {pair[1]}"


class Pictures:
    """What a walk leaves for the comparison."""

    def __init__(self, folder, layout):
        self._path, self._layout, self._rows = pathlib.Path(folder) / MANIFEST, layout, []
        self._views = [view for view in RULES["view"] if view["layout"] == layout]
        self._path.unlink(missing_ok=True)

    def keep(self, screen, mode, picture, elements):
        """Where it is one of the views. Gives what is wrong with it as a picture to compare."""
        named = "elder" if mode.elder else "contrast" if mode.contrast else "normal"
        if not any((view["language"], view["mode"]) == (mode.language, named) for view in self._views):
            return []
        masked = [element for element in elements if element["object"] in MASKED or is_outlined(element)]
        self._rows.append({"name": f"{self._layout}/{screen}-{mode.language}-{named}", "file": str(picture),
                           "masks": [piece for element in masked if (part := shown(element)) for piece in pieces(grown(part), element, elements)]})
        return list(of_today([element for element in elements if element not in masked]))

    def write(self):
        self._path.write_text(json.dumps(self._rows, ensure_ascii=False, indent=1), encoding="utf-8")


MASKED = {mask["object"] for mask in RULES["mask"]}
DIALOG = 0x12  # QAccessible::Role
OUTLINED = RULES["outlines"]["above_pixels"]
EDGE = 2  # pixels around a mask: letters reach out of their place


def is_outlined(element):
    """Letters that Qt draws as outlines: at their edges they are a little different from one start to the next. What is painted over is as large as
    they are, so that they are still missed where they move or are others; their colours are those of smaller letters in other views."""
    return bool(element["text"]) and element["pixels"] > OUTLINED


def shown(element):
    """Of the element's whole place, what is seen: also where a shorter text would leave some of it free."""
    box, seen = element["seen" if is_outlined(element) else "box"], element["seen"]
    if seen["height"] <= 0:
        return None
    return {"x": box["x"], "width": box["width"], "y": max(box["y"], seen["y"]), "height": min(box["height"], seen["height"])}


def grown(rect):
    return [round(rect["x"]) - EDGE, round(rect["y"]) - EDGE, round(rect["width"]) + 2 * EDGE, round(rect["height"]) + 2 * EDGE]


def pieces(mask, element, elements):
    """What is left of a mask beside a question that stands over its element."""
    dialogs = [number for number, other in enumerate(elements) if other["role"] == DIALOG]
    if not dialogs or elements.index(element) > dialogs[-1]:
        return [mask]
    over = elements[dialogs[-1]]["rect"]
    left, top = round(over["x"]), round(over["y"])
    right, bottom = left + round(over["width"]), top + round(over["height"])
    x, y, width, height = mask
    beside = [(x, y, min(width, left - x), height), (max(x, right), y, x + width - max(x, right), height),
              (x, y, width, min(height, top - y)), (x, max(y, bottom), width, y + height - max(y, bottom))]
    return [list(piece) for piece in beside if piece[2] > 0 and piece[3] > 0]


def of_today(elements):
    """Texts that are others tomorrow."""
    today = datetime.date.today()
    forms = (f"{today:%Y-%m-%d}", f"{today:%Y%m%d}", f"{today.year}年{today.month}月{today.day}日")
    for element in elements:
        if any(form in element["text"] for form in forms):
            yield f"{element['text']!r}: stands in a picture that is compared, and is another text tomorrow"


def run(program, verb, rows, report):
    lines = "".join(f"{row['name']}\t{row['file']}\t{' '.join(','.join(map(str, mask)) for mask in row['masks'])}\n" for row in rows)
    done = subprocess.run([program, verb, str(ACCEPTED), str(report)], input=lines, stdout=subprocess.PIPE, text=True, check=True,
                          env=dict(os.environ, QT_QPA_PLATFORM="offscreen"))
    return dict(line.split("\t") for line in done.stdout.splitlines())


def gone(rows):
    """Accepted pictures of screens that no walk has come to."""
    names = {row["name"] for row in rows}
    return sorted(path for path in ACCEPTED.rglob("*.png") if path.relative_to(ACCEPTED).with_suffix("").as_posix() not in names)


PAGE = """<!doctype html><meta charset="utf-8"><title>Screens that differ</title>
<style>body{{font:16px sans-serif;margin:2em;background:#f2f5f9}}figure{{display:inline-block;margin:0 1em 2em 0;vertical-align:top}}
img{{max-height:80vh;max-width:30vw;border:1px solid #889;image-rendering:auto}}h2{{margin:1em 0 .3em}}</style>
<h1>{count} screens differ</h1><p>Grey: painted over, because it is something else every time. Accept them: <code>./dev golden --update</code></p>{rows}"""
ROW = '<h2 id="{name}">{name}: {what}</h2>{figures}'
FIGURE = '<figure><figcaption>{kind}</figcaption><a href="{path}"><img src="{path}" alt="{kind}" loading="lazy"></a></figure>'


def write_report(folder, results):
    rows = []
    for name, result in results.items():
        what = "new" if result == "new" else f"{result} tiles differ"
        kinds = [kind for kind in ("before", "after", "difference") if (folder / f"{name}-{kind}.png").exists()]
        figures = "".join(FIGURE.format(kind=kind, path=html.escape(f"{name}-{kind}.png")) for kind in kinds)
        rows.append(ROW.format(name=html.escape(name), what=what, figures=figures))
    path = folder / "index.html"
    path.write_text(PAGE.format(count=len(results), rows="".join(rows)), encoding="utf-8")
    return path


def compare(program, rows, report):
    differ = {name: result for name, result in run(program, "compare", rows, report).items() if result != "same"}
    problems = [f"{name}: {'is not accepted yet' if result == 'new' else f'{result} tiles differ'}" for name, result in differ.items()]
    problems += [f"{path.relative_to(ACCEPTED)}: no walk comes to this screen" for path in gone(rows)]
    if differ:
        print(f"see {write_report(report, differ)}")
    return problems


def update(program, rows, report):
    for path in gone(rows):
        path.unlink()
    results = run(program, "accept", rows, report)
    print(f"{sum(result == 'accepted' for result in results.values())} of {len(results)} accepted anew")
    size = sum(path.stat().st_size for path in ACCEPTED.rglob("*.png"))
    print(f"{size / 1e6:.2f} MB in all")
    return [f"{size} bytes in all, at most {MOST_BYTES}"] * (size > MOST_BYTES) + [name for name, result in results.items() if result == "unreadable"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    pictures = pathlib.Path(options.build) / "kiosk-pictures"
    manifests = [pictures / f"{layout}-walk" / MANIFEST for layout in LAYOUTS]
    if missing := [str(path) for path in manifests if not path.exists()]:
        print(f"no walk has been there: {', '.join(missing)}")
        return 1
    rows = [row for path in manifests for row in json.loads(path.read_text(encoding="utf-8"))]
    report = pictures / "golden"
    shutil.rmtree(report, ignore_errors=True)
    report.mkdir(parents=True)
    program = str(pathlib.Path(options.build) / "bin" / "ssc_kiosk_golden")
    problems = list(uncovered()) + (update if options.update else compare)(program, rows, report)
    print("\n".join(problems) or f"{len(rows)} pictures, all as accepted")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
