#!/usr/bin/env python3
"""What is installed beside the keeper: its systemd unit and the rule of udev.

  files.py --keeper ssc-kiosk
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

KEEPER = None
ROOM = pathlib.Path(__file__).resolve().parents[2] / "kiosk-app" / "keeper"
UNIT, RULES = ROOM / "ssc-kiosk.service", ROOM / "70-ssc-kiosk-usb-storage.rules"


def settings(text):
    found = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", text, re.M):
        found.setdefault(name, []).append(value)
    return found


class Unit(unittest.TestCase):
    WANTED = {"Type": "notify", "NoNewPrivileges": "yes", "ProtectSystem": "strict", "PrivateTmp": "yes", "MemorySwapMax": "0",
              "LimitCORE": "1", "DevicePolicy": "closed", "WatchdogSignal": "SIGKILL", "User": "ssc-kiosk", "Restart": "always"}

    def test_nothing_of_a_visit_can_get_out(self):
        found = settings(UNIT.read_text())
        for name, value in self.WANTED.items():
            with self.subTest(name=name):
                self.assertEqual(found.get(name), [value])

    def test_the_watchdog_is_longer_than_the_longest_wait_between_visits(self):
        longest = re.search(r"kFirstWait\{\d+\}, kLongestWait\{(\d+)\}", (ROOM / "crash_loop.hpp").read_text())
        self.assertGreater(int(settings(UNIT.read_text())["WatchdogSec"][0]), int(longest[1]))

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not installed")
    def test_systemd_understands_the_unit_and_finds_it_safe(self):
        with tempfile.TemporaryDirectory(prefix="keeper-") as folder:
            unit = pathlib.Path(folder, UNIT.name)
            text = UNIT.read_text()
            self.assertIn("\nExecStart=ssc-kiosk ", text)
            unit.write_text(text.replace("ExecStart=ssc-kiosk ", f"ExecStart={KEEPER} ").replace("ExecReload=kill ", "ExecReload=/bin/kill "))
            verified = subprocess.run(["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", unit], capture_output=True, text=True,
                                      check=False)
            self.assertEqual((verified.returncode, verified.stderr), (0, ""))
            judged = subprocess.run(["systemd-analyze", "security", "--offline=yes", "--threshold=25", unit], capture_output=True,
                                    text=True, check=False)
            self.assertEqual(judged.returncode, 0, judged.stdout[-400:] + judged.stderr)


def rules():
    """[( {key: wanted}, {key: given} )], as udev(7) reads a file of which only == and = are used."""
    read = []
    for line in RULES.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        words = re.findall(r'([A-Z]+(?:\{\w+\})?)(==|=)"([^"]*)"', line)
        if ", ".join(f'{key}{sign}"{value}"' for key, sign, value in words) != line:
            raise ValueError(line)
        read.append(({key: value for key, sign, value in words if sign == "=="},
                     {key: value for key, sign, value in words if sign == "="}))
    return read


def given_to(device):
    outcome = {}
    for wanted, given in rules():
        if all(value in device.get(key, ()) for key, value in wanted.items()):
            outcome.update(given)
    return outcome


def interface(number, action="add"):
    return {"ACTION": [action], "SUBSYSTEM": ["usb"], "ENV{DEVTYPE}": ["usb_interface"], "ATTR{bInterfaceClass}": [number]}


class UsbStorage(unittest.TestCase):
    def test_storage_and_cameras_are_taken_from_their_drivers(self):
        for number in ("08", "06"):
            self.assertEqual(given_to(interface(number)), {"ATTR{authorized}": "0"})

    def test_printers_readers_keyboards_hubs_and_serial_lines_are_not(self):
        for number in ("07", "0b", "03", "09", "02", "0a", "ff", "0e", "01"):
            self.assertEqual(given_to(interface(number)), {})

    def test_what_goes_away_is_left_alone(self):
        self.assertEqual(given_to(interface("08", "remove")), {})

    def test_a_disk_on_usb_is_shown_to_nobody_and_opened_by_nobody(self):
        disk = {"ACTION": ["add"], "SUBSYSTEM": ["block"], "SUBSYSTEMS": ["block", "scsi", "usb", "pci"]}
        self.assertEqual(given_to(disk), {"ENV{UDISKS_IGNORE}": "1", "ENV{UDISKS_AUTO}": "0", "ENV{SYSTEMD_READY}": "0", "MODE": "0000"})

    def test_the_disk_of_the_machine_stays_as_it_is(self):
        self.assertEqual(given_to({"ACTION": ["add"], "SUBSYSTEM": ["block"], "SUBSYSTEMS": ["block", "nvme", "pci"]}), {})


def main():
    global KEEPER
    parser = argparse.ArgumentParser()
    parser.add_argument("--keeper", required=True)
    arguments, rest = parser.parse_known_args()
    KEEPER = os.path.abspath(arguments.keeper)
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
