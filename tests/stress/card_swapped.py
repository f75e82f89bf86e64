"""Another card between two steps, or between two calls on one handle: the exact result, nothing written on either card, the
reader free. The first card is A, the other one D."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "integration"))

import back_office  # noqa: E402
import c_library  # noqa: E402
import ssc_library  # noqa: E402
import world  # noqa: E402

GONE, NO_SESSION = -4, -12  # cardRemoved: the card of Step1 was pulled; noSession
TIME = "20250102030405"
FULL = 3  # tries of a key
LOOKED_AT = ("DF01/EF07", "DF04/EF05")


def swap(letter):
    seat = world.Seat("card")
    world.card("swap", os.path.join(world.SAMPLES, f"card-{letter.lower()}.toml"))
    seat.await_back()


class Swapped(world.WorldTest):
    def setUp(self):
        self.row = world.expected_rows()["A"].split("|")
        self.info = f"{self.row[3]}|{self.row[2]}|"
        self.another_program = self.enterContext(world.settings("wait_ms = 300"))
        self.addCleanup(self.put_first_card)
        self.before = self.content()

    def put_first_card(self):
        if world.status()["profile"] != "A":
            swap("A")

    def content(self):
        """Of the card in the slot: files as a clerk sees them, settlements, tries."""
        files = [world.ssc("file", name, "--full", "--json").json()["files"] for name in LOOKED_AT]
        state = world.status()
        # Of tries only those that every card counts from the start: others appear with their first use.
        return files + [world.ssc("balance", "--json").json()["balance"], state["tries"]["PIN"], state["tries"].get("PUK", FULL)]

    def assert_untouched(self, exchanges_of_d):
        """Nothing was sent to D (None: it was looked at, no more); it can be read by anybody; A, put back, is as it was."""
        if exchanges_of_d is not None:
            self.assertEqual(world.status()["exchanges"], exchanges_of_d, "commands for the first card went to the other one")
        result = world.read(env=self.another_program)
        self.assertEqual((result.code, result.row()), (0, world.expected_rows()["D"]), result)
        swap("A")
        self.assertEqual(self.content(), self.before)


class Steps(Swapped):
    @classmethod
    def setUpClass(cls):
        cls.driver = c_library.Library()

    def key(self, name, function, *arguments):
        """Step1 of a function that asks for one key, and the right answer for Step2."""
        fields = self.ok(self.driver.standard(f"{function}_HSM_Step1", 1, self.info, *arguments)).fields()
        return self.office(fields[0]).authentication(name, fields[2], fields[3])

    def ok(self, answer):
        self.assertEqual(answer.code, 0, answer)
        return answer

    def office(self, algorithm):
        return back_office.CardKeys(algorithm, self.row[0], self.row[5])

    def assert_gone(self, function, *arguments, is_looked_at=False):
        """The step fails exactly so, and the session is over."""
        swap("D")
        exchanges = None if is_looked_at else world.status()["exchanges"]
        self.assertEqual(self.driver.standard(function, *arguments).code, GONE, function)
        self.assertEqual(self.driver.standard(function, *arguments).code, NO_SESSION, function)
        self.assert_untouched(exchanges)

    def test_basic_read(self):
        fields = self.ok(self.driver.iReadCardBas_HSM_Step1(1)).fields()
        office = self.office(fields[2])
        key = f'{office.authentication("IRK", *fields[4:6])}|{office.authentication("RKSSSE", *fields[6:8])}|'
        self.assert_gone("iReadCardBas_HSM_Step2", key)

    def test_reading(self):
        self.assert_gone("iReadCard_HSM_Step2", self.key("RK1DF01", "iReadCard", "DF01EF07|29|$"))

    def test_writing(self):
        self.assert_gone("iWriteCard_HSM_Step2", self.key("UKSSSE", "iWriteCard", "SSSEEF06|0A|$"), "SSSEEF06|2|$")

    def test_unblocking(self):
        self.assert_gone("iUnblockPIN_HSM_Step2", self.key("PUK", "iUnblockPIN"))

    def test_unblocking_behind_the_proof(self):
        key = self.key("PUK", "iUnblockPIN")
        fields = self.ok(self.driver.iUnblockPIN_HSM_Step2(key)).fields()
        self.assert_gone("iUnblockPIN_HSM_Step3", self.office(fields[0]).protected(fields[3], fields[2]))

    def test_a_new_pin(self):
        for _ in range(2):
            world.chip("pad", "enter", "4444")
        fields = self.ok(self.driver.iReloadPIN_HSM_Step2(self.key("PUK", "iReloadPIN"))).fields()
        self.assert_gone("iReloadPIN_HSM_Step3", self.office(fields[0]).protected(fields[3], fields[2], "4444"))

    def test_a_settlement(self):
        """A card that comes back is asked whether it was debited: D is recognised as another one, and left alone."""
        swap("D")
        other = self.content()
        swap("A")
        fields = self.ok(self.driver.iDoDebit_HSM_Step1(1, self.info, f"1.00|1.00|{TIME}|")).fields()
        mac1 = self.office(fields[0]).purchase(*fields[2:8], "0000002A")
        with c_library.site(more="[debit]\nreinsert_ms = 1000"):
            self.assert_gone("iDoDebit_HSM_Step2", f"0000002A|{TIME}|{mac1}|", is_looked_at=True)
        swap("D")
        self.assertEqual(self.content(), other)


class Handle(Swapped):
    """ssc.h: the card of a handle is that card, not whatever is in the slot."""

    def test_between_two_calls(self):
        for name, call in (("read", lambda card: card.json("read", b"DF01/EF07 29", ssc_library.KEY)),
                           ("write", lambda card: card.call("write", b'[{"file":"DF01/EF07","fields":[{"tag":"29","value":"2"}]}]')),
                           ("debit", lambda card: card.json("debit", 100, 100, TIME.encode())),
                           ("unblock", lambda card: card.call("pin_unblock"))):
            with self.subTest(call=name):
                terminal = ssc_library.open_terminal()
                self.addCleanup(ssc_library.SSC.ssc_close, ssc_library.ctypes.byref(terminal.pointer))
                card = ssc_library.open_card(self, terminal)
                card.json("balance")
                swap("D")
                exchanges = world.status()["exchanges"]
                for code in (GONE, NO_SESSION):
                    with self.assertRaises(ssc_library.Failed) as failed:
                        call(card)
                    self.assertEqual(failed.exception.code, code)
                ssc_library.SSC.ssc_card_close(ssc_library.ctypes.byref(card.pointer))
                self.assert_untouched(exchanges)


if __name__ == "__main__":
    world.main()
