"""The generator on broken copies of the catalogues: every error names the file, the row and what is wrong.

usage: schema_test.py GENERATOR SOURCE_DIR [unittest arguments]
"""
import contextlib
import importlib.util
import io
import pathlib
import shutil
import sys
import tempfile
import unittest

GENERATOR, SOURCE = pathlib.Path(sys.argv.pop(1)), pathlib.Path(sys.argv.pop(1))
EMPLOYMENT, LIVELIHOOD, DISTRICT = "data/liangping/01-employment.toml", "data/liangping/09-livelihood.toml", "districts/liangping.toml"

# file, text that is replaced once, replacement, the error line
CASES = [
    (EMPLOYMENT, 'flow = "identity_form"\n', "",
     'liangping/01-employment.toml: LP-HR-001: "flow" is missing'),
    (EMPLOYMENT, 'flow = "identity_form"', 'flow = "identity_from"',
     "liangping/01-employment.toml: LP-HR-001: unknown flow identity_from"),
    (EMPLOYMENT, 'class = "identity"', 'class = "identify"',
     "liangping/01-employment.toml: LP-HR-001: unknown class identify"),
    (EMPLOYMENT, 'level = "L2"', 'level = "L0"',
     "liangping/01-employment.toml: LP-HR-001: unknown level L0"),
    (EMPLOYMENT, 'who = ["self"]', 'who = ["nobody"]',
     "liangping/01-employment.toml: LP-HR-001: unknown party nobody"),
    (EMPLOYMENT, 'fields = ["registration_date"', 'fields = ["registration_day"',
     "liangping/01-employment.toml: LP-HR-001: unknown field registration_day"),
    (EMPLOYMENT, 'papers = ["就业创业证明"', 'papers = ["就业证明"',
     "liangping/01-employment.toml: LP-HR-007: unknown paper 就业证明"),
    (EMPLOYMENT, 'cards = ["physical", "electronic"]', 'cards = ["paper"]',
     "liangping/01-employment.toml: LP-HR-001: unknown form of the card paper"),
    (EMPLOYMENT, 'initials = "jydj"', 'initials = "jyd"',
     "liangping/01-employment.toml: LP-HR-001: 3 initials for 4 hanzi"),
    (EMPLOYMENT, 'en = "Employment registration" }', 'en = " " }',
     "liangping/01-employment.toml: LP-HR-001: \"name\" is not { zh = …, en = … } with two texts: {'zh': '就业登记', 'en': ' '}"),
    (EMPLOYMENT, 'id = "LP-HR-002"', 'id = "LP-HR-001"',
     "liangping/01-employment.toml: LP-HR-001: id is used twice (first in liangping/01-employment.toml)"),
    (EMPLOYMENT, 'id = "LP-HR-002"', 'id = "LP-HR-2"',
     "liangping/01-employment.toml: LP-HR-2: \"id\" is not an identifier such as LP-HR-001: 'LP-HR-2'"),
    (EMPLOYMENT, 'print = "11"', 'print = "09"',
     "liangping/01-employment.toml: LP-HR-001: a document is printed by the flow query_print, and only there"),
    (EMPLOYMENT, 'pays = "disburse"\n', "",
     "liangping/01-employment.toml: LP-HR-013: pays belongs to the class money, and only there"),
    (EMPLOYMENT, 'dataset = "employment_registration"', 'dateset = "employment_registration"',
     'liangping/01-employment.toml: LP-HR-001: unknown key "dateset"'),
    (EMPLOYMENT, "labels.certificate_no", "labels.certificate",
     "liangping/01-employment.toml: LP-HR-004: unknown field of the item certificate"),
    (LIVELIHOOD, "offline = true", 'offline = true\nremark = "x"',
     "liangping/09-livelihood.toml: LP-OT-052: \"remark\" is not { zh = …, en = … } with two texts: 'x'"),
    (LIVELIHOOD, 'cards = ["physical"]\nflow = "settle_offline"', 'cards = ["physical", "electronic"]\nflow = "settle_offline"',
     "liangping/09-livelihood.toml: LP-OT-052: an electronic card cannot settle offline"),
    ("data/fields.toml", 'zh = "登记日期", en = "Registered on" }', 'zh = "登记日期", en = "" }',
     "fields.toml: field registered_on: \"label\" is not { zh = …, en = … } with two texts: {'zh': '登记日期', 'en': ''}"),
    ("data/fields.toml", '{ id = "year"', '{ id = "week"',
     "fields.toml: field week: id week is used twice (first by field week)"),
    ("data/fields.toml", "field = [\n", 'field = [\n  { id = "aaa", label = { zh = "甲", en = "A" }, kind = "text" },\n',
     "fields.toml: aaa: is used by no item"),
    ("data/fields.toml", 'kind = "year"', 'kind = "years"',
     "fields.toml: field graduation_year: unknown kind years"),
    ("data/code_lists.toml", 'zh = "正常参保", en = "Insured"', 'zh = "正常参保"',
     'code_lists.toml: list insured_state active: "en" is missing'),
    ("data/code_lists.toml", '{ code = "paused"', '{ code = "active"',
     "code_lists.toml: list insured_state active: code active is used twice"),
    ("data/code_lists.toml", 'id = "yes_no"', 'id = "area"',
     "code_lists.toml: list area: id area is used twice"),
    ("data/code_lists.toml", 'card = "insuranceType"', 'card = "insuranceTypes"',
     "code_lists.toml: list insurance_type: the card has no list insuranceTypes in both languages"),
    ("data/code_lists.toml", 'id = "insurance_type"\n', 'id = "left_over"\ncard = "sex"\n\n[[list]]\nid = "insurance_type"\n',
     "code_lists.toml: list left_over: is used by no field"),
    ("data/code_uses.toml", '{ field = "scheme", list = "pension_scheme" }', '{ field = "scheme", list = "pension_schemes" }',
     "code_uses.toml: use scheme: unknown list pension_schemes"),
    ("data/code_uses.toml", '{ field = "scheme"', '{ field = "schema"',
     "code_uses.toml: use schema: unknown field"),
    ("data/code_uses.toml", 'dataset = "labour_contracts"', 'dataset = "labour_contract"',
     "code_uses.toml: use state: no item of the data set labour_contract has this field"),
    ("data/printed_fields.toml", 'codes = "sex"', 'codes = "sexes"',
     "printed_fields.toml: field sex: unknown list sexes"),
    ("data/printed_fields.toml", 'print = "08"', 'print = "88"',
     "printed_fields.toml: field item: unknown print 88"),
    ("data/flows.toml", 'state = "missing"\nnote', 'state = "later"\nnote',
     "flows.toml: flow card_record: \"state\" is not one of built, missing: 'later'"),
    ("data/flows.toml", 'note = { zh = "需要银行端的支付订单", en = "needs the payment orders of the bank peer" }\n', "",
     "flows.toml: flow pay: a missing flow needs a note that says why"),
    ("data/crosswalk.toml", '{ item = "YZ-001"', '{ item = "YZ-002"',
     "crosswalk.toml: YZ-001: has no row"),
    ("data/crosswalk.toml", 'of = ["LP-HR-001"]', 'of = ["LP-HR-101"]',
     "crosswalk.toml: YZ-001: unknown item LP-HR-101"),
    ("data/crosswalk.toml", 'match = "identical", of = ["LP-HR-001"]', 'match = "none", of = ["LP-HR-001"]',
     "crosswalk.toml: YZ-001: match none has no twins, any other has"),
    ("data/catalogues.toml", 'file = "liangping/01-employment.toml"', 'file = "liangping/employment.toml"',
     "liangping/employment.toml: whole file: cannot be read:"),
    (DISTRICT, 'area = "999900"', 'area = "500155"',
     "liangping.toml: district: \"area\" is not an area that does not exist (9999 and two digits): '500155'"),
    (DISTRICT, 'code = "901"', 'code = "102"',
     "liangping.toml: district: \"bank\" is not a simulated bank (901 to 903) with its name:"),
    (DISTRICT, "offline_count = 3\n", "",
     'liangping.toml: limits: "offline_count" is missing'),
    (DISTRICT, 'catalogue = "liangping"', 'catalogue = "both"',
     "liangping.toml: district: unknown catalogue both"),
    (DISTRICT, 'pin = "pad"', 'pin = "paper"',
     "liangping.toml: district: \"pin\" is not one of pad, screen: 'paper'"),
]


def load(path):
    """The generator as a module: thirty runs are then a matter of seconds."""
    spec = importlib.util.spec_from_file_location("generate_catalogue", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Generator(unittest.TestCase):
    tool = load(GENERATOR)

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory())) / "catalogue"
        shutil.copytree(SOURCE, self.folder)

    def generate(self):
        """Exit status, error lines and the tables (None when nothing was written)."""
        output = self.folder / "tables.cpp"
        output.unlink(missing_ok=True)
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors):
            status = self.tool.main(["--source", str(self.folder), "--output", str(output)])
        return status, errors.getvalue().splitlines(), output.read_text(encoding="utf-8") if output.exists() else None

    def test_the_data_as_they_are_make_tables(self):
        status, errors, tables = self.generate()
        self.assertEqual((status, errors), (0, []))
        self.assertEqual(tables.count('\n    {"LP-'), 160)

    def test_each_mistake_is_named_with_its_place(self):
        for name, old, new, error in CASES:
            with self.subTest(error=error):
                path = self.folder / name
                text = path.read_text(encoding="utf-8")
                self.assertIn(old, text)
                path.write_text(text.replace(old, new, 1), encoding="utf-8")
                status, errors, tables = self.generate()
                path.write_text(text, encoding="utf-8")
                self.assertEqual((status, tables), (1, None))
                self.assertTrue(any(line.startswith(error) for line in errors), errors)

    def test_a_stale_page_is_told(self):
        page = self.folder / "services.md"
        words = ["--source", str(self.folder), "--docs", str(page)]
        self.assertEqual(self.tool.main(words), 0)
        self.assertEqual(self.tool.main([*words, "--check"]), 0)
        page.write_text(page.read_text(encoding="utf-8").replace("就业登记", "失业登记", 1), encoding="utf-8")
        with contextlib.redirect_stderr(io.StringIO()) as errors:
            self.assertEqual(self.tool.main([*words, "--check"]), 1)
        self.assertIn("is not up to date", errors.getvalue())


if __name__ == "__main__":
    unittest.main()
