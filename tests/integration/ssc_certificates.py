"""libssc in the simulated world: certificates, signatures, envelopes."""
import ctypes

import world
from ssc_library import Api, sized


class WithoutApplication(Api):
    def test_a_card_without_the_application(self):
        card = self.open_card()
        for call in (lambda: card.bytes("certificate", 0), lambda: card.bytes("sign", *sized(b"text"))):
            self.assert_fails(-13, call)
        self.assertTrue(card.json("basic"))


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
