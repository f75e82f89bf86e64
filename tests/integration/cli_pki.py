"""`ssc pki`: what the card signs and opens, held against the `openssl` program."""
import os
import subprocess

import world
from c_pki import DATA, IDENTITY, der_signature, signing_certificate


class Pki(world.WorldTest):
    def setUp(self):
        self.message = self.file("message", DATA)

    def file(self, name, content=None):
        path = world.folder(f"pki-{name}")
        if content is not None:
            with open(path, "wb") as file:
                file.write(content)
        elif os.path.exists(path):
            os.unlink(path)
        return path

    def pki(self, *arguments):
        return world.ssc("pki", *arguments, "--json")

    def ok(self, *arguments):
        result = self.pki(*arguments)
        self.assertEqual(result.code, 0, result)
        return result.json()

    def certificate(self, use="signing"):
        path = self.file(f"{use}.pem")
        self.ok("certificate", "--use", use, "--out", path)
        return path

    def signature(self):
        path = self.file("signature")
        self.assertEqual(self.ok("sign", "--in", self.message, "--out", path)["bytes"], 64)
        return path

    def content(self, path):
        with open(path, "rb") as file:
            return file.read()

    def assert_ends(self, result, reason, code):
        self.assertEqual((result.reason(), result.code), (reason, code), result)


class Certified(Pki):
    def test_certificates(self):
        shown = self.ok("show", "--full")
        for use in ("signing", "encryption"):
            text = subprocess.run(["openssl", "x509", "-noout", "-serial", "-in", self.certificate(use)], capture_output=True, check=True)
            self.assertEqual(text.stdout.decode().strip(), "serial=" + shown[use]["serialNumber"])
        self.assertEqual(self.content(self.certificate()).decode().split(), signing_certificate().split())
        self.assertIn("CN=", shown["signing"]["subject"])
        self.assertNotIn(shown["signing"]["subject"], world.ssc("pki", "show").out)

    def test_what_the_card_signs_openssl_verifies(self):
        key, der = self.file("key.pem"), self.file("der", der_signature(self.content(self.signature())))
        subprocess.run(["openssl", "x509", "-noout", "-pubkey", "-in", self.certificate(), "-out", key], check=True)
        for data, said in ((DATA, b"Verified OK\n"), (DATA + b".", b"Verification failure\n")):
            run = subprocess.run(["openssl", "dgst", "-sm3", "-verify", key, "-sigopt", f"distid:{IDENTITY}", "-signature", der],
                                 input=data, capture_output=True, check=False)
            self.assertEqual(run.stdout, said, run)

    def test_what_the_card_signs_we_verify(self):
        arguments = ("--signature", self.signature(), "--certificate", self.certificate())
        authority = self.file("ca.pem", world.run("ssc-sim", "pki", "ca").out.encode())
        self.assertIs(self.ok("verify", "--in", self.message, *arguments)["trusted"], False)
        self.assertIs(self.ok("verify", "--in", self.message, *arguments, "--authorities", authority)["trusted"], True)
        self.assert_ends(self.pki("verify", "--in", self.file("other", DATA + b"."), *arguments), "signatureWrong", 6)
        other = self.certificate("encryption")  # has not issued it
        self.assert_ends(self.pki("verify", "--in", self.message, *arguments, "--authorities", other), "certificateRefused", 6)

    def test_what_openssl_signs_we_verify(self):
        key, certificate, der = self.file("own.key"), self.file("own.pem"), self.file("own.der")
        subprocess.run(["openssl", "ecparam", "-name", "SM2", "-genkey", "-noout", "-out", key], check=True)
        subprocess.run(["openssl", "req", "-x509", "-sm3", "-key", key, "-subj", "/CN=TEST", "-days", "30", "-out", certificate,
                        "-addext", "keyUsage=digitalSignature"], check=True, capture_output=True)
        subprocess.run(["openssl", "dgst", "-sm3", "-sign", key, "-sigopt", f"distid:{IDENTITY}", "-out", der, self.message], check=True)
        raw = self.file("own.raw", raw_signature(self.content(der)))
        self.ok("verify", "--in", self.message, "--signature", raw, "--certificate", certificate)
        changed = self.file("own.raw", self.content(raw)[:-1] + bytes([self.content(raw)[-1] ^ 1]))
        self.assert_ends(self.pki("verify", "--in", self.message, "--signature", changed, "--certificate", certificate),
                         "signatureWrong", 6)

    def test_what_is_sealed_for_the_card_it_opens(self):
        envelope, opened = self.file("envelope"), self.file("opened")
        self.ok("seal", "--in", self.message, "--certificate", self.certificate("encryption"), "--out", envelope)
        self.assertNotIn(DATA, self.content(envelope))
        self.ok("open", "--in", envelope, "--out", opened)
        self.assertEqual(self.content(opened), DATA)
        self.assertEqual(os.stat(opened).st_mode & 0o777, 0o600)
        self.assert_ends(self.pki("open", "--in", self.file("cut", self.content(envelope)[:-1]), "--out", opened), "badInput", 2)
        self.assert_ends(self.pki("seal", "--in", self.message, "--certificate", self.certificate(), "--out", envelope), "badInput", 2)

    def test_a_wrong_pin_signs_nothing(self):
        world.chip("pad", "enter", "999999")
        path = self.file("unsigned")
        self.assert_ends(self.pki("sign", "--in", self.message, "--out", path), "pinWrong", 6)
        self.assertFalse(os.path.exists(path))
        self.signature()

    def test_files_that_cannot_be_read_or_written(self):
        before = world.status()["exchanges"]
        self.assert_ends(self.pki("sign", "--in", "/nowhere", "--out", "-"), "badInput", 2)
        self.assert_ends(self.pki("verify", "--in", self.message, "--signature", self.message, "--certificate", self.message), "badInput", 2)
        self.assertEqual(world.status()["exchanges"], before)


class WithoutApplication(Pki):
    def test_a_card_of_an_older_generation(self):
        for command in (("show",), ("sign", "--in", self.message, "--out", self.file("none"))):
            self.assert_ends(self.pki(*command), "notSupported", 2)


def raw_signature(der):
    """r and s of SEQUENCE of two INTEGERs, 32 bytes each."""
    halves, rest = b"", der[2:]
    while rest:
        halves += rest[2:2 + rest[1]].lstrip(b"\0").rjust(32, b"\0")
        rest = rest[2 + rest[1]:]
    return halves


if __name__ == "__main__":
    world.main()
