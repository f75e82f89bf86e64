#!/usr/bin/env python3
"""ssc-sim hsm as a process, asked by Python's own TLS: certificates, answers, control socket, graceful end."""
import http.client
import json
import os
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM, KEYS = sys.argv[1], sys.argv[2]
KEY = {"keyReference": "TEST:IRK", "keyVersion": 1, "region": "999900", "cardFactor": "8699999900000001",
       "algorithm": "03"}
REQUEST = {**KEY, "factor": "1122334455667788", "data": "A1A2A3A4A5A6A7A8"}


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=30)


class HsmTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="ssc-hsm-")
        cls.tls = os.path.join(cls.folder.name, "tls")
        assert run("hsm", "init", cls.tls).returncode == 0

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        self.control = os.path.join(self.folder.name, "hsm.sock")
        self.process = subprocess.Popen(
            [PROGRAM, "hsm", "--listen", "127.0.0.1:0", "--tls", self.tls, "--keys", KEYS, "--control", self.control],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.end)
        word, port = self.process.stdout.readline().split()
        self.assertEqual(word, "ready")
        self.port = int(port)

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)
        self.process.stdout.close()
        self.process.stderr.close()

    def context(self, client="terminal", authority="ca"):
        context = ssl.create_default_context(cafile=os.path.join(self.tls, authority + ".pem"))
        if client:
            context.load_cert_chain(*(os.path.join(self.tls, client + end) for end in (".pem", ".key")))
        return context

    def connection(self, **options):
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=self.context(**options), timeout=10)
        self.addCleanup(connection.close)
        return connection

    def post(self, connection, path, body):
        connection.request("POST", path, body if isinstance(body, str) else json.dumps(body))
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    def ctl(self, *words: str) -> str:
        return run("ctl", self.control, *words).stdout.strip()

    def test_a_client_nobody_here_wrote_gets_the_worked_value_over_one_connection(self):
        connection = self.connection()
        self.assertEqual(self.post(connection, "/hsm/1/ping", {"algorithm": "01"}), (200, {}))
        self.assertEqual(self.post(connection, "/hsm/1/authenticate", REQUEST),
                         (200, {"authentication": "A564738F2F78A357"}))
        self.assertEqual(connection.sock.version(), "TLSv1.3")
        status = json.loads(self.ctl("status").removeprefix("ok "))
        self.assertEqual((status["requests"], status["connections"]), (2, 1))

    def test_wrong_requests_have_a_coded_error_each(self):
        connection = self.connection()
        for path, body, status, error, where in (
                ("/hsm/1/authenticate", "{", 400, "badRequest", "byte 2"),
                ("/hsm/1/authenticate", {**REQUEST, "pin": "123456"}, 400, "badRequest", "pin"),
                ("/hsm/1/authenticate", {**REQUEST, "keyReference": "NONE"}, 404, "unknownKey", "keyReference"),
                ("/hsm/1/authenticate", {**REQUEST, "keyReference": "TEST:DPK"}, 403, "refusedKey", "keyReference"),
                ("/hsm/1/ping", {"algorithm": "02"}, 501, "noAlgorithm", "algorithm"),
                ("/hsm/2/ping", {"algorithm": "01"}, 404, "unknownRequest", "path")):
            with self.subTest(error=error, where=where):
                self.assertEqual(self.post(connection, path, body), (status, {"error": error, "where": where}))

    def test_a_request_that_is_too_long_is_not_read(self):
        connection = self.connection()
        connection.request("POST", "/hsm/1/ping", "{" + " " * 5000 + "}")
        self.assertEqual(connection.getresponse().status, 413)

    def test_nobody_without_a_certificate_of_the_authority_is_answered(self):
        for client in (None, "stranger-terminal"):
            with self.subTest(client):
                with self.assertRaises((ssl.SSLError, ConnectionError, http.client.RemoteDisconnected)):
                    self.post(self.connection(client=client), "/hsm/1/ping", {"algorithm": "01"})
        self.assertEqual(json.loads(self.ctl("status").removeprefix("ok "))["requests"], 0)

    def test_older_tls_is_refused(self):
        connection = self.connection()
        connection._context.maximum_version = ssl.TLSVersion.TLSv1_2
        with self.assertRaises(ssl.SSLError):
            connection.connect()

    def test_faults_come_and_go(self):
        self.assertEqual(self.ctl("answer", "nonsense"), "ok")
        connection = self.connection()
        connection.request("POST", "/hsm/1/ping", "{}")
        with self.assertRaises(json.JSONDecodeError):
            json.loads(connection.getresponse().read())
        self.assertEqual(self.ctl("answer", "right"), "ok")
        self.assertEqual(self.post(connection, "/hsm/1/ping", {"algorithm": "01"}), (200, {}))
        self.assertEqual(self.ctl("refuse", "TEST:IRK"), "ok")
        self.assertEqual(self.post(connection, "/hsm/1/authenticate", REQUEST)[1]["error"], "refusedKey")
        self.assertEqual(self.ctl("certificate", "stranger"), "ok")
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.connection().connect()
        self.connection(authority="stranger-ca").connect()

    def test_it_ends_soon_with_a_connection_open_and_a_call_hanging(self):
        for end in (lambda: self.process.send_signal(signal.SIGTERM), lambda: self.ctl("quit")):
            resting, hanging = self.connection(), self.connection()
            self.assertEqual(self.post(resting, "/hsm/1/ping", {"algorithm": "01"})[0], 200)
            self.assertEqual(self.ctl("answer", "hang"), "ok")
            hanging.request("POST", "/hsm/1/ping", json.dumps({"algorithm": "01"}))
            begin = time.monotonic()
            end()
            self.assertEqual(self.process.wait(10), 0)
            self.assertLess(time.monotonic() - begin, 5)
            self.assertFalse(os.path.exists(self.control))
            self.assertEqual(self.process.stderr.read(), "")
            self.end()
            self.setUp()

    def test_it_says_why_it_does_not_start(self):
        tls, listen = ("--tls", self.tls), ("--listen", "127.0.0.1:0")
        for arguments, text in (
                ((*listen, *tls), "--listen, --tls and --keys are required"),
                (("--listen", "0.0.0.0:0", *tls, "--keys", KEYS), "--listen must be 127.0.0.1:PORT"),
                ((*listen, "--tls", self.folder.name, "--keys", KEYS), "no server.pem and .key"),
                ((*listen, *tls, "--keys", "none.toml"), "none.toml: cannot be read"),
                (("--listen", f"127.0.0.1:{self.port}", *tls, "--keys", KEYS), "cannot be listened on"),
                (("init", self.tls), "there are certificates already")):
            with self.subTest(text):
                done = run("hsm", *arguments)
                self.assertEqual(done.returncode, 1)
                self.assertIn(text, done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
