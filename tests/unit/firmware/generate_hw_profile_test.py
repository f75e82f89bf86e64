"""tools/generate_hw_profile.py: a good profile becomes a header, a bad one is refused with its place."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOOL = Path("tools/generate_hw_profile.py")
PROFILE = Path("hw-profiles/ssc-sim-reader.toml").read_text(encoding="utf-8")


def generate(text):
    with tempfile.TemporaryDirectory() as folder:
        source, header = Path(folder, "profile.toml"), Path(folder, "out", "profile.hpp")
        source.write_text(text, encoding="utf-8")
        run = subprocess.run([sys.executable, TOOL, "--input", source, "--output", header],
                             capture_output=True, text=True, check=False)
        return run.returncode, run.stderr, header.read_text(encoding="utf-8") if header.exists() else ""


class GenerateHwProfile(unittest.TestCase):
    def test_the_simulated_reader_becomes_a_constexpr_profile(self):
        code, errors, header = generate(PROFILE)
        self.assertEqual((code, errors), (0, ""))
        self.assertIn("inline constexpr ReaderProfile kSscSimReader{", header)
        self.assertIn(".slotCount = 5,", header)
        self.assertIn("SlotRole::contact, SlotRole::contactless, SlotRole::sam", header)

    def test_every_mistake_is_named_with_its_place(self):
        mistakes = {
            ('role = "contact" ', 'role = "contakt" '): "slot[0].role: expected one of",
            ("number = 3", "number = 2"): "slot[3].number: slots are listed in order",
            ("number = 4", "number = 8"): "slot[4].number: expected a whole number 0…7",
            ('model = "ssc-sim-reader"', 'model = "SSC"'): "reader.model: expected a text",
            ("simulated = true", "simulated = 1"): "reader.simulated: expected true or false",
            ("max_message_bytes = 271", "max_message_bytes = 512"): "reader.max_message_bytes",
            ('exchange_level = "tpdu"', 'exchange_level = "apdu"'): "reader.exchange_level: expected one of tpdu",
            ('ccid_type = "GemCorePOSPro"', 'ccid_type = "SEC1210"'): "slot: SEC1210 has 2 slots, the profile lists 5",
            ("simulated = true", "simulatde = true"): "reader.simulatde: unknown key",
            ('label = "', 'labell = "'): "reader.labell: unknown key",
            ("[reader]", "[reader"): "at line",
            ("[reader]", "[read]"): "read: unknown table",
        }
        for (right, wrong), message in mistakes.items():
            with self.subTest(wrong=wrong):
                self.assertIn(right, PROFILE)
                code, errors, header = generate(PROFILE.replace(right, wrong, 1))
                self.assertEqual((code, header), (1, ""))
                self.assertIn(message, errors)

    def test_missing_parts_are_named(self):
        code, errors, _ = generate("[reader]\n")
        self.assertEqual(code, 1)
        self.assertIn("reader.model: is missing", errors)


if __name__ == "__main__":
    unittest.main()
