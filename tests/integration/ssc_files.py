"""libssc in the simulated world: reading, writing, taking back."""
import json

import world
from ssc_library import ASK_VERIFY, KEY, Api, write

ITEM = "DF01/EF07 29"


class Files(Api):
    def name(self):
        return self.expected_row().split("|")[world.FIELDS.index("name")]

    def number(self):
        return self.expected_row().split("|")[world.FIELDS.index("socialSecurityNumber")]

    def test_reading(self):
        card = self.open_card()
        holder, = card.json("read", "SSSE/EF06 09".encode(), KEY)
        whole_characters = holder["fields"][0]["value"].partition("\uFFFD")[0]  # card D: the field ends inside one
        self.assertTrue(whole_characters and self.name().startswith(whole_characters), holder)
        self.assertEqual(len(card.json("read", b"SSSE/EF05; DF01/EF05 20", KEY)), 2)
        self.assert_fails(-23, card.json, "read", b"nonsense", KEY)
        self.assert_fails(-14, card.json, "read", b"SSSE/EF05", 3)
        self.assert_fails(-27266, card.json, "read", b"DF01/EF7F", KEY)
        self.assertEqual(self.holder.prompts, [ASK_VERIFY] if self.sample.generation == 1 else [])  # DF01/EF05

    def test_the_whole_card(self):
        card = self.open_card()
        masked, full = card.json("dump", KEY, 0), card.json("dump", KEY, 1)
        self.assertEqual([a["application"] for a in masked], [a["application"] for a in full])
        self.assertNotIn(self.number(), json.dumps(masked, ensure_ascii=False))
        self.assertIn(self.number(), json.dumps(full, ensure_ascii=False))
        self.assertNotIn(self.name()[:28], json.dumps(masked, ensure_ascii=False))
        self.assertEqual(len(self.holder.prompts), 1)

    def test_writing_and_taking_it_back(self):
        card = self.open_card()
        self.assert_fails(-12, card.call, "undo")
        before = self.value(card, ITEM)
        after = "2" if before == "1" else "1"
        write(card, {"file": "DF01/EF07", "fields": [{"tag": "29", "value": after}]})
        self.assertEqual(self.value(card, ITEM), after)
        card.call("undo")
        self.assertEqual(self.value(card, ITEM), before)
        self.assert_fails(-12, card.call, "undo")

    def test_what_was_read_can_be_written(self):
        card = self.open_card()
        read = card.json("read", ITEM.encode(), KEY)
        write(card, *read)
        self.assertEqual(card.json("read", ITEM.encode(), KEY), read)

    def test_a_record_that_was_appended_cannot_be_taken_back(self):
        card = self.open_card()
        if self.sample.append is None:
            self.assert_fails(-27266, write, card, {"file": "DF04/EF15", "append": ["0001", "1"]})
            return
        write(card, self.sample.append)
        self.assert_fails(-13, card.call, "undo")

    def test_nothing_is_written_when_one_of_several_is_wrong(self):
        card = self.open_card()
        good = {"file": "DF01/EF07", "fields": [{"tag": "29", "value": "2"}]}
        before = self.value(card, ITEM)
        for bad in ({"file": "DF01/EF07", "fields": [{"tag": "29", "value": "too long"}]}, {"file": "DF01/EF07"},
                    {"file": "DF01/EF07", "hex": "00"}, {"file": "DF01/EF07", "fields": [{"tag": "29", "value": 2}]}, [], 7):
            self.assert_fails(-23, write, card, good, bad)
        for text in (b"", b"[]", b"{}", b"[", b'[{"file":"DF01/EF07"'):
            self.assert_fails(-23, card.call, "write", text)
        self.assertEqual(self.value(card, ITEM), before)


if __name__ == "__main__":
    world.main()
