#!/usr/bin/env python3
"""After a visit, by card and by id card, nothing of the person is left in any process or file around the kiosk, nothing in the memory
that is shown, no text to paste and no session: name, number and PIN are looked for in the whole memory of keeper and visits, in
spools, temporary files and every log, in the forms in which programs and cards hold them. The same search during the visit finds
them in memory, and on the paper that came out.

  no_trace.py --build DIR --pictures DIR [--inside CARD]
"""
import argparse
import contextlib
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

import journeys
import printing
import rig
import id_card  # last: it puts folders before this one, where there is another "printing"

sys.path.insert(0, str(rig.ROOT / "tests" / "stress"))
import memory_search  # noqa: E402

PIN = "82640395"  # of a card made for this: six digits in a row are found by chance
HOLDER = {"name": journeys.NAME, "number": journeys.NUMBER}


def forms():
    found = {}
    for what, text in HOLDER.items():
        for coding in ("utf-8", "utf-16-le", "gb18030"):
            found[f"{what} as {coding}"] = text.encode(coding)
    # Two hanzi in GB 18030 are four bytes: by chance they stand anywhere. A name counts with what stands before it on the card.
    found["name as gb18030"] = b"\x09\x1e" + HOLDER["name"].encode("gb18030")
    found["number, packed"] = bytes.fromhex(HOLDER["number"])
    found.update(memory_search.forms_of(PIN))
    found["PIN as utf-16-le"] = PIN.encode("utf-16-le")
    return found


def stands_in_file(hit):
    """A library's own data: the name is a word of a dictionary, too."""
    title, _, place = hit.partition(" in ")
    path = pathlib.Path(place.rpartition(" + ")[0])
    return place.startswith("/") and path.is_file() and forms()[title] in path.read_bytes()


def search(pids):
    found, looked = [], 0
    for pid in pids:
        there, bytes_read = memory_search.hits_of(pid, forms())
        found, looked = found + [f"{pid}: {hit}" for hit in there if not stands_in_file(hit)], looked + bytes_read
    return found, looked


def readable(path):
    """What stands in a file, and, where it is a document, what can be read in it."""
    content = path.read_bytes()
    if b"%PDF-" in content[:1024]:
        content += subprocess.run(["pdftotext", str(path), "-"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
    return content


def search_files(folders, beside=()):
    """Hits in the files below, but for those `beside`; and how many files there were."""
    files = [path for folder in folders for path in sorted(pathlib.Path(folder).rglob("*"))
             if path.is_file() and not any(path.is_relative_to(other) for other in beside)]
    found = []
    for path in files:
        with contextlib.suppress(OSError):
            content = readable(path)
            found += [f"{path}: {title}" for title, form in forms().items() if form in content]
    return found, files


def left_in_files(folder):
    """Spools, logs and temporary files. People's data belong on the card, to the center, the phone, and on the paper; what the
    printer behind its cable keeps for itself (ippeveprinter: for a minute) is to be switched off there (docs/printing.md)."""
    sim, printed = pathlib.Path(os.environ["SSC_SIM_DIR"]), pathlib.Path(os.environ["SSC_PRINT_DIR"])
    own = [sim / "state", *(path for path in sim.glob("center-*") if path.is_dir()), sim / "phone", printed / "received", printed / "spool"]
    mine = set(pathlib.Path("/tmp").glob("qt*")) | set(pathlib.Path("/tmp").glob("ssc-kiosk*"))
    return search_files([folder, sim, printed, *mine], own)


def print_it(kiosk):
    """Onto paper, through the spooler."""
    kiosk.tap("print")
    kiosk.wait_for("got-all", patience=printing.PRINTER)
    kiosk.tap("got-all")
    kiosk.wait_text("打印完成")


def by_card(kiosk, _devices):
    rig.control("card", "insert")
    journeys.enter(kiosk, PIN)


def by_id_card(kiosk, devices):
    """The id card carries the same number and name."""
    id_card.sees(devices, "id-card", id_card.HOLDER)
    id_card.sees(devices, "camera", id_card.OWN_FACE)
    kiosk.tap("way-id")


def open_sessions():
    """At the center of the kiosk."""
    with contextlib.closing(sqlite3.connect(f"file:{os.environ['SSC_SIM_DIR']}/center-999900/center.sqlite?mode=ro", uri=True)) as data:
        return data.execute("SELECT COUNT(*) FROM sessions WHERE ended = 0").fetchone()[0]


def visit(kiosk, sign_in, devices):
    """Signs in, prints a document with name and number on it; what is found meanwhile, and what afterwards."""
    first = kiosk.visits()[0]
    kiosk.follow(first)
    kiosk.wait_screen("S1")
    before = kiosk.frame()
    journeys.choose(kiosk, "LP-HR-022", "prints")
    sign_in(kiosk, devices)
    kiosk.wait_screen("S6")
    kiosk.tap("preview")
    kiosk.wait_for("page-0")
    kiosk.picture("document")
    during, _ = search([first])
    held = kiosk.selections()
    assert kiosk.frame() != before, "the picture in memory is not what is shown"
    assert open_sessions() == 1, "the center knows of no session"
    print_it(kiosk)
    kiosk.tap("finish")
    kiosk.wait_screen("S8")
    rig.control("card", "remove")
    id_card.sees(devices, "id-card", {})
    kiosk.wait("the end of the process", lambda: not os.path.exists(f"/proc/{first}"))
    kiosk.wait("the next visit, and one behind it", lambda: len(kiosk.visits()) == 2)
    left, looked = search([kiosk.process.pid, *kiosk.visits()])
    kiosk.follow(kiosk.visits()[0])
    kiosk.wait_screen("S1")
    left += [f"selection {name}" for name in held + kiosk.selections()]
    left += ["the picture of somebody in the memory that is shown"] * (kiosk.frame() != before)
    left += ["a session that the center holds open"] * open_sessions()
    return during, left, looked


def both_visits(kiosk, devices):
    """By card, and by id card, each in a process of its own; of each what was found meanwhile, and of both what was left."""
    during, left, looked = [], [], 0
    for sign_in in (by_card, by_id_card):
        meanwhile, after, bytes_read = visit(kiosk, sign_in, devices)
        during, left, looked = [*during, meanwhile], left + after, looked + bytes_read
    return during, left, looked


def inside(options):
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as devices:
        printing.configure(folder)
        rig.control("card", "remove")
        with open(os.path.join(folder, "kiosk.log"), "wb") as log:
            kiosk = rig.Kiosk(folder, pathlib.Path(options.pictures) / "no-trace", "portrait",
                              ["--pin", "screen", *id_card.devices(devices)], options.build, kept=True, log=log)
        try:
            during, left, looked = both_visits(kiosk, devices)
            in_files, files = left_in_files(folder)
        finally:
            kiosk.close()
    left += in_files
    paper, _ = search_files([os.path.join(os.environ["SSC_PRINT_DIR"], "received")])
    spools = os.path.join(os.environ["SSC_PRINT_DIR"], "cups", "access.log")
    assert "Send-Document" in pathlib.Path(spools).read_text(encoding="utf-8"), "nothing went through the spooler"
    print(f"{len(files)} files, {sum(path.suffix == '.log' for path in files)} of them logs; {len(paper)} places on the paper")
    print(f"during the visits: {' and '.join(str(len(hits)) for hits in during)} places, afterwards: {len(left)} in {looked >> 20} MiB of three processes")
    for what in ("name", "number"):
        if not any(f": {what} as utf-8" in hit for hit in paper):
            print(f"the search of files does not find the {what} on the paper: it proves nothing")
            return 1
        if not all(any(f": {what} " in hit or f": {what}," in hit for hit in hits) for hits in during):
            print(f"the search does not find the {what} while it is there: it proves nothing")
            return 1
    print("\n".join(left))
    return 1 if left or looked < 1 << 20 else 0


def outside(options):
    """A world of its own: the card of the sample with another PIN."""
    sample = (rig.ROOT / "keys-sim" / "samples" / "card-a.toml").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        card = pathlib.Path(folder) / "card.toml"
        card.write_text(sample.replace('pin = "123456"', f'pin = "{PIN}"'), encoding="utf-8")
        assert PIN in card.read_text(encoding="utf-8"), "the sample card has another PIN"
        return subprocess.call([*rig.SIM, "--build", options.build, "--center", "both", "--card", str(card), "--", sys.executable, __file__, "--inside",
                                "--build", options.build, "--pictures", options.pictures])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--pictures", required=True)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    try:
        return inside(options) if options.inside else outside(options)
    except (rig.Lost, AssertionError) as error:
        print(f"FAILED: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
