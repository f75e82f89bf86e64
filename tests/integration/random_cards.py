"""Cards nobody has seen before, under roots nobody has seen before: every program must return what the profile says.

--seed N repeats one of them; the seeds of a run are printed.
"""
import os
import random
import subprocess
import sys
import tomllib

import opensc
import outside
import world

GENERATIONS = {1, 2, 3}
SELECT_SSSE = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF00"
READ_EF05, READ_EF06 = "00B2012D00", "00B2013500"  # by SFI, all records from the first
PROGRAMS = "ssc read --json --full; his_read_card --gb18030; " + opensc.command(SELECT_SSSE, READ_EF05, READ_EF06)


def row_of(profile):
    """The eleven fields that this card has to give."""
    issuer, holder = profile["files"]["SSSE"]["EF05"], profile["files"]["SSSE"]["EF06"]
    return [issuer["01"][:6], holder["08"], issuer["07"], issuer["01"], profile["holder"]["name"],
            profile["historical-bytes"], issuer["03"], issuer["05"], issuer["06"], "999900000001", "SIM-TERM-0001"]


def records_of(fields):
    """Simple-TLV records in hexadecimal."""
    return "".join(f"{tag}{len(value) // 2:02X}{value}" for tag, value in fields).upper()


def issuer_records(profile):
    file = profile["files"]["SSSE"]["EF05"]
    text = lambda tag: file[tag].encode("gb18030").hex()
    return records_of([("01", file["01"]), ("02", text("02")), ("03", text("03")),
                       ("04", file["04"].removeprefix("hex:")), ("05", file["05"]), ("06", file["06"]),
                       ("07", text("07"))])


class RandomCards(outside.Outside):
    def seeds(self):
        """The one that was asked for, else fresh ones until each generation is among them."""
        if self.options.seed is not None:
            return [self.options.seed]
        seeds, seen = [], set()
        while seen != GENERATIONS:
            seed = random.SystemRandom().randrange(1, 10**9)
            generation = self.make_card(seed)[1]["generation"]
            if generation not in seen:
                seeds.append(seed)
            seen.add(generation)
        return seeds

    def make_card(self, seed):
        path = os.path.join(self.folder, f"card-{seed}.toml")
        subprocess.run([self.program("ssc-sim"), "make-card", "--seed", str(seed), "--out", path], check=True)
        with open(path, "rb") as file:
            return path, tomllib.load(file)

    def psam_for(self, card):
        label = f'root-label = "{card["root-label"]}"\nname = "psam-random"'
        return self.profile("psam-full.toml", "psam.toml", (r'^name = "psam-full"', label))

    def test_random_cards(self):
        for seed in self.seeds():
            print(f"seed {seed}", flush=True)
            with self.subTest(seed=seed):
                self.check(*self.make_card(seed))

    def check(self, path, card):
        result = self.in_world("sh", "-c", PROGRAMS, card=path, psam=self.psam_for(card))
        self.assertEqual(result.code, 0, result)
        json_end = result.out.index("\n}\n") + 3
        driver_end = result.out.index(opensc.FIRST_LINE)
        as_json = world.Run(("ssc",), 0, result.out[:json_end], "", 0.0)
        from_driver = [line[24:] for line in result.out[json_end:driver_end].splitlines()]
        expected = row_of(card)
        self.assertEqual(as_json.row(), "".join(value + "|" for value in expected))
        self.assertEqual(from_driver, expected)
        self.check_raw(card, opensc.answers(result.out[driver_end:]))

    def check_raw(self, card, answers):
        """What a foreign client sees: the issuer's file, and the holder's unless generation 3 keeps it shut."""
        holder = card["files"]["SSSE"]["EF06"]
        self.assertEqual(answers[1], issuer_records(card) + "9000")
        if card["generation"] == 3:
            self.assertEqual(answers[2], "6982")
            return
        name = card["holder"]["name"].encode("gb18030").hex().upper()
        self.assertTrue(answers[2].startswith("0812" + holder["08"].encode().hex().upper() + "091E" + name), answers[2])
        self.assertEqual(answers[2][-4:], "9000")


def add_options(parser):
    parser.add_argument("--seed", type=int)


if __name__ == "__main__":
    outside.main(add_options)
