"""What needs the holder's PIN, through libSSCardDriver: the simulated pad's display is obeyed by a scripted holder."""
import re
import threading

import back_office
import c_library
import world

PIN, KEY = 1, 2
RIGHT = "123456"  # of the sample cards; the pad enters it wherever nothing else is prepared
TIME = "20250102030405"


class AtThePad(world.WorldTest):
    @classmethod
    def setUpClass(cls):
        cls.driver = c_library.Library()

    def setUp(self):
        self.fields = self.expected_row().split("|")
        self.info = f"{self.fields[3]}|{self.fields[2]}|"

    def enter(self, *entries):
        """What the holder does at the next prompts: digits, `cancel` or `silence`."""
        for entry in entries:
            world.chip("pad", *(["enter", entry] if entry.isdecimal() else [entry]))

    def prompts(self):
        return int(re.search(r'"entries":(\d+)', world.chip("pad", "status"))[1])

    def assert_code(self, answer, code):
        self.assertEqual(answer.code, code, answer)
        return answer

    def verify(self, pin, code=0):
        self.enter(pin)
        return self.assert_code(self.driver.iVerifyPIN(1), code)


class Pin(AtThePad):
    def test_right_wrong_and_none(self):
        self.assertEqual(self.verify(RIGHT).text, "")
        for entry, code in (("123", -33), ("1234567890123", -33), ("cancel", -31)):
            self.verify(entry, code)
        with c_library.site(pin="entry_ms = 1000"):
            self.verify("silence", -32)
        self.verify(RIGHT)

    def test_the_tries_are_the_first_number_of_the_text_until_the_pin_is_locked(self):
        tries = []
        while (answer := self.verify_wrong()).code == -51:
            tries.append(int(re.search(r"\d+", answer.text)[0]))
        self.assertEqual((answer.code, tries), (-52, list(range(len(tries), 0, -1))))
        self.verify(RIGHT, -52)
        self.assert_code(self.driver.iUnblockPIN(1, self.info), 0)
        self.verify(RIGHT)

    def verify_wrong(self):
        self.enter("999999")
        return self.driver.iVerifyPIN(1)

    def test_changing(self):
        self.enter(RIGHT, "4444", "4445")
        self.assert_code(self.driver.iChangePIN(1), -34)
        self.enter("999999", "4444", "4444")
        self.assert_code(self.driver.iChangePIN(1), -51)
        for old, new in ((RIGHT, "4444"), ("4444", "123456789012"), ("123456789012", RIGHT)):
            self.enter(old, new, new)
            self.assert_code(self.driver.iChangePIN(1), 0)
            self.verify(old, -51)
            self.verify(new)

    def test_setting_a_new_one_without_the_old(self):
        before = self.prompts()
        self.assert_code(self.driver.iReloadPIN(1, self.info.replace("T", "U")), -22)
        self.assertEqual(self.prompts(), before)
        for pin in ("24681357", RIGHT):
            self.enter(pin, pin)
            self.assert_code(self.driver.iReloadPIN(1, self.info), 0)
            self.verify(pin)


class Files(AtThePad):
    def test_a_pin_opens_what_pin_or_key_opens_and_the_psam_sleeps(self):
        before = world.status("psam")["exchanges"]
        self.assertTrue(self.assert_code(self.driver.iReadCard(1, PIN, self.info, "DF01EF05|20|$"), 0).text)
        self.assertEqual(world.status("psam")["exchanges"], before)

    def test_a_key_opens_it_and_the_pad_is_dark(self):
        before = self.prompts()
        self.assert_code(self.driver.iReadCard(1, KEY, self.info, "DF01EF05|20|$"), 0)
        self.assertEqual(self.prompts(), before)

    def test_one_entry_serves_a_whole_request(self):
        before = self.prompts()
        answer = self.assert_code(
            self.driver.iReadCard(1, PIN, self.info, "DF01EF05|20|$DF04EF06|90|$DF02EF07|$DF04EF08|$DF01EF07|29|$"), 0)
        self.assertEqual((answer.text.count("$"), self.prompts()), (5, before + 1))

    def test_either_order_of_pin_and_key(self):
        for order in ("pin-first", "key-first"):
            with c_library.site(pin=f'with_key = "{order}"'):
                self.assert_code(self.driver.iReadCard(1, KEY, self.info, "DF04EF06|90|92|93|$"), 0)

    def test_a_wrong_pin_costs_one_try(self):
        self.enter("999999")
        self.assert_code(self.driver.iReadCard(1, PIN, self.info, "DF01EF05|20|$"), -51)
        self.verify(RIGHT)

    def test_nobody_is_asked_in_vain_where_there_is_no_psam(self):
        before = self.prompts()
        seat = world.Seat("psam")
        seat.pull()
        try:
            for call in (lambda: self.driver.iReadCard(1, PIN, self.info, "DF04EF06|90|$"),
                         lambda: self.driver.iReloadPIN(1, self.info),
                         lambda: self.driver.iDoDebit(1, self.info, f"1|1|{TIME}|")):
                self.assert_code(call(), -2201)
            self.assertEqual(self.prompts(), before)
            self.assert_code(self.driver.iReadCard(1, PIN, self.info, "DF01EF05|20|$"), 0)
        finally:
            seat.put_back()


class Debit(AtThePad):
    def debit(self, pay="100.00|80.00", code=0):
        return self.assert_code(self.driver.iDoDebit(1, self.info, f"{pay}|{TIME}|"), code)

    def records(self):
        return [r for r in self.assert_code(self.driver.iReadDebitRecord(1), 0).fields() if r]

    def test_a_settlement(self):
        result = self.debit().fields()
        self.assertEqual((len(result), result[1], result[3:6]), (11, "", ["000000000000271000001F40", "32", self.fields[9]]))
        self.assertEqual(result[7], TIME)
        office = back_office.CardKeys(result[8], self.fields[0], self.fields[5])
        self.assertEqual(result[0], office.proof(result))
        self.assertEqual(self.records()[0], f"{int(result[2], 16)}^2^{self.fields[9]}^{TIME}^0.00^100.00^80.00")

    def test_amounts(self):
        for pay, slots in (("0|0", "0" * 24), ("0.1|5", "000000000000000A000001F4"), ("42949672.95|1", "00000000FFFFFFFF00000064")):
            self.assertEqual(self.debit(pay).fields()[3], slots)
        self.debit("42949672.96|0", -23)

    def test_the_list_is_cut_between_records(self):
        for _ in range(3):
            self.debit("1|1")
        whole = self.records()
        with c_library.site(more=f"[out_cap]\niReadDebitRecord = {2 * (len(whole[0]) + 1) + 1}"):
            self.assertEqual(self.records(), whole[:2])
        with c_library.site(more=f"[out_cap]\niReadDebitRecord = {2 * (len(whole[0]) + 1)}"):
            self.assertEqual(self.records(), whole[:1])

    def test_a_lost_card_is_asked_what_it_did(self):
        """Its answer lost: success. Pulled before it debited: nothing happened. Never put back: nobody knows."""
        before = world.status()["exchanges"]
        self.debit("1|1")
        last = world.status()["exchanges"] - before
        for how, code, more in (("lose-answer", 0, 1), ("pull-at", -4, 0)):
            known, seat = len(self.records()), world.Seat("card")
            world.card(how, str(last))
            holder = threading.Thread(target=seat.put_back)
            holder.start()
            answer = self.debit("1|1", code)
            holder.join()
            self.assertEqual(len(self.records()), known + more, answer)
        known, seat = len(self.records()), world.Seat("card")
        world.card("lose-answer", str(last))
        with c_library.site(more="[debit]\nreinsert_ms = 1000"):
            self.assertIn("sequence number", self.debit("1|1", -4).text)
        seat.put_back()
        self.assertEqual(len(self.records()), known + 1)


if __name__ == "__main__":
    world.main()
