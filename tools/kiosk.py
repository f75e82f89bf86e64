#!/usr/bin/env python3
"""The kiosk on the simulated world, with a panel beside it: cards, PIN pad, phone, id card and face, printer, reader, center. Run it as ./dev kiosk.

  kiosk.py [--pin screen|pad] [options of ssc-kiosk-visit: --layout landscape, --district yongzhou …]

--pin pad: the password is entered on the simulated PIN pad, by the panel.
"""
import argparse
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "keys-sim" / "samples"
INSIDE = "--inside"


def outside(options, rest):
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        print("kiosk: there is no screen here (DISPLAY is not set). Run it on a desktop, or under `xvfb-run`;\n"
              "`./dev test kiosk` walks through it and leaves pictures in build/release/kiosk-pictures.", file=sys.stderr)
        return 1
    pad = "ask" if options.pin == "pad" else "none"
    world = [sys.executable, str(ROOT / "tools" / "sim.py"), "--build", options.build, "--center", "both", "--card", "A", "--pin", pad,
             "--phone", "hand"]
    try:
        return subprocess.call([*world, "--", sys.executable, __file__, INSIDE, "--build", options.build, "--pin", options.pin, *rest])
    except KeyboardInterrupt:
        return 130


def hands(options):
    """The program that does what the panel asks for; it has the printer, or says why there is none."""
    process = subprocess.Popen([sys.executable, str(ROOT / "tools" / "kiosk_hands.py"), "--build", options.build], stdout=subprocess.PIPE, text=True)
    _, _, what = process.stdout.readline().strip().partition(" ")
    if what.startswith("no-printer"):
        print(f"kiosk: nothing can be printed here: {what.partition(' ')[2]}", file=sys.stderr)
    return process, what


def inside(options, rest):
    subprocess.run([sys.executable, str(ROOT / "tools" / "sim.py"), "ctl", "card", "remove"], stdout=subprocess.DEVNULL, check=False)
    around, what = hands(options)
    world = pathlib.Path(os.environ["SSC_SIM_DIR"])  # two files of the hands
    proof = ["--camera", str(world / "camera"), "--id-reader", str(world / "id-card")]
    with subprocess.Popen(["ssc-kiosk-panel", str(SAMPLES), what]) as panel:
        try:
            return subprocess.call(["ssc-kiosk", "--windowed", "--pin", options.pin, *proof, *rest])
        except KeyboardInterrupt:
            return 130
        finally:
            panel.terminate()
            around.terminate()
            around.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pin", choices=["screen", "pad"], default="screen")
    parser.add_argument("--build", default=str(ROOT / "build" / "release"), help=argparse.SUPPRESS)
    parser.add_argument(INSIDE, action="store_true", help=argparse.SUPPRESS)
    options, rest = parser.parse_known_args()
    return inside(options, rest) if options.inside else outside(options, rest)


if __name__ == "__main__":
    sys.exit(main())
