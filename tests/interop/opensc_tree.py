"""opensc-tool, which nobody here wrote, walks the card's file tree: what is free has the bytes that `ssc dump` shows as
text, what the file map protects is refused. The map is read here anew from card-spec's tables."""
import os
import sys
import tomllib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "integration"))
import opensc  # noqa: E402
import world  # noqa: E402

SELECT_ENVIRONMENT = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"
OK, REFUSED, NO_RECORD = "9000", "6982", "6A83"


class FileTree:
    """{"DF01/EF05": row} of a generation, as card-spec/files-vN.toml says it."""

    def __init__(self, generation):
        self.rows = {}
        for part in {1: (1,), 2: (2,), 3: (2, 3)}[generation]:
            with open(os.path.join(world.ROOT, "card-spec", f"files-v{part}.toml"), "rb") as file:
                table = tomllib.load(file)
            for row in table["file"]:
                self.rows[f"{row['df']}/{row['fid']}"] = row
            for change in table.get("change", []):
                self.rows[f"{change['df']}/{change['fid']}"].update(change)

    def is_free(self, place):
        return self.rows[place]["read"] == "free"

    def read_commands(self, place):
        """By the short identifier that is the low byte of the FID: the first bytes, or every record that can be there."""
        row, sfi = self.rows[place], int(self.rows[place]["fid"][2:], 16)
        if row["type"] == "transparent":
            return [f"00B0{0x80 | sfi:02X}0000"]
        count = sum(field.get("occurrences", 1) for field in row["fields"]) if self.is_free(place) else 1
        return [f"00B2{number:02X}{sfi << 3 | 4:02X}00" for number in range(1, count + 1)]

    def texts(self, place, answers):
        """[(tag, text)] of the records of a free file."""
        fields = {field["tag"]: field for field in self.rows[place]["fields"]}
        found = [record for answer in answers for record in records(answer[:-4])]
        return [(tag, as_text(value, fields[tag])) for tag, value in found]


def records(content):
    """[(tag, value)] of tag, length, value after one another."""
    found, rest = [], bytes.fromhex(content)
    while rest:
        found.append((f"{rest[0]:02X}", rest[2:2 + rest[1]]))
        rest = rest[2 + rest[1]:]
    return found


def as_text(value, field):
    if field["coding"] == "nested":
        inner = dict(records(value.hex().rstrip("0") if not value.strip(b"\0") else value.hex()))
        return "^".join(as_text(inner.get(part["tag"], b""), part) for part in field["inner"])
    if field["coding"] == "cn":
        return value.hex().upper().rstrip("F")
    return value.rstrip(b"\0").decode("gb18030")


class OpenscTree(world.WorldTest):
    def setUp(self):
        self.tree = FileTree(world.ssc("read", "--json").json()["generation"])
        dumped = world.ssc("dump", "--json", "--full").json()["applications"]
        self.dumped = {file["file"]: file for application in dumped for file in application["files"]}
        self.answers = self.walk()

    def walk(self):
        """{place: answers}: opensc-tool selects and reads every file of the map, with nothing proven to the card."""
        apdus, reads = [], {}
        for place, row in self.tree.rows.items():
            apdus.append(SELECT_ENVIRONMENT)
            if row["df"] != "SSSE":
                apdus.append(f"00A4000002{row['df']}")
            commands = self.tree.read_commands(place)
            reads[place] = range(len(apdus), len(apdus) + len(commands))
            apdus += commands
        result = world.run("sh", "-c", opensc.command(*apdus))
        self.assertEqual(result.code, 0, result)
        answers = opensc.answers(result.out)
        self.assertEqual(len(answers), len(apdus))
        selects = set(range(len(apdus))) - {at for places in reads.values() for at in places}
        self.assertEqual({answers[at][-4:] for at in selects}, {OK})
        return {place: [answers[at] for at in places] for place, places in reads.items()}

    def differences(self, answers):
        """Where the walk and the map with our dump say different things."""
        found = []
        for place, given in answers.items():
            if not self.tree.is_free(place):
                found += [] if given == [REFUSED] else [f"{place}: {given}, not {REFUSED}"]
                continue
            found += self.differing_values(place, [answer for answer in given if answer != NO_RECORD])
        return found

    def differing_values(self, place, given):
        if not given or {answer[-4:] for answer in given} != {OK}:
            return [f"{place}: {given}"]
        if "hex" in self.dumped[place]:
            same = len(given[0]) > 4 and self.dumped[place]["hex"].startswith(given[0][:-4])
            return [] if same else [f"{place}: other bytes"]
        shown = [(field["tag"], field["value"]) for field in self.dumped[place]["fields"]]
        texts = self.tree.texts(place, given)
        return [] if sorted(texts) == sorted(shown) else [f"{place}: {texts}, not {shown}"]

    def test_the_map_is_the_dump(self):
        self.assertEqual(list(self.dumped), sorted(self.tree.rows, key=lambda place: (not place.startswith("SSSE"), place)))

    def test_every_file_says_what_our_dump_and_the_map_say(self):
        self.assertEqual(self.differences(self.answers), [])
        free = [place for place in self.tree.rows if self.tree.is_free(place)]
        self.assertIn("SSSE/EF05", free)
        self.assertGreater(len(self.tree.rows) - len(free), 10)
        self.assertIn("T000000", self.dumped["SSSE/EF05"]["fields"][-1]["value"])

    def test_the_comparison_can_fail(self):
        """One byte of content, an open door, a shut one, a leak behind a refusal: each is one difference."""
        free, shut = "SSSE/EF05", next(place for place in self.tree.rows if not self.tree.is_free(place))
        right = self.answers[free]
        number = next(at for at, answer in enumerate(right) if answer.startswith("0709543030"))  # the card number
        changed = [*right[:number], right[number].replace("543030", "553030"), *right[number + 1:]]
        for place, wrong in ((free, changed), (free, [REFUSED]), (free, right[:-1]), (shut, [OK]), (shut, ["0801" + REFUSED])):
            with self.subTest(place=place, wrong=wrong):
                self.assertEqual(len(self.differences({**self.answers, place: wrong})), 1)


if __name__ == "__main__":
    world.main()
