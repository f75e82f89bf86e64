#!/usr/bin/env python3
"""zbarimg, which nobody here wrote, reads every code that we draw: zbar_test.py QR_SAMPLE. 77: zbarimg is not there."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

TEXTS = [
    "SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64ZD",
    "SSL1.0000000000000000000A.0.ESYK5DCS373GKH8M",
    "SSL1.0000000000000000000A.14.9EFAC9W91HMHTYM6",
    "SSV1.SIM9999990220260105000001.8SC7MGCM7151H",
    "0",
    "lower case, and Upper",
    "https://example.invalid/?a=1&b=2",
    "A" * 512,
]
MODULE_PIXELS = (5, 8, 12)


def main():
    if shutil.which("zbarimg") is None:
        print("skipped: zbarimg (package zbar-tools) is not installed")
        return 77
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "code.png"
        for text in TEXTS:
            for pixels in MODULE_PIXELS:
                subprocess.run([sys.argv[1], text, str(file), str(pixels)], check=True)
                read = subprocess.run(["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(file)],
                                      capture_output=True, text=True, check=False).stdout
                if read != text + "\n":
                    wrong += 1
                    print(f"{pixels} pixels a module, {text[:60]!r}: zbarimg read {read[:60]!r}")
    print(f"{len(TEXTS) * len(MODULE_PIXELS)} codes, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
