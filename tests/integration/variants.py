"""Cards that use what the card specification leaves open: still the right fields, or the right refusal."""
import outside
import world

READ = ("ssc", "read", "--json", "--full")


class Variants(outside.Outside):
    def variant(self, sample, *changes):
        return self.profile(sample, "variant.toml", *changes)

    def assert_reads(self, profile, row_of, **expected):
        """Both programs give the sample's fields, but for the expected changes."""
        fields = dict(zip(world.FIELDS, world.expected_rows()[row_of].split("|"))) | expected
        row = "".join(value + "|" for value in fields.values())
        result = self.in_world(*READ, card=profile)
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.row(), row)
        driver = self.in_world("his_read_card", "--gb18030", card=profile)
        self.assertEqual("".join(line[24:] + "|" for line in driver.out.splitlines()), row, driver)
        return result.json()

    def test_blank_version_counts_as_generation_1(self):
        answer = self.assert_reads(self.variant("card-c.toml", (r'^03 = .*\n', "")), "C", version="")
        self.assertEqual((answer["generation"], answer["terminalProven"]), (1, False))

    def test_unpublished_algorithm_is_refused(self):
        card = self.variant("card-a.toml", (r'^algorithm = .*$', r'\g<0>\nannounced-algorithm = "ssf33"'))
        result = self.in_world(*READ, card=card)
        self.assertEqual((result.reason(), result.code), ("samAlgorithm", 5), result)
        self.assertEqual(world.driver_code(self.in_world("his_read_card", card=card)), -2202)

    def test_third_generation_with_3des(self):
        card = self.variant("card-a.toml", (r'^algorithm = .*$', 'algorithm = "3des"'))
        answer = self.assert_reads(card, "A")
        self.assertEqual((answer["algorithm"], answer["terminalProven"]), ("3DES", True))

    def test_text_padded_with_blanks(self):
        self.assert_reads(self.variant("card-a.toml", (r'^generation', 'text-padding = "20"\ngeneration')), "A")

    def test_answer_to_reset_with_check_character(self):
        self.assert_reads(self.variant("card-a.toml", (r'^generation', 'atr-form = "tck"\ngeneration')), "A")

    def test_card_without_directory_file(self):
        self.assert_reads(self.variant("card-a.toml", (r'^generation', 'dir = false\ngeneration')), "A")

    def test_names_with_a_separator_inside_a_character(self):
        """Second bytes 7C and 5E of GB 18030 look like `|` and `^`."""
        for name in NAMES_WITH_SEPARATORS:
            encoded = name.encode("gb18030")
            self.assertTrue(b"|" in encoded or b"^" in encoded, name)
            with self.subTest(name=name):
                self.assert_reads(self.variant("card-b.toml", (r'^name = "李四"', f'name = "{name}"')), "B", name=name)

    def test_names_around_the_length_of_their_field(self):
        """30 bytes fill tag 09; what is longer goes on in 4E, which holds 20 more."""
        for length in (15, 16, 25):
            name = "测试" + "长" * (length - 2)
            with self.subTest(bytes=2 * length):
                self.assert_reads(self.variant("card-a.toml", (r'^name = "张三"', f'name = "{name}"')), "A", name=name)


NAMES_WITH_SEPARATORS = ("测试珅", "测试琟玘")


if __name__ == "__main__":
    outside.main()
