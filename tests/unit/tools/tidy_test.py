"""The memory of clang-tidy forgets a result as soon as anything behind it changes."""
import pathlib
import tempfile
import unittest

import support
import tidy


class Memory(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name).resolve()
        self.write("apdu/a.cpp", '#include "apdu/a.hpp"\n#include <string>\n')
        self.write("apdu/a.hpp", '#include "apdu/deep.hpp"\n')
        self.write("apdu/deep.hpp", '#include "made.hpp"\n#include "apdu/a.hpp"\n')
        self.write("build/generated/made.hpp", "")
        self.write("apdu/other.hpp", "")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def digest(self, *extra):
        return tidy.Sources([self.root, self.root / "build/generated"]).digest(self.root / "apdu/a.cpp", *extra)

    def test_the_same_content_gives_the_same_digest(self):
        self.assertEqual(self.digest("flags"), self.digest("flags"))

    def test_the_source_and_every_header_below_it_count(self):
        for name in ("apdu/a.cpp", "apdu/a.hpp", "apdu/deep.hpp", "build/generated/made.hpp"):
            before = self.digest()
            self.write(name, (self.root / name).read_text() + "// changed\n")
            self.assertNotEqual(before, self.digest(), name)

    def test_a_header_that_is_not_included_does_not_count(self):
        before = self.digest()
        self.write("apdu/other.hpp", "// changed\n")
        self.assertEqual(before, self.digest())

    def test_flags_and_configuration_count(self):
        self.assertNotEqual(self.digest("-O1"), self.digest("-O2"))


if __name__ == "__main__":
    unittest.main()
