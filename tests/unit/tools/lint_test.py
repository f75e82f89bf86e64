"""The small checks of lint find what they look for."""
import re
import tempfile
import unittest
from unittest import mock
import pathlib

import support
import lint


class SmallChecks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        patch = mock.patch.object(lint, "ROOT", self.root)
        patch.start()
        self.addCleanup(patch.stop)

    def plant(self, **files):
        support.plant(str(self.root), {name.replace("__", "/").replace("_", "."): text for name, text in files.items()})

    def test_a_path_of_one_machine_is_found_with_its_line(self):
        self.plant(a_md="good\nsee /" + "home/anna/x\n")
        self.assertEqual(lint.check_words()[0], ["a.md:2: a path of one machine: /" + "home/a"])

    def test_an_address_with_such_a_path_is_none(self):
        self.plant(a_md="https://example.org/home/x and build/work/y\n")
        self.assertEqual(lint.check_words()[0], [])

    def test_a_conflict_marker_is_found(self):
        self.plant(a_md="<" * 7 + " HEAD\n")
        self.assertEqual(len(lint.check_words()[0]), 1)

    def test_the_list_of_words_does_not_match_itself(self):
        rules = [(re.compile(pattern), reason) for pattern, reason in lint.FORBIDDEN]
        with mock.patch.object(lint, "ROOT", support.ROOT):
            self.assertEqual(lint.forbidden_lines("tools/lint.py", rules), [])

    def test_a_python_file_that_does_not_parse_is_found(self):
        self.plant(good_py="x = 1\n", bad_py="x = 1\ndef f(:\n")
        findings, _ = lint.check_python()
        self.assertEqual(len(findings), 1)
        self.assertTrue(findings[0].startswith("bad.py:2:"), findings)

    def test_an_installed_header_that_lacks_an_include_is_found(self):
        self.plant(hostlib__include__good_h="#include <stdint.h>\nuint8_t f(void);\n",
                   hostlib__include__bad_h="uint8_t f(void);\n")
        findings, counted = lint.check_headers()
        self.assertTrue(any("uint8_t" in line for line in findings))
        self.assertFalse(any("good.h" in line for line in findings))
        self.assertEqual(counted, "2 headers, as C and as C++")

    def test_an_installed_header_that_is_only_c_is_found(self):
        self.plant(hostlib__include__bad_h="int f(int class);\n")
        self.assertTrue(lint.check_headers()[0])

    def test_scripts_are_known_by_their_first_line(self):
        self.plant(run="#!/usr/bin/env bash\n", other="#!/usr/bin/env python3\n", x_sh="")
        self.assertEqual([name for name in lint.tracked() if lint.is_shell(name)], ["run", "x.sh"])


if __name__ == "__main__":
    unittest.main()
