#!/usr/bin/env python3
"""Holds the house (docs/house.toml) against the real #include lines of every C and C++ file.

  layers.py [--root DIR] [--house FILE]     each violation as file:line: what is wrong (docs/house.toml)
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tomllib

SUFFIXES = {".h", ".hpp", ".c", ".cpp"}
GENERATED = "generated/"  # build/<preset>/generated is an include folder: "generated/x.hpp" or its room's own path
INSTALLED = "hostlib/include"
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')


class HouseError(Exception):
    """docs/house.toml contradicts itself."""


class Room:
    def __init__(self, name, row):
        unknown = set(row) - {"folder", "target", "rooms", "headers", "std"}
        if unknown:
            raise HouseError(f"room {name}: unknown key {sorted(unknown)[0]}")
        self.name, self.folder = name, row["folder"].rstrip("/")
        self.rooms, self.headers = set(row["rooms"]), set(row["headers"])
        self.std = row.get("std", "hosted")

    def may_use(self, other):
        return other is self or "*" in self.rooms or other.name in self.rooms


class House:
    def __init__(self, data):
        self.rooms = [Room(name, row) for name, row in data["rooms"].items()]
        self._groups, self._std = data["headers"], {name: set(headers) for name, headers in data["std"].items()}
        names = {room.name for room in self.rooms}
        for room in self.rooms:
            self._check(room, names)

    def _check(self, room, names):
        for kind, known, used in (("room", names, room.rooms), ("header group", set(self._groups), room.headers)):
            if unknown := used - known - {"*"}:
                raise HouseError(f"room {room.name}: unknown {kind} {sorted(unknown)[0]}")
        if room.std not in self._std:
            raise HouseError(f"room {room.name}: unknown std {room.std}")

    def room_of(self, path):
        """The room of a file: the one whose folder is the longest prefix."""
        homes = [room for room in self.rooms if path.startswith(room.folder + "/")]
        return max(homes, key=lambda room: len(room.folder), default=None)

    def _is_standard(self, header, std):
        if std == "hosted":
            return any(header in headers for headers in self._std.values())
        return header in self._std[std]

    def _group_of(self, header):
        for name, entries in self._groups.items():
            if any(header.startswith(entry.removesuffix("*")) if entry.endswith(("/", "*")) else header == entry for entry in entries):
                return name
        return None

    def judge_external(self, room, header):
        """None, or why `room` may not include <header>."""
        if "*" in room.headers or self._is_standard(header, room.std):
            return None
        group = self._group_of(header)
        if group in room.headers:
            return None
        if self._is_standard(header, "hosted"):
            return f"room {room.name} has only {room.std} standard headers and may not use <{header}>"
        if group:
            return f"room {room.name} may not use {group} (<{header}>)"
        return f"room {room.name} may not use <{header}>: no header group knows it"

    def judge_project(self, room, header):
        """None, or why `room` may not include "header"."""
        other = self.room_of(header)
        if other is None:
            return f'"{header}" lies in no room'
        if not room.may_use(other):
            return f"room {room.name} may not use room {other.name}"
        return None


def load_house(path):
    with open(path, "rb") as file:
        return House(tomllib.load(file))


def includes_of(text):
    """(line number, project header or None, external header or None) of every #include."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := INCLUDE.match(line):
            yield number, found.group(1), found.group(2)


def _judge(house, room, project, external):
    if external:
        return house.judge_external(room, external)
    return None if project.startswith(GENERATED) else house.judge_project(room, project)


def check_file(house, path, text, files=()):
    """The violations of one file; `path` and `files` (all that exist) are written from the root."""
    room = house.room_of(path)
    if room is None:
        return [f"{path}:1: lies in no room"]
    found = []
    for number, project, external in includes_of(text):
        if project and f"{INSTALLED}/{project}" in files:
            project = f"{INSTALLED}/{project}"  # by its bare name, as an integrator includes it
        sibling = project and f"{path.rpartition('/')[0]}/{project}"
        if sibling in files:
            problem = f'"{project}" is not written from the root ("{sibling}")'
        else:
            problem = _judge(house, room, project, external)
        if problem:
            found.append(f"{path}:{number}: {problem}")
    return found


def source_files(root):
    """C and C++ files git knows or would take."""
    listed = subprocess.run(["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
                            check=True, capture_output=True, text=True).stdout.split("\0")
    return sorted(name for name in set(listed)
                  if pathlib.PurePath(name).suffix in SUFFIXES and (pathlib.Path(root) / name).is_file())


def check_tree(root, house_path):
    """(violations, number of files)"""
    house = load_house(house_path)
    files = dict.fromkeys(source_files(root))
    problems = []
    for name in files:
        problems += check_file(house, name, (pathlib.Path(root) / name).read_text(encoding="utf-8"), files)
    return problems, len(files)


def main():
    here = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", default=str(here))
    parser.add_argument("--house")
    options = parser.parse_args()
    house_path = options.house or f"{options.root}/docs/house.toml"
    try:
        problems, files = check_tree(options.root, house_path)
    except (HouseError, tomllib.TOMLDecodeError, KeyError) as error:
        sys.exit(f"{house_path}: {error}")
    for problem in problems:
        print(f"{problem} (docs/house.toml)")
    if not files:
        sys.exit("layers: no source file found")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
