#!/usr/bin/env python3
"""Every screen that touch leads to, in every language and mode: what can be touched has a name and a size, nothing is cut,
nothing stands over anything else, everything stands out from what is behind it. Also with letters larger than any mode has
them, and on a tall screen within the reach of a wheelchair. Leaves what golden.py compares.

  walk.py --build DIR --pictures DIR [--layout portrait|landscape] [--pack LRELEASE]

--pack: in a third language instead, a made-up one that is read from right to left and comes as a pack; LRELEASE is Qt's
program that makes it.
"""
import argparse
import contextlib
import dataclasses
import itertools
import json
import os
import pathlib
import re
import sys
import tempfile
import tomllib

import golden
import id_card
import journeys
import made_up_pack
import recovery
import rig

SHORT_SIDE_MM = 268
TARGET_MM = {False: 20, True: 30}  # elder
BUTTON, CHECK_BOX, DIALOG = 0x2B, 0x2C, golden.DIALOG  # QAccessible::Role
CENTRE = 4  # Qt::AlignHCenter
SLACK = 1.5  # pixels
LARGE_MM = 8.1
LARGER_LETTERS = 1.7
ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]+ [a-z]+")  # a few words of it
OUT_OF_REACH = 0.36  # of a tall screen, from above


@dataclasses.dataclass(frozen=True)
class Mode:
    """How a screen is looked at. `contrast`: the colours of that mode; every colour is measured in what `measured` says."""
    language: str
    elder: bool = False
    contrast: bool = False
    letters: float = 1
    reach: bool = False

    @property
    def name(self):
        marks = {"elder": self.elder, "contrast": self.contrast, "letters": self.letters != 1, "reach": self.reach}
        return "-".join([self.language, *(mark for mark, on in marks.items() if on)])

    @property
    def measured(self):
        """Colours do not change with sizes."""
        return self.letters == 1 and not self.reach

    def settings(self):
        """In the order in which they are set: sizes first."""
        on = {True: "on", False: "off"}
        return {"letters": f"{self.letters}", "elder": on[self.elder], "contrast": on[self.contrast], "reach": on[self.reach], "language": self.language}


USUAL = Mode("zh")
MODES = [mode for language in ("zh", "en") for mode in (Mode(language), Mode(language, elder=True), Mode(language, contrast=True),
                                                        Mode(language, letters=LARGER_LETTERS))]
PACK_MODES = [Mode(made_up_pack.TAG), Mode(made_up_pack.TAG, elder=True), Mode(made_up_pack.TAG, letters=LARGER_LETTERS)]
LOW = [Mode(language, elder=elder, reach=True) for language, elder in itertools.product(("zh", "en"), (False, True))]


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


def in_front(elements):
    """Of a question that stands over everything, only what is in it can be touched."""
    dialogs = [number for number, element in enumerate(elements) if element["role"] == DIALOG]
    return elements[dialogs[-1]:] if dialogs else elements


def findings(elements, layout, mode):
    """What is wrong with a screen, in words."""
    window = {"x": 0, "y": 0, "width": rig.SIZES[layout][0], "height": rig.SIZES[layout][1]}
    elements = in_front(elements)
    controls = [element for element in elements if touchable(element) and element["seen"]["height"] > 0]
    if not controls and not elements:
        yield "nothing is there"
    yield from wrong_controls(controls, window, mode)
    texts = [element for element in elements if element["text"] and element["seen"]["height"] > 0]
    yield from wrong_texts(texts, controls, window)
    if mode.language == "zh":
        yield from (f"{element['text']!r}: is English" for element in texts if ENGLISH.search(element["text"]))
    if mode.language == made_up_pack.TAG:
        yield from (f"{element['text']!r}: is not of the pack" for element in texts if element["text"] in made_up_pack.untranslated())
        yield from (f"{element['text']!r}: begins on the wrong side" for element in texts
                    if element["aligned"] != CENTRE and element["aligned"] == element["alignedNow"])


def missing(seen, mode, elements):
    """Larger letters and lower controls take nothing away. `seen`: by language and elder mode, filled with the first look."""
    names = {element["object"] for element in in_front(elements) if touchable(element)} - {""}
    yield from (f"{name}: is gone" for name in sorted(seen.setdefault((mode.language, mode.elder), names) - names))


def wrong_controls(controls, window, mode):
    target = TARGET_MM[mode.elder] * min(window["width"], window["height"]) / SHORT_SIDE_MM
    highest = window["height"] * OUT_OF_REACH if mode.reach else 0
    for element in controls:
        name = element["object"] or element["name"] or element["type"]
        if not element["name"].strip():
            yield f"{name}: has no name"
        rect = element["rect"]
        if min(rect["width"], rect["height"]) + SLACK < target and "Masked" not in element["type"]:
            yield f"{name}: {rect['width']:.0f} x {rect['height']:.0f}, needs {target:.0f}"
        if rect["x"] < -SLACK or rect["x"] + rect["width"] > window["width"] + SLACK:
            yield f"{name}: stands outside the window"
        if element["clipped"] or element["seen"]["y"] + element["seen"]["height"] > window["height"] + SLACK:
            yield f"{name}: is cut"
        if element["seen"]["y"] < highest:
            yield f"{name}: at {element['seen']['y']:.0f}, out of reach above {highest:.0f}"
    for one, other in itertools.combinations(controls, 2):
        if overlap(one["seen"], other["seen"]):
            yield f"{one['name']!r} stands over {other['name']!r}"


def wrong_texts(texts, controls, window):
    for element in texts:
        if element["cut"] or element["clipped"]:
            yield f"{element['text']!r}: is cut"
        if not inside(element["rect"], element["box"]):
            yield f"{element['text']!r}: larger than its place"
        if not inside({**element["rect"], "y": window["y"], "height": 1}, window):
            yield f"{element['text']!r}: leaves the window"
        for control in controls:
            part, own = element["seen"], control["seen"]
            center = part["x"] + part["width"] / 2, part["y"] + part["height"] / 2
            within = own["x"] <= center[0] <= own["x"] + own["width"] and own["y"] <= center[1] <= own["y"] + own["height"]
            if within and not inside(element["rect"], control["rect"]):
                yield f"{element['text']!r}: larger than {control['name']!r}"
    for one, other in itertools.combinations(texts, 2):
        if overlap(one["seen"], other["seen"]):
            yield f"{one['text']!r} stands over {other['text']!r}"


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


def empty(folder):
    """Of the pictures of a walk before this one."""
    for path in folder.glob("*.png"):
        path.unlink()


class Walk:
    """`golden_pictures`: where pictures are left to be compared; None: nowhere. `modes`: in which to look; None: all."""

    def __init__(self, layout, golden_pictures=None, modes=None):
        self.modes = modes or MODES + (LOW if layout == "portrait" else [])
        self.layout, self.golden, self.problems, self.screens, self.kiosk = layout, golden_pictures, [], 0, None
        self.found, self._now = 0, {}

    def tell(self):
        """What was found since it was told last."""
        self.found += len(self.problems)
        print("\n".join(self.problems) or "nothing found")
        print(f"{self.screens} screens, {len(self.problems)} findings", flush=True)
        self.problems.clear()

    def follow(self, kiosk):
        self.kiosk, self._now = kiosk, {}

    def look(self, name, idle=False):
        """The screen that stands now, in all modes. `idle`: when nobody has touched it for so long that it asks."""
        seen = {}
        for mode in self.modes:
            self._turn(mode, idle)
            self.screens += 1
            elements = self.kiosk.still()["elements"]
            path = self.kiosk.next_picture(f"{name}-{mode.name}")
            measured = json.loads(self.kiosk.ask(f"contrast {path}"))
            found = list(findings(elements, self.layout, mode)) + list(missing(seen, mode, elements))
            if mode.measured:
                found += faint(measured, self.layout, mode.contrast)
            self.problems += [f"{name} {mode.name}: {problem}" for problem in found]
            if mode.measured and self.golden:
                self.problems += self.golden.keep(name, mode, path, elements)
        self._turn(USUAL, False)
        if idle:
            self.kiosk.ask("clock go")
        self.kiosk.still()

    def _turn(self, mode, idle):
        """What stays as it is is not told again: a page is laid out anew for each word."""
        if idle:
            self.kiosk.ask("clock stop 0")
        for what, value in mode.settings().items():
            if self._now.get(what, USUAL.settings()[what]) != value:
                if (answer := self.kiosk.ask(f"set {what} {value}")) != "ok":
                    raise rig.Lost(f"{what} {value}: {answer}")
        self._now = mode.settings()
        if idle:
            self.kiosk.ask(f"clock stop {IDLE_SECONDS[mode.elder]}")
            self.kiosk.wait_for("stay")


IDLE_SECONDS = {False: 45, True: 90}  # by elder: the question stands, and time is left


def walk(kiosk, way):
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
    way.look("S6-still-there", idle=True)
    walk_consent(kiosk, way)
    walk_end(kiosk, way)
    walk_card(kiosk, way)


def walk_consent(kiosk, way):
    kiosk.tap("another")
    kiosk.wait_screen("S2")
    kiosk.tap("tiles")
    kiosk.tap("tile-card")
    kiosk.tap("item-card-loss")
    kiosk.wait_screen("S4")
    way.look("S4-consent")
    kiosk.tap("refuse")
    kiosk.wait_screen("S2")


def walk_end(kiosk, way):
    """The office does not answer: the visit is not over before the session is."""
    kiosk.tap("leave")
    kiosk.wait_screen("S8")
    way.look("S8-take")
    rig.control("hang-center")
    try:
        rig.control("card", "remove")
        kiosk.wait_screen("S9")
        way.look("S9-wipe")
        assert kiosk.screen() == "S9", "the visit ended while it was looked at"
    finally:
        rig.control("resume-center")
    kiosk.wait_screen("S1")


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


# ---- where nobody is served

def closed_kiosk(folder):
    """Its configuration and profile: a printer that nobody finds, whose presenter still holds pages; a door with a switch."""
    folder = pathlib.Path(folder)
    text = pathlib.Path(os.environ["SSC_CONFIG"]).read_text(encoding="utf-8")
    mark = pathlib.Path(tomllib.loads(text)["office"]["folder"]) / "paper-open"
    mark.touch()
    section = f'[printer]\nurl = "ipp://localhost:9/ipp/print"\npresenter = "{folder}/presenter"\n'
    config = folder / "ssc.toml"
    config.write_text(text.replace("[reader]", section + "\n[reader]"), encoding="utf-8")
    return config


def walk_closed(options, pictures, way):
    """Pages of somebody, then somebody at work inside, then nothing that works."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as ends:
        config, door = closed_kiosk(folder), recovery.Door(os.path.join(folder, "door.sock"))
        profile = recovery.profile_of(folder, f"kiosk-{options.layout}.toml")
        profile.write_text(profile.read_text(encoding="utf-8").partition("[door]")[0] + f'[door]\nsocket = "{door.path}"\n', encoding="utf-8")
        before = os.environ["SSC_CONFIG"]
        ends.callback(os.environ.update, SSC_CONFIG=before)
        os.environ["SSC_CONFIG"] = str(config)
        rig.control("stop-center")
        ends.callback(rig.control, "start-center")
        kiosk = rig.Kiosk(folder, pictures, options.layout, ["--profile", str(profile)], options.build, first=way.kiosk.count)
        ends.callback(kiosk.close)
        way.follow(kiosk)
        kiosk.wait_screen("S12")
        way.look("S12-paper-left")
        kiosk.tap("help")
        kiosk.wait_text("没有呼叫成功")
        way.look("S10-no-answer")
        kiosk.tap("leave")
        kiosk.wait_screen("S12")
        door.say("open")
        kiosk.wait_screen("S11")
        way.look("S11-maintenance")
        rig.control("stop-pcscd")  # as without a reader, which the cards of the world would not wait for so long
        door.say("closed")
        kiosk.wait_screen("S0")
        recovery.says(kiosk, recovery.READER, recovery.OFFICE, recovery.PRINTER)
        way.look("S0-out")
        rig.control("start-pcscd")
        recovery.says(kiosk, recovery.OFFICE, recovery.PRINTER)


def walk_id_card(kiosk, folder, way):
    """The sign-in by id card and face, in a kiosk that has the devices."""
    for device in ("id-card", "camera"):
        id_card.sees(folder, device, {})
    journeys.home(kiosk)
    journeys.choose(kiosk, "LP-HR-024")
    way.look("S3-four-ways")
    kiosk.tap("way-id")
    kiosk.wait_text("请放上身份证")
    way.look("S3-id-card")
    id_card.sees(folder, "id-card", id_card.HOLDER)
    kiosk.wait_text("没有看到面部")
    way.look("S3-face")
    id_card.sees(folder, "camera", id_card.OTHER_FACE)
    kiosk.wait_text("请再看一次摄像头")
    kiosk.wait_screen("S7")
    way.look("S7-not-alike")
    kiosk.tap("leave")
    kiosk.wait_screen("S8")
    way.look("S8-take-id")
    id_card.sees(folder, "id-card", {})
    kiosk.wait_screen("S1")


# ---- in a third language

def switch(kiosk):
    """From one language to the next by touch, each called as it calls itself; what the pack does not say is Chinese."""
    for name, how in (("English", "zh"), (made_up_pack.NAME, "en"), ("中文", made_up_pack.TAG)):
        assert kiosk.find("language")["name"] == name, kiosk.find("language")
        kiosk.wait_text(made_up_pack.said()["home-how"] if how == made_up_pack.TAG else made_up_pack.texts()["home-how"][how])
        kiosk.tap("language")
    kiosk.tap("tile-medical")
    kiosk.tap("tiles")
    kiosk.tap("search")
    kiosk.ask(f"set language {made_up_pack.TAG}")
    kiosk.wait_text(made_up_pack.said()["search-title"])
    kiosk.wait_text(made_up_pack.texts()["search-how"]["zh"])
    kiosk.ask("set language zh")
    kiosk.tap("leave")
    kiosk.wait_screen("S1")


PRINTER = {layout: f'[printer]\npaper = "{paper}"\n' for layout, paper in (("portrait", "presenter"), ("landscape", "open"))}


def walk_pack(options, pictures):
    way = Walk(options.layout, modes=PACK_MODES)
    with tempfile.TemporaryDirectory() as folder:
        made_up_pack.make(folder, options.pack)
        profile = recovery.profile_of(folder, f"kiosk-{options.layout}.toml", **{
            'languages = ["zh", "en"]': f'languages = ["zh", "en", "{made_up_pack.TAG}"]\nlanguage_packs = "."',
            PRINTER[options.layout]: ""})
        kiosk = rig.Kiosk(folder, pictures, options.layout, ["--profile", str(profile), "--pin", "screen"], options.build)
        way.follow(kiosk)
        try:
            journeys.home(kiosk)
            switch(kiosk)
            walk(kiosk, way)
        finally:
            kiosk.close()
            way.tell()
    return 1 if way.found else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--pictures", required=True)
    parser.add_argument("--layout", choices=sorted(rig.SIZES), default="portrait")
    parser.add_argument("--pack", metavar="LRELEASE")
    options = parser.parse_args()
    pictures = pathlib.Path(options.pictures) / f"{options.layout}-walk{'-pack' if options.pack else ''}"
    empty(pictures)
    if options.pack:
        return walk_pack(options, pictures)
    kept = golden.Pictures(pictures, options.layout)
    way = Walk(options.layout, kept)
    with tempfile.TemporaryDirectory() as folder:
        kiosk = rig.Kiosk(folder, pictures, options.layout, ["--pin", "screen"], options.build)
        way.follow(kiosk)
        try:
            walk(kiosk, way)
        finally:
            kiosk.close()
            way.tell()
    try:
        with tempfile.TemporaryDirectory() as folder:
            kiosk = rig.Kiosk(folder, pictures, options.layout, ["--pin", "screen", *id_card.devices(folder)], options.build,
                              first=way.kiosk.count)
            way.follow(kiosk)
            try:
                walk_id_card(kiosk, folder, way)
            finally:
                kiosk.close()
        walk_closed(options, pictures, way)
    finally:
        way.tell()
    kept.write()
    return 1 if way.found else 0


if __name__ == "__main__":
    sys.exit(main())
