"""libssc in the simulated world: PINs from the program that calls, and what a PIN opens."""
import contextlib
import ctypes
import threading

import c_library
import world
from ssc_library import (ASK_CURRENT, ASK_NEW, ASK_REPEAT, ASK_VERIFY, EN, PIN, PIN_CALLBACK, SSC, Api, Failed, close, fetch,
                         open_terminal)

TIME = b"20250102030405"


class Pins(Api):
    def test_verifying_asks_the_callback_and_wrong_entries_leave_the_card(self):
        card = self.open_card()
        tries = ctypes.c_int()
        card.call("pin_tries", ctypes.byref(tries))
        known = tries.value
        self.assertGreater(known, 0)
        self.holder.answers = ["999999", -31, -32, -99, "12", self.holder.right]
        self.assertEqual(self.assert_fails(-51, card.call, "pin_verify")["triesLeft"], known - 1)
        self.assertIn(str(known - 1), card.error(EN))
        for code in (-31, -32, -11, -33):
            self.assert_fails(code, card.call, "pin_verify")
        card.call("pin_verify")
        card.call("pin_tries", ctypes.byref(tries))
        self.assertIn(tries.value, (-1, known))  # a card may say that it asks for none now
        self.assertEqual(set(self.holder.prompts), {ASK_VERIFY})

    def test_changing_reloading_unblocking(self):
        card = self.open_card()
        self.holder.answers = [self.holder.right, "4444", "4445"]
        self.assert_fails(-34, card.call, "pin_change")
        self.holder.answers = [self.holder.right, "4444", "4444", self.holder.right, "4444"]
        card.call("pin_change")
        self.assert_fails(-51, card.call, "pin_verify")
        card.call("pin_verify")
        self.assertEqual(self.holder.prompts[3:6], [ASK_CURRENT, ASK_NEW, ASK_REPEAT])
        card.call("pin_reload")
        card.call("pin_verify")
        self.holder.answers = ["999999"]
        self.assert_fails(-51, card.call, "pin_verify")
        card.call("pin_unblock")
        card.call("pin_verify")

    def test_one_entry_serves_a_stay(self):
        card = self.open_card()
        for _ in range(2):
            card.json("read", b"DF01/EF05 20", PIN)
        self.assertEqual(self.holder.prompts, [ASK_VERIFY])

    def test_without_callback_the_pad_is_asked_and_without_a_pad_nobody(self):
        self.terminal.call("set_pin_callback", PIN_CALLBACK(), None)
        card = self.open_card()
        world.chip("pad", "enter", "999999")
        self.assert_fails(-51, card.call, "pin_verify")
        card.call("pin_verify")
        SSC.ssc_card_close(ctypes.byref(card.pointer))
        with c_library.site(pin=None):
            bare = open_terminal()
        self.addCleanup(close, bare)
        self.assert_fails(-13, self.open_card(bare).call, "pin_verify")
        self.assertEqual(self.holder.prompts, [])

    def test_cancelling_while_the_holder_thinks(self):
        card, thinks, done = self.open_card(), threading.Event(), threading.Event()

        def think():
            thinks.set()
            done.wait(10)
            return self.holder.right
        self.holder.answers = [think]
        canceller = threading.Thread(target=lambda: (thinks.wait(10), SSC.ssc_card_cancel(card.pointer)))
        canceller.start()
        self.assertEqual(self.assert_fails(-4, card.call, "pin_verify")["reason"], "cancelled")
        canceller.join()
        self.assert_fails(-12, card.json, "balance")
        done.set()
        SSC.ssc_card_close(ctypes.byref(card.pointer))
        world.eventually(lambda: not self.busy_card(), "the call that was left behind lets the card go")

    def busy_card(self):
        with contextlib.suppress(Failed):
            self.open_card().json("balance")
            return False
        return True


class Account(Api):
    def test_a_settlement(self):
        card = self.open_card()
        before = card.json("balance")
        receipt = card.json("debit", 10000, 8000, TIME)
        self.assertEqual((receipt["total"]["yuan"], receipt["time"], receipt["mac2Checked"]), ("100.00", "2025-01-02 03:04:05", True))
        newest = card.json("debits")[0]
        self.assertEqual((newest["sequence"], newest["pool"]["fen"]), (receipt["cardSequence"], 8000))
        self.assertNotEqual(card.json("balance"), before)
        debited = ctypes.c_int(-1)
        card.call("debit_check", receipt["cardSequence"], ctypes.byref(debited))
        self.assertEqual(debited.value, 1)
        card.call("debit_check", receipt["cardSequence"] + 1, ctypes.byref(debited))
        self.assertEqual(debited.value, 0)
        self.assertEqual(len(self.holder.prompts), 1)

    def test_a_receipt_that_did_not_fit_is_no_second_debit(self):
        card = self.open_card()
        known = len(card.json("debits"))
        arguments = (SSC.ssc_card_debit, card.pointer, 100, 100, None)
        code, _, needed = fetch(*arguments, capacity=0)
        self.assertEqual(code, -14)
        self.assertEqual(fetch(*arguments, capacity=needed)[0], 0)
        self.assertEqual(len(card.json("debits")), known + 1)

    def test_a_time_that_is_none(self):
        card = self.open_card()
        for time in (b"", b"2025010203040", b"2025010203040x"):
            self.assert_fails(-23, card.json, "debit", 1, 1, time)


if __name__ == "__main__":
    world.main()
