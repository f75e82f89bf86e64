#!/usr/bin/env python3
"""What the simulated printer does with one job: ippeveprinter runs this with the document's file. See printworld.py."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

FOLDER = pathlib.Path(os.environ["SSC_PRINT_DIR"])
LOOK_SECONDS = 0.05


def say(line):
    print(line, file=sys.stderr, flush=True)


def behaviour():
    return json.loads((FOLDER / "behaviour.json").read_text(encoding="ascii"))


def pages_of(document):
    told = subprocess.run(["pdfinfo", document], capture_output=True, text=True).stdout
    found = re.search(r"^Pages:\s+(\d+)", told, re.MULTILINE)
    return int(found[1]) if found else 1


def stand_still():
    """Shows its trouble for as long as the test wants it."""
    state = behaviour()["state"]
    say(f"STATE: +{state}")
    while behaviour().get("state") == state:
        time.sleep(LOOK_SECONDS)
    say(f"STATE: -{state}")


def main(document):
    name = re.sub(r"[^A-Za-z0-9]", "_", os.environ.get("IPP_JOB_NAME", "nameless"))
    shutil.copyfile(document, FOLDER / "received" / f"{name}.pdf")
    told = {key: value for key, value in os.environ.items() if key.startswith("IPP_JOB_")}
    (FOLDER / "received" / f"{name}.json").write_text(json.dumps(told), encoding="utf-8")
    pages, printed = pages_of(document), 0
    say(f"ATTR: job-impressions={pages} job-impressions-completed=0")
    while printed < pages:
        how = behaviour()
        if how.get("state") and printed >= how.get("pages_before", pages):
            stand_still()
            continue
        if how.get("end") == "abort" and printed >= how.get("pages_before", 0):
            say("ERROR: given up")
            return 1
        time.sleep(how.get("page_seconds", LOOK_SECONDS))
        printed += 1
        say(f"ATTR: job-impressions-completed={printed}")
    port = FOLDER / "port.ctl"
    if port.exists():
        program = os.path.join(os.environ["SSC_PRINT_BUILD"], "bin", "ssc-sim")
        subprocess.run([program, "ctl", str(port), "feed", str(pages)], check=True, stdout=subprocess.DEVNULL)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
