"""Every sample card is read right, through `ssc` and through the C interface."""
import unittest

import world

FIELD_COUNT = 11


class SampleCard(world.WorldTest):
    def test_ssc_gives_the_eleven_fields(self):
        self.assert_reads()

    def test_the_first_field_is_the_region_of_the_card_id(self):
        fields = world.read().json()["card"]
        self.assertEqual(fields["region"], fields["cardId"][:6])

    def test_ssc_masks_what_names_a_person_unless_asked(self):
        shown = world.ssc("read", "--json").json()["card"]
        full = world.read().json()["card"]
        for field in ("name", "socialSecurityNumber", "cardNumber", "cardId"):
            last = "" if field == "name" else full[field][-1:]
            stars = "*" * (len(full[field]) - 1 - len(last))
            self.assertEqual(shown[field], full[field][:1] + stars + last, field)

    def test_the_c_interface_gives_the_same_in_utf8(self):
        self.assert_driver_reads()

    def test_the_c_interface_gives_the_same_in_gb18030(self):
        self.assert_driver_reads("--gb18030")

    def assert_driver_reads(self, *options):
        result = world.driver(*options)
        self.assertEqual(result.code, 0, result)
        values = [line[24:] for line in result.out.splitlines()]
        self.assertEqual(len(values), FIELD_COUNT, result)
        self.assertEqual("|".join(values) + "|", self.expected_row())


if __name__ == "__main__":
    world.main()
