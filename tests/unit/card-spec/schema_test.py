"""The generator on broken copies of card-spec: every error names the file, the row and what is wrong.

usage: schema_test.py GENERATOR SPEC_DIR [unittest arguments]
"""

import contextlib
import importlib.util
import io
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

GENERATOR, SPEC = pathlib.Path(sys.argv.pop(1)), pathlib.Path(sys.argv.pop(1))

# file, text that is replaced once, replacement, the error line
CASES = [
    ("files-v2.toml", 'label = "户籍"', 'label = "户籍"\nlenght = "50"',
     'files-v2.toml: DF01/EF05: unknown key "lenght"'),
    ("files-v2.toml", 'coding = "an", length = "50" },\n  { tag = "0E"', 'coding = "an", length = "50", unit = 1 },\n  { tag = "0E"',
     'files-v2.toml: DF01/EF05 tag 21: unknown key "unit"'),
    ("files-v2.toml", 'label = "姓名扩展", ', "",
     'files-v2.toml: SSSE/EF06 tag 4E: "label" is missing'),
    ("files-v2.toml", 'label = "姓名扩展"', 'label = " "',
     "files-v2.toml: SSSE/EF06 tag 4E: \"label\" is not a text: ' '"),
    ("files-v2.toml", '{ tag = "4E", name', '{ tag = "09", name',
     "files-v2.toml: SSSE/EF06 tag 09: tag 09 is used twice (first by SSSE/EF06 tag 09)"),
    ("files-v2.toml", 'name = "nameContinuation"', 'name = "name"',
     "files-v2.toml: SSSE/EF06 tag 4E: name name is used twice (first by SSSE/EF06 tag 09)"),
    ("files-v2.toml", 'name = "nameContinuation"', 'name = "Name continuation"',
     "files-v2.toml: SSSE/EF06 tag 4E: \"name\" is not a lowerCamelCase name: 'Name continuation'"),
    ("files-v2.toml", '"4E"', '"4G"',
     "files-v2.toml: SSSE/EF06 tag 4G: \"tag\" is not 2 upper-case hexadecimal digits: '4G'"),
    ("files-v2.toml", '"4E"', '"00"',
     'files-v2.toml: SSSE/EF06 tag 00: "tag" is missing, or 00 or FF (ISO/IEC 7816-4 §5.2.1)'),
    ("files-v2.toml", 'length = "1E" }', 'length = 30 }',
     'files-v2.toml: SSSE/EF06 tag 09: "length" is not 2 upper-case hexadecimal digits: 30'),
    ("files-v2.toml", 'length = "1E" }', 'length = "FF" }',
     "files-v2.toml: SSSE/EF06 tag 09: length FF does not fit a simple TLV"),
    ("files-v2.toml", 'label = "姓名", coding = "an"', 'label = "姓名", coding = "utf8"',
     "files-v2.toml: SSSE/EF06 tag 09: \"coding\" is not one of cn, an, binary, nested: 'utf8'"),
    ("files-v2.toml", 'label = "毕业院校", coding = "an", length = "28"', 'label = "毕业院校", coding = "an", length = "29"',
     "files-v2.toml: DF01/EF15 tag 40: B-TLV length is 34, but the inner fields add up to 35"),
    ("files-v2.toml", 'tag = "58", name = "subject"', 'tag = "57", name = "subject"',
     "files-v2.toml: DF01/EF15 tag 40 inner tag 57: tag 57 is used twice (first by DF01/EF15 tag 40 inner tag 57)"),
    ("files-v2.toml", 'label = "学位信息", coding = "nested"', 'label = "学位信息", coding = "an"',
     "files-v2.toml: DF01/EF15 tag 40: inner fields belong to coding nested, and only there"),
    ("files-v2.toml", 'occurrences = 3, inner = [\n    { tag = "57"', 'occurrences = 0, inner = [\n    { tag = "57"',
     'files-v2.toml: DF01/EF15 tag 40: "occurrences" is not a number from 1 to 255: 0'),
    ("files-v2.toml", 'write = "UK5DF01"', 'write = "UK55DF01"',
     'files-v2.toml: DF01/EF0A: "write" names the unknown key UK55DF01'),
    ("files-v2.toml", 'write = "UK5DF01"', 'write = "UK5DF02"',
     'files-v2.toml: DF01/EF0A: "write" names UK5DF02, which is a key of DF02'),
    ("files-v2.toml", 'write = "UK5DF01"', 'write = "PIN|UK5DF01"',
     'files-v2.toml: DF01/EF0A: "write" is one key or never'),
    ("files-v2.toml", 'read = "PIN&RK1DF04"', 'read = "PIN+RK1DF04"',
     'files-v2.toml: DF04/EF06: "read" names the unknown key PIN+RK1DF04'),
    ("files-v2.toml", 'size = "1C"', 'size = "1D"',
     "files-v2.toml: DF04/EF08: record size is 1D, but the parts add up to 1C"),
    ("files-v2.toml", 'size = "29"', 'size = "28"',
     "files-v2.toml: DF03/EF19 tag 79: record size is 28, but this record has 29 bytes"),
    ("files-v2.toml", 'records = 30\n', "",
     'files-v2.toml: DF04/EF08: "records" belongs to cyclic files, and only there'),
    ("files-v2.toml", 'size = "0300"\n', "",
     'files-v2.toml: SSSE/EF07: "size" belongs to every type but variableRecord'),
    ("files-v2.toml", '{ name = "accountAmount"', '{ tag = "01", name = "accountAmount"',
     "files-v2.toml: DF04/EF08 part accountAmount: parts of a cyclic record have no tag and no occurrences"),
    ("files-v2.toml", 'label = "指纹"\ntype = "transparent"', 'label = "指纹"\ntype = "transparant"',
     "files-v2.toml: SSSE/EF07: \"type\" is not one of variableRecord, fixedRecord, cyclicRecord, transparent: 'transparant'"),
    ("files-v2.toml", 'fid = "EF1A"', 'fid = "EF1F"',
     "files-v2.toml: DF01/EF1F: the low byte of the fid is no short file identifier (01 to 1E)"),
    ("files-v2.toml", 'fid = "EF1A"', 'fid = "EF19"',
     "files-v2.toml: DF01/EF19: file DF01/EF19 is used twice (first by DF01/EF19)"),
    ("files-v2.toml", 'df = "DF07"\nfid = "EF07"', 'df = "DF08"\nfid = "EF07"',
     "files-v2.toml: DF08/EF07: unknown application DF08"),
    ("files-v2.toml", 'personal = true\nfields = [\n  { tag = "2B"', 'fields = [\n  { tag = "2B"',
     'files-v2.toml: DF01/EF08: "personal" is missing'),
    ("files-v2.toml", 'codes = "maritalStatus"', 'codes = "maritialStatus"',
     "files-v2.toml: DF01/EF08 tag 2B: unknown code list maritialStatus"),
    ("files-v2.toml", 'codes = "maritalStatus"', 'codes = "education"',
     "files-v2.toml: DF01/EF08 tag 2B: the codes of education are longer than the field"),
    ("files-v2.toml", 'note = "Seen in one province', 'remark = "Seen in one province',
     "files-v2.toml: SSSE/EF0C: a convention needs a note that says why"),
    ("files-v2.toml", "[[file]]", "[[flie]]",
     'files-v2.toml: top level: unknown list "flie"'),
    ("files-v1.toml", 'size = "06"', 'size = "07"',
     "files-v1.toml: DF01/EF0A tag 37: record size is 07, but this record has 06 bytes"),
    ("files-v3.toml", 'df = "DF05"\nfid = "EF05"', 'df = "DF05"\nfid = "EF06"',
     "files-v3.toml: change DF05/EF06: the map that is changed has no such file"),
    ("files-v3.toml", 'read = "RKSSSE"\n\n[[change]]', 'read = "RKSSE"\n\n[[change]]',
     'files-v3.toml: change SSSE/EF06: "read" names the unknown key RKSSE'),
    ("files-v3.toml", 'fid = "EF0D"', 'fid = "EF0C"',
     "files-v3.toml: SSSE/EF0C: file SSSE/EF0C is used twice (first by SSSE/EF0C)"),
    ("keys.toml", 'kid = "0A"', 'kid = "06"',
     "keys.toml: key RKSSSE: KID 06 of SSSE is used twice (first by key PUK)"),
    ("keys.toml", 'kid = "0A"', 'kid = "8A"',
     "keys.toml: key RKSSSE: kid 8A: bit 8 is 0 for keys of SSSE and 1 for keys of a DF"),
    ("keys.toml", 'name = "RKSSSE"', 'name = "PUK"',
     "keys.toml: key PUK: name PUK is used twice (first by key PUK)"),
    ("keys.toml", 'psam = "67/0A"', 'psam = "67-0A"',
     "keys.toml: key RKSSSE: \"psam\" is not usage/identifier such as 67/2D or x8/42: '67-0A'"),
    ("keys.toml", 'psam = "67/0A"', 'psam = "67/08"',
     "keys.toml: key RKSSSE: PSAM identifier 08 is used twice (first by key IRK)"),
    ("keys.toml", 'psam = "x8/4A"', 'psam = "x8/C0"',
     "keys.toml: key DSK: identifier C0 is in no range, so the usage cannot begin with x"),
    ("keys.toml", 'df = "DF07", kid = "88"', 'df = "DF17", kid = "88"',
     "keys.toml: key UK3DF07: unknown application DF17"),
    ("applications.toml", '"D15600000504"', '"D156000005 4"',
     "applications.toml: application DF07: \"name\" is not 5 to 16 bytes in hexadecimal: 'D156000005 4'"),
    ("applications.toml", 'df = "DF07"', 'df = "DF06"',
     "applications.toml: application DF06: df DF06 is used twice (first by application DF06)"),
    ("status_words.toml", '"9406"', '"94O6"',
     "status_words.toml: status 94O6: \"sw\" is not four hexadecimal digits, the last one or two possibly x: '94O6'"),
    ("status_words.toml", '"9406"', '"9302"',
     "status_words.toml: status 9302: is never reached, because 9302 stands before it"),
    ("status_words.toml", '"9302"', '"94xx"',
     "status_words.toml: status 9401: is never reached, because 94xx stands before it"),
    ("status_words.toml", ', zh = "金额不足"', "",
     'status_words.toml: status 9401: "zh" is missing'),
    ("codes.toml", 'code = "2", zh = "女"', 'code = "1", zh = "女"',
     "codes.toml: list sex code 1: code 1 is used twice (first by list sex code 1)"),
    ("codes.toml", 'code = "2", zh = "女", ', 'code = "2", ',
     'codes.toml: list sex code 2: "zh" is missing'),
    ("codes.toml", 'name = "sex"', 'name = "yesNo"',
     "codes.toml: list yesNo: list yesNo is used twice (first by list yesNo)"),
]


def load(path):
    """The generator as a module: sixty runs are then a matter of a second or two."""
    spec = importlib.util.spec_from_file_location("generate_card_spec", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Generator(unittest.TestCase):
    tool = load(GENERATOR)

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        for source in SPEC.glob("*.toml"):
            shutil.copy(source, self.folder)

    def run_generator(self):
        """Exit status, error lines and output (None when nothing was written)."""
        output = self.folder / "tables.cpp"
        output.unlink(missing_ok=True)
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors):
            status = self.tool.main(["--spec-dir", str(self.folder), "--output", str(output)])
        return status, errors.getvalue().splitlines(), output.read_text() if output.exists() else None

    def change(self, name, old, new):
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text, "the case changes nothing")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def test_the_unchanged_specification_is_accepted_and_gives_the_same_source_each_time(self):
        first, second = self.run_generator(), self.run_generator()
        self.assertEqual(first[:2], (0, []))
        self.assertIn("constexpr File kFilesV3[]", first[2])
        self.assertEqual(first, second)

    def test_each_broken_copy_is_refused_with_file_and_row(self):
        originals = {path.name: path.read_bytes() for path in self.folder.glob("*.toml")}
        for name, old, new, error in CASES:
            with self.subTest(error):
                self.change(name, old, new)
                status, lines, output = self.run_generator()
                (self.folder / name).write_bytes(originals[name])
                self.assertIn(error, lines)
                self.assertEqual(status, 1)
                self.assertIsNone(output)

    def test_text_that_is_not_toml_is_refused_with_its_line(self):
        (self.folder / "keys.toml").write_text('keys = [\n  { name = "IRK" df }\n]\n', encoding="utf-8")
        status, lines, _ = self.run_generator()
        self.assertEqual(status, 1)
        self.assertTrue(any(line.startswith("keys.toml: whole file: cannot be read") and "line 2" in line
                            for line in lines), lines)

    def test_a_missing_file_is_named(self):
        (self.folder / "codes.toml").unlink()
        status, lines, _ = self.run_generator()
        self.assertEqual(status, 1)
        self.assertTrue(any(line.startswith("codes.toml: whole file: cannot be read") for line in lines), lines)

    def test_as_a_program_it_ends_with_status_1_and_prints_the_error(self):
        self.change("keys.toml", 'kid = "0A"', 'kid = "06"')
        result = subprocess.run([sys.executable, GENERATOR, "--spec-dir", self.folder, "--output", self.folder / "out"],
                                capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stderr, "keys.toml: key RKSSSE: KID 06 of SSSE is used twice (first by key PUK)\n")

    def test_all_errors_are_reported_at_once(self):
        self.change("keys.toml", 'kid = "0A"', 'kid = "06"')
        self.change("codes.toml", 'code = "2", zh = "女"', 'code = "1", zh = "女"')
        _, lines, _ = self.run_generator()
        self.assertEqual(len([line for line in lines if line.startswith(("keys.toml", "codes.toml"))]), 2, lines)


if __name__ == "__main__":
    unittest.main()
