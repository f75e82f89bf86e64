"""A language pack is taken as it is meant, or refused in words; what it does not say yet is no mistake."""
import contextlib
import io
import pathlib
import tempfile
import tomllib
import unittest

import support  # noqa: F401  makes the tools importable
import generate_texts

TEXTS = {"language-name": {"zh": "中文", "en": "English"}, "hello": {"zh": "您好", "en": "Hello"},
         "page": {"zh": "第 %1 页，共 %2 页", "en": "Page %1 of %2"}}
GOOD = {"language": "ug", "texts": {"language-name": "ئۇيغۇرچە", "page": "%2 / %1", "hello": ""}}


def changed(**texts):
    return {**GOOD, "texts": {**GOOD["texts"], **texts}}


class Packs(unittest.TestCase):
    def found(self, pack):
        return "\n".join(generate_texts.pack_problems(TEXTS, pack))

    def test_a_good_one(self):
        self.assertEqual(self.found(GOOD), "")

    def test_what_is_wrong_is_named(self):
        for pack, words in ((changed(page="%1"), "page: needs %1, %2"), (changed(hello="%1"), "hello: needs no values"),
                            (changed(page=3), "page: must be words"), (changed(nothing="x"), "nothing: there is no such text"),
                            (changed(**{"language-name": " "}), "language-name"), ({**GOOD, "language": "zh"}, "language: must be"),
                            ({**GOOD, "language": "../x"}, "language: must be"), ({"language": "ug"}, "language-name")):
            with self.subTest(words):
                self.assertIn(words, self.found(pack))

    def test_what_is_said_is_made_into_a_translation_and_counted(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "ug.toml"
            file.write_text('language = "ug"\n[texts]\nlanguage-name = "a & b"\nhello = ""\n', encoding="utf-8")
            with contextlib.redirect_stderr(io.StringIO()) as told:
                said, locale = generate_texts.of_pack(TEXTS, file)
        self.assertEqual((said, locale), ({"language-name": "a & b"}, "ug"))
        self.assertIn("1 of 3", told.getvalue())
        self.assertIn("<translation>a &amp; b</translation>", generate_texts.translation(said, locale))

    def test_the_template_is_a_pack_that_says_nothing_yet(self):
        pack = tomllib.loads(generate_texts.template(TEXTS, "bo"))
        self.assertEqual((pack["language"], set(pack["texts"]), set(pack["texts"].values())), ("bo", set(TEXTS), {""}))
        self.assertEqual(self.found(pack).splitlines(), ["language-name: the name that the language has for itself is missing"])


if __name__ == "__main__":
    unittest.main()
