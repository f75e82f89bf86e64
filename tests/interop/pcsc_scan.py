"""pcsc_scan, which nobody here wrote, lists our slots and takes our answer to reset apart."""
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "integration"))
import world  # noqa: E402

CARD_ATR = "3B 6D 00 00 00 81 54 53 54 86 99 99 99 00 00 00 01"
PSAM_ATR = "3B 6D 00 00 00 81 54 53 54 00 00 99 99 90 00 00 01"
SLOTS = [f"SSC Simulated Reader 00 {slot:02}" for slot in range(5)]
COLOURS = re.compile("\x1b\\[[0-9;]*m")


class PcscScan(world.WorldTest):
    def test_lists_every_slot(self):
        result = world.run("pcsc_scan", "-r")
        self.assertEqual(re.findall(r"^\d: (.*\S)\s*$", result.out, re.MULTILINE), SLOTS, result)

    def test_sees_card_and_psam(self):
        result = world.run("pcsc_scan", "-c")
        self.assertEqual(re.findall(r"ATR: ([0-9A-F ]+)\n", result.out), [CARD_ATR, PSAM_ATR], result)
        self.assertEqual(result.out.count("Card removed"), 3, result)

    def test_takes_the_answer_to_reset_apart(self):
        with tempfile.TemporaryDirectory() as home:  # its list of known cards would be fetched to or read from there
            result = world.run("pcsc_scan", "-t", "1", env={"HOME": home})
        text = COLOURS.sub("", result.out)
        for line in (f"ATR: {CARD_ATR}", "TS = 3B --> Direct Convention", "K: 13 (historical bytes)",
                     "Extra guard time: 0", "Historical bytes: 00 81 54 53 54 86 99 99 99 00 00 00 01"):
            self.assertIn(line, text)
        self.assertNotRegex(text, "(?i)wrong|invalid|error in")


if __name__ == "__main__":
    world.main()
