#!/usr/bin/env python3
"""The simulation panel of `./dev kiosk`: every button is pressed beside a kiosk, and does what it says. In a print world with a
presenter, and a simulated world with a phone and a PIN pad that wait for hands.

  panel.py --build DIR --pictures DIR
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

import journeys
import rig

SAMPLES = rig.ROOT / "keys-sim" / "samples"
PANEL = (1920, 1080)
READER, PRINTER = "读卡器暂时不能使用", "打印机暂时不能使用"


def buttons(places, patience=rig.PATIENCE):
    """Where the panel's buttons stand, by what they ask for, once it has written that down."""
    rig.wait_until("the panel", lambda: os.path.exists(places) and os.path.getsize(places) > 0, patience)
    rows = [line.split(" ", 2) for line in pathlib.Path(places).read_text(encoding="utf-8").splitlines()]
    return {command: (x, y) for x, y, command in rows}


class Panel:
    """On a screen of its own; the buttons by what they ask for."""

    def __init__(self, folder, build):
        self.screen, places = rig.Screen(PANEL), os.path.join(folder, "places")
        self._environment = dict(os.environ, DISPLAY=self.screen.display, QT_QPA_PLATFORM="xcb", QT_QUICK_BACKEND="software",
                                 SSC_PANEL_PLACES=places, XDG_RUNTIME_DIR=folder)
        self._process = subprocess.Popen([os.path.join(build, "bin", "ssc-kiosk-panel"), str(SAMPLES), "printer"], env=self._environment)
        self.places = buttons(places)
        self.pressed = set()

    def press(self, command):
        self.pressed.add(command)
        x, y = self.places[command]
        subprocess.run(["xdotool", "mousemove", x, y, "click", "1"], env=self._environment, check=True, timeout=rig.PATIENCE)

    def picture(self, path):
        subprocess.run(["import", "-window", "root", "-crop", "420x1080+1500+0", path], env=self._environment, check=False, timeout=rig.PATIENCE)

    def close(self):
        self._process.terminate()
        self._process.wait()
        self.screen.close()


def card(kiosk, panel):
    """Out, in, and each of the cards in turn."""
    panel.press("card.ctl remove")
    kiosk.wait("no card", lambda: kiosk.ask("card") == "out")
    kiosk.wait_screen("S1")
    panel.press("card.ctl insert")
    kiosk.wait_screen("S2")
    for name in "bcdefa":
        panel.press(f"card.ctl swap {SAMPLES}/card-{name}.toml")
        rig.wait_until(f"card {name}", lambda: f'"profile":"{name.upper()}"' in rig.control("card", "status"))
    kiosk.tap("leave")
    panel.press("card.ctl remove")
    kiosk.wait_screen("S1")


def pad(kiosk, panel):
    """The right PIN, a wrong one, none."""
    for command, screen in (("enter 111111", "S7"), ("cancel", "S7"), ("enter 123456", "S6")):
        journeys.choose(kiosk, "LP-HR-024")
        panel.press("card.ctl insert")
        kiosk.wait_text("请在密码键盘上输入")
        panel.press(f"pad.ctl {command}")
        kiosk.wait_screen(screen)
        kiosk.tap("finish" if screen == "S6" else "leave")
        panel.press("card.ctl remove")
        kiosk.wait_screen("S1")


def phone(kiosk, panel):
    """The kiosk's code is scanned and confirmed; the phone's code is shown and refused; a wrong password changes nothing."""
    journeys.choose(kiosk, "LP-HR-024")
    kiosk.tap("way-show")
    kiosk.wait_for("code")
    panel.press("hands.ctl phone scan")
    kiosk.wait_for("match")
    panel.press("hands.ctl phone confirm 111111")
    rig.wait_until("the wrong password", lambda: kiosk.find("match"))
    panel.press("hands.ctl phone confirm 472916")
    kiosk.wait_screen("S6")
    kiosk.tap("finish")
    kiosk.wait_screen("S1")
    journeys.choose(kiosk, "LP-HR-024")
    kiosk.tap("way-scan")
    panel.press("hands.ctl phone show")
    kiosk.wait_text("请在手机上确认")
    panel.press("hands.ctl phone hide")
    panel.press("hands.ctl phone refuse")
    kiosk.wait_screen("S7")
    kiosk.tap("leave")
    kiosk.wait_screen("S1")


def proof(kiosk, panel):
    """Id cards that are refused, faces that are not alike, and then the right ones."""
    journeys.choose(kiosk, "LP-HR-024")
    for card, words in (("expired", "身份证已过有效期"), ("stranger", "没有查到您的参保信息")):
        panel.press(f"hands.ctl id {card}")
        kiosk.tap("way-id")
        kiosk.wait_text(words)
        kiosk.tap("next")
    panel.press("hands.ctl id take")
    kiosk.tap("way-id")
    kiosk.wait_text("请放上身份证")
    panel.press("hands.ctl face other")
    panel.press("hands.ctl id lay")
    kiosk.wait_text("请再看一次摄像头")
    panel.press("hands.ctl face photo")
    kiosk.wait_text("与身份证照片不符")
    kiosk.tap("next")
    panel.press("hands.ctl face away")
    kiosk.tap("way-id")
    kiosk.wait_text("没有看到面部")
    panel.press("hands.ctl face own")
    kiosk.wait_screen("S6")
    kiosk.tap("finish")
    kiosk.wait_text("请取走身份证")
    panel.press("hands.ctl id take")
    kiosk.wait_screen("S1")


def document(kiosk, panel):
    """As far as the printer."""
    journeys.choose(kiosk, "LP-HR-022", "prints")
    panel.press("card.ctl insert")
    kiosk.wait_text("请在密码键盘上输入")
    panel.press("pad.ctl enter 123456")
    kiosk.wait_screen("S6")
    kiosk.tap("preview")
    kiosk.wait_for("page-0")
    kiosk.tap("print")


def done(kiosk, panel, screen="S1"):
    kiosk.wait("finish", lambda: (kiosk.find("finish") or {}).get("enabled"), 60)
    kiosk.tap("finish")
    panel.press("card.ctl remove")
    kiosk.wait_screen(screen)


def printer(kiosk, panel):
    """Jammed and freed, without paper and filled, off and on, stuck and cleared."""
    panel.press("hands.ctl printer jam")
    document(kiosk, panel)
    kiosk.wait_text("打印机卡纸")
    panel.press("hands.ctl printer free")
    kiosk.wait_text("请取走打印好的纸张", 60)
    panel.press("hands.ctl paper take")
    kiosk.wait_text("打印完成")
    done(kiosk, panel)
    panel.press("hands.ctl printer empty")
    rig.wait_until("no paper", lambda: "empty" in told_by_printer())
    document(kiosk, panel)
    kiosk.wait("why", lambda: any("纸" in element["name"] for element in kiosk.elements()) and kiosk.find("finish")["enabled"], 60)
    done(kiosk, panel)
    panel.press("hands.ctl printer fill")
    rig.wait_until("paper", lambda: "empty" not in told_by_printer())
    panel.press("hands.ctl printer off")
    kiosk.wait_text(PRINTER)
    panel.press("hands.ctl printer on")
    kiosk.wait("the printer", lambda: PRINTER not in "".join(kiosk.texts()))
    panel.press("hands.ctl paper stick")
    document(kiosk, panel)
    done(kiosk, panel, "S12")
    panel.press("hands.ctl paper clear")
    kiosk.wait_screen("S1")


def told_by_printer():
    ipp = '{ OPERATION Get-Printer-Attributes GROUP operation-attributes-tag ATTR charset attributes-charset utf-8 ' \
          'ATTR naturalLanguage attributes-natural-language en ATTR uri printer-uri $uri }'
    asked = subprocess.run(["ipptool", "-tv", os.environ["SSC_PRINT_URI"], "/dev/stdin"], input=ipp, capture_output=True, text=True, timeout=rig.PATIENCE)
    return next((line for line in asked.stdout.splitlines() if "printer-state-reasons" in line), "")


def around(kiosk, panel):
    """Reader and center, gone and back."""
    panel.press("sim.ctl unplug-reader")
    kiosk.wait_text(READER)
    panel.press("sim.ctl plug-reader")
    kiosk.wait("the reader", lambda: READER not in "".join(kiosk.texts()))
    for command, state in (("stop", "stopped"), ("start", "running")):
        panel.press(f"sim.ctl {command}-center")
        rig.wait_until(f"center {state}", lambda: f"center-999900={state}" in rig.control("status"))


def run(options):
    with tempfile.TemporaryDirectory() as folder:
        hands = subprocess.Popen([sys.executable, str(rig.ROOT / "tools" / "kiosk_hands.py"), "--build", options.build],
                                 stdout=subprocess.PIPE, text=True)
        assert hands.stdout.readline().strip() == "ready printer", "the hands have no printer"
        panel = Panel(folder, options.build)
        world = os.environ["SSC_SIM_DIR"]
        kiosk = rig.Kiosk(folder, pathlib.Path(options.pictures) / "panel", "portrait",
                          ["--pin", "pad", "--camera", f"{world}/camera", "--id-reader", f"{world}/id-card"], options.build)
        try:
            for step in (card, pad, phone, proof, printer, around):
                step(kiosk, panel)
                print(f"ok  {step.__name__:8} {step.__doc__.splitlines()[0]}", flush=True)
            panel.picture(str(kiosk.pictures / "panel.png"))
        finally:
            kiosk.close()
            panel.close()
            hands.terminate()
            hands.wait()
        left = set(panel.places) - panel.pressed
        assert not left, f"never pressed: {sorted(left)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--pictures", required=True)
    options = parser.parse_args()
    try:
        run(options)
    except (rig.Lost, AssertionError) as error:
        print(f"FAILED: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
