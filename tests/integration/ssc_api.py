"""libssc in the simulated world: terminals, and one card that is kept open from call to call."""
import ctypes
import json

import world
from ssc_library import EN, EVENT_CALLBACK, KEY, PIN, SSC, ZH, Api, Failed, close, fetch, open_terminal

READER_ADDED, READER_REMOVED, CARD_INSERTED, CARD_REMOVED = 1, 2, 3, 4
ITEM = "DF01/EF07 29"


class Terminals(Api):
    def test_what_is_there(self):
        reader = next(r for r in self.terminal.json("readers") if r["selected"])
        self.assertEqual({s["number"]: (s["role"], s["card"]) for s in reader["slots"]}[0], ("contact", True))
        can = self.terminal.json("capabilities")
        self.assertEqual((can["version"], can["pinSource"], can["reader"]), (SSC.ssc_version().decode(), "callback", reader["name"]))
        self.assertIn({"number": 0, "role": "contact"}, can["slots"])

    def test_events(self):
        told, seat = [], world.Seat("card")
        tell = EVENT_CALLBACK(lambda _user, event, reader: told.append((event, reader.decode()[-2:])))
        self.terminal.call("watch", tell, None)
        world.eventually(lambda: (CARD_INSERTED, "00") in told, "the card that is there")
        self.assertIn((READER_ADDED, "00"), told)
        seat.pull()
        world.eventually(lambda: (CARD_REMOVED, "00") in told, "the card is gone")
        told.clear()
        seat.put_back()
        world.eventually(lambda: (CARD_INSERTED, "00") in told, "the card is back")
        self.terminal.call("watch", EVENT_CALLBACK(), None)
        self.assertNotIn(READER_REMOVED, [event for event, _ in told])


class Cards(Api):
    def test_the_basic_read_and_the_card_stays(self):
        card = self.open_card()
        for _ in range(2):
            basic = card.json("basic")
            self.assertEqual("".join(basic["card"][field] + "|" for field in world.FIELDS), self.expected_row())
            self.assertEqual((basic["generation"], basic["algorithm"]), (self.sample.generation, self.sample.algorithm))
            self.assertEqual(basic["terminalProven"], self.sample.generation == 3)
            self.assertEqual(self.value(card, ITEM), self.sample.employment)

    def test_many_kinds_of_calls_on_one_stay(self):
        """Each leaves the card in another place, with other keys forgotten."""
        card = self.open_card()
        for _ in range(2):
            before = self.value(card, ITEM)
            card.json("balance")
            self.assertEqual(self.value(card, ITEM), before)
            if self.sample.has_certificates:
                card.bytes("certificate", 0)
            self.assertEqual(self.value(card, "DF01/EF05 20"), self.value(card, "DF01/EF05 20", PIN))
            card.call("pin_verify")
            card.json("debits")

    def test_a_buffer_that_is_too_small_costs_nothing_twice(self):
        card = self.open_card()
        arguments = (card.pointer, b"SSSE/EF05", KEY)
        code, _, needed = fetch(SSC.ssc_card_read, *arguments, capacity=0)
        self.assertEqual(code, -14)
        before = world.status()["exchanges"]
        self.assertEqual(fetch(SSC.ssc_card_read, *arguments, capacity=needed - 1)[::2], (-14, needed))
        self.assertEqual(card.details()["reason"], "outputTooSmall")
        code, text, length = fetch(SSC.ssc_card_read, *arguments, capacity=needed)
        self.assertEqual((code, length, world.status()["exchanges"]), (0, needed, before))
        self.assertEqual(json.loads(text[:-1])[0]["file"], "SSSE/EF05")
        self.assertEqual(fetch(SSC.ssc_card_read, *arguments)[0], 0)
        self.assertGreater(world.status()["exchanges"], before)

    def test_another_call_drops_a_result_that_waits(self):
        card = self.open_card()
        self.assertEqual(fetch(SSC.ssc_card_read, card.pointer, b"SSSE/EF05", KEY, capacity=0)[0], -14)
        self.assertEqual(card.json("read", b"SSSE/EF06 09", KEY)[0]["file"], "SSSE/EF06")
        before = world.status()["exchanges"]
        card.json("read", b"SSSE/EF05", KEY)
        self.assertGreater(world.status()["exchanges"], before)

    def test_a_card_that_is_pulled_ends_its_stay(self):
        card, seat = self.open_card(), world.Seat("card")
        seat.pull()
        try:
            self.assert_fails(-4, card.json, "basic")
            self.assert_fails(-12, card.json, "basic")
            self.assertNotEqual(card.error(ZH), card.error(EN))
        finally:
            seat.put_back()
        self.assertTrue(self.open_card_again(card).json("basic"))

    def open_card_again(self, card):
        SSC.ssc_card_close(ctypes.byref(card.pointer))
        self.assertIsNone(card.pointer.value)
        return self.open_card()

    def test_two_terminals_take_the_card_in_turn(self):
        other = open_terminal()
        self.addCleanup(close, other)
        card = self.open_card()
        other.call("set_timeout", 1000)  # less than it would wait for the card
        # Both limits end at the same moment: the call says that its time is over, or who held the card.
        with self.assertRaises(Failed) as caught:
            self.open_card(other)
        self.assertIn(caught.exception.code, (-4, -11), caught.exception)
        other.call("set_timeout", 30000)
        SSC.ssc_card_close(ctypes.byref(card.pointer))
        self.assertTrue(self.open_card(other).json("basic"))
        self.assertEqual(self.terminal.error(EN), "")

    def test_a_terminal_that_is_closed_lets_its_cards_go(self):
        card = self.open_card()
        close(self.terminal)
        self.assert_fails(-12, card.json, "basic")
        self.terminal = open_terminal()
        self.addCleanup(close, self.terminal)
        self.assertTrue(self.open_card().json("basic"))


if __name__ == "__main__":
    world.main()
