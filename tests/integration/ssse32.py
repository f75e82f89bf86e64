"""libSSSE32, the low-level reader library, as a program loads it: the seven calls, and what a program gets wrong.

The card is that of ssse32_card.toml.
"""
import ctypes
import os
import subprocess
import sys
import time
import unittest
import unittest.mock

import winscard
import world

USER, CONTACTLESS, SAM, SECOND_SAM = 0x01, 0x02, 0x11, 0x12
NO_CARD, NO_POWER, NO_RESPONSE, CONNECT_ERROR, UNCONNECTED, PARAMETER_ERROR = -2, -3, -4, -11, -12, -14
ATR_MOST, RESPONSE_MOST, LIBINFO_BYTES = 33, 258, 33
CANARY = b"\xA5"

CARD_ATR = "3B6D000000815453548699999900000009"
PSAM_ATR = "3B6D000000815453540000999990000001"
SELECT_SSSE = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"
CARD_NUMBER = "0709543030303030303935"
READ_CARD_NUMBER = "00B2072C0B"  # record 7 of the EF with SFI 05
TERMINAL_NUMBER = "999900000001"


class Ssse32:
    """The library with the types of its header; buffers are larger than promised, and full of canaries."""

    def __init__(self):
        library = ctypes.CDLL("libSSSE32.so")
        slot = (ctypes.c_int32, ctypes.c_ubyte)
        for name, arguments in (("Open", (ctypes.c_char_p,)), ("Close", (ctypes.c_int32,)), ("PowerOff", slot),
                                ("PowerOn", (*slot, ctypes.c_void_p)), ("GetStatus", slot),
                                ("Application", (*slot, ctypes.c_int32, ctypes.c_char_p, ctypes.c_void_p)),
                                ("Libinfo", (ctypes.c_void_p,))):
            function = getattr(library, f"ICC_Reader_{name}")
            function.argtypes, function.restype = arguments, ctypes.c_int64
            setattr(self, name, function)

    @staticmethod
    def _output(call):
        """Result, what was written, and whether the rest of the buffer is as it was."""
        out = ctypes.create_string_buffer(CANARY * 512, 512)
        result = call(out)
        written = max(result, 0)
        return result, out.raw[:written].hex().upper(), out.raw[written:] == CANARY * (512 - written)

    def power_on(self, handle, slot):
        return self._output(lambda out: self.PowerOn(handle, slot, out))

    def application(self, handle, slot, command):
        sent = bytes.fromhex(command)
        return self._output(lambda out: self.Application(handle, slot, len(sent), sent, out))


class LowLevelReader(world.WorldTest):
    @classmethod
    def setUpClass(cls):
        cls.ssse32 = Ssse32()

    def open(self, name=b"AUTO"):
        handle = self.ssse32.Open(name)
        self.assertGreaterEqual(handle, 0)
        self.addCleanup(self.ssse32.Close, handle)
        return handle

    def powered(self, slot=USER, name=b"AUTO"):
        handle = self.open(name)
        self.assert_gives(self.ssse32.power_on(handle, slot), PSAM_ATR if slot == SAM else CARD_ATR)
        return handle

    def assert_gives(self, result, expected):
        self.assertEqual(result, (len(expected) // 2, expected, True))

    def assert_fails_with(self, result, code, what=None):
        """With this code, and a buffer that was not touched."""
        self.assertEqual(result, (code, "", True), what)

    def transmit(self, handle, command, slot=USER):
        length, answer, intact = self.ssse32.application(handle, slot, command)
        self.assertTrue(intact)
        self.assertEqual(length, len(answer) // 2)
        return answer

    # ---- opening

    def test_the_reader_has_the_names_of_a_serial_one(self):
        """The simulated reader's driver is the serial one."""
        for name in (b"AUTO", b"auto", b"COM1", b"Com1"):
            self.powered(name=name)
            self.doCleanups()
        for name in (b"USB1", b"COM2", b"COM9", b"USB9", b"LPT1"):
            self.assertEqual(self.ssse32.Open(name), CONNECT_ERROR, name)

    def test_other_names_are_no_names(self):
        for name in (b"", b"AUTO1", b"COM", b"COM0", b"COM10", b"COMA", b"USB", b"LPT0", b"TTY1", b"COM1 ", b"A" * 9999):
            self.assertEqual(self.ssse32.Open(name), PARAMETER_ERROR, name)

    def test_com1_can_be_asked_for_while_a_card_is_held(self):
        self.powered()
        self.powered(slot=SAM, name=b"COM1")

    def test_opening_holds_nothing(self):
        self.open()
        with winscard.Context() as context, context.connected(0, winscard.SCARD_SHARE_EXCLUSIVE) as card:
            self.assertEqual(card.transmit(SELECT_SSSE)[:2], "61")

    def test_a_configuration_that_cannot_be_used(self):
        with world.settings("colour = 1") as env, unittest.mock.patch.dict(os.environ, env):
            self.assertEqual(self.ssse32.Open(b"AUTO"), PARAMETER_ERROR)

    def test_a_reader_that_is_not_there(self):
        with world.settings('name = "Other*"') as env, unittest.mock.patch.dict(os.environ, env):
            self.assertEqual(self.ssse32.Open(b"AUTO"), CONNECT_ERROR)
            self.powered(name=b"COM1")  # asked for by its port, it is

    # ---- powering

    def test_the_answer_to_reset_is_the_cards(self):
        handle = self.open()
        self.assertEqual(self.ssse32.GetStatus(handle, USER), NO_POWER)
        self.assert_gives(self.ssse32.power_on(handle, USER), CARD_ATR)
        self.assertEqual(self.ssse32.GetStatus(handle, USER), 0)
        self.assertEqual(self.ssse32.PowerOff(handle, USER), 0)
        self.assertEqual(self.ssse32.GetStatus(handle, USER), NO_POWER)
        self.assert_fails_with(self.ssse32.application(handle, USER, SELECT_SSSE), NO_POWER)
        self.assertEqual(self.ssse32.PowerOff(handle, USER), 0)

    def test_powering_is_a_reset(self):
        """What was selected and verified is forgotten: VERIFY opens DF01 until the card is powered again."""
        handle = self.powered()
        self.assertEqual(self.transmit(handle, SELECT_SSSE)[:2], "61")
        self.assertEqual(self.transmit(handle, "0020000003123456"), "9000")
        self.assertEqual(self.transmit(handle, "00A4000002DF01")[-4:-2], "61")
        self.assertEqual(self.transmit(handle, "00B2012C00")[-4:], "9000")
        self.assert_gives(self.ssse32.power_on(handle, USER), CARD_ATR)
        self.assertEqual(self.transmit(handle, SELECT_SSSE)[:2], "61")
        self.assertEqual(self.transmit(handle, "00A4000002DF01")[-4:-2], "61")
        self.assertEqual(self.transmit(handle, "00B2012C00"), "6982")

    def test_nothing_verified_is_left_to_the_next_program(self):
        handle = self.powered()
        self.transmit(handle, SELECT_SSSE)
        self.assertEqual(self.transmit(handle, "0020000003123456"), "9000")
        self.assertEqual(self.ssse32.Close(handle), 0)
        with winscard.Context() as context, context.connected(0) as card:
            card.transmit(SELECT_SSSE)
            card.transmit("00A4000002DF01")
            self.assertEqual(card.transmit("00B2012C00"), "6982")

    def test_slots(self):
        handle = self.open()
        self.assert_fails_with(self.ssse32.power_on(handle, CONTACTLESS), NO_CARD)
        self.assert_fails_with(self.ssse32.power_on(handle, SECOND_SAM), NO_CARD)
        self.assertEqual(self.ssse32.GetStatus(handle, CONTACTLESS), NO_CARD)
        self.assert_fails_with(self.ssse32.application(handle, CONTACTLESS, SELECT_SSSE), NO_CARD)
        for slot in (0x00, 0x03, 0x0F, 0x10, 0x14, 0x1F, 0x20, 0x21, 0xFF):
            self.assert_fails_with(self.ssse32.power_on(handle, slot), PARAMETER_ERROR)
            self.assert_fails_with(self.ssse32.application(handle, slot, SELECT_SSSE), PARAMETER_ERROR)
            self.assertEqual(self.ssse32.GetStatus(handle, slot), PARAMETER_ERROR, slot)
            self.assertEqual(self.ssse32.PowerOff(handle, slot), PARAMETER_ERROR, slot)

    def test_a_mute_card_does_not_answer(self):
        handle = self.powered()
        self.ssse32.PowerOff(handle, USER)
        seat = world.Seat("card")
        world.card("mute", "on")
        try:
            self.assert_fails_with(self.ssse32.power_on(handle, USER), NO_RESPONSE)
        finally:
            world.card("mute", "off")
            seat.pull()
            seat.put_back()
        self.assert_gives(self.ssse32.power_on(handle, USER), CARD_ATR)

    # ---- commands

    def test_a_record_is_read(self):
        handle = self.powered()
        self.assertEqual(self.transmit(handle, SELECT_SSSE)[:2], "61")
        self.assertEqual(self.transmit(handle, READ_CARD_NUMBER), CARD_NUMBER + "9000")

    def test_a_command_with_le_has_its_whole_answer(self):
        handle = self.powered()
        whole = self.transmit(handle, SELECT_SSSE + "00")
        self.assertTrue(whole.startswith("6F") and whole.endswith("9000"), whole)
        self.assertEqual(self.transmit(handle, "00B2072C00"), CARD_NUMBER + "9000")  # 6C0B, and once more

    def test_a_command_without_le_is_left_to_the_caller(self):
        handle = self.powered()
        waiting = self.transmit(handle, SELECT_SSSE)
        self.assertEqual(waiting[:2], "61")
        fetched = self.transmit(handle, "00C00000" + waiting[2:])
        self.assertEqual(fetched, self.transmit(handle, SELECT_SSSE + "00"))

    def test_a_response_of_256_bytes(self):
        handle = self.powered()
        self.transmit(handle, SELECT_SSSE)
        length, answer, intact = self.ssse32.application(handle, USER, "00B0870000")
        self.assertEqual((length, intact), (RESPONSE_MOST, True))
        self.assertEqual(answer, bytes(range(256)).hex().upper() + "9000")

    def test_a_status_word_is_an_answer(self):
        handle = self.powered()
        self.assert_gives(self.ssse32.application(handle, USER, "00A4000002EEEE"), "6A82")

    def test_all_four_cases_and_lengths_that_do_not_fit(self):
        handle = self.powered()
        for command in ("00A40000", "00A4000000", "00A40000023F00", "00A40000023F0000"):
            self.assertGreaterEqual(self.ssse32.application(handle, USER, command)[0], 2, command)
        before = world.status()["exchanges"]
        for command in ("", "00", "00A400", "00A40000023F", "00A40000023F000000", "00" * 262,
                        "00B00000000400", "00D60000000101FF"):
            self.assert_fails_with(self.ssse32.application(handle, USER, command), PARAMETER_ERROR, command)
        self.assertEqual(world.status()["exchanges"], before)

    def test_the_psam_in_its_slot(self):
        handle = self.powered()
        self.assert_gives(self.ssse32.power_on(handle, SAM), PSAM_ATR)
        self.assertEqual(self.transmit(handle, "00A404000F7378312E73682EC9E7BBE1B1A3D5CF", SAM)[:1], "6")
        self.assertEqual(self.transmit(handle, "00B0960006", SAM), TERMINAL_NUMBER + "9000")
        self.assertEqual(self.transmit(handle, SELECT_SSSE)[:2], "61")
        self.assertEqual(self.ssse32.GetStatus(handle, SAM), 0)

    # ---- handles

    def test_two_handles_at_once(self):
        card, psam = self.powered(), self.powered(slot=SAM)
        self.assertNotEqual(card, psam)
        self.assertEqual(self.transmit(card, SELECT_SSSE)[:2], "61")
        self.assertEqual(self.transmit(psam, "00B0960006", SAM), TERMINAL_NUMBER + "9000")
        self.assertEqual(self.ssse32.GetStatus(psam, USER), NO_POWER)
        self.assertEqual(self.ssse32.Close(psam), 0)
        self.assertEqual(self.transmit(card, SELECT_SSSE)[:2], "61")

    def test_a_slot_is_held_by_one_handle(self):
        self.powered()
        with world.settings("wait_ms = 300") as env, unittest.mock.patch.dict(os.environ, env):
            other = self.open()
        started = time.monotonic()
        self.assert_fails_with(self.ssse32.power_on(other, USER), CONNECT_ERROR)
        self.assertLess(time.monotonic() - started, 0.3 + 0.7 * world.patience())

    def test_a_stale_handle(self):
        stale = self.powered()
        self.assertEqual(self.ssse32.Close(stale), 0)
        self.open()
        for handle in (stale, 0, -1, 2**31 - 1):
            self.assertEqual(self.ssse32.Close(handle), UNCONNECTED)
            self.assert_fails_with(self.ssse32.power_on(handle, USER), UNCONNECTED)
            self.assertEqual(self.ssse32.PowerOff(handle, USER), UNCONNECTED)
            self.assertEqual(self.ssse32.GetStatus(handle, USER), UNCONNECTED)
            self.assert_fails_with(self.ssse32.application(handle, USER, SELECT_SSSE), UNCONNECTED)

    def test_null_pointers(self):
        handle = self.powered()
        before = world.status()["exchanges"]
        self.assertEqual(self.ssse32.Open(None), PARAMETER_ERROR)
        self.assertEqual(self.ssse32.PowerOn(handle, USER, None), PARAMETER_ERROR)
        self.assertEqual(self.ssse32.Application(handle, USER, 4, bytes(4), None), PARAMETER_ERROR)
        out = ctypes.create_string_buffer(CANARY * RESPONSE_MOST, RESPONSE_MOST)
        self.assertEqual(self.ssse32.Application(handle, USER, 4, None, out), PARAMETER_ERROR)
        self.assertEqual(self.ssse32.Application(handle, USER, -1, bytes(4), out), PARAMETER_ERROR)
        self.assertEqual(self.ssse32.Libinfo(None), PARAMETER_ERROR)
        self.assertEqual(out.raw, CANARY * RESPONSE_MOST)
        self.assertEqual(world.status()["exchanges"], before)
        self.assertEqual(self.transmit(handle, SELECT_SSSE)[:2], "61")

    def test_libinfo_is_32_characters(self):
        out = ctypes.create_string_buffer(CANARY * 64, 64)
        self.assertEqual(self.ssse32.Libinfo(out), 0)
        text, behind = out.raw[:LIBINFO_BYTES], out.raw[LIBINFO_BYTES:]
        self.assertEqual(text, b"SSC Terminal    PC/SC reader  01\0")
        self.assertEqual(behind, CANARY * len(behind))

    def test_threads(self):
        """Eight threads on one handle: each gets whole answers."""
        program = ("import sys, threading; sys.path.insert(0, sys.argv[1]); import ssse32 as s; l = s.Ssse32();"
                   "h = l.Open(b'AUTO'); l.power_on(h, 1); l.application(h, 1, s.SELECT_SSSE); r = [];"
                   "w = lambda: [r.append(l.application(h, 1, '00B0870000')) for _ in range(5)];"
                   "t = [threading.Thread(target=w) for _ in range(8)];"
                   "[x.start() for x in t]; [x.join() for x in t]; l.Close(h); print(len(r), len(set(r)), r[0][0])")
        result = subprocess.run([sys.executable, "-c", program, world.HERE], capture_output=True, text=True, timeout=60)
        self.assertEqual(result.stdout, "40 1 258\n", result.stderr)

    def test_a_program_that_ends_without_closing(self):
        """Its card is free, and reset, for the next one."""
        program = ("import sys; sys.path.insert(0, sys.argv[1]); import ssse32 as s; l = s.Ssse32();"
                   "h = l.Open(b'AUTO'); print(l.power_on(h, 1)[0])")
        result = subprocess.run([sys.executable, "-c", program, world.HERE], capture_output=True, text=True, timeout=60)
        self.assertEqual((result.stdout, result.returncode), ("17\n", 0), result.stderr)
        self.powered()

    # ---- what happens to card and reader

    def test_a_card_that_is_pulled_and_put_back(self):
        handle, seat = self.powered(), world.Seat("card")
        world.card("remove")
        code = self.ssse32.application(handle, USER, SELECT_SSSE)
        self.assertIn(code[0], (NO_RESPONSE, NO_CARD))
        self.assert_fails_with(code, code[0])
        seat.await_empty()
        self.assertEqual(self.ssse32.GetStatus(handle, USER), NO_CARD)
        self.assert_fails_with(self.ssse32.application(handle, USER, SELECT_SSSE), NO_CARD)
        self.assert_fails_with(self.ssse32.power_on(handle, USER), NO_CARD)
        seat.put_back()
        self.assertEqual(self.ssse32.GetStatus(handle, USER), NO_POWER)
        self.assert_fails_with(self.ssse32.application(handle, USER, SELECT_SSSE), NO_POWER)
        self.assert_gives(self.ssse32.power_on(handle, USER), CARD_ATR)
        self.assertEqual(self.transmit(handle, SELECT_SSSE)[:2], "61")

    def test_a_card_that_is_changed_unseen_has_no_power(self):
        """Pulled and back between two calls: the handle does not take it for the card that it powered."""
        handle, seat = self.powered(), world.Seat("card")
        seat.pull()
        seat.put_back()
        self.assertEqual(self.ssse32.GetStatus(handle, USER), NO_POWER)
        self.assert_gives(self.ssse32.power_on(handle, USER), CARD_ATR)

    def test_a_card_that_is_changed_unseen_does_not_get_a_command(self):
        handle, seat = self.powered(), world.Seat("card")
        seat.pull()
        seat.put_back()
        before = world.status()["exchanges"]
        self.assertIn(self.ssse32.application(handle, USER, SELECT_SSSE)[0], (NO_RESPONSE, NO_POWER))
        self.assertEqual(world.status()["exchanges"], before)

    def test_a_card_switched_off_is_still_seen_to_leave(self):
        handle, seat = self.powered(), world.Seat("card")
        self.assertEqual(self.ssse32.PowerOff(handle, USER), 0)
        seat.pull()
        self.assertEqual(self.ssse32.GetStatus(handle, USER), NO_CARD)
        seat.put_back()
        self.assertEqual(self.ssse32.GetStatus(handle, USER), NO_POWER)

    def test_a_hung_reader_is_left_at_the_call_limit(self):
        with world.settings("call_limit_ms = 1500") as env, unittest.mock.patch.dict(os.environ, env):
            handle = self.powered()
        world.sim("hang-reader")
        try:
            started = time.monotonic()
            self.assert_fails_with(self.ssse32.application(handle, USER, SELECT_SSSE), NO_RESPONSE)
            self.assertLess(time.monotonic() - started, 1.5 + 0.5 * world.patience())
        finally:
            world.sim("resume-reader")
            world.sim("restart-pcscd")
            world.sim("wait-ready")

    def test_a_reader_that_is_gone(self):
        handle = self.powered()
        world.sim("stop-pcscd")
        try:
            self.assert_fails_with(self.ssse32.application(handle, USER, SELECT_SSSE), CONNECT_ERROR)
            self.assertEqual(self.ssse32.GetStatus(handle, USER), CONNECT_ERROR)
            self.assert_fails_with(self.ssse32.power_on(handle, USER), CONNECT_ERROR)
            self.assertEqual(self.ssse32.Open(b"AUTO"), CONNECT_ERROR)
        finally:
            world.sim("start-pcscd")
            world.sim("wait-ready")
        self.assert_gives(self.ssse32.power_on(handle, USER), CARD_ATR)


if __name__ == "__main__":
    world.main()
