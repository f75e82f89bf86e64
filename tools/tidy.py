"""clang-tidy over the project's own sources: in parallel, and only what changed since it was last clean.

A clean result is remembered by content: the source, every project header it includes (however deep), its compile
command, .clang-tidy and the tool's version. Nothing is remembered of a source with findings.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import time

TOOL = "clang-tidy-22"
ROOMS = ("apdu", "card-spec", "center", "crypto", "firmware", "hostlib", "keys-sim", "kiosk-app", "wire")
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
KEEP_DAYS = 30
FILE_SECONDS = 300
DEBUG_INFO = re.compile(r" -g\d? ")  # how much of it says nothing about the source


class Sources:
    """Reads files once and knows what each of them includes."""

    def __init__(self, roots):
        self._roots, self._texts, self._closures = roots, {}, {}

    def text(self, path):
        if path not in self._texts:
            self._texts[path] = path.read_bytes()
        return self._texts[path]

    def _find(self, name, includer):
        folders = [includer.parent, *self._roots]
        return next((folder / name for folder in folders if (folder / name).is_file()), None)

    def closure(self, path):
        """`path` and every project header below it."""
        seen, todo = set(), [path.resolve()]
        while todo:
            current = todo.pop()
            if current in seen:
                continue
            seen.add(current)
            names = INCLUDE.findall(self.text(current).decode(errors="replace"))
            todo += [found.resolve() for name in names if (found := self._find(name, current))]
        return sorted(seen)

    def digest(self, path, *extra):
        state = hashlib.sha256("\0".join(extra).encode())
        for file in self.closure(path):
            state.update(hashlib.sha256(self.text(file)).digest())
        return state.hexdigest()


def own_commands(root, build):
    """One compile command for each of the project's own sources (tests and generated files left out)."""
    commands = json.loads((build / "compile_commands.json").read_text())
    folders = tuple(f"{root}/{room}/" for room in ROOMS)
    first = {row["file"]: row for row in reversed(commands) if row["file"].startswith(folders) and "autogen" not in row["file"]}
    return [first[file] for file in sorted(first)]


def analyse(file, build):
    """Runs clang-tidy on one file; returns its findings, empty when clean."""
    try:
        done = subprocess.run([TOOL, "-p", str(build), "--quiet", file], capture_output=True, text=True, check=False,
                              timeout=FILE_SECONDS)
    except subprocess.TimeoutExpired:
        return f"{file}:1: {TOOL} did not end within {FILE_SECONDS} s\n"
    if done.returncode == 0:
        return ""
    return done.stdout or done.stderr or f"{file}:1: {TOOL} ended with {done.returncode}\n"


def prune(cache):
    oldest = time.time() - KEEP_DAYS * 86400
    for entry in cache.iterdir():
        if entry.stat().st_mtime < oldest:
            entry.unlink()


def open_work(root, build, cache):
    """([(file, cache entry)] still to analyse, number of all)"""
    sources = Sources([root, build / "generated"])
    version = subprocess.run([TOOL, "--version"], capture_output=True, text=True, check=True).stdout
    config = (root / ".clang-tidy").read_text()
    rows, todo = own_commands(root, build), []
    for row in rows:
        command = DEBUG_INFO.sub(" -g ", row.get("command") or " ".join(row["arguments"]))
        entry = cache / sources.digest(pathlib.Path(row["file"]), command, config, version)
        if entry.exists():
            entry.touch()
        else:
            todo.append((row["file"], entry))
    return todo, len(rows)


def check(root, build):
    """(findings, text of what was counted)"""
    root, build = pathlib.Path(root), pathlib.Path(build)
    cache = root / "build" / "tidy-cache"
    cache.mkdir(parents=True, exist_ok=True)
    prune(cache)
    todo, total = open_work(root, build, cache)
    findings, done = [], 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        running = {pool.submit(analyse, file, build): (file, entry) for file, entry in todo}
        for finished in concurrent.futures.as_completed(running):
            file, entry = running[finished]
            done += 1
            print(f"  [{done}/{len(todo)}] {os.path.relpath(file, root)}", file=sys.stderr, flush=True)
            if text := finished.result():
                findings.append(text.rstrip())
            else:
                entry.touch()
    return findings, f"{total} sources, {total - len(todo)} of them known to be clean"
