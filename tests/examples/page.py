"""docs/his-integration.md against what it speaks of: its excerpts stand in the examples, each language has its commands."""
import os
import unittest

import kit

LANGUAGES = ("c", "c cmake", "cpp", "cpp cmake", "python", "java", "node")


def read(name):
    with open(os.path.join(kit.ROOT, name), encoding="utf-8") as file:
        return file.read()


class Page(unittest.TestCase):
    maxDiff = None

    def test_every_excerpt_stands_in_its_file(self):
        found = kit.snippets()
        self.assertGreaterEqual(len(found), 5)
        for name, text in found:
            with self.subTest(name):
                self.assertIn(text, read(name))

    def test_every_language_is_built_and_run(self):
        for language in LANGUAGES:
            with self.subTest(language):
                build, run = kit.commands(language)
                self.assertTrue(run and (build or language == "python"))

    def test_the_readme_of_the_examples_shows_the_same_slip(self):
        self.assertIn(kit.slip(), read("examples/README.md"))

    def test_the_lock_file_names_no_registry(self):
        lock = read("examples/his-node/package-lock.json")
        self.assertNotIn('"resolved"', lock)
        self.assertIn('"integrity"', lock)


if __name__ == "__main__":
    unittest.main(verbosity=2)
