"""A form is data: an item that is added to a copy of the catalogue has its form, with rules, help and labels.

usage: forms_test.py TOOLS SOURCE_DIR [unittest arguments]
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

TOOLS, SOURCE = pathlib.Path(sys.argv.pop(1)), pathlib.Path(sys.argv.pop(1))
ITEM = """
[[item]]
id = "LP-HR-990"
name = { zh = "测试", en = "Test of a form" }
initials = "cs"
class = "identity"
cards = ["physical"]
flow = "identity_form"
level = "L3"
who = ["self", "agent"]
dataset = "test_cases"
fields = ["from_date", "to_date", "bank_last4", "amount", "insurance_type", "status"]
rule = "a test"
effect = "none"
print = "11"
"""


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.source = pathlib.Path(self.folder.name) / "catalogue"
        shutil.copytree(SOURCE, self.source)

    def add(self, text, file="liangping/01-employment.toml"):
        with (self.source / "data" / file).open("a", encoding="utf-8") as opened:
            opened.write(text)

    def change(self, old, new):
        path = self.source / "data" / "forms.toml"
        text = path.read_text(encoding="utf-8")
        self.assertEqual(text.count(old), 1, old)
        path.write_text(text.replace(old, new), encoding="utf-8")

    def made(self, tool):
        output = pathlib.Path(self.folder.name) / "made.cpp"
        done = subprocess.run([sys.executable, TOOLS / tool, "--source", self.source, "--output", output],
                              capture_output=True, text=True, check=False, timeout=60)
        return done, output.read_text(encoding="utf-8") if done.returncode == 0 else ""


class Added(Case):
    def test_a_new_item_has_its_rules(self):
        self.add(ITEM)
        done, text = self.made("generate_forms.py")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('{"LP-HR-990", 3, "self agent", true, false, ', text)
        rules = text.partition("kRulesOfLPHR990[] = {")[2].partition("};")[0].splitlines()
        self.assertEqual([line.split('"')[1] for line in rules if '"' in line],
                         ["from_date", "to_date", "bank_last4", "amount", "insurance_type"])
        self.assertIn('{"to_date", Shape::date, false', "\n".join(rules))

    def test_a_new_item_has_labels_help_and_what_is_known(self):
        self.add(ITEM)
        done, text = self.made("generate_catalogue.py")
        self.assertEqual(done.returncode, 0, done.stderr)
        fields = text.partition("kFormOfLpHr990[] = {")[2].partition("};")[0]
        self.assertEqual(fields.count("&kFieldsOf"), 5)
        self.assertIn('{"LP-HR-033", "list", "bank_last4"}', fields)

    def test_an_exception_for_one_item_is_a_row(self):
        self.add(ITEM)
        self.change('  { id = "hotel", required = false },', '  { id = "hotel", required = false },\n'
                    '  { id = "amount", items = ["LP-HR-990"], max = 77 },')
        self.assertIn('{"amount", Shape::decimal, true, false, false, 0, 0, 7700', self.made("generate_forms.py")[1])


class Refused(Case):
    """file, what is replaced, by what, the error."""
    CASES = [
        ('{ id = "hotel", required = false }', '{ id = "hotell", required = false }', "forms.toml: field hotell: unknown field hotell"),
        ('items = ["YZ-045"], required', 'items = ["YZ-001"], required', "forms.toml: field bill_total: no form YZ-001 with this field"),
        ('"LP-HR-082:list:school"', '"LP-HR-001:list:school"', "forms.toml: prefill school: LP-HR-001:list:school is no query"),
        ('id = "inFuture"', 'id = "inPast"', "forms.toml: fault inPast: \"id\" is not one of"),
        ('shape = "flag"', 'shape = "yes"', "forms.toml: kind flag: \"shape\" is not one of"),
        ('masks = ["dddd"]', 'masks = ["[0-9]"]', "forms.toml: field bank_last4: \"masks\" is not a list of masks"),
    ]

    def test_broken_rows(self):
        for old, new, error in self.CASES:
            with self.subTest(error=error):
                self.setUp()
                self.change(old, new)
                done, _ = self.made("generate_forms.py")
                self.assertEqual(done.returncode, 1)
                self.assertIn(error, done.stderr)

    def test_a_choice_needs_a_list(self):
        self.add(ITEM.replace('"status"]', '"disability_level_x"]').replace("disability_level_x", "recorded_kind"))
        path = self.source / "data" / "fields.toml"
        path.write_text(path.read_text(encoding="utf-8").replace(
            "field = [\n", 'field = [\n  { id = "recorded_kind", label = { zh = "甲", en = "A" }, kind = "code" },\n', 1), encoding="utf-8")
        done, _ = self.made("generate_forms.py")
        self.assertIn("LP-HR-990: a choice without a list", done.stderr)


if __name__ == "__main__":
    unittest.main()
