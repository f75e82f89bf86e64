"""libssc in the simulated world: one card, kept open from call to call, by a program that gives its own PINs."""
import contextlib
import ctypes
import json
import os
import threading

import c_library
import world

RIGHT = "123456"
PIN, KEY = 1, 2
ZH, EN = 0, 1
ASK_VERIFY, ASK_CURRENT, ASK_NEW, ASK_REPEAT = range(4)
READER_ADDED, READER_REMOVED, CARD_INSERTED, CARD_REMOVED = 1, 2, 3, 4
TIME = b"20250102030405"
ROOM = 1 << 18
EF07_29 = "DF01/EF07 29"

PIN_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(ctypes.c_char), ctypes.c_size_t,
                                ctypes.POINTER(ctypes.c_size_t))
EVENT_CALLBACK = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p)


class Options(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("config_file", ctypes.c_char_p), ("reader", ctypes.c_char_p)]


def library():
    loaded = ctypes.CDLL("libssc.so.1")
    loaded.ssc_version.restype = ctypes.c_char_p
    return loaded


SSC = library()


class Failed(Exception):
    def __init__(self, code, details):
        super().__init__(f"{code} {details}")
        self.code, self.details = code, details


def sized(data):
    """Bytes and their size_t, which as a plain number would be 32 bits wide."""
    return data, ctypes.c_size_t(len(data))


def fetch(function, *arguments, capacity=ROOM):
    """(code, bytes, length) of a call with a result."""
    out, length = ctypes.create_string_buffer(max(capacity, 1)), ctypes.c_size_t(capacity)
    code = function(*arguments, out if capacity else None, ctypes.byref(length))
    return code, out.raw[:length.value] if code == 0 else b"", length.value


class Handle:
    """A terminal or a card."""

    def __init__(self, kind, pointer):
        self.kind, self.pointer = kind, pointer

    def function(self, name):
        return getattr(SSC, f"ssc_{self.kind}{name}")

    def error(self, language):
        code, text, _ = fetch(self.function("error"), self.pointer, language)
        assert code == 0
        return text[:-1].decode()

    def details(self):
        return json.loads(fetch(self.function("error_details"), self.pointer)[1][:-1])

    def check(self, code):
        if code != 0:
            raise Failed(code, self.details())

    def call(self, name, *arguments):
        self.check(self.function(name)(self.pointer, *arguments))

    def bytes(self, name, *arguments):
        code, result, _ = fetch(self.function(name), self.pointer, *arguments)
        self.check(code)
        return result

    def json(self, name, *arguments):
        text = self.bytes(name, *arguments)
        assert text.endswith(b"\0") and b"\0" not in text[:-1]
        return json.loads(text[:-1])


def open_terminal():
    terminal = ctypes.c_void_p()
    options = Options(ctypes.sizeof(Options), os.environ["SSC_CONFIG"].encode(), None)
    assert SSC.ssc_open(ctypes.byref(options), ctypes.byref(terminal)) == 0
    return Handle("", terminal)


class Holder:
    """Answers PIN prompts from a list; remembers what it was asked."""

    def __init__(self):
        self.answers, self.prompts = [], []
        self.function = PIN_CALLBACK(self.ask)

    def ask(self, _user, prompt, digits, capacity, length):
        self.prompts.append(prompt)
        answer = self.answers.pop(0) if self.answers else RIGHT
        if isinstance(answer, int):
            return answer
        if callable(answer):
            answer = answer()
        assert capacity >= len(answer)
        for place, digit in enumerate(answer.encode()):
            digits[place] = digit
        length[0] = len(answer)
        return 0


class Api(world.WorldTest):
    def setUp(self):
        self.terminal = open_terminal()
        self.addCleanup(SSC.ssc_close, ctypes.byref(self.terminal.pointer))
        self.holder = Holder()
        self.terminal.call("set_pin_callback", self.holder.function, None)

    def open_card(self, terminal=None):
        terminal = terminal or self.terminal
        card = ctypes.c_void_p()
        terminal.check(SSC.ssc_card_open(terminal.pointer, 1, ctypes.byref(card)))
        handle = Handle("card_", card)
        self.addCleanup(SSC.ssc_card_close, ctypes.byref(card))
        return handle

    def assert_fails(self, code, function, *arguments):  # pylint: disable=arguments-differ
        with self.assertRaises(Failed) as caught:
            function(*arguments)
        self.assertEqual(caught.exception.code, code, caught.exception)
        return caught.exception.details

    def value(self, card, items, way=KEY):
        return card.json("read", items.encode(), way)[0]["fields"][0]["value"]


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
            self.assertEqual((basic["generation"], basic["algorithm"], basic["terminalProven"]), (3, "SM4", True))
            self.assertEqual(self.value(card, EF07_29), "1")

    def test_many_kinds_of_calls_on_one_stay(self):
        """Each leaves the card in another place, with other keys forgotten."""
        card = self.open_card()
        for _ in range(2):
            before = self.value(card, EF07_29)
            card.json("balance")
            self.assertEqual(self.value(card, EF07_29), before)
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
        self.addCleanup(SSC.ssc_close, ctypes.byref(other.pointer))
        card = self.open_card()
        other.call("set_timeout", 1000)  # less than it would wait for the card
        self.assertEqual(self.assert_fails(-4, self.open_card, other)["reason"], "timedOut")
        other.call("set_timeout", 30000)
        SSC.ssc_card_close(ctypes.byref(card.pointer))
        self.assertTrue(self.open_card(other).json("basic"))
        self.assertEqual(self.terminal.error(EN), "")

    def test_a_terminal_that_is_closed_lets_its_cards_go(self):
        card = self.open_card()
        SSC.ssc_close(ctypes.byref(self.terminal.pointer))
        self.assert_fails(-12, card.json, "basic")
        self.terminal = open_terminal()
        self.addCleanup(SSC.ssc_close, ctypes.byref(self.terminal.pointer))
        self.assertTrue(self.open_card().json("basic"))


class Files(Api):
    def test_reading(self):
        card = self.open_card()
        holder, = card.json("read", "SSSE/EF06 09".encode(), KEY)
        self.assertEqual(holder["fields"][0]["value"], "张三")
        self.assertEqual(len(card.json("read", b"SSSE/EF05; DF01/EF05 20", KEY)), 2)
        self.assert_fails(-23, card.json, "read", b"nonsense", KEY)
        self.assert_fails(-14, card.json, "read", b"SSSE/EF05", 3)
        self.assert_fails(-27266, card.json, "read", b"DF01/EF7F", KEY)
        self.assertEqual(self.holder.prompts, [])

    def test_the_whole_card(self):
        card = self.open_card()
        masked, full = card.json("dump", KEY, 0), card.json("dump", KEY, 1)
        self.assertEqual([a["application"] for a in masked], [a["application"] for a in full])
        self.assertNotIn("张三", json.dumps(masked, ensure_ascii=False))
        self.assertIn("张三", json.dumps(full, ensure_ascii=False))
        self.assertEqual(len(self.holder.prompts), 1)

    def write(self, card, *files):
        card.call("write", json.dumps(files, ensure_ascii=False).encode())

    def test_writing_and_taking_it_back(self):
        card = self.open_card()
        self.assert_fails(-12, card.call, "undo")
        before = self.value(card, EF07_29)
        after = "2" if before == "1" else "1"
        self.write(card, {"file": "DF01/EF07", "fields": [{"tag": "29", "value": after}]})
        self.assertEqual(self.value(card, EF07_29), after)
        card.call("undo")
        self.assertEqual(self.value(card, EF07_29), before)
        self.assert_fails(-12, card.call, "undo")

    def test_what_was_read_can_be_written(self):
        card = self.open_card()
        read = card.json("read", EF07_29.encode(), KEY)
        self.write(card, *read)
        self.assertEqual(card.json("read", EF07_29.encode(), KEY), read)

    def test_a_record_that_was_appended_cannot_be_taken_back(self):
        card = self.open_card()
        self.write(card, {"file": "DF04/EF15", "append": ["0001", "1"]})
        self.assert_fails(-13, card.call, "undo")

    def test_nothing_is_written_when_one_of_several_is_wrong(self):
        card = self.open_card()
        good = {"file": "DF01/EF07", "fields": [{"tag": "29", "value": "2"}]}
        before = self.value(card, EF07_29)
        for bad in ({"file": "DF01/EF07", "fields": [{"tag": "29", "value": "too long"}]}, {"file": "DF01/EF07"},
                    {"file": "DF01/EF07", "hex": "00"}, {"file": "DF01/EF07", "fields": [{"tag": "29", "value": 2}]}, [], 7):
            self.assert_fails(-23, self.write, card, good, bad)
        for text in (b"", b"[]", b"{}", b"[", b'[{"file":"DF01/EF07"'):
            self.assert_fails(-23, card.call, "write", text)
        self.assertEqual(self.value(card, EF07_29), before)


class Pins(Api):
    def test_verifying_asks_the_callback_and_wrong_entries_leave_the_card(self):
        card = self.open_card()
        tries = ctypes.c_int()
        card.call("pin_tries", ctypes.byref(tries))
        known = tries.value
        self.assertGreater(known, 0)
        self.holder.answers = ["999999", -31, -32, -99, "12", RIGHT]
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
        self.holder.answers = [RIGHT, "4444", "4445"]
        self.assert_fails(-34, card.call, "pin_change")
        self.holder.answers = [RIGHT, "4444", "4444", RIGHT, "4444"]
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
        self.addCleanup(SSC.ssc_close, ctypes.byref(bare.pointer))
        self.assert_fails(-13, self.open_card(bare).call, "pin_verify")
        self.assertEqual(self.holder.prompts, [])

    def test_cancelling_while_the_holder_thinks(self):
        card, thinks, done = self.open_card(), threading.Event(), threading.Event()

        def think():
            thinks.set()
            done.wait(10)
            return RIGHT
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


class Certificates(Api):
    DATA = "测试文本\0 with a NUL".encode()

    def test_what_a_card_signs_verifies(self):
        card = self.open_card()
        certificate = card.bytes("certificate", 0)
        signature = card.bytes("sign", *sized(self.DATA))
        self.assertEqual(len(signature), 64)

        def verify(data):
            self.terminal.call("verify", *sized(certificate), *sized(data), *sized(signature))
        verify(self.DATA)
        self.assertEqual(self.assert_fails(-23, verify, self.DATA + b".")["reason"], "signatureWrong")

    def test_what_is_sealed_for_a_card_it_opens(self):
        card = self.open_card()
        certificate = card.bytes("certificate", 1)
        envelope = self.terminal.bytes("seal", *sized(certificate), *sized(self.DATA))
        self.assertEqual(card.bytes("unseal", *sized(envelope)), self.DATA)
        self.assert_fails(-23, card.bytes, "unseal", *sized(envelope[:-1]))
        signing = card.bytes("certificate", 0)
        self.assert_fails(-23, self.terminal.bytes, "seal", *sized(signing), *sized(self.DATA))

    def test_whom_to_trust(self):
        card = self.open_card()
        certificate = card.bytes("certificate", 0)
        made = world.run("ssc-sim", "pki", "ca")
        self.assertEqual(made.code, 0, made)
        authorities = world.folder("authorities.pem")
        with open(authorities, "w", encoding="ascii") as file:
            file.write(made.out)
        arguments = sized(certificate)
        read = self.terminal.json("check_certificate", *arguments, 0, authorities.encode())
        self.assertTrue(read["signature"], read)
        details = self.assert_fails(-23, self.terminal.json, "check_certificate", *arguments, 1, authorities.encode())
        self.assertEqual(details["reason"], "certificateRefused")
        self.assert_fails(-23, self.terminal.json, "check_certificate", *arguments, 0, b"/nowhere")


if __name__ == "__main__":
    world.main()
