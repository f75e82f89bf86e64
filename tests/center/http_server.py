#!/usr/bin/env python3
"""What the center's HTTP server takes and refuses: certificates, sizes, forms, slowness, its end, its database's end.

  http_server.py --center ssc-center      77 only where every case was skipped
"""
import argparse
import contextlib
import re
import socket
import sqlite3
import ssl
import sys
import threading
import time
import unittest

import postgres
import world

PROGRAM = None


def status_of(raw):
    """The status line's code of what comes; None where the connection ends without one."""
    try:
        first = b""
        while not first.endswith(b"\n"):
            piece = raw.recv(1)
            if not piece:
                break
            first += piece
    except (ConnectionError, ssl.SSLError):
        return None
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", first)
    return int(found[1]) if found else None


class Doors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.center = cls.enterClassContext(world.Center(PROGRAM))

    def refused(self, listener, client=None, most=None):
        """TLS 1.3 tells a client without a fitting certificate with the first answer, not in the handshake."""
        try:
            with contextlib.closing(self.center.connect(listener, client, most)) as raw:
                raw.sendall(b"POST /office/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                return status_of(raw) is None
        except (ssl.SSLError, ConnectionError):
            return True

    def test_a_terminal_with_a_certificate_is_answered(self):
        self.assertFalse(self.refused("terminals", "good"))

    def test_a_client_without_a_certificate_is_refused(self):
        self.assertTrue(self.refused("terminals"))

    def test_an_expired_certificate_is_refused(self):
        self.assertTrue(self.refused("terminals", "expired"))

    def test_a_certificate_of_another_authority_is_refused(self):
        self.assertTrue(self.refused("terminals", "stranger"))

    def test_tls_1_2_is_refused_on_both_doors(self):
        self.assertTrue(self.refused("terminals", "good", ssl.TLSVersion.TLSv1_2))
        self.assertTrue(self.refused("open", None, ssl.TLSVersion.TLSv1_2))
        self.assertFalse(self.refused("open"))

    def test_a_certificate_of_the_authority_gets_as_far_as_the_envelope(self):
        answer = self.center.terminals("/office/1", method="POST", body="{}")
        self.assertEqual(answer.status, 200)
        self.assertIn('"infcode":1107', answer.text.replace(" ", ""))

    def test_what_is_not_there_is_404(self):
        self.assertEqual(self.center.terminals("/office/1").status, 404)
        self.assertEqual(self.center.open("/metrics").status, 404)
        self.assertEqual(self.center.tools("/web").status, 404)


class Requests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.center = cls.enterClassContext(world.Center(PROGRAM))

    def status(self, *pieces, listener="open"):
        with contextlib.closing(self.center.connect(listener)) as raw:
            try:
                for piece in pieces:
                    raw.sendall(piece)
            except (ConnectionError, ssl.SSLError):
                pass  # it may say no before all is sent
            return status_of(raw)

    def test_a_body_that_is_too_large_is_413_even_while_it_is_being_sent(self):
        size = 4 * 1024 * 1024
        head = b"POST /office/1/register HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % size
        self.assertEqual(self.status(head), 413)
        for _ in range(5):
            self.assertEqual(self.status(head, b"x" * 600_000), 413)

    def test_a_chunked_body_that_is_too_large_is_413(self):
        chunk = b"%x\r\n%s\r\n" % (64 * 1024, b"x" * 64 * 1024)
        self.assertEqual(self.status(b"POST /office/1/register HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
                                     *[chunk] * 8), 413)

    def test_a_header_that_is_too_large_is_431(self):
        self.assertEqual(self.status(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 20_000 + b"\r\n\r\n"), 431)

    def test_what_is_no_request_is_400(self):
        for line in (b"nonsense\r\n\r\n", b"\x16\x03\x01\x00\x05hello\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
                     b"GET /healthz HTTP/1.1\r\nContent-Length: x\r\n\r\n"):
            with self.subTest(line=line):
                self.assertEqual(self.status(line), 400)

    def test_head_has_no_body_and_the_connection_goes_on(self):
        with contextlib.closing(self.center.connect("tools")) as raw:
            raw.sendall(b"HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            text = b""
            while piece := raw.recv(4096):
                text += piece
        heads = text.split(b"HTTP/1.1 200 OK")
        self.assertEqual(len(heads), 3, text)
        self.assertTrue(heads[1].endswith(b"\r\n\r\n"))
        self.assertTrue(heads[2].endswith(b"\r\n\r\nok\n"))

    def test_a_header_that_drips_is_cut_off_after_20_seconds(self):
        begun = time.monotonic()
        with contextlib.closing(self.center.connect()) as raw:
            raw.settimeout(1)
            end = None
            for byte in b"GET /healthz HTTP/1.1\r\nX: " + b"x" * 60:
                try:
                    raw.sendall(bytes([byte]))
                    if raw.recv(1) == b"":
                        end = time.monotonic()
                        break
                except TimeoutError:
                    continue
                except (ConnectionError, ssl.SSLError):
                    end = time.monotonic()
                    break
        self.assertIsNotNone(end, "still open after a minute")
        self.assertTrue(15 < end - begun < 30, end - begun)

    def test_a_handshake_that_does_not_come_is_cut_off_after_10_seconds(self):
        begun = time.monotonic()
        with contextlib.closing(socket.create_connection(("127.0.0.1", self.center.ports["open"]), timeout=30)) as raw:
            self.assertEqual(raw.recv(1), b"")
        self.assertTrue(8 < time.monotonic() - begun < 20)

    def test_the_metrics_can_be_read(self):
        self.center.open("/office/1/register", method="POST", body="{}")
        time.sleep(1.2)
        text = self.center.tools("/metrics").text
        self.assertIn("ssc_center_answers_total", text)
        self.assertIn('ssc_center_connections{listener="open"}', text)
        line = re.compile(r'[a-zA-Z_:][\w:]*(\{(\w+="([^"\\]|\\.)*",?)*\})? (NaN|[+-]Inf|[-+.eE\d]+)( \d+)?')
        for row in text.splitlines():
            self.assertTrue(row == "" or row.startswith(("# HELP ", "# TYPE ")) or line.fullmatch(row), row)


class Ends(unittest.TestCase):
    def test_what_is_under_way_is_answered_at_the_end_and_nothing_new_is_taken(self):
        with world.Center(PROGRAM) as center:
            # Another hand on the database: the request under way waits for it.
            lock = sqlite3.connect(center.state / "center.sqlite", isolation_level=None, check_same_thread=False)
            lock.execute("BEGIN IMMEDIATE")
            answers = []
            under_way = threading.Thread(target=lambda: answers.append(center.open("/web/login", method="POST").status))
            under_way.start()
            time.sleep(0.4)
            center.process.terminate()
            time.sleep(0.3)
            with self.assertRaises(OSError):
                center.open("/healthz")
            self.assertEqual(answers, [])
            lock.execute("ROLLBACK")
            under_way.join(10)
            self.assertEqual(answers, [303])
            self.assertEqual(center.ended(), 0)

    def test_killed_it_starts_again_and_serves(self):
        with world.Center(PROGRAM) as center:
            for _ in range(3):
                self.assertEqual(center.open("/web/login", method="POST").status, 303)
                center.kill()
                center.serve()
                self.assertEqual(center.tools("/healthz").status, 200)

    def test_health_is_503_without_the_database(self):
        with postgres.Server() as server:
            with world.Center(PROGRAM, server.create("center")) as center:
                self.assertEqual(center.tools("/healthz").status, 200)
                server.stop("immediate")
                self.assertEqual(center.tools("/healthz").status, 503)
                self.assertIn(center.open("/web/login", method="POST").status, (403, 503))
                server.start()
                deadline = time.monotonic() + 20
                while center.tools("/healthz").status != 200 and time.monotonic() < deadline:
                    time.sleep(0.2)
                self.assertEqual(center.tools("/healthz").status, 200)

    def test_health_is_503_when_the_file_is_damaged(self):
        with world.Center(PROGRAM) as center:
            self.assertEqual(center.tools("/healthz").status, 200)
            for name in ("center.sqlite", "center.sqlite-wal", "center.sqlite-shm"):
                path = center.state / name
                if path.exists():
                    path.write_bytes(b"\0" * path.stat().st_size)
            self.assertEqual(center.tools("/healthz").status, 503)


def main():
    global PROGRAM
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--center", required=True)
    options, rest = parser.parse_known_args()
    PROGRAM = options.center
    return unittest.main(argv=[sys.argv[0], *rest], exit=False).result.wasSuccessful()


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
