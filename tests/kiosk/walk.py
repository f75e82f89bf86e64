#!/usr/bin/env python3
"""Every screen that touch leads to, in every language and mode: what can be touched has a name and a size, nothing is cut,
nothing stands over anything else, everything stands out from what is behind it.

  walk.py --build DIR --pictures DIR [--layout portrait|landscape]
"""
import argparse
import itertools
import json
import pathlib
import sys
import tempfile

import card_journeys
import journeys
import rig

SHORT_SIDE_MM = 268
TARGET_MM = {False: 20, True: 30}  # elder
BUTTON, CHECK_BOX = 0x2B, 0x2C     # QAccessible::Role
MODES = list(itertools.product(("zh", "en"), (("off", "off"), ("on", "off"), ("off", "on"))))  # elder, contrast
SLACK = 1.5  # pixels
LARGE_MM = 8.1


def touchable(element):
    return element["focusable"] and element["role"] in (BUTTON, CHECK_BOX)


def inside(rect, frame):
    return (rect["x"] >= frame["x"] - SLACK and rect["y"] >= frame["y"] - SLACK
            and rect["x"] + rect["width"] <= frame["x"] + frame["width"] + SLACK
            and rect["y"] + rect["height"] <= frame["y"] + frame["height"] + SLACK)


def overlap(one, other):
    width = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
    height = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
    return width > SLACK and height > SLACK


def findings(elements, layout, elder):
    """What is wrong with a screen, in words."""
    window = {"x": 0, "y": 0, "width": rig.SIZES[layout][0], "height": rig.SIZES[layout][1]}
    target = TARGET_MM[elder] * min(rig.SIZES[layout]) / SHORT_SIDE_MM
    controls = [element for element in elements if touchable(element) and element["seen"]["height"] > 0]
    if not controls and not elements:
        yield "nothing is there"
    for element in controls:
        name = element["object"] or element["name"] or element["type"]
        if not element["name"].strip():
            yield f"{name}: has no name"
        rect = element["rect"]
        if min(rect["width"], rect["height"]) + SLACK < target and "Masked" not in element["type"]:
            yield f"{name}: {rect['width']:.0f} x {rect['height']:.0f}, needs {target:.0f}"
        if rect["x"] < -SLACK or rect["x"] + rect["width"] > window["width"] + SLACK:
            yield f"{name}: stands outside the window"
    for one, other in itertools.combinations(controls, 2):
        if overlap(one["seen"], other["seen"]):
            yield f"{one['name']!r} stands over {other['name']!r}"
    for element in elements:
        if not element["text"] or element["seen"]["height"] == 0:
            continue
        if element["cut"]:
            yield f"{element['text']!r}: is cut"
        if not inside({**element["rect"], "y": window["y"], "height": 1}, window):
            yield f"{element['text']!r}: leaves the window"
        for control in controls:
            part, own = element["seen"], control["seen"]
            center = part["x"] + part["width"] / 2, part["y"] + part["height"] / 2
            within = own["x"] <= center[0] <= own["x"] + own["width"] and own["y"] <= center[1] <= own["y"] + own["height"]
            if within and not inside(element["rect"], control["rect"]):
                yield f"{element['text']!r}: larger than {control['name']!r}"


def faint(measured, layout, contrast):
    """Letters and controls that do not stand out enough (WCAG 2.1, 1.4.3, 1.4.6 and 1.4.11). Large is what is higher than
    8.1 mm: 18 points where one reads at an arm's length."""
    large = LARGE_MM * 1.08 * min(rig.SIZES[layout]) / SHORT_SIDE_MM
    for element in measured:
        if "Masked" in element["type"] and element["control"]:
            continue  # no frame: its words are the control, and are measured
        needs = 3.0 if element["control"] or (element["pixels"] > large and not contrast) else 7.0 if contrast else 4.5
        if element["ratio"] < needs:
            what = "edge of" if element["control"] else "letters of"
            yield f"{what} {element['text']!r}: contrast {element['ratio']:.2f}, needs {needs:g}"


class Walk:
    def __init__(self, kiosk, layout):
        self.kiosk, self.layout, self.problems, self.screens = kiosk, layout, [], 0

    def look(self, name):
        """The screen that stands now, in all modes."""
        for language, (elder, contrast) in MODES:
            for what, value in (("language", language), ("elder", elder), ("contrast", contrast)):
                self.kiosk.ask(f"set {what} {value}")
            self.kiosk.wait_still()
            self.screens += 1
            mode = language + ("-elder" if elder == "on" else "") + ("-contrast" if contrast == "on" else "")
            found = list(findings(self.kiosk.elements(), self.layout, elder == "on"))
            found += faint(json.loads(self.kiosk.ask("contrast")), self.layout, contrast == "on")
            self.problems += [f"{name} {mode}: {problem}" for problem in found]
            self.kiosk.picture(f"{name}-{mode}")
        for what, value in (("language", "zh"), ("elder", "off"), ("contrast", "off")):
            self.kiosk.ask(f"set {what} {value}")
        self.kiosk.wait_still()


def walk(kiosk, layout):
    way = Walk(kiosk, layout)
    journeys.home(kiosk)
    way.look("S1-home")
    kiosk.tap("help")
    kiosk.wait_text("H0")
    way.look("S10-help")
    kiosk.tap("leave")
    kiosk.wait_screen("S1")
    kiosk.tap("tile-medical")
    way.look("S2-list")
    kiosk.tap("item-LP-HR-045")
    kiosk.wait_screen("S6")
    way.look("S6-guide")
    kiosk.tap("another")
    kiosk.wait_screen("S2")
    kiosk.tap("tiles")
    way.look("S2-groups")
    kiosk.tap("which")
    way.look("S2-question")
    kiosk.tap("看病、医保")
    way.look("S2-second-question")
    kiosk.tap("question-back")
    kiosk.tap("question-back")
    kiosk.tap("search")
    way.look("S2-search")
    kiosk.tap("tiles")
    kiosk.tap("tile-records")
    kiosk.tap("item-LP-HR-024")
    kiosk.wait_screen("S3")
    way.look("S3-ways")
    kiosk.tap("way-card")
    way.look("S3-insert")
    rig.control("card", "insert")
    kiosk.wait_for("key-1")
    way.look("S3-password")
    journeys.enter(kiosk, "000001")
    kiosk.wait_screen("S7")
    way.look("S7-problem")
    kiosk.tap("next")
    journeys.enter(kiosk, journeys.PIN)
    kiosk.wait_screen("S6")
    way.look("S6-records")
    kiosk.tap("finish")
    kiosk.wait_screen("S8")
    way.look("S8-take")
    kiosk.take_card()
    kiosk.wait_screen("S1")
    walk_card(kiosk, way)
    return way


def walk_card(kiosk, way):
    """What is done with the card itself, without a sign-in."""
    kiosk.tap("tile-card")
    way.look("S2-card")
    kiosk.tap("item-card-pin")
    kiosk.wait_screen("S5")
    way.look("S5-card")
    rig.control("card", "mute", "on")
    rig.control("card", "insert")
    kiosk.wait_screen("S7")
    way.look("S7-wrong-side")
    kiosk.take_card()
    rig.control("card", "mute", "off")
    rig.control("card", "insert")
    kiosk.wait_for("key-1")
    way.look("S5-password")
    kiosk.tap("leave")
    kiosk.take_card()
    kiosk.wait_screen("S1")
    kiosk.tap("tile-card")
    kiosk.tap("item-card-release")
    kiosk.wait_screen("S6")
    way.look("S6-counter")
    kiosk.tap("another")
    kiosk.tap("item-card-stored")
    rig.control("card", "insert")
    journeys.enter(kiosk, journeys.PIN)
    kiosk.wait_screen("S6")
    way.look("S6-stored")
    kiosk.tap("finish")
    kiosk.take_card()
    kiosk.wait_screen("S1")


def walk_id_card(kiosk, folder, way):
    """The sign-in by id card and face, in a kiosk that has the devices."""
    for device in ("id-card", "camera"):
        card_journeys.sees(folder, device, {})
    journeys.home(kiosk)
    journeys.choose(kiosk, "LP-HR-024")
    way.look("S3-four-ways")
    kiosk.tap("way-id")
    kiosk.wait_text("请放上身份证")
    way.look("S3-id-card")
    card_journeys.sees(folder, "id-card", card_journeys.HOLDER)
    kiosk.wait_text("没有看到面部")
    way.look("S3-face")
    card_journeys.sees(folder, "camera", card_journeys.OTHER_FACE)
    kiosk.wait_text("请再看一次摄像头")
    kiosk.wait_screen("S7")
    way.look("S7-not-alike")
    kiosk.tap("leave")
    kiosk.wait_screen("S8")
    way.look("S8-take-id")
    card_journeys.sees(folder, "id-card", {})
    kiosk.wait_screen("S1")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--pictures", required=True)
    parser.add_argument("--layout", choices=sorted(rig.SIZES), default="portrait")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kiosk = rig.Kiosk(folder, pathlib.Path(options.pictures) / f"{options.layout}-walk", options.layout, ["--pin", "screen"], options.build)
        try:
            way = walk(kiosk, options.layout)
        finally:
            kiosk.close()
    with tempfile.TemporaryDirectory() as folder:
        way.kiosk = rig.Kiosk(folder, pathlib.Path(options.pictures) / f"{options.layout}-walk-id", options.layout,
                              ["--pin", "screen", *card_journeys.devices(folder)], options.build)
        try:
            walk_id_card(way.kiosk, folder, way)
        finally:
            way.kiosk.close()
    print("\n".join(way.problems) or "nothing found")
    print(f"{way.screens} screens, {len(way.problems)} findings")
    return 1 if way.problems else 0


if __name__ == "__main__":
    sys.exit(main())
