"""libSSCardDriver as an interpreter loads it: the example program, and calls that a program gets wrong."""
import ctypes
import os
import subprocess
import sys
import unittest

import world

EXAMPLE = os.path.join(world.ROOT, "examples", "his-python", "read_card.py")
OUT_SHORT = 1024
CANARY = b"\xA5"


class Driver:
    def __init__(self):
        self._library = ctypes.CDLL("libSSCardDriver.so")
        self._library.iReadCardBas.argtypes = (ctypes.c_int, ctypes.c_void_p)
        self._library.iReadCardBas.restype = ctypes.c_int64
        self._library.ssc_iReadCardBas.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
        self._library.ssc_iReadCardBas.restype = ctypes.c_int64

    def read(self, interface):
        """Result, text in GB 18030, and what stands behind the text's NUL."""
        out = ctypes.create_string_buffer(CANARY * (2 * OUT_SHORT), 2 * OUT_SHORT)
        code = self._library.iReadCardBas(interface, out)
        text, _, behind = out.raw.partition(b"\0")
        return code, text, behind

    def read_without_buffer(self, interface):
        return self._library.iReadCardBas(interface, None)

    def twin(self, interface, capacity):
        """Result, text in UTF-8, the length that came back, and what stands behind the capacity."""
        out = ctypes.create_string_buffer(CANARY * (2 * OUT_SHORT), 2 * OUT_SHORT)
        length = ctypes.c_uint32(capacity)
        code = self._library.ssc_iReadCardBas(interface, out, ctypes.byref(length))
        return code, out.raw.partition(b"\0")[0], length.value, out.raw[capacity:]


class CInterface(world.WorldTest):
    @classmethod
    def setUpClass(cls):
        cls.driver = Driver()

    def setUp(self):
        self.assert_reads()

    def test_the_example_program(self):
        result = world.run(sys.executable, EXAMPLE, "--json")
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.row(), self.expected_row())

    def test_the_example_program_says_why_not(self):
        result = world.run(sys.executable, EXAMPLE, "--json", "--interface", "contactless")
        self.assertEqual((result.code, result.json()["code"]), (1, -2), result)

    def test_bytes_are_exactly_gb18030(self):
        """Names with four-byte characters, and one that goes on in tag 4E in the middle of a character."""
        for interface in (1, 3, 4):
            code, text, behind = self.driver.read(interface)
            self.assertEqual((code, text), (0, self.expected_row().encode("gb18030")))
            self.assertEqual(behind.strip(CANARY), b"", "written behind the reply")

    def test_the_contactless_slot_is_empty(self):
        code, text, behind = self.driver.read(2)
        self.assertEqual(code, -2)
        self.assertTrue(text.decode("gb18030"))
        self.assertEqual(behind.strip(CANARY), b"")

    def test_bad_parameters_do_not_touch_the_card(self):
        before = world.status()["exchanges"]
        for interface in (0, 5, -1):
            code, text, _ = self.driver.read(interface)
            self.assertEqual(code, -14)
            self.assertTrue(text.decode("gb18030"))
        self.assertEqual(self.driver.read_without_buffer(1), -14)
        self.assertEqual(world.status()["exchanges"], before)

    def test_the_result_is_a_sign_extended_64_bit_value(self):
        code = self.driver.read(2)[0]
        self.assertEqual(ctypes.c_int32(code & 0xFFFFFFFF).value, code)

    def test_the_twin_tells_the_size_it_needs(self):
        needed = self.driver.twin(3, 0)[2]
        before = world.status()["exchanges"]
        for capacity in (0, 1, needed - 1):
            code, text, length, behind = self.driver.twin(3, capacity)
            self.assertEqual((code, text if capacity else b"", length), (-14, b"", needed), capacity)
            self.assertEqual(behind.strip(CANARY), b"")
        self.assertEqual(world.status()["exchanges"], before)
        code, text, length, behind = self.driver.twin(3, needed)
        expected = self.expected_row().encode()
        self.assertEqual((code, text, length), (0, expected, len(expected) + 1))
        self.assertEqual(behind.strip(CANARY), b"")

    def test_two_threads_get_the_same_answer(self):
        program = ("import sys, threading; sys.path.insert(0, sys.argv[1]); import c_interface;"
                   "d = c_interface.Driver();"
                   "r = []; t = [threading.Thread(target=lambda: r.append(d.read(3)[:2])) for _ in range(4)];"
                   "[x.start() for x in t]; [x.join() for x in t]; print(len(r), len(set(r)), r[0][0])")
        result = subprocess.run([sys.executable, "-c", program, world.HERE], capture_output=True, text=True, timeout=60)
        self.assertEqual(result.stdout, "4 1 0\n", result.stderr)


if __name__ == "__main__":
    world.main()
