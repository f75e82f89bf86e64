"""`ssc file`, `ssc write`, `ssc dump` on card A: what a clerk sees, what a script gets, what is refused before the card."""
import re
import tomllib

import world

HOUSEHOLD = [("20", "51"), ("21", "示例省测试市示例区幸福路1号1栋101室"), ("0E", "999900")]  # typed from card-a.toml


def wide(text):
    """Columns on a terminal: two for a Chinese character."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


class Files(world.WorldTest):
    def read(self, *arguments):
        result = world.ssc("file", *arguments, "--json")
        self.assertEqual(result.code, 0, result)
        return result.json()["files"]

    def test_a_file_by_place_and_by_name(self):
        for name in ("DF01/EF05", "df01/ef05", "户籍"):
            file, = self.read(name, "--full")
            self.assertEqual((file["file"], file["label"]), ("DF01/EF05", "户籍"))
            self.assertEqual([(field["tag"], field["value"]) for field in file["fields"]], HOUSEHOLD)

    def test_items_of_it(self):
        for arguments in (("DF01/EF05", "--tag", "0E", "--tag", "20"), ("户籍 0E,20",), ("DF01/EF05 0E,20",)):
            file, = self.read(*arguments, "--full")
            self.assertEqual([(field["tag"], field["value"]) for field in file["fields"]], [("0E", "999900"), ("20", "51")])

    def test_an_item_that_comes_several_times(self):
        file, = self.read("DF01/EF15", "--tag", "40:1", "--full")
        self.assertEqual(file["fields"][0]["value"], "304^080605^示例大学")
        file, = self.read("DF01/EF15", "--tag", "40:1")
        self.assertEqual(file["fields"][0]["value"], "3*4^0****5^示**学")

    def test_masked_unless_asked_for(self):
        masked, full = world.ssc("file", "SSSE/EF06"), world.ssc("file", "SSSE/EF06", "--full")
        for personal in ("999900199001010014", "张三", "19900101"):
            self.assertIn(personal, full.out)
            self.assertNotIn(personal, masked.out)
        self.assertIs(world.ssc("file", "SSSE/EF06", "--json").json()["masked"], True)
        self.assertIs(world.ssc("file", "SSSE/EF06", "--json", "--full").json()["masked"], False)

    def test_values_stand_below_each_other(self):
        for place in ("DF01/EF05", "DF02/EF06", "DF03/EF05", "DF02/EF07"):
            lines = [line for line in world.ssc("file", place, "--lang", "zh").out.splitlines()[2:] if not line.lstrip().startswith("#")]
            columns = {wide(re.match(r".*\S {2,}(?=\S+$)", line)[0]) for line in lines}
            self.assertEqual(len(columns), 1, lines)
            self.assertLessEqual(max(wide(line) for line in lines), 80, lines)
            self.assertEqual([line for line in lines if line != line.rstrip()], [])

    def test_a_file_that_needs_a_pin(self):
        world.chip("pad", "enter", "999999")
        self.assert_refused(("file", "DF01/EF05", "--by", "pin"), 6, "pinWrong -51", r"Tries left: \d")
        self.assertEqual(world.ssc("file", "DF01/EF05", "--by", "pin").code, 0)
        world.chip("pad", "cancel")
        self.assert_refused(("file", "DF04/EF06"), 9, "pinCancelled -31")

    def assert_refused(self, command, code, *patterns):
        before = world.status()["exchanges"]
        result = world.ssc(*command, "--lang", "en")
        self.assertEqual((result.code, result.out), (code, ""), result)
        for pattern in patterns:
            self.assertRegex(result.err, pattern)
        self.assertRegex(result.err.splitlines()[-1], "^  → .+")
        return world.status()["exchanges"] - before

    def test_what_does_not_exist(self):
        for name, line in (("DF09/EF05", "noSuchFile -27266"), ("DF01/EF7F", "noSuchFile -27266"),
                           ("没有的文件", "noSuchFile -27266.*"), ("SSSE/EF05 99", "noSuchField -27267"),
                           ("DF01/EF15 40:4", "noSuchField -27267"), ("DF01/", "badInput -23"), ("DF01/EFXY", "badInput -23")):
            self.assert_refused(("file", name), 2, line)
        self.assertEqual(self.assert_refused(("file", "没有的文件"), 2, "'没有的文件'"), 0)


class Writing(world.WorldTest):
    PLACE = ("DF01/EF07", "--tag", "29")

    def value(self):
        return world.ssc("file", *self.PLACE, "--json", "--full").json()["files"][0]["fields"][0]["value"]

    def write(self, *arguments):
        return world.ssc("write", *arguments, "--json")

    def test_a_value_and_back(self):
        before = self.value()
        for value in ("2", before):
            self.assertEqual(self.write(*self.PLACE, value).code, 0)
            self.assertEqual(self.value(), value)
        self.assertRegex(world.ssc("write", "DF01/EF07", before, "--tag", "29", "--lang", "zh").out, "已写入。")

    def test_nothing_is_written_when_it_is_refused(self):
        before, cases = self.value(), (
            ((*self.PLACE, "too long"), "badInput"), (("DF01/EF07", "2"), "badInput"), (("DF01/EF09", "--tag", "99", "2"), "noSuchField"),
            (("DF04/EF08", "0"), "neverWritten"), (("DF01/EF07 29; DF01/EF08 2B", "2"), "badInput"))
        for arguments, reason in cases:
            with self.subTest(arguments=arguments):
                result = self.write(*arguments)
                self.assertEqual((result.reason(), result.code), (reason, 2), result)
        self.assertEqual(self.value(), before)

    def test_a_record_that_is_appended_is_the_newest(self):
        for number in ("0007", "0008"):
            self.assertEqual(self.write("DF04/EF15", f"{number}^1").code, 0)
        file, = world.ssc("file", "特殊医疗结算", "--json", "--full").json()["files"]
        self.assertEqual([record["fields"][0]["value"] for record in file["records"][:2]], ["0008", "0007"])
        self.assertEqual([record["number"] for record in file["records"][:2]], [1, 2])

    def test_a_card_whose_memory_fails(self):
        before = self.value()
        world.card("fail-memory", "on")
        try:
            result = self.write(*self.PLACE, "3")
        finally:
            world.card("fail-memory", "off")
        # The key's counter of tries is the first thing the card would have to write.
        self.assertEqual((result.reason(), result.code, result.json()["error"]["code"]), ("terminalRefused", 6, -0x6581), result)
        self.assertEqual(self.value(), before)


class WithoutKey(world.WorldTest):
    """In a world whose PSAM lacks UK2DF04, the key to writing DF04/EF15."""

    def test_nothing_is_written(self):
        result = world.ssc("write", "DF04/EF15", "0042^1", "--json")
        self.assertEqual((result.reason(), result.json()["error"]["code"], result.code), ("samKey", -27272, 5), result)
        self.assertNotIn("0042", world.ssc("file", "DF04/EF15", "--full").out)
        self.assertEqual(world.ssc("write", "DF01/EF07", "--tag", "29", "1").code, 0)


class Dump(world.WorldTest):
    def applications(self, *options):
        result = world.ssc("dump", "--json", *options)
        self.assertEqual(result.code, 0, result)
        return result.json()["applications"]

    def test_nothing_personal_is_in_it(self):
        """Searched for as text, GBK and hexadecimal; a full dump has it, so the search can find it."""
        fields = self.expected_row().split("|")
        personal = [fields[world.FIELDS.index(name)] for name in ("name", "socialSecurityNumber", "cardNumber", "cardId")]
        full = world.ssc("dump", "--full").out
        for masked in (world.ssc("dump").out, world.ssc("dump", "--json").out):
            for text in personal:
                self.assertIn(text, full)
                self.assertNotIn(text, masked)
                self.assertNotIn(text.encode("gb18030").hex(), masked.lower())

    def test_every_file_of_the_map_is_there(self):
        """The map is that of card-spec/files-vN.toml, read here by another program."""
        shown = [file["file"] for application in self.applications() for file in application["files"]]
        self.assertEqual(shown, files_of_the_map(world.ssc("read", "--json").json()["generation"]))

    def test_every_file_was_read(self):
        for application in self.applications():
            for file in application["files"]:
                self.assertNotIn("notRead", file)
                self.assertTrue({"fields", "records", "size"} & set(file), file)

    def test_the_tree_fits_a_terminal(self):
        lines = world.ssc("dump", "--lang", "zh").out.splitlines()
        self.assertIn("【仿真】", lines[0])
        for line in lines[1:]:
            self.assertRegex(line, "^(SSSE|DF0[1-7])  |^[├└]─ EF[0-9A-F]{2}  |^[│ ]  [├└]─ ")
            self.assertEqual(line, line.rstrip())

    def test_without_a_pin_the_rest_is_shown_and_the_holder_was_asked_once(self):
        before = world.status("pad")["entries"]
        world.chip("pad", "cancel")
        refused = [file for application in self.applications("--by", "pin") for file in application["files"] if "notRead" in file]
        self.assertTrue(refused)
        self.assertEqual({file["notRead"]["reason"] for file in refused}, {"pinCancelled"})
        self.assertEqual(world.status("pad")["entries"], before + 1)


def files_of_the_map(generation):
    """["SSSE/EF05", …] in the map's order: SSSE, then DF01 … by file. Generation 3 is generation 2 and some files more."""
    rows = []
    for part in {1: (1,), 2: (2,), 3: (2, 3)}[generation]:
        with open(f"{world.ROOT}/card-spec/files-v{part}.toml", "rb") as file:
            rows += tomllib.load(file)["file"]
    rows.sort(key=lambda row: (row["df"] != "SSSE", row["df"], row["fid"]))
    return [f"{row['df']}/{row['fid']}" for row in rows]


if __name__ == "__main__":
    world.main()
