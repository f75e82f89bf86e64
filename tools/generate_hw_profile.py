#!/usr/bin/env python3
"""Turns one hardware profile (hw-profiles/*.toml) into a constexpr C++ header for the reader firmware.

Every value is checked; an error names the file, the key and what was expected. Exit code 1 on an error.
"""

import argparse
import re
import sys
import tomllib
from pathlib import Path

MAX_SLOTS = 8  # firmware/core/profile.hpp, kMaxSlots
MESSAGE_BYTES = 271  # 10 + 261: the largest short TPDU (CCID 1.1 §5.1, dwMaxCCIDMessageLength)
MAX_FIRMWARE_TEXT = 48
DEFAULT_CLOCK_KHZ = 3571
ROLES = ("contact", "contactless", "sam")
CLASSES = ("A", "B", "C")
CCID_TYPES = {"GemPCTwin": 1, "GemCorePOSPro": 5, "GemPCPinPad": 1, "SEC1210": 2, "GemCoreSIMPro": 2}  # and slots


class ProfileError(Exception):
    """What is wrong and where."""


def fail(where, what):
    raise ProfileError(f"{where}: {what}")


def check_text(where, value, pattern=r"[^\x00-\x1f\"\\]+"):
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        fail(where, f"expected a text matching {pattern!r}, got {value!r}")
    return value


def check_integer(where, value, low, high):
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        fail(where, f"expected a whole number {low}…{high}, got {value!r}")
    return value


def check_choice(where, value, choices):
    if value not in choices:
        fail(where, f"expected one of {', '.join(choices)}, got {value!r}")
    return value


def check_flag(where, value):
    if not isinstance(value, bool):
        fail(where, f"expected true or false, got {value!r}")
    return value


def check_list(where, value, check_item):
    if not isinstance(value, list) or not value:
        fail(where, f"expected a list with at least one entry, got {value!r}")
    return [check_item(f"{where}[{index}]", item) for index, item in enumerate(value)]


def check_classes(where, value):
    return check_list(where, value, lambda place, item: check_choice(place, item, CLASSES))


# [reader]: key, whether it must be there, its check. Keys that only hosts use are checked all the same.
READER_KEYS = {
    "model": (True, lambda where, value: check_text(where, value, r"[a-z][a-z0-9-]*")),
    "label": (True, check_text),
    "pcsc_names": (True, lambda where, value: check_list(where, value, check_text)),
    "simulated": (False, check_flag),
    "ccid_type": (True, lambda where, value: check_choice(where, value, tuple(CCID_TYPES))),
    "exchange_level": (True, lambda where, value: check_choice(where, value, ("tpdu",))),
    "max_message_bytes": (True, lambda where, value: check_integer(where, value, MESSAGE_BYTES, MESSAGE_BYTES)),
    "clock_khz": (False, lambda where, value: check_integer(where, value, 1000, 20000)),
    "voltage_classes": (False, check_classes),
    "firmware_text": (False, lambda where, value: check_text(where, value, rf"[ !#-\[\]-~]{{1,{MAX_FIRMWARE_TEXT}}}")),
}
SLOT_KEYS = {
    "number": (True, lambda where, value: check_integer(where, value, 0, MAX_SLOTS - 1)),
    "role": (True, lambda where, value: check_choice(where, value, ROLES)),
}


def check_table(where, table, keys):
    if not isinstance(table, dict):
        fail(where, "expected a table")
    for key in table:
        if key not in keys:
            fail(f"{where}.{key}", f"unknown key; known are {', '.join(keys)}")
    for key, (required, _) in keys.items():
        if required and key not in table:
            fail(f"{where}.{key}", "is missing")
    return {key: keys[key][1](f"{where}.{key}", value) for key, value in table.items()}


def check_slots(slots, ccid_type):
    if not isinstance(slots, list) or not slots:
        fail("slot", "at least one [[slot]] is needed")
    checked = [check_table(f"slot[{index}]", slot, SLOT_KEYS) for index, slot in enumerate(slots)]
    for index, slot in enumerate(checked):
        if slot["number"] != index:
            fail(f"slot[{index}].number", f"slots are listed in order from 0: expected {index}, got {slot['number']}")
    if len(checked) != CCID_TYPES[ccid_type]:
        fail("slot", f"{ccid_type} has {CCID_TYPES[ccid_type]} slots, the profile lists {len(checked)}")
    return checked


def load(path):
    try:
        profile = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(str(error)) from error
    for key in profile:
        if key not in ("reader", "slot"):
            fail(key, "unknown table; known are reader, slot")
    if "reader" not in profile:
        fail("reader", "is missing")
    reader = check_table("reader", profile["reader"], READER_KEYS)
    return reader, check_slots(profile.get("slot"), reader["ccid_type"])


def constant_name(model):
    return "k" + "".join(part.capitalize() for part in model.split("-"))


def render(reader, slots, source):
    firmware = reader.get("firmware_text", f"{reader['model']} firmware"[:MAX_FIRMWARE_TEXT])
    classes = " | ".join(f"classBit(Voltage::class{name})" for name in reader.get("voltage_classes", ["A"]))
    roles = ", ".join(f"SlotRole::{slot['role']}" for slot in slots)
    return f"""// Generated by tools/generate_hw_profile.py from {source}. Do not edit.
#pragma once

#include "firmware/core/profile.hpp"

namespace ssc::fw::profiles {{

inline constexpr ReaderProfile {constant_name(reader['model'])}{{
    .model = "{reader['model']}",
    .label = "{reader['label']}",
    .ccidType = "{reader['ccid_type']}",
    .firmwareText = "{firmware}",
    .clockKHz = {reader.get('clock_khz', DEFAULT_CLOCK_KHZ)},
    .voltageClasses = {classes},
    .slotCount = {len(slots)},
    .roles = {{{roles}}},
}};

}}  // namespace ssc::fw::profiles
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--input", type=Path, required=True, help="the profile, TOML")
    parser.add_argument("--output", type=Path, required=True, help="the header to write")
    arguments = parser.parse_args()
    try:
        reader, slots = load(arguments.input)
        text = render(reader, slots, f"hw-profiles/{arguments.input.name}")
    except ProfileError as error:
        print(f"{arguments.input}: {error}", file=sys.stderr)
        return 1
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
