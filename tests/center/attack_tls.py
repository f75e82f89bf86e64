#!/usr/bin/env python3
"""Who may connect at all, and who may register: certificates and one-time codes that are not good."""
import pathlib
import socket
import ssl
import subprocess
import time

import attack_world
from attack_world import HEARTBEAT

NOT_LET_IN = ("notTrusted", "closed", "noConnection")


class Connections(attack_world.Case):
    def shut_out(self, reply):
        self.assertIn(reply.fault, NOT_LET_IN, reply)
        self.assertIsNone(reply.status, reply)

    def issue(self, terminal, name, begin, end):
        """Another certificate for the terminal's TLS key, from the center's own authority."""
        folder = terminal.folder / name
        folder.mkdir()
        (folder / "index").touch()
        (folder / "serial").write_text("1000\n", encoding="ascii")
        config = folder / "ca.conf"
        config.write_text(f"[ca]\ndefault_ca=a\n[a]\nnew_certs_dir={folder}\ndatabase={folder}/index\nserial={folder}/serial\n"
                          "default_md=sha256\npolicy=p\nrand_serial=yes\n[p]\ncommonName=supplied\n[e]\n"
                          "extendedKeyUsage=clientAuth\nkeyUsage=digitalSignature\n", encoding="ascii")
        out = folder / "tls.pem"
        subprocess.run(["openssl", "ca", "-batch", "-notext", "-config", config, "-extensions", "e", "-cert",
                        self.center.authority, "-keyfile", self.center.state / "tls-authority.key", "-in",
                        terminal.folder / "tls.csr", "-startdate", begin, "-enddate", end, "-out", out],
                       check=True, capture_output=True)
        print_ = subprocess.run(["openssl", "x509", "-in", out, "-noout", "-fingerprint", "-sha256"], check=True,
                                capture_output=True, text=True).stdout.split("=")[1].strip().replace(":", "")
        self.database.execute(f"UPDATE terminals SET tls_fingerprint = '{print_}' WHERE dev_no = '{terminal.dev_no}'")
        return {"certificate": str(out), "key": terminal.tls["key"]}

    def test_a_client_without_a_certificate_is_not_let_in(self):
        terminal = self.terminal()
        self.passes(terminal.send("9010", HEARTBEAT))
        self.shut_out(terminal.send("9010", HEARTBEAT, tls={}))

    def test_an_expired_certificate_is_not_let_in_though_it_is_the_terminals(self):
        terminal = self.terminal()
        good = self.issue(terminal, "good", "20200101000000Z", "20490101000000Z")
        self.passes(terminal.send("9010", HEARTBEAT, tls=good))
        expired = self.issue(terminal, "expired", "20200101000000Z", "20250101000000Z")
        self.shut_out(terminal.send("9010", HEARTBEAT, tls=expired))
        early = self.issue(terminal, "early", "20480101000000Z", "20490101000000Z")
        self.shut_out(terminal.send("9010", HEARTBEAT, tls=early))

    def test_a_certificate_of_a_strangers_authority_is_not_let_in(self):
        terminal = self.terminal()
        self.passes(terminal.send("9010", HEARTBEAT))
        stranger = self.new_center()
        other = stranger.terminal()
        self.passes(other.send("9010", HEARTBEAT))
        self.shut_out(terminal.send("9010", HEARTBEAT, tls=other.tls))
        # Nor one that it made itself, with the right name on it.
        own = terminal.folder / "own.pem"
        subprocess.run(["openssl", "req", "-x509", "-key", terminal.tls["key"], "-subj", f"/CN={terminal.dev_no}", "-days",
                        "30", "-out", own], check=True, capture_output=True)
        self.shut_out(terminal.send("9010", HEARTBEAT, tls={"certificate": str(own), "key": terminal.tls["key"]}))

    def test_an_authority_is_no_terminal(self):
        terminal = self.terminal()
        self.passes(terminal.send("9010", HEARTBEAT))
        state = self.center.state
        self.refused(1101, terminal.send("9010", HEARTBEAT, tls={"certificate": str(state / "server.pem"),
                                                                 "key": str(state / "server.key")}))

    def test_tls_before_1_3_and_no_tls_at_all_are_refused(self):
        terminal = self.terminal()
        host, port = terminal.center.url.removeprefix("https://").split(":")

        def speak(version):
            context = ssl.create_default_context(cafile=self.center.authority)
            context.check_hostname = False
            context.load_cert_chain(terminal.tls["certificate"], terminal.tls["key"])
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            context.maximum_version = version
            with socket.create_connection((host, int(port)), timeout=10) as plain:
                with context.wrap_socket(plain) as secure:
                    secure.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    return secure.recv(64)

        self.assertIn(b"404", speak(ssl.TLSVersion.TLSv1_3))
        with self.assertRaises(ssl.SSLError):
            speak(ssl.TLSVersion.TLSv1_2)
        with socket.create_connection((host, int(port)), timeout=10) as plain:
            plain.sendall(b"POST /office/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
            self.assertNotIn(b"HTTP", self.rest(plain))

    @staticmethod
    def rest(plain):
        try:
            return plain.recv(256)
        except ConnectionResetError:
            return b""

    def test_connections_that_say_nothing_hold_up_nobody(self):
        terminal = self.terminal()
        host, port = terminal.center.url.removeprefix("https://").split(":")
        silent = [socket.create_connection((host, int(port)), timeout=10) for _ in range(100)]
        try:
            begun = time.monotonic()
            self.passes(terminal.send("9010", HEARTBEAT, fresh=True))
            self.assertLess(time.monotonic() - begun, 5)
        finally:
            for each in silent:
                each.close()


class Registration(attack_world.Case):
    def announced(self):
        terminal = attack_world.Terminal(self.center, self.center.new_dev_no())
        return terminal, self.center.announce(terminal.dev_no)

    def state(self, terminal):
        return self.database.one(f"SELECT state FROM terminals WHERE dev_no = '{terminal.dev_no}'")

    def attack(self, code, terminal, *words, **changes):
        self.refused(code, terminal.register(*words, passes=False, **changes))
        self.assertEqual(self.state(terminal), "MADE")

    def test_a_wrong_code_registers_nobody(self):
        terminal, code = self.announced()
        other, others_code = self.announced()
        wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
        for text in (wrong, others_code, "0" * 8, code[:-1], code + "0", "-"):
            self.attack(1101, terminal, text)
        self.attack(1107, terminal, "")
        stranger = attack_world.Terminal(self.center, self.center.new_dev_no())
        self.refused(1101, stranger.register(code, passes=False))          # announced to nobody
        self.passes(terminal.register(code))
        self.passes(other.register(others_code.lower()))                   # people type it as they like

    def test_an_expired_code_registers_nobody(self):
        terminal, code = self.announced()
        self.database.execute(f"UPDATE terminals SET code_until = 1 WHERE dev_no = '{terminal.dev_no}'")
        self.attack(1101, terminal, code)
        self.passes(terminal.register(self.center.announce(terminal.dev_no)))

    def test_a_used_code_is_good_for_its_keys_only(self):
        terminal, code = self.announced()
        self.assertEqual(self.passes(terminal.register(code))["state"], "REGISTERED")
        thief = pathlib.Path(str(terminal.folder) + "-thief")
        self.refused(1101, terminal.register(code, folder=thief, passes=False))
        self.center.run("terminal", "approve", terminal.dev_no)
        refused = self.refused(1101, terminal.register(code, folder=thief, passes=False))
        self.assertNotIn("CERTIFICATE", refused.raw)
        self.assertEqual(self.passes(terminal.register(code))["state"], "APPROVED")
        terminal.sign_in()
        self.passes(terminal.send("9010", HEARTBEAT))

    def test_who_brings_a_key_has_to_have_it(self):
        terminal, code = self.announced()
        other = self.terminal()
        point = self.client("applicant", folder=str(other.folder), terminal=other.dev_no)
        self.attack(1101, terminal, code, signKey=point["signKey"])            # another's key
        self.attack(1101, terminal, code, tlsRequest=point["tlsRequest"])      # another's name in the request
        self.attack(1101, terminal, code, signKey="00" * 64)
        self.attack(1101, terminal, code, tlsRequest="-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n")
        self.passes(terminal.register(code))

    def test_nobody_is_let_in_before_the_approval(self):
        terminal, code = self.announced()
        self.passes(terminal.register(code))
        other = self.terminal()
        self.passes(other.send("9010", HEARTBEAT))
        self.refused(1101, terminal.send("9010", HEARTBEAT, tls=other.tls))
        with self.assertRaises(AssertionError):
            self.center.run("terminal", "approve", self.announced()[0].dev_no)    # nothing to approve yet

    def test_the_open_door_takes_registrations_and_nothing_else(self):
        terminal = self.terminal()
        self.passes(terminal.send("9010", HEARTBEAT))
        where = {"url": self.center.processes[0].open_url, "tls": {}}
        self.refused(1101, terminal.send("9010", HEARTBEAT, path="/office/1/register", **where))
        for path in ("/office/1", "/office/1/peer", "/metrics"):
            self.assertEqual(terminal.send("9010", HEARTBEAT, path=path, **where).status, 404, path)

    def test_a_new_code_ends_the_old_certificates(self):
        terminal = self.terminal()
        self.passes(terminal.send("9010", HEARTBEAT))
        code = self.center.announce(terminal.dev_no)
        self.refused(1101, terminal.send("9010", HEARTBEAT))
        self.passes(terminal.register(code))
        self.refused(1101, terminal.send("9010", HEARTBEAT))
        self.center.run("terminal", "approve", terminal.dev_no)
        self.passes(terminal.register(code))
        terminal.sign_in()
        self.passes(terminal.send("9010", HEARTBEAT))


if __name__ == "__main__":
    attack_world.main()
