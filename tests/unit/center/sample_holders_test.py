#!/usr/bin/env python3
"""The holders of the sample cards are known to the center under what the cards say."""
import pathlib
import tomllib
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
VERSIONS = {"hex:332E3030": "3.00"}


def load(path):
    with open(path, "rb") as file:
        return tomllib.load(file)


def day(compact):
    return f"{compact[:4]}-{compact[4:6]}-{compact[6:]}"


def of_card(sample):
    """What the card itself says, in the center's words."""
    issue, holder = sample["files"]["SSSE"]["EF05"], sample["files"]["SSSE"]["EF06"]
    person = {"aac002": holder["08"], "aac003": sample["holder"]["name"], "sex": holder["0A"],
              "birth_date": day(holder["0D"])}
    card = {"aaz501": issue["01"], "aaz500": issue["07"], "aab301": issue["01"][:6],
            "aaz508": VERSIONS.get(issue["03"], issue["03"]), "reset_info": sample["historical-bytes"],
            "algorithm": sample["algorithm"].upper(), "issued": day(issue["05"]), "expires": day(issue["06"])}
    return person, card


class SampleHolders(unittest.TestCase):
    def setUp(self):
        self.holders = load(ROOT / "center/data/sample_holders.toml")["holder"]
        self.samples = {path.stem: load(path) for path in (ROOT / "keys-sim/samples").glob("card-*.toml")}

    def test_every_card_with_a_holder_is_there(self):
        with_holder = {name for name, sample in self.samples.items() if "EF06" in sample["files"]["SSSE"]}
        self.assertGreaterEqual(len(with_holder), 5)
        self.assertEqual(with_holder, {holder["sample"] for holder in self.holders if "card" in holder})

    def test_card_and_center_say_the_same(self):
        compared = 0
        for holder in self.holders:
            person, card = of_card(self.samples[holder["sample"]])
            self.assertEqual(person | holder["person"], holder["person"], holder["sample"])
            if "card" in holder:
                self.assertEqual(card | holder["card"], holder["card"], holder["sample"])
                self.assertEqual(holder["area"], card["aab301"])
                compared += 1
        self.assertEqual(compared, 5)

    def test_the_bank_account_is_the_cards(self):
        for holder in self.holders:
            data = self.samples[holder["sample"]]["files"]["SSSE"].get("EF0C", {}).get("data")
            if data and "card" in holder:
                self.assertEqual(bytes.fromhex(data).decode("ascii"), holder["card"]["bank_account"])


if __name__ == "__main__":
    unittest.main(verbosity=1)
