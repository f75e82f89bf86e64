#!/usr/bin/env python3
"""`./dev kiosk` as a newcomer has it: its own program starts the world, the kiosk and the panel on one screen; visits by hand, with what the
panel plays, and nothing is left running at the end.

  by_hand.py --build DIR --pictures DIR
"""
import argparse
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

import journeys
import panel
import rig

START = 60.0  # seconds for a world, its centers and its printer


class Desk(rig.Kiosk):
    """One screen with both windows."""

    def __init__(self, folder, pictures, build):
        self.follow_pictures(pictures)
        self._screen = rig.Screen(panel.PANEL)
        self.build, self._folder, places = pathlib.Path(build), os.path.join(folder, "probes"), os.path.join(folder, "places")
        os.mkdir(self._folder)
        self.environment = dict(os.environ, DISPLAY=self._screen.display, QT_QPA_PLATFORM="xcb", QT_QUICK_BACKEND="software", LANG="C.UTF-8",
                                XDG_RUNTIME_DIR=folder, SSC_KIOSK_PROBES=self._folder, SSC_PANEL_PLACES=places)
        self.process = subprocess.Popen([sys.executable, str(rig.ROOT / "tools" / "kiosk.py"), "--build", str(build),
                                         "--visit", str(self.build / "bin" / "ssc_kiosk_under_test")], env=self.environment, start_new_session=True)
        self._buttons = panel.buttons(places, START)
        rig.wait_until("the kiosk", lambda: len(self.visits()) == 2, START)
        self.follow(self.visits()[0])

    def press(self, command):
        self._xdotool("mousemove", *self._buttons[command], "click", "1")

    def next_visit(self, last):
        rig.wait_until("the next visit", lambda: self.visits() and self.visits()[0] != last)
        self.follow(self.visits()[0])
        self.wait_screen("S1")

    def stop(self):
        """As Ctrl+C does it: to everything that the terminal started."""
        os.killpg(self.process.pid, signal.SIGINT)
        code = self.process.wait(START)
        self._screen.close()
        return code


def by_card(desk):
    first = desk.visits()[0]
    desk.wait_screen("S1")
    journeys.choose(desk, "LP-HR-024")
    desk.press("card.ctl insert")
    journeys.enter(desk, journeys.PIN)
    desk.wait_text("示例软件有限公司")
    desk.tap("finish")
    desk.wait_screen("S8")
    desk.press("card.ctl remove")
    desk.next_visit(first)


def by_id_card(desk):
    first = desk.visits()[0]
    desk.press("hands.ctl id lay")
    desk.press("hands.ctl face own")
    journeys.choose(desk, "LP-HR-022", "prints")
    desk.tap("way-id")
    desk.wait_screen("S6")
    desk.tap("preview")
    desk.wait_for("page-0")
    subprocess.run(["import", "-window", "root", str(desk.pictures / "desk.png")], env=desk.environment, check=False, timeout=rig.PATIENCE)
    desk.tap("print")
    desk.wait_text("请取走", patience=60)
    desk.press("hands.ctl paper take")
    desk.wait_text("打印完成")
    desk.tap("finish")
    desk.press("hands.ctl id take")
    desk.next_visit(first)


def by_phone(desk):
    journeys.choose(desk, "LP-HR-024")
    desk.tap("way-show")
    desk.wait_for("code")
    desk.press("hands.ctl phone scan")
    desk.wait_for("match")
    desk.press("hands.ctl phone confirm 472916")
    desk.wait_screen("S6")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--pictures", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(folder, pathlib.Path(options.pictures) / "by-hand", options.build)
        try:
            for step in (by_card, by_id_card, by_phone):
                step(desk)
                print(f"ok  {step.__name__}", flush=True)
        except (rig.Lost, AssertionError) as error:
            print(f"FAILED: {error}")
            return 1
        finally:
            code = desk.stop()
    print(f"ended with {code}")
    return 0 if code in (0, 130) else 1


if __name__ == "__main__":
    sys.exit(main())
