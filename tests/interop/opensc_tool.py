"""opensc-tool, which nobody here wrote, gets the literal bytes of card A and of the PSAM."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "integration"))
import opensc  # noqa: E402
import world  # noqa: E402

ATR = "3b:6d:00:00:00:81:54:53:54:86:99:99:99:00:00:00:01"
# Typed from the card specification and its sample card; spaces part what belongs together.
SELECT_BY_NAME = "00A404000F 7378312E73682EC9E7BBE1B1A3D5CF 00"
FCI = "6F1C 840F 7378312E73682EC9E7BBE1B1A3D5CF A509 88011E 9F0C 03 860103 9000"
READ_EF05 = "00B2012D 40"
EF05 = ("0110 999900D15600000500000001E692B037 0201 33 0304 332E3030 040C 915600000299990099990001 0504 20250101"
        "0604 20350101 0709 543030303030303238 9000")


def packed(text):
    return text.replace(" ", "")


class OpenscTool(world.WorldTest):
    def send(self, *apdus, slot=0):
        result = world.run("sh", "-c", opensc.command(*(packed(apdu) for apdu in apdus), slot=slot))
        self.assertEqual(result.code, 0, result)
        return opensc.answers(result.out)

    def test_lists_every_slot(self):
        lines = world.run("opensc-tool", "-l").out.splitlines()
        rows = [line.split(maxsplit=2) for line in lines if line[:1].isdigit()]
        self.assertEqual([row[1] for row in rows], ["Yes", "No", "Yes", "No", "No"])
        self.assertEqual({row[2][:20] for row in rows}, {"SSC Simulated Reader"})

    def test_shows_the_answer_to_reset(self):
        self.assertEqual(world.run("opensc-tool", "-r", "0", "-a").out.strip(), ATR)

    def test_select_answers_the_fci_and_the_issuers_file_is_free(self):
        self.assertEqual(self.send(SELECT_BY_NAME, READ_EF05), [packed(FCI), packed(EF05)])

    def test_lengths_are_corrected(self):
        self.assertEqual(self.send(SELECT_BY_NAME, "00B2012D00")[1], packed(EF05))

    def test_single_records(self):
        answers = self.send(SELECT_BY_NAME, "00B2012C00", "00B2072C00")
        self.assertEqual(answers[1:], ["0110999900D15600000500000001E692B0379000", "07095430303030303032389000"])

    def test_the_holders_file_is_shut(self):
        self.assertEqual(self.send(SELECT_BY_NAME, "00B201355B")[1], "6982")

    def test_what_is_not_there_has_its_status(self):
        answers = self.send(SELECT_BY_NAME, "00B2082D00", "00A4000002DF99", "00A404000F7378392E73682EC9E7BBE1B1A3D5CF")
        self.assertEqual(answers[1:], ["6A83", "6A82", "6A82"])

    def test_unknown_instructions_have_their_status(self):
        self.assertEqual(self.send(SELECT_BY_NAME, "00FE0000", "F0A40000")[1:], ["6D00", "6E00"])

    def test_challenges_differ(self):
        first, second = self.send("0084000008", "0084000008")
        self.assertEqual((len(first), first[-4:], second[-4:]), (20, "9000", "9000"))
        self.assertNotEqual(first, second)

    def test_the_psams_terminal_number(self):
        answers = self.send("00A404000F7378332E73682EC9E7BBE1B1A3D5CF", "00B0960006", slot=2)
        self.assertEqual(answers[1], "9999000000019000")

    def test_the_card_is_read_as_before(self):
        self.send(SELECT_BY_NAME, READ_EF05)
        self.assert_reads()


if __name__ == "__main__":
    world.main()
