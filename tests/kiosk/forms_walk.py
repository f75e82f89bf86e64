#!/usr/bin/env python3
"""Every form of the catalogues in the real window, filled in with answers made of its rules, and sent: each page has names and
sizes, nothing is cut, and the center takes what the pages took; a form that needs a clerk says so before anybody
fills it in. One page of each kind is looked at in every language and mode.

  forms_walk.py --build DIR --pictures DIR [--layout portrait|landscape] [--some N]
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import fill
import form_journeys
import journeys
import rig
import walk

DISTRICTS = ("liangping", "yongzhou")


def items(build, district):
    done = subprocess.run([str(pathlib.Path(build) / "bin" / "ssc"), "catalogue", "--flow", "identity_form", "--district", district, "--json"],
                          stdout=subprocess.PIPE, check=True)
    return [(item["id"], item["level"]) for item in json.loads(done.stdout)["items"]]


def kind_of(fields, page):
    """Pages that look the same way."""
    if page not in fields:
        return page
    field = fields[page]
    if fill.is_choice(field):
        return "choice-" + ("two" if len(field["codes"]) == 2 else "few" if len(field["codes"]) < 9 else "many")
    return field["shape"] + ("-mask" if field.get("masks") else "")


class FormsWalk:
    def __init__(self, kiosk, layout, seen):
        self.kiosk, self.layout, self.seen = kiosk, layout, seen
        self.way = walk.Walk(layout)
        self.way.follow(kiosk)

    def look(self, item, fields, page, tree):
        """The first page of a kind in all modes; after that, what stands there now."""
        kind = kind_of(fields, page)
        if kind not in self.seen:
            self.seen.add(kind)
            self.way.look(f"form-{kind}")
            return self.kiosk.still()
        self.way.screens += 1
        self.way.problems += [f"{item} {page}: {problem}" for problem in walk.findings(tree["elements"], self.layout, walk.USUAL)]
        return tree

    def look_at_applications(self):
        """The list, with one that is asked about; and once for all districts."""
        if "applications" in self.seen:
            return
        self.seen.add("applications")
        number = form_journeys.applications(self.kiosk)[0]
        self.way.look("applications")
        self.kiosk.tap(f"withdraw-{number}")
        self.way.look("applications-withdraw")
        self.kiosk.tap("withdraw-no")

    def sign_in(self):
        """Again, where the form is not for the way in which somebody is signed in."""
        self.kiosk.wait_screen("S3", "S5")
        if self.kiosk.screen() == "S5":
            return
        if self.kiosk.find("way-show"):
            self.kiosk.tap("way-show")
            return
        rig.control("card", "insert")
        journeys.enter(self.kiosk, journeys.PIN)

    def fill_in(self, item, level):
        fields = fill.form_of(self.kiosk.build, item)
        form_journeys.find(self.kiosk, item)
        if level == "L3":  # a clerk has to stand beside it: nobody fills it in to be refused
            self.kiosk.wait_screen("S6")
            self.kiosk.wait_text("请到“")
            self.kiosk.tap("another")
            self.kiosk.wait_screen("S2")
            return
        self.sign_in()
        fill.through(self.kiosk, fields, lambda page, tree: self.look(item, fields, page, tree))
        self.kiosk.tap("submit")
        self.kiosk.wait("an answer", lambda: self.kiosk.screen() in ("S6", "S7"))
        if self.kiosk.screen() != "S6":
            raise rig.Lost(f"{item} was not sent: {self.kiosk.texts()[5:9]}")
        self.kiosk.tap("another")
        self.kiosk.wait_screen("S2")


def district(name, options, seen):
    """How many forms, and what was found."""
    forms = items(options.build, name)
    forms = forms[::max(len(forms) // options.some, 1)] if options.some else forms
    with tempfile.TemporaryDirectory() as folder:
        kiosk = rig.Kiosk(folder, pathlib.Path(options.pictures) / f"{options.layout}-forms-{name}", options.layout,
                          ["--pin", "screen", "--district", name], options.build)
        try:
            form_journeys.begin(kiosk, "my-applications")
            kiosk.wait_screen("S6")
            kiosk.tap("another")
            kiosk.wait_screen("S2")
            steps = FormsWalk(kiosk, options.layout, seen)
            for item, level in forms:
                steps.fill_in(item, level)
            steps.look_at_applications()
        finally:
            kiosk.close()
    return len(forms), steps.way


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--pictures", required=True)
    parser.add_argument("--layout", choices=sorted(rig.SIZES), default="portrait")
    parser.add_argument("--some", type=int, default=0, metavar="N", help="about so many of each district instead of all")
    options = parser.parse_args()
    seen, problems, begun = set(), [], time.monotonic()
    for name in DISTRICTS:
        count, way = district(name, options, seen)
        problems += way.problems
        print(f"{name}: {count} forms, {way.screens} pages, {time.monotonic() - begun:.0f} s", flush=True)
    print("\n".join(problems) or "nothing found")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
