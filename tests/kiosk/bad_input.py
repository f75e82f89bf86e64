#!/usr/bin/env python3
"""What is held before the scanner or typed and is not what is asked for: told in words, with a way on, and nothing has happened.

  bad_input.py --build DIR --pictures DIR [--layout portrait|landscape] [JOURNEY …]
"""
import os
import pathlib
import sys
import tempfile
import tomllib
import tty

import journeys
import rig

sys.path.insert(0, str(rig.ROOT / "tests" / "center"))
import qr_pictures  # noqa: E402

CONFIG = os.environ["SSC_CONFIG"]
SERIAL = None
OTHER_CODES = {
    "address": b"https://example.invalid/?a=1&b=2", "payment": b"wxp://f2f0abcdefghijklmnopqrstuvwxyz", "a letter": b"A", "much": b"A" * 2953,
    "bytes": bytes(range(32, 256)), "a zero": b"SSC1\0\0", "hanzi": "二维码".encode("gb18030"), "escapes": b"\x1b[2J\x1b]0;x\x07",
    "almost an e-card's": b"SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64Z", "a kiosk's own": b"SSL1.0000000000000000000A.0.ESYK5DCS373GKH8M"}
NOT_A_CODE = "这不是电子社保卡的码。请打开电子社保卡，再对准扫码口。"


def scanner():
    """The picture that the simulated scanner looks at."""
    return pathlib.Path(tomllib.loads(pathlib.Path(CONFIG).read_text(encoding="utf-8"))["codes"]["scanner"])


class SerialScanner:
    """In place of the world's, for one kiosk."""

    def __init__(self, folder):
        self._host, device = os.openpty()
        tty.setraw(device)
        path = pathlib.Path(folder) / "ssc.toml"
        text = pathlib.Path(CONFIG).read_text(encoding="utf-8")
        path.write_text(text.replace(f'"{scanner()}"', f'"tty:{os.ttyname(device)}"'), encoding="utf-8")
        os.environ["SSC_CONFIG"] = str(path)

    def reads(self, content):
        os.write(self._host, content + b"\r\n")


def other_codes(kiosk):
    """Each is told so, the scanner goes on looking, and the way out is there; then the card does."""
    journeys.home(kiosk)
    journeys.choose(kiosk, "LP-HR-024")
    for name, content in OTHER_CODES.items():
        kiosk.tap("way-scan")
        kiosk.wait_text("对准下方扫码口")
        SERIAL.reads(content)
        kiosk.wait(f"{name}: words", lambda: NOT_A_CODE in kiosk.texts())
        assert kiosk.screen() == "S3", f"{name}: {kiosk.screen()}"
        if name == "address":
            kiosk.picture("not-a-code")
        kiosk.tap("other-way")
        kiosk.wait_for("way-card")
    kiosk.tap("way-card")
    rig.control("card", "insert")
    journeys.enter(kiosk, journeys.PIN)
    kiosk.wait_screen("S6")
    journeys.leave(kiosk)


def broken_pictures(kiosk):
    """A camera that gives no picture is its own fault; a picture of another code is not an e-card's: in words, with one next step."""
    journeys.home(kiosk)
    journeys.choose(kiosk, "LP-HR-024")
    for name, content, words in (("nothing", b"", "扫码"), ("text", b"no picture at all", "扫码"), ("torn", qr_pictures.blank()[:500], "扫码"),
                                 ("other", qr_pictures.code(b"https://example.invalid/"), "不是电子社保卡"),
                                 ("not text", qr_pictures.code(bytes(range(256))), "不是电子社保卡")):
        scanner().write_bytes(content)
        kiosk.tap("way-scan")
        kiosk.wait_screen("S7")
        told = kiosk.find("problem-text")["text"]
        assert words in told and not told[0].isdigit() and kiosk.find("next")["name"], f"{name}: {told}"
        if name in ("torn", "other"):
            kiosk.picture(name)
        kiosk.tap("next")
        kiosk.wait_screen("S3")
    kiosk.tap("leave")
    kiosk.wait_screen("S1")


def typed(kiosk):
    """A search that finds nothing says so; a password is not taken before it is whole."""
    journeys.home(kiosk)
    journeys.open_tile(kiosk, "records")
    kiosk.tap("tiles")
    kiosk.tap("search")
    for key in "QQQQ":
        kiosk.tap(f"type-{key}")
    kiosk.wait_text("没有找到")
    kiosk.picture("nothing-found")
    kiosk.tap("leave")
    kiosk.wait_screen("S1")
    journeys.choose(kiosk, "LP-HR-024")
    rig.control("card", "insert")
    kiosk.wait_for("key-1")
    for digits in range(1, 4):
        assert not kiosk.find("key-done")["enabled"], f"{digits - 1} digits are taken"
        kiosk.tap("key-1")
    assert not kiosk.find("key-done")["enabled"], "three digits are taken"
    kiosk.tap("leave")
    kiosk.take_card()
    kiosk.wait_screen("S1")
    journeys.choose(kiosk, "LP-HR-024")
    rig.control("card", "insert")
    journeys.enter(kiosk, journeys.PIN)  # no try was lost: nothing of it had reached the card
    kiosk.wait_screen("S6")
    journeys.leave(kiosk)


JOURNEYS = (other_codes, broken_pictures, typed)


def main():
    global SERIAL
    options = journeys.parsed(__doc__, JOURNEYS)
    code = journeys.run_all([journey for journey in options.chosen if journey is not other_codes], options)
    if other_codes in options.chosen:
        with tempfile.TemporaryDirectory() as folder:
            SERIAL = SerialScanner(folder)
            code = journeys.run_all([other_codes], options) or code
    return code


if __name__ == "__main__":
    sys.exit(main())
