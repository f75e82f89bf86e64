#!/usr/bin/env python3
"""Documents at the kiosk, to the hand: inside a print world and a simulated world, a real IPP printer behind it.

  printing.py --build DIR --pictures DIR --port presenter|none
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

import card_journeys
import fill
import form_journeys
import journeys
import keys
import rig

sys.path.insert(0, str(rig.ROOT / "tests" / "integration"))
import printworld  # noqa: E402

# What each printing item gives: types of services, in the order of the choices.
ITEMS = {
    "liangping": {"LP-HR-006": ("09",), "LP-HR-021": ("02", "03", "03", "03"), "LP-HR-022": ("01",), "LP-HR-023": ("06",), "LP-HR-033": ("07",),
                  "LP-HR-034": ("07",), "LP-HR-040": ("08",), "LP-HR-076": ("09",)},
    "yongzhou": {"YZ-027": ("03", "03", "03"), "YZ-028": ("01",), "YZ-037": ("07", "04")},
}
NAMES = {"01": "社会保险个人权益记录单", "02": "参保证明", "03": "参保缴费凭证", "04": "待遇发放证明", "05": "未参保证明", "06": "职业年金个人权益记录单", "07": "待遇查询单",
         "08": "工伤认定、鉴定、待遇信息", "09": "培训或岗位信息单"}
LEAST_INK = 0.005
PIN_OF_E = "666666"  # keys-sim/samples/card-e.toml
PRINTER = 60  # seconds for a document of some pages


def configure(folder):
    """ssc.toml of the world, with its printer."""
    text = pathlib.Path(os.environ["SSC_CONFIG"]).read_text(encoding="utf-8")
    port = os.environ.get("SSC_PRINT_PORT")
    section = f'[printer]\nurl = "{os.environ["SSC_PRINT_URI"]}"\n' + (f'presenter = "{port}"\n' if port else "")
    if queue := os.environ.get("SSC_PRINT_QUEUE"):  # through cupsd
        section = f'[printer]\nurl = "{queue}"\nsocket = "{os.environ["SSC_PRINT_SOCKET"]}"\ndevice = "{os.environ["SSC_PRINT_URI"]}"\n'
    path = os.path.join(folder, "ssc.toml")
    pathlib.Path(path).write_text(text.replace("[reader]", section + "\n[reader]"), encoding="utf-8")
    os.environ["SSC_CONFIG"] = path


def sign_in_for(kiosk, item, pin=journeys.PIN):
    journeys.home(kiosk)
    journeys.choose(kiosk, item, "prints")
    rig.control("card", "insert")
    journeys.enter(kiosk, pin)
    preview(kiosk)


def preview(kiosk):
    kiosk.wait_screen("S6")
    kiosk.tap("preview")
    kiosk.wait_for("page-0")


def every_item(kiosk, _world):
    """Each document of the eight printing items shows its pages before it is printed."""
    every_document(kiosk, "liangping")


def every_item_of_yongzhou(kiosk, _world):
    """And of the three of the other district."""
    every_document(kiosk, "yongzhou")


def every_document(kiosk, district):
    journeys.home(kiosk)
    rig.control("card", "insert")
    kiosk.wait_screen("S2")
    kiosk.tap("tile-prints")
    for count, (item, types) in enumerate(ITEMS[district].items()):
        for choice, kind in enumerate(types):
            kiosk.tap(f"item-{item}")
            if count == choice == 0:
                journeys.enter(kiosk, journeys.PIN)
            kiosk.wait_screen("S6")
            kiosk.tap(f"preview-{choice}" if choice else "preview")
            kiosk.wait_for("page-0")
            look_at_pages(kiosk, f"{item}-{kind}-{choice}", kind)
            kiosk.tap("another")
            kiosk.wait_screen("S2")
    kiosk.tap("leave")
    kiosk.take_card()
    kiosk.wait_screen("S1")


def never_insured(kiosk, _world):
    """The holder of card E, a student: the same item gives the statement of that, and no other document."""
    card_journeys.other_card(kiosk, "e")
    try:
        sign_in_for(kiosk, "LP-HR-021", PIN_OF_E)
        look_at_pages(kiosk, "LP-HR-021-05", "05")
        assert kiosk.find("preview-1") is None, "another document is offered"
        journeys.leave(kiosk)
    finally:
        card_journeys.other_card(kiosk, "a")


def look_at_pages(kiosk, name, kind):
    """The right document, and every page of it drawn."""
    kiosk.still()
    pages = [element for element in kiosk.elements() if element["object"].startswith("page-")]
    assert pages and NAMES[kind] in pages[0]["name"], f"{name}: {NAMES[kind]}, not {pages[0]['name']}"
    picture = kiosk.picture(name)
    assert ink(kiosk, picture.with_suffix(".ppm"), pages[0]["seen"]) > LEAST_INK, f"{name}: an empty page"
    for page in pages[1:]:
        kiosk.scroll_to(page["object"], page["rect"]["height"])
        kiosk.picture(f"{name}-{page['object']}")


def ink(kiosk, path, rect):
    """Part of the rectangle that is dark."""
    assert kiosk.ask(f"grab {path}") == "ok"
    data = path.read_bytes()
    path.unlink()
    _, width, _, _ = data.split(maxsplit=4)[:4]
    width, body = int(width), data[-int(width) * int(data.split(maxsplit=4)[2]) * 3:]
    x, y, right, below = (int(rect[key]) for key in ("x", "y", "width", "height"))
    rows = [body[(line * width + x) * 3:(line * width + x + right) * 3] for line in range(y, y + below)]
    dark = sum(len(row) - len(row.translate(None, bytes(range(128)))) for row in rows)
    return dark / sum(map(len, rows))


def to_the_hand(kiosk, world):
    """Printed, and the citizen says that all pages are there."""
    before = len(world.received())
    sign_in_for(kiosk, "LP-HR-022")
    kiosk.picture("preview")
    kiosk.tap("print")
    kiosk.wait_for("got-all", patience=PRINTER)
    kiosk.picture("asked")
    kiosk.tap("got-all")
    kiosk.wait_text("打印完成")
    kiosk.picture("taken")
    assert len(world.received()) == before + 1, "the printer got nothing"
    journeys.leave(kiosk)


def not_all_pages(kiosk, _world):
    """Pages are missing: the document is void, and why is said."""
    sign_in_for(kiosk, "LP-HR-022")
    kiosk.tap("print")
    kiosk.wait_for("got-not-all", patience=PRINTER)
    kiosk.tap("got-not-all")
    kiosk.wait("an end", lambda: kiosk.find("got-not-all") is None)
    kiosk.wait("finish again", lambda: kiosk.find("finish")["enabled"])
    kiosk.picture("void")
    assert not any("打印完成" in text for text in kiosk.texts())


def no_paper(kiosk, world):
    """An empty tray is noticed before the document gets a number."""
    world.fill(0)
    try:
        sign_in_for(kiosk, "LP-HR-022")
        kiosk.tap("print")
        kiosk.wait("why", lambda: any("纸" in element["name"] for element in kiosk.elements()) and kiosk.find("finish")["enabled"],
                   patience=PRINTER)
        kiosk.picture("no-paper")
    finally:
        world.fill(printworld.TRAY)
    journeys.leave(kiosk)


def slip_words(kiosk, world, before):
    """Prints the receipt on the screen; what stands on it, without blanks. `before`: what the printer had got."""
    kiosk.tap("print-receipt")
    kiosk.wait("the slip", lambda: any("回执已打印" in element["name"] for element in kiosk.elements()), patience=PRINTER)
    kiosk.picture("printed")
    number, = set(world.received()) - before
    slip = kiosk.pictures / "slip.pdf"
    slip.write_bytes(world.received()[number])
    words = subprocess.run(["pdftotext", str(slip), "-"], stdout=subprocess.PIPE, text=True, check=True).stdout
    return "".join(unicodedata.normalize("NFKC", words).split())


def accepted(kiosk, world):
    """The number of an application, printed as a slip."""
    before = set(world.received())
    form_journeys.begin(kiosk, "LP-HR-061")
    fill.through(kiosk, fill.form_of(kiosk.build, "LP-HR-061"))
    kiosk.tap("submit")
    kiosk.wait_screen("S6")
    number = form_journeys.number_on(kiosk)
    words = slip_words(kiosk, world, before)
    for part in (number, "受理回执", "已受理"):
        assert part in words, f"{part} is not on the slip: {words}"
    journeys.leave(kiosk)


def receipt(kiosk, world):
    """A proof of identity, printed as a slip: it is not registered again, and nobody is asked about it."""
    before = set(world.received())
    journeys.home(kiosk)
    journeys.choose(kiosk, "LP-OT-019", "apply")
    rig.control("card", "insert")
    journeys.enter(kiosk, journeys.PIN)
    kiosk.wait_screen("S6")
    kiosk.wait_text("SIM9999")
    kiosk.picture("receipt")
    words = slip_words(kiosk, world, before)
    shown = next(text for text in kiosk.texts() if "SIM9999" in text)
    for part in (*re.findall(r"[A-Z0-9]{25}|[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{5}", shown), "身份核验回执", "不动产登记", "*三"):
        assert part in words, f"{part} is not on the slip: {words}"
    assert journeys.NAME not in words and journeys.NUMBER not in words, "the slip names its holder"
    journeys.leave(kiosk)


def presented(kiosk, world):
    """A presenter holds the pages out until they are taken."""
    before = len(world.received())
    sign_in_for(kiosk, "LP-HR-021")
    kiosk.tap("print")
    kiosk.wait_text("请取走打印好的纸张", patience=PRINTER)
    kiosk.picture("presented")
    world.presenter("take")
    kiosk.wait_text("打印完成")
    assert len(world.received()) == before + 1, "the printer got nothing"
    journeys.leave(kiosk)


def by_keys(kiosk, world):
    """From the first page to the paper in the hand without one touch of the screen."""
    before, way = len(world.received()), keys.Keys(kiosk)
    journeys.home(kiosk)
    way.press("Tab")
    way.act("tile-prints")
    kiosk.wait_screen("S2")
    way.act("item-LP-HR-021", "Down")
    kiosk.wait_screen("S3")
    way.act("way-card")
    rig.control("card", "insert")
    kiosk.wait_for("key-1")
    way.type_pin()
    way.act("preview")
    kiosk.wait_for("page-0")
    way.act("print")
    kiosk.wait_text("请取走打印好的纸张", patience=PRINTER)
    world.presenter("take")
    kiosk.wait_text("打印完成")
    assert len(world.received()) == before + 1, "the printer got nothing"
    way.act("finish")
    kiosk.take_card()
    kiosk.wait_screen("S1")
    way.close()


ELSEWHERE = (every_item_of_yongzhou,)
JOURNEYS = {"none": (every_item, never_insured, receipt, accepted, to_the_hand, no_paper, not_all_pages), "presenter": (presented, by_keys)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--pictures", required=True)
    parser.add_argument("--port", choices=sorted(JOURNEYS), required=True)
    options = parser.parse_args()
    options.layout = "portrait"
    world = printworld.PrintWorld.here()
    with tempfile.TemporaryDirectory() as folder:
        configure(folder)
        code = journeys.run_all(JOURNEYS[options.port], options, world)
        if options.port == "presenter":
            return code
        options.kiosk = ["--district", "yongzhou"]
        return journeys.run_all(ELSEWHERE, options, world) or code


if __name__ == "__main__":
    sys.exit(main())
