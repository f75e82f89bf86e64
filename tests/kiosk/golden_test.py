#!/usr/bin/env python3
"""The comparison of pictures finds what it is there for: a move by two pixels, another colour, a thing that is gone, another size;
and is silent about what is the same or painted over.

  golden_test.py --program ssc_kiosk_golden
"""
import argparse
import pathlib
import sys
import tempfile
import unittest

import golden

WIDTH, HEIGHT = 1080, 1920
GROUND, BUTTON, LETTER = (0xF2, 0xF5, 0xF9), (0x0B, 0x57, 0xA8), (0xFF, 0xFF, 0xFF)
PROGRAM = None


class Picture:
    """A screen with one button and strokes in it, as the kiosk draws them."""

    def __init__(self, x=400, y=1700, colour=BUTTON, strokes=6, size=(WIDTH, HEIGHT)):
        self.size, self._rows = size, [bytearray(bytes(GROUND) * size[0]) for _ in range(size[1])]
        self.fill(x, y, 220, 80, colour)
        for stroke in range(strokes):
            self.fill(x + 30 + 28 * stroke, y + 22, 5, 36, LETTER)

    def fill(self, x, y, width, height, colour):
        for row in self._rows[y:y + height]:
            row[3 * x:3 * (x + width)] = bytes(colour) * width
        return self

    def save(self, path):
        path.write_bytes(b"P6 %d %d 255\n" % self.size + b"".join(self._rows))
        return path


class Comparison(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.addCleanup(setattr, golden, "ACCEPTED", golden.ACCEPTED)
        golden.ACCEPTED = self.folder / "accepted"

    def run_with(self, verb, picture, masks=()):
        row = {"name": "portrait/S1", "file": str(picture.save(self.folder / "now.ppm")), "masks": list(masks)}
        return golden.run(PROGRAM, verb, [row], self.folder / "report")["portrait/S1"]

    def judged(self, picture, masks=()):
        self.assertIn(self.run_with("accept", Picture(), masks), ("accepted", "same"))
        return self.run_with("compare", picture, masks)

    def test_the_same_is_the_same(self):
        self.assertEqual(self.judged(Picture()), "same")

    def test_what_nobody_accepted_is_new(self):
        self.assertEqual(self.run_with("compare", Picture()), "new")

    def test_each_small_change_is_found(self):
        for what, other in (("two pixels to the right", Picture(x=402)), ("two pixels down", Picture(y=1702)), ("one pixel to the left", Picture(x=399)),
                            ("the last bit of one colour", Picture(colour=(0x0B, 0x57, 0xA9))), ("a stroke less", Picture(strokes=5)),
                            ("one dot", Picture().fill(3, 3, 1, 1, (0, 0, 0))), ("another size", Picture(size=(WIDTH, HEIGHT - 2)))):
            with self.subTest(what):
                self.assertGreater(int(self.judged(other)), 0)
                for kind in ("before", "after", "difference"):
                    self.assertTrue((self.folder / "report" / f"portrait/S1-{kind}.png").exists(), kind)

    def test_what_is_painted_over_may_change_and_nothing_beside_it(self):
        mask = [400, 1700, 220, 80]
        self.assertEqual(self.judged(Picture(strokes=2), [mask]), "same")
        self.assertGreater(int(self.judged(Picture(x=402), [mask])), 0)


class Masks(unittest.TestCase):
    def test_a_dialog_is_not_painted_over_by_what_it_covers(self):
        below = {"object": "a", "role": 0, "rect": {"x": 0, "y": 0, "width": 9, "height": 9}}
        dialog = {"object": "b", "role": golden.DIALOG, "rect": {"x": 20, "y": 20, "width": 60, "height": 60}}
        pieces = golden.pieces([0, 0, 100, 100], below, [below, dialog])
        covered = {(x, y) for left, top, width, height in pieces for x in range(left, left + width) for y in range(top, top + height)}
        self.assertEqual(covered, {(x, y) for x in range(100) for y in range(100) if not (20 <= x < 80 and 20 <= y < 80)})


def main():
    global PROGRAM
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    PROGRAM = parser.parse_args().program
    return 0 if unittest.main(argv=sys.argv[:1], exit=False).result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
