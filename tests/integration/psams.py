"""Each way in which a PSAM can fall short has its own code; those that ask for the HSM can be told apart."""
import os

import outside
import world

READ = ("ssc", "read", "--json", "--full")
CARD_999901 = (  # card A as another city would issue it: region in the card's id and in its historical bytes
    "card-a.toml", "card-999901.toml",
    (r'^name = "A"', 'name = "A-999901"'), (r"^01 = \"999900D1", '01 = "999901D1'),
    (r"815453548699999900000001", "815453548699999901000001"))


class Psams(outside.Outside):
    def sample(self, name):
        return os.path.join(world.SAMPLES, f"psam-{name}.toml")

    def assert_read(self, **setting):
        result = self.in_world(*READ, **setting)
        self.assertEqual(result.code, 0, result)
        return result.json()["card"]

    def assert_refused(self, reason, **setting):
        """By name through `ssc`, by number through the C interface; a full PSAM reads the same card."""
        self.assert_read(card=setting["card"])
        code, exit_code = world.FAILURES[reason]
        result = self.in_world(*READ, **setting)
        found = (result.reason(), result.json()["error"]["code"], result.code)
        self.assertEqual(found, (reason, code, exit_code), result)
        self.assertEqual(world.driver_code(self.in_world("his_read_card", **setting)), code)

    def test_no_psam(self):
        self.assert_refused("samAbsent", card="A", psam="none")

    def test_psam_without_sm4_and_a_card_with_it(self):
        self.assert_refused("samAlgorithm", card="A", psam=self.sample("3des"))

    def test_psam_without_sm4_reads_older_cards(self):
        self.assertEqual(self.assert_read(card="B", psam=self.sample("3des"))["terminalNumber"], "999900000005")

    def test_psam_without_the_key_to_the_holder_of_generation_3(self):
        self.assert_refused("samReadKey", card="A", psam=self.sample("no-rk"))

    def test_generation_2_does_not_need_that_key(self):
        self.assertEqual(self.assert_read(card="B", psam=self.sample("no-rk"))["terminalNumber"], "999900000004")

    def test_psam_without_the_key_to_check_cards(self):
        for card in ("A", "B"):
            with self.subTest(card=card):
                self.assert_refused("samKey", card=card, psam=self.sample("no-irk"))

    def test_city_psam_reads_cards_of_its_city(self):
        self.assertEqual(self.assert_read(card="A", psam=self.sample("city"))["terminalNumber"], "999900000003")

    def test_city_psam_refuses_cards_of_another_city(self):
        self.assert_refused("samLevel", card=self.profile(*CARD_999901), psam=self.sample("city"))

    def test_provincial_psam_reads_cards_of_its_province(self):
        card = self.profile(*CARD_999901)
        self.assertEqual(self.assert_read(card=card, psam=self.sample("province"))["region"], "999901")
        self.assertEqual(self.assert_read(card="A", psam=self.sample("province"))["region"], "999900")

    def test_psam_that_is_silent(self):
        silenced = 'ssc-sim ctl "$SSC_SIM_DIR/psam.ctl" mute on >/dev/null && '
        self.assert_read(card="A")
        result = self.in_world("sh", "-c", silenced + " ".join(READ))
        self.assertEqual((result.reason(), result.json()["error"]["code"], result.code), ("samFault", -2201, 5), result)
        self.assertEqual(world.driver_code(self.in_world("sh", "-c", silenced + "his_read_card")), -2201)


if __name__ == "__main__":
    outside.main()
