"""From the PSAM to the HSM: `ssc` and ssc.h go on there for exactly the five codes that say "this PSAM cannot"; the
standard exports return the code, as their callers expect, and no HSM is asked.

Each class is for a world with a PSAM of its kind; CMakeLists.txt says which.
"""
import contextlib
import os
import re

import c_library
import hsm_service
import ssc_library
import world

NO_TERMINAL = "0" * 12
PIN = "123456"
PLACE, ADDRESS = "DF01/EF07", "DF01EF07|29|$"
CARD_OF_ANOTHER_CITY = ((r'^name = "A"', 'name = "A-999901"'), (r'^01 = "999900D1', '01 = "999901D1'),
                        (r"815453548699999900000001", "815453548699999901000001"))


class WithHsm(world.WorldTest):
    """A terminal that knows an HSM; what is asked of it is counted."""

    def setUp(self):
        self.hsm = self.enterContext(hsm_service.Hsm())
        self.env = self.enterContext(self.hsm.reachable())

    def ssc(self, *arguments):
        return world.ssc(*arguments, "--json", env=self.env)

    def assert_by_hsm(self, *arguments):
        """It works, the HSM did it, and the answer says so; the same terminal without HSM cannot."""
        before = self.hsm.requests()
        result = self.ssc(*arguments)
        self.assertEqual((result.code, result.json().get("module")), (0, "hsm"), result)
        self.assertGreater(self.hsm.requests(), before)
        return result.json()

    def assert_not_asked(self, reason, *arguments):
        before = self.hsm.requests()
        result = self.ssc(*arguments)
        self.assertEqual((result.reason(), self.hsm.requests()), (reason, before), result)
        return result


class Api(WithHsm):
    """The same through ssc.h, and the standard exports beside it."""

    @contextlib.contextmanager
    def card(self):
        """A card that ssc.h holds; afterwards it is free again."""
        with c_library.configured(self.env):
            terminal = ssc_library.open_terminal()
        holder = ssc_library.Holder()
        try:
            terminal.call("set_pin_callback", holder.function, None)
            yield ssc_library.open_card(self, terminal)
        finally:
            ssc_library.close(terminal)

    def basic_by_api(self):
        with self.card() as card:
            return card.json("basic")["card"]

    def assert_exports_return(self, code, *calls):
        """`calls` are (function, arguments) of libSSCardDriver; none of them asks the HSM."""
        driver, before = c_library.Library(), self.hsm.requests()
        with c_library.configured(self.env):
            for name, *arguments in calls:
                with self.subTest(name=name):
                    self.assertEqual(driver.standard(name, *arguments).code, code)
        self.assertEqual(self.hsm.requests(), before)

    def info(self):
        fields = self.expected_row().split("|")
        return f"{fields[3]}|{fields[2]}|"


class Unable:
    """A PSAM that can do nothing for this card: every command goes on with the HSM."""

    REASON, CODE = "", 0

    def prepare(self):
        """What makes the PSAM so, where the world's profile has not."""

    def setUp(self):
        super().setUp()
        self.prepare()

    def test_without_an_hsm_the_code_is_the_answer(self):
        for command in (("read",), ("file", PLACE), ("write", PLACE, "--tag", "29", "1"), ("debit", "1")):
            with self.subTest(command=command):
                result = world.ssc(*command, "--json")
                self.assertEqual((result.reason(), result.json()["error"]["code"], result.code), (self.REASON, self.CODE, 5))

    def test_reading(self):
        answer = self.assert_by_hsm("read", "--full")
        fields = self.expected_row().split("|")[:-1]
        fields[world.FIELDS.index("terminalNumber")] = NO_TERMINAL
        self.assertEqual([answer["card"][field] for field in world.FIELDS], fields)

    def test_a_person_is_told_which_module_it_was(self):
        for language, line in (("en", r"^Security module +HSM$"), ("zh", "^安全模块 +加密机$")):
            result = world.ssc("read", "--exchanges", "--lang", language, env=self.env)
            self.assertEqual(result.code, 0, result)
            self.assertRegex(result.out, re.compile(line, re.MULTILINE))

    def test_files(self):
        value = self.value()
        changed = "3" if value != "3" else "2"
        self.assert_by_hsm("write", PLACE, "--tag", "29", changed)
        self.assertEqual(self.value(), changed)
        self.assert_by_hsm("write", PLACE, "--tag", "29", value)
        self.assertEqual(self.value(), value)

    def value(self):
        return self.assert_by_hsm("file", PLACE, "--full")["files"][0]["fields"][0]["value"]

    def test_a_settlement(self):
        receipt = self.assert_by_hsm("debit", "128.50")["receipt"]
        self.assertEqual((receipt["total"]["fen"], receipt["terminal"], receipt["mac2Checked"]), (12850, NO_TERMINAL, True))
        self.assertEqual(self.ssc("records").json()["records"][0]["sequence"], receipt["cardSequence"])

    def test_a_new_pin(self):
        """Under secure messaging: the HSM makes the command."""
        for _ in ("new", "again"):
            world.chip("pad", "enter", PIN)
        self.assert_by_hsm("pin", "reload")
        self.assertEqual(self.ssc("pin", "verify").code, 0)

    def test_ssc_h(self):
        before, item = self.hsm.requests(), f"{PLACE} 29".encode()
        with self.card() as card:
            basic = card.json("basic")
            self.assertEqual((basic["card"]["terminalNumber"], basic["terminalProven"]), (NO_TERMINAL, True))
            read = card.json("read", item, ssc_library.KEY)
            ssc_library.write(card, *read)
            self.assertEqual(card.json("read", item, ssc_library.KEY), read)
            self.assertEqual(card.json("debit", 100, 100, None)["terminal"], NO_TERMINAL)
        self.assertGreater(self.hsm.requests(), before)

    def test_the_standard_exports(self):
        info = self.info()
        self.assert_exports_return(self.CODE, ("iReadCardBas", 1), ("iReadCard", 1, 2, info, ADDRESS),
                                   ("iWriteCard", 1, info, ADDRESS, "DF01EF07|1|$"), ("iDoDebit", 1, info, "1|1|20250102030405|"),
                                   ("iUnblockPIN", 1, info))


class NoPsam(Unable, Api):
    REASON, CODE = "samAbsent", -2201


class MutePsam(Unable, Api):
    REASON, CODE = "samFault", -2201

    def prepare(self):
        """Once: the world has no other tests. Muted where it sits, a module is absent for one look of pcscd, whose reset
        failed; put in mute it is mute."""
        if world.status("psam")["mute"]:
            return
        seat = world.Seat("psam")
        seat.pull()
        world.psam("mute", "on")
        seat.put_back()


class NoAlgorithm(Unable, Api):
    REASON, CODE = "samAlgorithm", -2202


class AnotherCity(Unable, Api):
    """Card A as another city would issue it, and a PSAM that has its own city's roots only."""

    REASON, CODE = "samLevel", -24

    def prepare(self):
        """Once: the world has no other tests."""
        if world.status()["profile"] == "A-999901":
            return
        seat = world.Seat("card")
        world.card("swap", self.profile())
        seat.await_back()

    def profile(self):
        with open(os.path.join(world.SAMPLES, "card-a.toml"), encoding="utf-8") as file:
            text = file.read()
        for pattern, replacement in CARD_OF_ANOTHER_CITY:
            text, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
            self.assertGreater(count, 0, pattern)
        path = world.folder("card-999901.toml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def expected_row(self):
        fields = world.expected_rows()["A"].split("|")
        fields[world.FIELDS.index("region")] = "999901"
        for field in ("cardId", "resetInformation"):
            at = world.FIELDS.index(field)
            fields[at] = fields[at].replace("999900", "999901").replace("99999900000001", "99999901000001")
        return "|".join(fields)


class NoReadKey(Api):
    """A PSAM that lacks the key to the holder's file: that file goes on with the HSM, the others need none."""

    def test_the_holder(self):
        self.assertEqual(world.ssc("read", "--json").json()["error"]["code"], -2203)
        self.assertEqual(self.assert_by_hsm("read", "--full")["card"]["terminalNumber"], NO_TERMINAL)
        self.assert_by_hsm("file", "SSSE/EF06")
        self.assertEqual(self.basic_by_api()["terminalNumber"], NO_TERMINAL)
        self.assert_exports_return(-2203, ("iReadCardBas", 1))

    def test_what_the_psam_can_do_it_does(self):
        before = self.hsm.requests()
        for command in (("file", PLACE), ("debit", "1")):
            result = self.ssc(*command)
            self.assertEqual((result.code, result.json()["module"]), (0, "psam"), result)
        self.assertEqual(self.hsm.requests(), before)


class NoInternalKey(Api):
    """A PSAM that cannot check whether a card is genuine."""

    def test_the_holder(self):
        self.assertEqual(world.ssc("read", "--json").json()["error"]["code"], -27272)
        self.assert_by_hsm("read")
        self.assertEqual(self.basic_by_api()["terminalNumber"], NO_TERMINAL)
        self.assert_exports_return(-27272, ("iReadCardBas", 1))


class NoUpdateKey(Api):
    """A PSAM that lacks the key to one file's writing."""

    def test_writing(self):
        record = ("write", "DF04/EF15", "0042^1")
        self.assertEqual(world.ssc(*record, "--json").json()["error"]["code"], -27272)
        self.assertNotIn("0042", self.records())
        self.assert_by_hsm(*record)
        self.assertIn("0042", self.records())
        with self.card() as card:
            ssc_library.write(card, {"file": "DF04/EF15", "append": ["0043", "1"]})
        self.assertIn("0043", self.records())
        self.assert_exports_return(-27272, ("iWriteCard", 1, self.info(), "DF04EF15|$", "DF04EF15|0044^1|$"))
        self.assertNotIn("0044", self.records())

    def records(self):
        return self.ssc("file", "DF04/EF15", "--full").out


class NoDebitKey(WithHsm):
    """A PSAM without the settlement key is another matter: the place may not settle, and an HSM does not change that."""

    def test_a_settlement(self):
        result = self.assert_not_asked("samNoDebit", "debit", "1")
        self.assertEqual((result.json()["error"]["code"], result.code), (-37891, 5))


class Able(Api):
    """A PSAM that can: whatever else goes wrong, the HSM is not asked."""

    def test_what_works(self):
        before = self.hsm.requests()
        for command in (("read",), ("file", PLACE), ("write", PLACE, "--tag", "29", "1"), ("debit", "1"), ("pin", "unblock")):
            result = self.ssc(*command)
            self.assertEqual((result.code, result.json()["module"]), (0, "psam"), result)
        self.assertEqual(self.ssc("balance").json()["module"], "none")
        self.assertEqual(self.basic_by_api()["terminalNumber"], "999900000001")
        self.assertEqual(self.hsm.requests(), before)

    def test_a_false_card(self):
        world.card("fake", "on")
        self.addCleanup(world.card, "fake", "off")
        self.assertEqual(self.assert_not_asked("notGenuine", "read").code, 6)
        self.assert_exports_return(-21, ("iReadCardBas", 1))

    def test_a_torn_card(self):
        seat = world.Seat("card")
        world.card("pull-at", "5")
        self.assert_not_asked("cardRemoved", "read")
        seat.put_back()
        self.assert_reads()

    def test_a_psam_that_is_pulled_in_the_middle(self):
        """It is a missing one then: the read goes on with the HSM."""
        seat = world.Seat("psam")
        world.psam("pull-at", "5")
        result = self.ssc("read")
        seat.put_back()
        self.assertEqual((result.code, result.json().get("module")), (0, "hsm"), result)

    def test_a_wrong_pin(self):
        world.chip("pad", "enter", "999999")
        self.assert_not_asked("pinWrong", "pin", "verify")
        self.assertEqual(self.ssc("pin", "verify").code, 0)

    def test_files_and_input_that_do_not_exist(self):
        self.assert_not_asked("noSuchFile", "file", "DF09/EF05")
        self.assert_not_asked("neverWritten", "write", "DF04/EF08", "0")
        self.assert_not_asked("badInput", "write", PLACE, "--tag", "29", "too long")


class Trouble(Api):
    """No PSAM, and an HSM that does not help: the exact code, in bounded time, and the next call works again."""

    TOTAL = 1.5  # seconds, of one request
    LIMITS = "connect_ms = 1000\ntotal_ms = 1500"

    def setUp(self):
        super().setUp()
        self.env = self.enterContext(self.hsm.reachable(self.LIMITS))

    def assert_trouble(self, reason, code, within=None):
        result = self.ssc("read")
        self.assertEqual((result.reason(), result.json()["error"]["code"], result.code), (reason, code, 5), result)
        self.assertLess(result.seconds, (within or self.TOTAL + 1.5) * world.patience(), result)
        with self.assertRaises(ssc_library.Failed) as caught:
            self.basic_by_api()
        self.assertEqual((caught.exception.code, caught.exception.details["reason"]), (code, reason))
        return result

    def assert_works(self):
        self.assertEqual(self.assert_by_hsm("read")["module"], "hsm")

    def test_a_service_that_is_not_there(self):
        self.assert_works()
        self.hsm.stop()
        result = self.assert_trouble("hsmUnreachable", -2201)
        self.assertIn("PSAM", result.json()["error"]["detail"])
        self.hsm.start()
        self.assert_works()

    def test_certificates_that_prove_nothing(self):
        for name in ("stranger", "expired", "terminal", "elsewhere"):
            with self.subTest(name=name):
                self.hsm.tell("certificate", name)
                self.assert_trouble("hsmUnreachable", -2201)
        self.hsm.tell("certificate", "server")
        self.assert_works()

    def test_answers_that_are_none(self):
        for mode, reason in (("nonsense", "samFault"), ("other", "samFault"), ("oversize", "samFault"),
                             ("close", "hsmUnreachable"), ("hang", "hsmUnreachable")):
            with self.subTest(mode=mode):
                self.hsm.tell("answer", mode)
                self.assert_trouble(reason, -2201)
        self.hsm.tell("answer", "right")
        self.assert_works()

    def test_a_slow_service(self):
        self.hsm.tell("slow", "300")
        self.assert_works()
        self.hsm.tell("slow", "3000")
        self.assert_trouble("hsmUnreachable", -2201)
        self.hsm.tell("slow", "0")

    def test_a_key_it_refuses(self):
        for reference, reason, code in (("TEST:RK-SSSE", "samReadKey", -2203), ("TEST:IRK", "samKey", -27272)):
            with self.subTest(reference=reference):
                self.hsm.tell("refuse", reference)
                self.assert_trouble(reason, code)
                self.hsm.tell("allow", reference)
        self.assert_works()

    def test_settings_that_cannot_be_used(self):
        with world.settings(self.hsm.settings().replace("https:", "http:")) as env:
            self.assertEqual(world.ssc("read", "--json", env=env).reason(), "badConfiguration")

    def test_ctrl_c_while_the_hsm_thinks(self):
        self.hsm.tell("answer", "hang")
        with world.settings(self.hsm.settings("total_ms = 20000")) as env:
            before = self.hsm.requests()
            reading = world.Running("ssc", "read", "--json", env=env)
            world.eventually(lambda: self.hsm.requests() > before, "the HSM is asked")
            reading.process.send_signal(2)
            result = reading.join()
        self.assertEqual((result.reason(), result.code), ("cancelled", 9), result)
        self.assertLess(result.seconds, 4 * world.patience())


if __name__ == "__main__":
    world.main()
