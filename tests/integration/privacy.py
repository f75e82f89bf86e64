"""The masked trace holds nothing of the person, the card, or what they proved.

One read gives both: the answer of `ssc read --exchanges`, in full on the simulated reader, and the trace file.
"""
import os
import re

import world

HALF_KEY = 16         # hexadecimal characters: what is this long or longer is taken for a key, a challenge, a proof
SELECT, GET_RESPONSE, READ_RECORD = "A4", "C0", "B2"
ZEROS = re.compile("^0*$")


def fields_of(exchange):
    """What an exchange carries besides header, lengths and status word."""
    command, answer = exchange["command"], exchange["response"]
    data = command[10:10 + 2 * int(command[8:10], 16)] if len(command) > 10 else ""
    return data, answer[:-4]


def proofs_of(trace):
    """Keys' factors, challenges, cryptograms: all long fields but those of SELECT and READ RECORD."""
    found, before = {}, ""
    for number, exchange in enumerate(trace, 1):
        instruction = exchange["command"][2:4]
        is_public = SELECT in (instruction, before if instruction == GET_RESPONSE else "")
        if not is_public and instruction != READ_RECORD:
            fields = (field for field in fields_of(exchange) if len(field) >= HALF_KEY)
            found.update({f"{number}: {exchange['command'][:8]}": field for field in fields})
        before = instruction
    return found


def names_of(card):
    """Whom the card names, as bytes of the card."""
    written = ("name", "socialSecurityNumber", "cardNumber")
    found = {name: card[name].encode("gb18030").hex().upper() for name in written}
    found["end of the number"] = found["socialSecurityNumber"][-16:]
    found["card identification"] = card["cardId"]
    found["key factor"] = card["resetInformation"][-16:]
    return found


class Privacy(world.WorldTest):
    def setUp(self):
        path = world.folder("trace.txt")
        with world.settings(f'[trace]\nfile = "{path}"') as env:
            answer = self.assert_reads("--exchanges", env=env).json()
        with open(path, encoding="utf-8") as file:
            self.masked = file.read()
        os.unlink(path)
        self.trace, self.card = answer["trace"], answer["card"]

    def lines(self, kind):
        return [line[2:] for line in self.masked.splitlines() if line.startswith(kind + " ")]

    def test_the_masked_trace_is_of_this_read(self):
        self.assertEqual([line[:8] for line in self.lines(">")], [one["command"][:8] for one in self.trace])
        self.assertEqual([line[-4:] for line in self.lines("<")], [one["response"][-4:] for one in self.trace])
        for kind, part in ((">", "command"), ("<", "response")):
            self.assertEqual([len(line) for line in self.lines(kind)], [len(one[part]) for one in self.trace])

    def test_the_masked_trace_holds_no_secret(self):
        names, proofs = names_of(self.card), proofs_of(self.trace)
        self.assertGreaterEqual(len(proofs), 8, proofs)
        shown = "\n".join(one["command"] + "\n" + one["response"] for one in self.trace)
        masked = "\n".join(self.lines(">") + self.lines("<"))
        for title, secret in (names | proofs).items():
            with self.subTest(secret=title):
                self.assertIn(secret, shown, "the search would not find it")
                self.assertNotIn(secret, masked)
        for value in (self.card["name"], self.card["socialSecurityNumber"], self.card["cardNumber"]):
            self.assertNotIn(value, self.masked)

    def test_proofs_are_zeros_from_end_to_end(self):
        masked = [{"command": c, "response": r} for c, r in zip(self.lines(">"), self.lines("<"), strict=True)]
        proofs = proofs_of(masked)
        self.assertEqual(set(proofs), set(proofs_of(self.trace)))
        for title, field in proofs.items():
            self.assertRegex(field, ZEROS, title)

    def test_the_trace_file_is_for_its_owner(self):
        path = world.folder("private.txt")
        with world.settings(f'[trace]\nfile = "{path}"') as env:
            self.assert_reads(env=env)
        self.assertEqual(os.stat(path).st_mode & 0o077, 0)

    def test_failures_name_nobody(self):
        world.card("fake", "on")
        self.addCleanup(world.card, "fake", "off")
        result = world.ssc("read", "--full")
        self.assertNotEqual(result.code, 0)
        for field in ("name", "socialSecurityNumber", "cardNumber", "cardId"):
            self.assertNotIn(self.card[field], result.out + result.err)

    def test_no_log_of_the_world_names_the_holder(self):
        for name in ("reader.log", "card.log", "psam.log", "pcscd.log"):
            with open(world.folder(name), encoding="utf-8", errors="replace") as file:
                text = file.read()
            for field in ("name", "socialSecurityNumber", "cardNumber"):
                self.assertNotIn(self.card[field], text, name)


if __name__ == "__main__":
    world.main()
