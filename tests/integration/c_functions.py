"""Reading, writing and PIN service through libSSCardDriver, with the PSAM, on card A."""
import time

import c_library
import world

INFO = "999900D15600000500000001E692B037|T00000028|"
OTHER = "999900D15600000500000003215C9FA6|T00000036|"
PIN, KEY = 1, 2


class Functions(world.WorldTest):
    @classmethod
    def setUpClass(cls):
        cls.driver = c_library.Library()

    def read(self, address, way=KEY):
        return self.driver.iReadCard(1, way, INFO, address)

    def write(self, address, data):
        return self.driver.iWriteCard(1, INFO, address, data)

    def assert_reply(self, answer, text):
        self.assertEqual((answer.code, answer.text), (0, text))

    def assert_code(self, answer, code, *words):
        self.assertEqual(answer.code, code, answer)
        for word in words:
            self.assertIn(word, answer.text)

    def assert_untouched(self, call):
        before = world.status()["exchanges"]
        answer = call()
        self.assertEqual(world.status()["exchanges"], before, answer)
        return answer


class Reading(Functions):
    def test_the_reply_mirrors_the_request(self):
        self.assert_reply(self.read("SSSEEF06|09|$"), "SSSEEF06|张三|$")
        self.assert_reply(self.read("SSSEEF05|07|01|$DF01EF0A|38|39|$"),
                          "SSSEEF05|T00000028|999900D15600000500000001E692B037|$DF01EF0A|13||$")

    def test_a_long_request_as_programs_send_it(self):
        answer = self.read("SSSEEF05|05|06|07|$SSSEEF06|08|09|4E|0A|0B|0D|$SSSEEF08|$DF01EF06|23|28|$DF01EF0A|37|$")
        self.assertEqual(answer.code, 0, answer)
        self.assertTrue(answer.text.startswith("SSSEEF05|20250101|20350101|T00000028|$SSSEEF06|999900199001010014|张三||1|01|"))
        self.assertTrue(answer.text.endswith("DF01EF06|示例省测试市示例区和平街道测试小区2栋202室|000-00000001|$DF01EF0A||$"))

    def test_aliases_and_letters_of_any_case(self):
        self.assert_reply(self.read("3F00EF06|09|$"), "3F00EF06|张三|$")
        self.assert_reply(self.read("mfef06|0a|$"), "mfef06|1|$")

    def test_repeated_templates(self):
        first = "DF01EF15|304^080605^示例大学|$"
        self.assert_reply(self.read("DF01EF15|40|$"), first)
        self.assert_reply(self.read("DF01EF15|40:1|$"), first)
        self.assert_reply(self.read("DF01EF15|40:02|$"), self.read("DF01EF15|40:2|$").text)
        self.assert_code(self.read("DF01EF15|40:04|$"), -27267, "DF01EF15|40")

    def test_cyclic_files(self):
        rows = ["2020203^20200801^^示例软件有限公司", "2020203^20150701^20200531^示例信息技术有限公司",
                "4010102^20130701^20150630^示例百货商店"]
        self.assert_reply(self.read("DF02EF07|$"), "DF02EF07|" + "".join(row + "|" for row in rows) + "$")
        self.assert_reply(self.read("DF02EF07:03|$"), f"DF02EF07:03|{rows[2]}|$")
        self.assert_reply(self.read("DF02EF07:03$"), f"DF02EF07:03|{rows[2]}|$")
        self.assert_code(self.read("DF02EF07:FE|$"), -27267)

    def test_a_whole_photo(self):
        answer = self.read("SSSEEF08|$")
        self.assertEqual((answer.code, len(answer.text)), (0, len("SSSEEF08||$") + 2 * 0x1000))
        self.assertTrue(answer.text.startswith("SSSEEF08|FFD8FFE0"))

    def test_an_unknown_way_in_is_refused_only_where_the_rule_leaves_the_choice(self):
        for way in (0, 3):
            self.assert_reply(self.read("SSSEEF06|09|$", way), "SSSEEF06|张三|$")
            self.assert_code(self.read("DF01EF05|20|$", way), -14, "iAuthType")
            self.assert_code(self.read("SSSEEF05|07|$DF01EF05|20|$", way), -14)
        self.assert_reply(self.read("DF01EF05|20|$", KEY), "DF01EF05|51|$")

    def test_where_no_pin_can_be_entered(self):
        self.enterContext(c_library.site(pin=None))
        for address in ("DF01EF05|20|$", "DF04EF06|90|$"):
            self.assert_code(self.read(address, PIN), -13)
        self.assert_code(self.driver.iVerifyPIN(1), -13)
        self.assert_code(self.driver.iChangePIN(1), -13)
        self.assert_code(self.driver.iReloadPIN(1, INFO), -13)
        self.assert_code(self.driver.iDoDebit(1, INFO, "100.00|80.00|20250102030405|"), -13)
        self.assert_code(self.driver.iReadDebitRecord(1), -13)

    def test_another_card_than_the_caller_means(self):
        self.assert_code(self.driver.iReadCard(1, KEY, OTHER, "SSSEEF06|09|$"), -22)
        self.assert_code(self.driver.iReloadPIN(1, OTHER), -22)
        self.assert_code(self.driver.iWriteCard(1, OTHER, "SSSEEF06|0A|$", "SSSEEF06|2|$"), -22)
        self.assert_reply(self.driver.iReadCard(1, KEY, INFO.lower().replace("t0", "T0"), "SSSEEF06|09|$"), "SSSEEF06|张三|$")

    def test_files_and_items_that_are_not_there(self):
        self.assert_code(self.read("SSSEEF77|09|$"), -27266, "SSSEEF77")
        self.assert_code(self.read("SSSEEF06|77|$"), -27267, "SSSEEF06|77")
        self.assert_code(self.read("SSSEEF08|09|$"), -27267)

    def test_grammar_is_refused_before_the_card_is_touched(self):
        for address in ("SSSEEF06|09|", "SSSEEF06||$", "SSSEEF06|9|$", "A" * 4096, ""):
            self.assert_code(self.assert_untouched(lambda a=address: self.read(a)), -23)

    def test_every_item_that_a_key_opens_in_one_request(self):
        files = ["SSSEEF05|01|02|03|04|05|06|07|$", "SSSEEF06|08|09|4E|0A|0B|0C|0D|$", "SSSEEF07|$", "SSSEEF08|$",
                 "DF01EF05|20|21|0E|$", "DF01EF06|23|24|28|2C|2D|$", "DF01EF15|2A|40:01|40:02|40:03|$", "DF02EF07|$",
                 "DF03EF06|45|46|47|48|49|67|6B|4A:01|4A:02|4A:03|$", "DF04EF05|81|84|87|8C|80|8B|8A|83|86|89|$",
                 "DF07EF05|F0|F1|F2|F3|F4|$"]
        answer = self.read("".join(files))
        self.assertEqual(answer.code, 0, answer)
        self.assertEqual(answer.text.count("$"), len(files))

    def test_the_twin_tells_the_size_it_needs_and_speaks_utf8(self):
        call = ("iReadCard", 1, KEY, INFO, "SSSEEF06|09|$")
        needed = self.driver.twin(*call, capacity=0).used
        for capacity in (0, 1, needed - 1):
            answer = self.assert_untouched(lambda c=capacity: self.driver.twin(*call, capacity=c))
            self.assertEqual((answer.code, answer.text, answer.used), (-14, "", needed), capacity)
        answer = self.driver.twin(*call, capacity=needed)
        self.assertEqual((answer.code, answer.text, answer.used), (0, "SSSEEF06|张三|$", len(answer.bytes) + 1))

    def test_a_smaller_class_refuses_before_the_card_is_touched(self):
        with c_library.site(more="[out_cap]\niReadCard = 40"):
            answer = self.assert_untouched(lambda: self.read("SSSEEF06|09|$"))
            self.assert_code(answer, -14)
            self.assertLess(len(answer.bytes), 40)
            self.assert_reply(self.read("SSSEEF06|0A|$"), "SSSEEF06|1|$")

    def test_a_site_that_wants_the_whole_answer_to_reset(self):
        with c_library.site(more='[compat]\natr_field = "whole"'):
            field = self.driver.iReadCardBas(1).fields()[5]
        self.assertTrue(field.startswith("3B") and "00815453548699999900000001" in field and len(field) > 26, field)


class WithoutPsam(Functions):
    def test_what_needs_no_key_is_read_and_nobody_is_asked_for_a_pin_in_vain(self):
        seat = world.Seat("psam")
        seat.pull()
        try:
            self.assert_reply(self.read("SSSEEF05|07|$"), "SSSEEF05|T00000028|$")
            for address in ("SSSEEF06|09|$", "DF04EF06|90|$"):
                self.assert_code(self.read(address), -2201)
            self.assert_code(self.write("SSSEEF06|0A|$", "SSSEEF06|2|$"), -2201)
            self.assert_code(self.driver.iUnblockPIN(1, INFO), -2201)
        finally:
            seat.put_back()


class Writing(Functions):
    def test_items_of_records(self):
        for value in ("2", "1"):
            self.assert_reply(self.write("SSSEEF06|0A|$", f"SSSEEF06|{value}|$"), "")
            self.assert_reply(self.read("SSSEEF06|0A|$"), f"SSSEEF06|{value}|$")

    def test_text_with_bytes_that_look_like_separators(self):
        """盺 ends in 5E, 眧 in 7C."""
        for text in ("盺眧", "示例省测试市示例区幸福路1号1栋101室"):
            self.assert_reply(self.write("DF01EF05|21|$", f"DF01EF05|{text}|$"), "")
            self.assert_reply(self.read("DF01EF05|21|$"), f"DF01EF05|{text}|$")

    def test_a_twin_writes_utf8(self):
        answer = self.driver.twin("iWriteCard", 1, INFO, "DF01EF06|2C|$", "DF01EF06|测试联系人乙|$")
        self.assertEqual((answer.code, answer.text, answer.used), (0, "", 1))
        self.assert_reply(self.read("DF01EF06|2C|$"), "DF01EF06|测试联系人乙|$")

    def test_several_files_and_a_template(self):
        self.assert_reply(self.write("DF01EF15|40:02|$DF01EF07|29|$", "DF01EF15|203^080604^测试大学|$DF01EF07|2|$"), "")
        self.assert_reply(self.read("DF01EF15|40:02|$DF01EF07|29|$"), "DF01EF15|203^080604^测试大学|$DF01EF07|2|$")

    def test_a_cyclic_file_gets_a_new_first_record(self):
        before = self.read("DF02EF07|$").fields()
        row = "2020203^20240101^20241231^测试公司"
        self.assert_reply(self.write("DF02EF07|$", f"DF02EF07|{row}|$"), "")
        after = self.read("DF02EF07|$").fields()
        self.assertEqual(after[1], row)
        self.assertEqual(after[2:1 + len(before)], before[1:len(after) - 1])

    def test_a_transparent_file_keeps_what_lies_behind(self):
        old = self.read("SSSEEF07|$").text
        self.assert_reply(self.write("SSSEEF07|$", "SSSEEF07|0102030405|$"), "")
        self.assert_reply(self.read("SSSEEF07|$"), "SSSEEF07|0102030405" + old[len("SSSEEF07|") + 10:])
        self.assert_code(self.write("SSSEEF07|$", "SSSEEF07|" + "00" * 0x301 + "|$"), -23)
        self.assert_reply(self.write("SSSEEF07|$", old), "")
        self.assert_reply(self.read("SSSEEF07|$"), old)

    def test_what_does_not_fit_is_refused_and_nothing_is_written(self):
        old = self.read("SSSEEF06|08|09|0D|$").text
        for data in ("SSSEEF06|A|" + "长" * 16 + "|19900101|$", "SSSEEF06|A|B|1990x101|$", "SSSEEF06|A|B^C|19900101|$"):
            self.assert_code(self.write("SSSEEF06|08|09|0D|$", data), -23)
        self.assert_code(self.write("SSSEEF06|09|$", "SSSEEF06|A|B|$"), -23)
        self.assert_reply(self.read("SSSEEF06|08|09|0D|$"), old)

    def test_only_the_card_writes_its_debits(self):
        self.assert_code(self.write("DF04EF08|$", "DF04EF08|0001^2^999900000001^20250101000000^0^0^0|$"), -27010)

    def test_a_torn_write_names_what_is_on_the_card(self):
        address, data = "DF01EF06|24|28|2D|$", "DF01EF06|999900|000-1|000-2|$"
        old = self.read(address).text
        before = world.status()["exchanges"]
        self.assert_reply(self.write(address, data), "")
        total = world.status()["exchanges"] - before
        seat = world.Seat("card")
        world.card("pull-at", str(total))  # the last update
        answer = self.write(address, data)
        self.assertIn(answer.code, (-2, -4), answer)
        self.assertIn("written: DF01/EF06 24, DF01/EF06 28", answer.text)
        seat.put_back()
        self.assert_reply(self.write(address, old), "")


class Afterwards(Functions):
    def test_the_reader_is_free_after_every_call(self):
        for call in (lambda: self.read("SSSEEF06|09|$"), lambda: self.read("SSSEEF77|09|$"),
                     lambda: self.driver.iUnblockPIN(1, INFO), lambda: self.driver.iVerifyPIN(1)):
            call()
            started = time.monotonic()
            self.assert_reads()
            self.assertLess(time.monotonic() - started, 5 * world.patience())


if __name__ == "__main__":
    world.main()
