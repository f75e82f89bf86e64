"""PKI_SignData and PKI_VerifySign of libSSCardDriver; the signature is also held against the `openssl` program."""
import base64
import os
import re
import subprocess

import c_library
import world

ENABLED = "[pki]\nenabled = true"
PIN, DATA = "123456", "测试文本\0 with a NUL".encode()
IDENTITY = "1234567812345678"  # GM/T 0009, 10: where no other is agreed


def coded(data):
    return base64.b64encode(data).decode()


def signing_certificate():
    """Of the card in the slot, in PEM."""
    profile = os.path.join(world.SAMPLES, f"card-{world.status()['profile'].lower()}.toml")
    result = world.run("ssc-sim", "pki", "card", "--profile", profile)
    assert result.code == 0, result
    return re.search(r"-----BEGIN.*?-----END[^\n]*\n", result.out, re.S)[0]


def der_signature(raw):
    """SEQUENCE of the two INTEGERs r and s."""
    parts = b""
    for half in (raw[:32], raw[32:]):
        number = half.lstrip(b"\0") or b"\0"
        number = b"\0" * (number[0] >> 7) + number
        parts += bytes([2, len(number)]) + number
    return bytes([0x30, len(parts)]) + parts


class Pki(world.WorldTest):
    @classmethod
    def setUpClass(cls):
        cls.driver = c_library.Library()

    def enable(self):
        self.enterContext(c_library.configured(self.enterContext(world.settings(ENABLED))))

    def sign(self, pin=PIN):
        return self.driver.PKI_SignData(pin, coded(DATA), 1)


class Certified(Pki):
    def setUp(self):
        self.enable()
        self.pem = signing_certificate()
        self.certificate = "".join(self.pem.splitlines()[1:-1])

    def verify(self, signature, data=DATA, certificate=None):
        return self.driver.PKI_VerifySign("", certificate or self.certificate, coded(data), signature, 1)

    def test_what_the_card_signs_verifies(self):
        signed = self.sign()
        self.assertEqual((signed.code, len(signed.text)), (0, 88), signed)
        verified = self.verify(signed.text)
        self.assertEqual((verified.code, verified.text), (0, ""))
        self.assertEqual(self.verify(signed.text, certificate=self.pem.split("-----")[2]).code, 0)

    def test_openssl_says_so_too(self):
        raw = base64.b64decode(self.sign().text)
        key = world.folder("signing-key.pem")
        made = subprocess.run(["openssl", "x509", "-noout", "-pubkey"], input=self.pem.encode(), capture_output=True, check=True)
        for path, content in ((key, made.stdout), (world.folder("signature"), der_signature(raw))):
            with open(path, "wb") as file:
                file.write(content)
        said = subprocess.run(["openssl", "dgst", "-sm3", "-verify", key, "-sigopt", f"distid:{IDENTITY}", "-signature",
                               world.folder("signature")], input=DATA, capture_output=True, check=False)
        self.assertEqual(said.stdout, b"Verified OK\n", said)

    def test_another_text_or_signature_does_not_verify(self):
        signature = base64.b64decode(self.sign().text)
        self.assertEqual(self.verify(coded(signature)).code, 0)
        for data, changed in ((DATA + b".", signature), (DATA, signature[:-1] + bytes([signature[-1] ^ 1]))):
            answer = self.verify(coded(changed), data)
            self.assertEqual(answer.code, -23, answer)
            self.assertIn("signature", answer.text)
        self.assertEqual(self.verify(coded(signature[:63])).code, -23)
        self.assertEqual(self.verify(coded(signature), certificate=coded(b"no certificate")).code, -23)

    def test_a_wrong_pin_costs_a_try_and_the_right_one_sets_them_back(self):
        first, second = self.sign("654321"), self.sign("654321")
        self.assertEqual((first.code, second.code), (-51, -51), f"{first} {second}")
        tries = [int(re.search(r"\d+", answer.text)[0]) for answer in (first, second)]
        self.assertEqual(tries[0] - 1, tries[1])
        self.assertEqual(self.sign().code, 0)

    def test_a_twin(self):
        for capacity in (0, 1, 88):
            answer = self.driver.twin("PKI_SignData", PIN, coded(DATA), 1, capacity=capacity)
            self.assertEqual((answer.code, answer.text, answer.used), (-14, "", 89))
        self.assertEqual(self.driver.twin("PKI_SignData", PIN, coded(DATA), 1, capacity=89).code, 0)


class Switched(Pki):
    def test_off_unless_the_site_allows_it(self):
        self.assertEqual(self.sign().code, -13)
        self.assertEqual(self.driver.PKI_VerifySign("", "", "", "", 1).code, -13)


class WithoutApplication(Pki):
    def test_a_card_without_the_application(self):
        self.enable()
        self.assertEqual(self.sign().code, -13)
        self.assertEqual(self.driver.iReadCardBas(1).code, 0)


if __name__ == "__main__":
    world.main()
