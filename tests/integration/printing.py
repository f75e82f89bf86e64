"""hostlib/printer against a printer nobody here wrote: what is sent arrives, and what goes wrong reaches the caller as what
it is, in time. Inside printworld.py; behind cupsd where that runs, else straight to the printer."""
import json
import os
import pathlib
import subprocess
import sys
import threading
import time
import unittest

import printworld

LONGEST = 60.0
DOCUMENT = "SIM99990002202601050000{:02}"


def pdf(pages):
    """A PDF of that many pages, each with its number on it; written by hand, byte by byte."""
    objects, kids = [], " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    objects.append("<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number in range(1, pages + 1):
        text = f"BT /F1 40 Tf 100 700 Td (SIMULATION {number}) Tj ET"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {3 + 2 * number} 0 R "
                       "/Resources << /Font << /F1 3 0 R >> >> >>")
        objects.append(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream")
    out, places = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    return (out + f"startxref\n{start}\n%%EOF\n").encode("ascii")


def texts(path):
    """What stands on each page."""
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True)
    return [page.strip() for page in done.stdout.split("\f") if page.strip()]


class Printing(unittest.TestCase):
    serial = 0
    behind_cups = "SSC_PRINT_QUEUE" in os.environ

    def setUp(self):
        self.world = printworld.PrintWorld.here()
        self.world.behave()
        self.world.fill(250)
        self.world.presenter("clear")
        self.world.presenter("hand", "leaves")
        Printing.serial += 1
        self.name = DOCUMENT.format(Printing.serial)
        self.folder = pathlib.Path(os.environ["SSC_PRINT_DIR"])
        self.environment = dict(os.environ, SSC_TEST_PRINTER=self.world.uri)
        if self.behind_cups:
            self.environment |= {"SSC_TEST_PRINTER": os.environ["SSC_PRINT_QUEUE"],
                                 "SSC_TEST_SOCKET": os.environ["SSC_PRINT_SOCKET"],
                                 "SSC_TEST_DEVICE": self.world.uri}

    def client(self, *words, **environment):
        program = os.path.join(self.world.build, "bin", "print_client")
        done = subprocess.run([program, *words], capture_output=True, text=True, timeout=LONGEST,
                              env=dict(self.environment, **environment))
        return done.stdout.splitlines()

    def document(self, pages):
        path = self.folder / f"{self.name}.in.pdf"
        path.write_bytes(pdf(pages))
        return path

    def print(self, pages, *more):
        return self.client("print", str(self.document(pages)), self.name, *more)

    def later(self, seconds, what, *arguments, **values):
        timer = threading.Timer(seconds, what, arguments, values)
        timer.start()
        self.addCleanup(timer.join)

    def phases(self, lines):
        return list(dict.fromkeys(line.split()[0] for line in lines))

    # ---- what is sent arrives

    def test_the_pages_arrive_as_they_were_sent(self):
        lines = self.print(3)
        self.assertEqual(lines[0], "job", lines)
        self.assertEqual(lines[-1].split()[0], "completed", lines)
        got = self.world.received()
        self.assertIn(self.name, got)  # the job's name is the document's number and nothing else
        if not self.behind_cups:
            self.assertEqual(got[self.name], (self.folder / f"{self.name}.in.pdf").read_bytes())
        path = self.folder / "received" / f"{self.name}.pdf"
        self.assertEqual(texts(path), ["SIMULATION 1", "SIMULATION 2", "SIMULATION 3"])

    def test_pages_are_counted_while_they_come(self):
        self.world.behave(page_seconds=1.5 if self.behind_cups else 0.3)
        lines = self.print(3)
        self.assertEqual(lines[-1].split()[0], "completed", lines)
        counts = [int(line.split()[1]) for line in lines[1:]]
        self.assertEqual(counts, sorted(counts), lines)
        if not self.behind_cups:
            self.assertEqual(lines[-1], "completed 3 none")
            self.assertTrue({1, 2, 3} <= set(counts), lines)

    def test_nothing_but_a_fixed_user_and_the_number_is_told(self):
        self.print(1)
        told = json.loads((self.folder / "received" / f"{self.name}.json").read_text(encoding="utf-8"))
        self.assertEqual(told["IPP_JOB_NAME"], self.name)
        self.assertEqual(told["IPP_JOB_ORIGINATING_USER_NAME"], "kiosk")

    def test_the_presenter_holds_the_pages_out(self):
        lines = self.print(2)
        self.assertEqual(lines[-1].split()[0], "completed", lines)
        where = self.client("presenter", os.environ["SSC_PRINT_PORT"])[0]
        self.assertTrue(where.startswith("presented "), where)
        self.world.presenter("take")
        self.assertEqual(self.client("presenter", os.environ["SSC_PRINT_PORT"])[0], where.replace("presented", "taken"))

    # ---- paper

    def test_sheets_are_counted_before_anything_is_sent(self):
        self.assertEqual(self.client("paper"), ["paper none accepting 250"])
        self.world.fill(5)
        lines = self.client("paper")
        self.assertTrue(lines[0].endswith("accepting 5"), lines)
        self.world.fill(0)
        self.assertEqual(self.client("paper"), ["paper paper-out accepting 0"])

    def test_paper_that_is_out_reaches_the_caller_and_the_job_goes_on_when_it_is_filled(self):
        self.world.fill(0)
        self.later(3, self.world.fill, 250)
        begun = time.monotonic()
        lines = self.print(1)
        self.assertTrue(any(line.endswith(" paper-out") for line in lines), lines)
        self.assertEqual(lines[-1].split()[0], "completed", lines)
        self.assertLess(time.monotonic() - begun, 40)

    def test_paper_that_stays_out_can_be_given_up(self):
        self.world.fill(0)
        self.later(6, self.world.fill, 250)  # this printer ends a job only once it could go on
        lines = self.print(1, "3000")
        self.assertTrue(any(line.endswith(" paper-out") for line in lines), lines)
        self.assertIn(lines[-1].split()[0], ("cancelled", "aborted"), lines)

    # ---- trouble

    def test_a_jam_and_an_open_cover_are_named_and_end(self):
        for keyword, word in (("media-jam-error", "jam"), ("cover-open-error", "cover-open")):
            with self.subTest(keyword):
                self.name = self.name[:-1] + keyword[0].upper()
                self.world.behave(state=keyword, pages_before=1)
                self.later(3.5, self.world.behave)
                lines = self.print(2)
                self.assertTrue(any(line.endswith(f" {word}") for line in lines), lines)
                self.assertEqual(lines[-1].split()[0], "completed", lines)

    def test_a_job_that_the_printer_gives_up_is_aborted(self):
        if self.behind_cups:
            self.skipTest("cupsd tries again and again by itself")
        self.world.behave(end="abort", pages_before=1)
        lines = self.print(2)
        self.assertEqual(lines[-1].split()[:2], ["aborted", "1"], lines)

    def test_a_job_can_be_cancelled(self):
        self.world.behave(page_seconds=1)
        lines = self.print(4, "1500")
        self.assertIn(lines[-1].split()[0], ("cancelled", "aborted"), lines)

    # ---- nobody there

    def test_a_printer_that_is_not_there_is_gone_at_once(self):
        begun = time.monotonic()
        for words in (["paper"], ["print", str(self.document(1)), self.name]):
            lines = self.client(*words, SSC_TEST_PRINTER="ipp://localhost:1/ipp/print", SSC_TEST_SOCKET="",
                                SSC_TEST_DEVICE="")
            self.assertEqual(lines, ["error the printer cannot be reached"])
        self.assertLess(time.monotonic() - begun, 10)

    def test_another_path_is_no_printer(self):
        wrong = self.environment["SSC_TEST_PRINTER"].replace("/ipp/print", "/other").replace("KIOSK", "NONE")
        lines = self.client("print", str(self.document(1)), self.name, SSC_TEST_PRINTER=wrong)
        # ippeveprinter hangs up where it is no printer; cupsd says no.
        self.assertEqual(lines, ["error the printer refused" if self.behind_cups else "error the printer cannot be reached"])


if __name__ == "__main__":
    if "SSC_PRINT_DIR" not in os.environ:
        sys.exit("run this inside printworld.py")
    result = unittest.main(exit=False, verbosity=2).result
    sys.exit(0 if result.wasSuccessful() and result.testsRun > len(result.skipped) else 1)
