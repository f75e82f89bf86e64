#!/usr/bin/env python3
"""Holds the manual against itself and against mandoc's taste.

  manual_pages.py DIR      DIR/man1 … DIR/man7; ends with 77 (skipped) where mandoc is not installed
"""
import pathlib
import re
import shutil
import subprocess
import sys

SKIPPED = 77


def is_link(page):
    return page.read_text(encoding="ascii").startswith(".so ")


def warnings(pages):
    result = subprocess.run(["mandoc", "-Tlint", "-W", "warning", *map(str, pages)], text=True, capture_output=True, check=False)
    return (result.stdout + result.stderr).splitlines()


def broken_references(folder, pages):
    """Pages of ours that are named and do not exist; names without a folder are pages of others."""
    found = []
    for page in pages:
        text = page.read_text(encoding="ascii").replace("\\-", "-")
        for name, section in re.findall(r"(?:\.BR |\\fB)([\w.-]+)(?:\\fP\(| \()([1357])\)", text):
            if not (folder / f"man{section}" / f"{name}.{section}").exists():
                found.append(f"{page.name}: {name}({section}) does not exist")
    return found


def broken_links(folder, links):
    return [f"{link.name}: leads nowhere" for link in links if not (folder / link.read_text(encoding="ascii").split()[1]).exists()]


def main(folder):
    if not shutil.which("mandoc"):
        print("mandoc is not installed: ./dev deps")
        return SKIPPED
    root = pathlib.Path(folder)
    every = sorted(root.glob("man?/*"))
    pages, links = [page for page in every if not is_link(page)], [page for page in every if is_link(page)]
    found = warnings(pages) + broken_references(root, pages) + broken_links(root, links)
    for line in found:
        print(line)
    print(f"{len(pages)} pages, {len(links)} links to them")
    return 1 if found or len(pages) < 10 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
