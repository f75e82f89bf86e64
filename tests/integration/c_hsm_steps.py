"""The HSM steps of libSSCardDriver: what a caller's back office would do is done here."""
import os
import time

import back_office
import c_library
import world


class Steps(world.WorldTest):
    session_ms = 20000

    @classmethod
    def setUpClass(cls):
        cls.driver = c_library.Library()

    def setUp(self):
        fields = self.expected_row().split("|")
        self.region, self.historical, self.generation = fields[0], fields[5], fields[6][0]
        self.info = f"{fields[3]}|{fields[2]}|"
        self.another_program = self.enterContext(world.settings("wait_ms = 300"))
        self.enterContext(c_library.site(more=back_office.references(self.session_ms)))

    def ok(self, answer):
        self.assertEqual(answer.code, 0, answer)
        return answer

    def office(self, algorithm):
        return back_office.CardKeys(algorithm, self.region, self.historical)

    def start(self):
        fields = self.ok(self.driver.iReadCardBas_HSM_Step1(1)).fields()
        office = self.office(fields[2])
        key = office.authentication("IRK", fields[4], fields[5]) + "|"
        if self.generation == "3":
            key += office.authentication("RKSSSE", fields[6], fields[7]) + "|"
        return fields, key

    def start_key(self, name, function, *arguments):
        """A first step that asks for one key: the pKey of the second."""
        fields = self.ok(function(1, self.info, *arguments)).fields()
        self.assertEqual((len(fields), fields[1]), (5, {"PUK": "TEST:PUK", "UKSSSE": "TEST:UK-SSSE"}.get(name, fields[1])))
        return fields[0], self.office(fields[0]).authentication(name, fields[2], fields[3])


class BasicRead(Steps):
    def expected_by_hsm(self):
        fields = self.expected_row().split("|")
        fields[9] = "0" * 12
        return "|".join(fields)

    def test_the_first_step_gives_eight_fields(self):
        fields, _ = self.start()
        self.assertEqual(len(fields), 9, fields)
        self.assertEqual((fields[0], fields[1], fields[3]), (self.region, self.historical, self.info[:32]))
        self.assertEqual(bool(fields[6]), self.generation == "3")
        self.assertEqual(bool(fields[7]), self.generation == "3")

    def test_the_second_step_reads_as_with_a_psam(self):
        _, key = self.start()
        self.assertEqual(self.ok(self.driver.iReadCardBas_HSM_Step2(key)).text, self.expected_by_hsm())
        self.assertEqual(self.driver.iReadCardBas_HSM_Step2(key).code, -12)

    def test_keys_with_and_without_their_last_bar(self):
        for key in (lambda k: k, lambda k: k[:-1]):
            _, whole = self.start()
            self.assertEqual(self.ok(self.driver.iReadCardBas_HSM_Step2(key(whole))).text, self.expected_by_hsm())

    def test_a_twin_asked_for_its_size_does_not_end_the_session(self):
        _, key = self.start()
        needed = self.driver.twin("iReadCardBas_HSM_Step2", key, capacity=0)
        self.assertEqual(needed.code, -14)
        answer = self.driver.twin("iReadCardBas_HSM_Step2", key, capacity=needed.used)
        self.assertEqual((answer.code, answer.text), (0, self.expected_by_hsm()))

    def test_a_wrong_proof(self):
        _, key = self.start()
        self.assertEqual(self.driver.iReadCardBas_HSM_Step2("0" * 16 + key[16:]).code, -21)
        self.assertEqual(self.driver.iReadCardBas_HSM_Step2(key).code, -12)
        if self.generation == "3":
            _, key = self.start()
            self.assertEqual(self.driver.iReadCardBas_HSM_Step2(key[:33]).code, -42)
            _, key = self.start()
            self.assertIn(self.driver.iReadCardBas_HSM_Step2(key[:33] + "0" * 16 + key[49:]).code, (-25537, -25538))
            _, key = self.start()
            self.ok(self.driver.iReadCardBas_HSM_Step2(key))  # sets the tries back

    def test_keys_of_a_wrong_length_or_alphabet_end_the_session(self):
        for wrong, code in (("0" * 31, -42), ("0" * 127, -42), ("0" * 4000, -42), ("x" * 32, -41), ("", -42)):
            _, key = self.start()
            self.assertEqual(self.driver.iReadCardBas_HSM_Step2(wrong).code, code, wrong[:40])
            self.assertEqual(self.driver.iReadCardBas_HSM_Step2(key).code, -12)

    def test_the_ninth_field_where_a_site_wants_it(self):
        with c_library.site(more="[compat]\nbasic_step1_fields = 9"):
            self.assertEqual(self.ok(self.driver.iReadCardBas_HSM_Step1(1)).fields()[8:], ["0" * 12, ""])


class Session(Steps):
    def test_a_step_without_its_first_step(self):
        for name in ("iReadCardBas", "iReadCard", "iReloadPIN", "iUnblockPIN", "iDoDebit"):
            self.assertEqual(self.driver.standard(f"{name}_HSM_Step2", "0" * 32).code, -12, name)

    def test_another_function_s_step_ends_the_session(self):
        _, key = self.start()
        self.assertEqual(self.driver.iUnblockPIN_HSM_Step2("0" * 32).code, -12)
        self.assertEqual(self.driver.iReadCardBas_HSM_Step2(key).code, -12)

    def test_any_other_call_ends_the_session_and_works(self):
        _, key = self.start()
        self.assertEqual(self.ok(self.driver.iReadCardBas(1)).text, self.expected_row())
        self.assertEqual(self.driver.iReadCardBas_HSM_Step2(key).code, -12)

    def test_the_reader_is_held_between_the_steps_and_free_behind_the_last(self):
        _, key = self.start()
        self.assertEqual(world.read(env=self.another_program).reason(), "readerBusy")
        self.ok(self.driver.iReadCardBas_HSM_Step2(key))
        self.assert_reads(env=self.another_program)

    def test_sessions_leave_no_thread_behind(self):
        def threads():
            return len(os.listdir("/proc/self/task"))
        for _ in range(3):
            self.start()
        self.ok(self.driver.iReadCardBas(1))
        before = threads()
        for _ in range(20):
            _, key = self.start()
            self.ok(self.driver.iReadCardBas_HSM_Step2(key))
            self.start()
        self.ok(self.driver.iReadCardBas(1))
        world.eventually(lambda: threads() <= before, f"{threads()} threads, {before} before")

    def test_another_card_between_the_steps(self):
        _, key = self.start()
        seat = world.Seat("card")
        seat.pull()
        seat.put_back()
        self.assertIn(self.driver.iReadCardBas_HSM_Step2(key).code, (-2, -4))


class ShortSessions(Steps):
    session_ms = 2000

    def test_the_reader_is_free_after_that_time_without_any_call(self):
        _, key = self.start()
        started = time.monotonic()
        world.eventually(lambda: world.read(env=self.another_program).code == 0, "the reader is free again", seconds=12)
        self.assertGreater(time.monotonic() - started, 0.5)
        self.assertEqual(self.driver.iReadCardBas_HSM_Step2(key).code, -12)


class Files(Steps):
    def by_psam(self, address):
        text = self.ok(self.driver.iReadCard(1, 2, self.info, address)).text
        self.assertRegex(text, r"^DF01EF07\|\d\|\$$")
        return text

    def test_reading_a_file(self):
        algorithm, key = self.start_key("RK1DF01", self.driver.iReadCard_HSM_Step1, "DF01EF07|29|$")
        self.assertIn(algorithm, ("01", "03"))
        self.assertEqual(self.ok(self.driver.iReadCard_HSM_Step2(key)).text, self.by_psam("DF01EF07|29|$"))

    def test_only_the_first_file_counts(self):
        _, key = self.start_key("RK1DF01", self.driver.iReadCard_HSM_Step1, "DF01EF07|29|$DF03EF05|61|$")
        self.assertEqual(self.ok(self.driver.iReadCard_HSM_Step2(key)).text, self.by_psam("DF01EF07|29|$"))

    def test_a_file_that_needs_no_key(self):
        for address in ("SSSEEF05|07|$", "DF04EF08|$"):
            self.assertEqual(self.driver.iReadCard_HSM_Step1(1, self.info, address).code, -2204)

    def test_a_wrong_proof_is_the_card_s_answer(self):
        _, key = self.start_key("RK1DF01", self.driver.iReadCard_HSM_Step1, "DF01EF07|29|$")
        self.assertEqual(self.driver.iReadCard_HSM_Step2("0" * 16 + key[16:]).code, -25538)
        _, key = self.start_key("RK1DF01", self.driver.iReadCard_HSM_Step1, "DF01EF07|29|$")
        self.ok(self.driver.iReadCard_HSM_Step2(key))

    def test_writing_a_file(self):
        for value in ("2", "1"):
            _, key = self.start_key("UKSSSE", self.driver.iWriteCard_HSM_Step1, "SSSEEF06|0A|$DF01EF07|29|$")
            data = f"SSSEEF06|{value}|$DF01EF07|9|$"
            self.assertEqual(self.ok(self.driver.iWriteCard_HSM_Step2(key, data)).text, "")
            self.assertEqual(self.driver.iReadCard(1, 2, self.info, "SSSEEF06|0A|$").text, f"SSSEEF06|{value}|$")

    def test_data_of_another_shape(self):
        _, key = self.start_key("UKSSSE", self.driver.iWriteCard_HSM_Step1, "SSSEEF06|0A|$")
        self.assertEqual(self.driver.iWriteCard_HSM_Step2(key, "SSSEEF06|1|2|$").code, -23)

    def test_a_file_that_asks_for_pin_and_key(self):
        _, key = self.start_key("RK1DF04", self.driver.iReadCard_HSM_Step1, "DF04EF06|90|$")
        self.assertRegex(self.ok(self.driver.iReadCard_HSM_Step2(key)).text, r"^DF04EF06\|\d\|\$$")
        world.chip("pad", "cancel")
        self.assertEqual(self.driver.iReadCard_HSM_Step1(1, self.info, "DF04EF06|90|$").code, -31)

    def test_only_the_card_writes_its_debits(self):
        self.assertEqual(self.driver.iWriteCard_HSM_Step1(1, self.info, "DF04EF08|$").code, -27010)


class Pin(Steps):
    def test_unblocking(self):
        algorithm, key = self.start_key("PUK", self.driver.iUnblockPIN_HSM_Step1)
        fields = self.ok(self.driver.iUnblockPIN_HSM_Step2(key)).fields()
        self.assertEqual((len(fields), fields[1], fields[3], fields[4]), (6, "TEST:STK-SSSE", "8424000004", ""))
        command = self.office(algorithm).protected(fields[3], fields[2])
        self.assertEqual(len(command), 18)
        self.assertEqual(self.ok(self.driver.iUnblockPIN_HSM_Step3(command)).text, "")

    def test_a_wrong_mac(self):
        _, key = self.start_key("PUK", self.driver.iUnblockPIN_HSM_Step1)
        self.ok(self.driver.iUnblockPIN_HSM_Step2(key))
        self.assertEqual(self.driver.iUnblockPIN_HSM_Step3("842400000400000000").code, -27016)
        self.test_unblocking()

    def test_a_new_pin(self):
        for pin in ("87654321", "123456"):
            for _ in range(2):
                world.chip("pad", "enter", pin)
            algorithm, key = self.start_key("PUK", self.driver.iReloadPIN_HSM_Step1)
            fields = self.ok(self.driver.iReloadPIN_HSM_Step2(key)).fields()
            self.assertEqual((fields[1], fields[3], fields[4]),
                             ("TEST:STK-SSSE", {"03": "8424000114", "01": "842400010C"}[algorithm], pin))
            command = self.office(algorithm).protected(fields[3], fields[2], pin)
            self.assertEqual(len(command), {"03": 50, "01": 34}[algorithm])
            self.assertEqual(self.ok(self.driver.iReloadPIN_HSM_Step3(command)).text, "")
            world.chip("pad", "enter", pin)
            self.ok(self.driver.iVerifyPIN(1))

    def test_two_different_entries_of_a_new_pin(self):
        world.chip("pad", "enter", "1111")
        world.chip("pad", "enter", "1112")
        _, key = self.start_key("PUK", self.driver.iReloadPIN_HSM_Step1)
        self.assertEqual(self.driver.iReloadPIN_HSM_Step2(key).code, -34)
        self.assertEqual(self.driver.iReloadPIN_HSM_Step3("0" * 50).code, -12)

    def test_where_no_pin_can_be_entered(self):
        self.enterContext(c_library.site(pin=None))
        _, key = self.start_key("PUK", self.driver.iReloadPIN_HSM_Step1)
        self.assertEqual(self.driver.iReloadPIN_HSM_Step2(key).code, -13)
        self.assertEqual(self.driver.iDoDebit_HSM_Step1(1, self.info, "1|1|20250102030405|").code, -13)


class Debit(Steps):
    TIME = "20250102030405"

    def open(self):
        fields = self.ok(self.driver.iDoDebit_HSM_Step1(1, self.info, f"100.00|80.00|{self.TIME}|")).fields()
        self.assertEqual((len(fields), fields[4:]), (9, ["0000271000001F40", "32", "0" * 12, self.TIME, ""]))
        return fields

    def test_a_settlement(self):
        fields = self.open()
        office = self.office(fields[0])
        mac1 = office.purchase(*fields[2:8], "0000002A")
        result = self.ok(self.driver.iDoDebit_HSM_Step2(f"0000002A|{self.TIME}|{mac1}|")).fields()
        self.assertEqual(result[2:8], [fields[3], "000000000000271000001F40", "32", "0" * 12, "0000002A", self.TIME])
        self.assertEqual(result[0], office.proof(result))
        self.assertEqual(result[1], office.mac2(*fields[2:5], "0000002A"))
        newest = self.ok(self.driver.iReadDebitRecord(1)).fields()[0]
        self.assertEqual(newest, f"{int(fields[3], 16)}^2^{'0' * 12}^{self.TIME}^0.00^100.00^80.00")

    def test_a_wrong_mac(self):
        before = self.ok(self.driver.iReadDebitRecord(1)).text
        self.open()
        self.assertEqual(self.driver.iDoDebit_HSM_Step2(f"0000002A|{self.TIME}|00000000|").code, -37634)
        self.assertEqual(self.ok(self.driver.iReadDebitRecord(1)).text, before)

    def test_keys_of_a_wrong_shape(self):
        for wrong, code in ((f"0000002A|{self.TIME}|00000000", -42), (f"0000002A|{self.TIME}|0000000x|", -41)):
            self.open()
            self.assertEqual(self.driver.iDoDebit_HSM_Step2(wrong).code, code)


if __name__ == "__main__":
    world.main()
