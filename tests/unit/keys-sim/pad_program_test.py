#!/usr/bin/env python3
"""ssc-sim pad as a process, asked by a host nobody here wrote: Python's sockets, SM2 and SM4 of the openssl command."""
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = sys.argv[1]
HELLO, ASK, CANCEL, SESSION, ENTERED, NOT_ENTERED = 1, 2, 3, 0x81, 0x82, 0x83
VERIFY, FRESH = 1, 3
CANCELLED, TIMED_OUT, WRONG_LENGTH, BUSY = 1, 2, 3, 4


def run(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=30)


def openssl(*arguments, data=b""):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True, timeout=30).stdout


def der(tag, content):
    length = bytes([len(content)]) if len(content) < 0x80 else bytes([0x81, len(content)])
    return bytes([tag]) + length + content


def der_number(content):
    content = content.lstrip(b"\0") or b"\0"
    return der(0x02, (b"\0" if content[0] & 0x80 else b"") + content)


class Sm2Key:
    """A key pair in a file of the openssl command."""

    def __init__(self, folder):
        self.file = os.path.join(folder, "key.pem")
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", self.file)
        self.point = openssl("pkey", "-in", self.file, "-pubout", "-outform", "DER")[-64:]

    def decrypt(self, text):
        x, y, c3, c2 = text[:32], text[32:64], text[64:96], text[96:]
        coded = der(0x30, der_number(x) + der_number(y) + der(0x04, c3) + der(0x04, c2))
        return openssl("pkeyutl", "-decrypt", "-inkey", self.file, data=coded)


def sm4_decrypt(key, block):
    return openssl("enc", "-d", "-sm4-ecb", "-nopad", "-K", key.hex(), data=block)


def digits_of(key, entry, block):
    """Takes a block apart as docs/pin-pad.md puts it together."""
    number = bytes.fromhex("0" + f"{entry:012d}" + 19 * "0")
    inner = bytes(a ^ b for a, b in zip(sm4_decrypt(key, block), number))
    field = sm4_decrypt(key, inner).hex().upper()
    length = int(field[1], 16)
    assert field[0] == "4" and field[2 + length:16] == "A" * (14 - length), "no PIN"
    return field[2:2 + length]


class Host:
    def __init__(self, path, key):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(10)
        try:
            self.socket.connect(path)
        except OSError:
            self.socket.close()
            raise
        if key:
            self.send(HELLO, b"\x01" + key.point)
            self.key = key.decrypt(self.receive(SESSION))

    def send(self, kind, body):
        self.socket.sendall(struct.pack(">BH", kind, len(body)) + body)

    def _exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            if not more:
                raise EOFError
            data += more
        return data

    def receive(self, kind):
        got, length = struct.unpack(">BH", self._exactly(3))
        body = self._exactly(length)
        assert got == kind, f"message {got:02X} {body.hex()}"
        return body

    def ask(self, entry, prompt=VERIFY, milliseconds=10000):
        self.send(ASK, struct.pack(">IBBBI", entry, prompt, 4, 12, milliseconds))

    def pin(self, entry):
        body = self.receive(ENTERED)
        assert body[:4] == struct.pack(">I", entry)
        return digits_of(self.key, entry, body[4:])

    def why(self, entry):
        body = self.receive(NOT_ENTERED)
        assert body[:4] == struct.pack(">I", entry)
        return body[4]


class PadTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="ssc-pad-")
        cls.key = Sm2Key(cls.folder.name)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        self.listen, self.control = (os.path.join(self.folder.name, name) for name in ("pad.sock", "pad.ctl"))
        self.process = None
        self.addCleanup(self.end)

    def start(self, *options):
        self.process = subprocess.Popen([PROGRAM, "pad", "--listen", self.listen, "--control", self.control, *options],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertEqual(self.process.stdout.readline(), "ready\n")

    def end(self):
        if not self.process:
            return
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)
        self.process.stdout.close()
        self.process.stderr.close()

    def host(self, key=True):
        host = Host(self.listen, self.key if key else None)
        self.addCleanup(host.socket.close)
        return host

    def ctl(self, *words):
        return run("ctl", self.control, *words).stdout.strip()

    def status(self):
        return json.loads(self.ctl("status").removeprefix("ok "))

    def test_the_digits_arrive_as_the_page_says(self):
        self.start("--auto", "123456")
        host = self.host()
        host.ask(1)
        self.assertEqual(host.pin(1), "123456")
        host.ask(2, FRESH)
        self.assertEqual(self.ctl("enter", "900000000009"), "ok")
        self.assertEqual(host.pin(2), "900000000009")
        self.assertEqual(self.status(), {"display": "", "automatic": True, "prepared": 0, "answer": "right", "cable": "in",
                                         "hosts": 1, "entries": 2})

    def test_cancel_silence_and_wrong_lengths(self):
        self.start()
        host = self.host()
        host.ask(1)
        self.ctl("cancel")
        self.assertEqual(host.why(1), CANCELLED)
        self.ctl("enter", "123")
        host.ask(2)
        self.assertEqual(host.why(2), WRONG_LENGTH)
        asked = time.monotonic()
        host.ask(3, milliseconds=300)
        self.assertEqual(host.why(3), TIMED_OUT)
        self.assertGreaterEqual(time.monotonic() - asked, 0.3)
        host.ask(4)
        host.send(CANCEL, struct.pack(">I", 4))
        self.assertEqual(host.why(4), CANCELLED)

    def test_two_hosts(self):
        self.start()
        first, second = self.host(), self.host()
        first.ask(1)
        while not self.status()["display"]:
            time.sleep(0.01)
        second.ask(1)
        self.assertEqual(second.why(1), BUSY)
        self.ctl("enter", "1234")
        self.assertEqual(first.pin(1), "1234")

    def test_a_listener_sees_no_digits(self):
        self.start("--auto", "12345678")
        host = self.host()
        host.ask(1)
        body = host.receive(ENTERED)
        self.assertEqual(digits_of(host.key, 1, body[4:]), "12345678")
        for form in (b"12345678", bytes.fromhex("12345678")):
            self.assertNotIn(form, body)

    def test_nonsense_ends_the_connection_and_only_that(self):
        self.start("--auto", "1234")
        for kind, body in ((HELLO, b"\x01" + bytes(64)), (ASK, bytes(11)), (0x55, b""), (SESSION, bytes(112))):
            stranger = self.host(key=False)
            stranger.send(kind, body)
            with self.assertRaises((EOFError, ConnectionResetError)):
                stranger.receive(SESSION)
        host = self.host()
        host.ask(1)
        self.assertEqual(host.pin(1), "1234")

    def test_the_cable(self):
        self.start("--auto", "1234")
        host = self.host()
        self.assertEqual(self.ctl("unplug"), "ok")
        with self.assertRaises(EOFError):
            host.receive(ENTERED)
        with self.assertRaises(OSError):
            self.host(key=False)
        self.assertEqual(self.status()["cable"], "out")
        self.assertEqual(self.ctl("plug"), "ok")
        host = self.host()
        self.assertEqual(self.ctl("hang"), "ok")
        host.ask(1, milliseconds=1000)
        host.socket.settimeout(0.2)
        with self.assertRaises(TimeoutError):
            host.receive(ENTERED)
        self.assertEqual(self.ctl("resume"), "ok")
        host.socket.settimeout(10)
        self.assertEqual(host.pin(1), "1234")

    def test_it_ends_gracefully_and_leaves_no_socket(self):
        for stop in (lambda: self.ctl("quit"), lambda: self.process.send_signal(signal.SIGTERM)):
            self.start()
            stop()
            self.assertEqual(self.process.wait(10), 0)
            self.assertFalse(os.path.exists(self.listen) or os.path.exists(self.control))
            self.end()

    def test_a_socket_that_is_taken_is_named(self):
        self.start()
        second = run("pad", "--listen", self.listen)
        self.assertEqual((second.returncode, second.stderr),
                         (1, f"ssc-sim: {self.listen}: somebody listens there already\n"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
