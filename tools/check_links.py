#!/usr/bin/env python3
"""Relative links of the project's Markdown pages: the file must be there, and so must the heading behind a #.

  check_links.py [FILE …]     default: all pages git knows or would take
Each dead link is one line, `page:line: link: what is wrong`. Exit code 1 when there is one.
"""
import pathlib
import re
import subprocess
import sys
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINK = re.compile(r"!?\[[^\]]*\]\(<?([^()\s>]+(?:\([^()\s]*\)[^()\s>]*)?)>?(?:\s+\"[^\"]*\")?\)|^\[[^\]]+\]:\s+(\S+)")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)  # http:, mailto: …: not looked at
FENCE = re.compile(r"\s*(```|~~~)")
HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")


def pages():
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "-z", "*.md"],
                            check=True, capture_output=True, text=True).stdout.split("\0")
    return [path for name in sorted(set(listed)) if name and (path := ROOT / name).is_file()]


def prose(page):
    """Lines outside of code blocks, with their numbers."""
    fenced = False
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            yield number, line


def anchor_of(heading):
    """As the usual renderers make it: lower case, punctuation dropped, blanks to hyphens."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def anchors(page):
    seen, found = {}, set()
    for _, line in prose(page):
        if heading := HEADING.match(line):
            anchor = anchor_of(heading.group(1))
            times = seen[anchor] = seen.get(anchor, -1) + 1
            found.add(f"{anchor}-{times}" if times else anchor)
    return found


def links(page):
    for number, line in prose(page):
        for match in LINK.finditer(re.sub(r"`[^`]*`", "", line)):
            yield number, match.group(1) or match.group(2)


def problem_of(page, link):
    """What is wrong with a link; None when nothing is."""
    if ELSEWHERE.match(link):
        return None
    path, _, fragment = urllib.parse.unquote(link).partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.is_relative_to(ROOT):
        return "leads out of the project"
    if not target.exists():
        return "there is no such file"
    if fragment and target.suffix == ".md" and fragment not in anchors(target):
        return "there is no such heading"
    return None


def check(files):
    """All findings, and how many links were looked at."""
    found, count = [], 0
    for page in files:
        for number, link in links(page):
            count += 1
            if problem := problem_of(page, link):
                found.append(f"{page.relative_to(ROOT)}:{number}: {link}: {problem}")
    return found, count


def main():
    files = [pathlib.Path(name).resolve() for name in sys.argv[1:]] or pages()
    found, count = check(files)
    for line in found:
        print(line)
    print(f"{count} links in {len(files)} pages, {len(found)} dead", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
