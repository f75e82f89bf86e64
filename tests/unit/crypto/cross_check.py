#!/usr/bin/env python3
"""Compares the crypto room with implementations nobody here wrote.

Random inputs (the seed is printed; --seed repeats a run) go to ssc-crypto-tool, to Botan's library and command line,
and to the openssl command. Botan must be installed; without it this check fails, it does not skip.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from botan2 import Botan, BotanMissing

ID = "1234567812345678"
BLOCK_CIPHERS = {  # our name: (Botan's, key size, block size)
    "des": ("DES", 8, 8),
    "3des": ("3DES", 16, 8),
    "sm4": ("SM4", 16, 16),
}
OPENSSL_CIPHERS = {  # (our name, mode): the openssl command's; single DES is not in its default provider
    ("3des", "ecb"): "des-ede",
    ("3des", "cbc"): "des-ede-cbc",
    ("sm4", "ecb"): "sm4-ecb",
    ("sm4", "cbc"): "sm4-cbc",
}
SM2_ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123


class Tool:
    """ssc-crypto-tool: one request, one line."""

    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, operation, *arguments):
        words = [operation] + [a.hex() or "-" for a in arguments]
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def data(self, operation, *arguments):
        answer = self.ask(operation, *arguments)
        return b"" if answer == "ok" else bytes.fromhex(answer)

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)


class Report:
    def __init__(self):
        self.compared = {}
        self.failures = 0

    def same(self, what, against, ours, theirs):
        self.compared[(what, against)] = self.compared.get((what, against), 0) + 1
        if ours != theirs:
            self.failures += 1
            print(f"DIFFERENT {what} against {against}: {ours!r} instead of {theirs!r}")

    def different(self, what, against, ours, wrong):
        """The comparison itself must be able to fail."""
        self.compared[(what, against)] = self.compared.get((what, against), 0) + 1
        if ours == wrong:
            self.failures += 1
            print(f"SHOULD DIFFER {what} against {against}: {ours!r}")


def run(command, data=b""):
    return subprocess.run(command, input=data, capture_output=True, check=True, timeout=30).stdout


def openssl_cipher(name, key, iv, data, decrypt):
    command = ["openssl", "enc", "-" + name, "-nopad", "-K", key.hex()] + (["-d"] if decrypt else [])
    return run(command + (["-iv", iv.hex()] if iv else []), data)


def botan_command(folder, words, data):
    path = Path(folder, "message")
    path.write_bytes(data)
    return run(["botan", *words, "--no-fsname", str(path)]).decode().split()[0]


def check_digests(tool, botan, rng, report, folder, has_openssl):
    for size in [0, 1, 55, 56, 63, 64, 65, rng.randrange(66, 5000)]:
        message = rng.randbytes(size)
        for name, theirs in (("sm3", "SM3"), ("sha256", "SHA-256")):
            ours = tool.data(name, message)
            report.same(name, "libbotan", ours, botan.hash(theirs, message))
            report.different(name, "libbotan", ours, botan.hash(theirs, message + b"\0"))
        report.same("sm3", "botan", tool.ask("sm3", message), botan_command(folder, ["hash", "--algo=SM3"], message))
        if has_openssl:
            report.same("sm3", "openssl", tool.data("sm3", message), run(["openssl", "dgst", "-sm3", "-binary"], message))
        check_hmac(tool, botan, rng, report, message, has_openssl)


def check_hmac(tool, botan, rng, report, message, has_openssl):
    key = rng.randbytes(rng.randrange(1, 100))
    ours = tool.data("hmac-sm3", key, message)
    report.same("hmac-sm3", "libbotan", ours, botan.mac("HMAC(SM3)", key, message))
    if has_openssl:
        theirs = run(["openssl", "dgst", "-sm3", "-mac", "HMAC", "-macopt", "hexkey:" + key.hex(), "-binary"], message)
        report.same("hmac-sm3", "openssl", ours, theirs)


def check_cipher(tool, botan, rng, report, name, has_openssl):
    botan_name, key_size, block = BLOCK_CIPHERS[name]
    for blocks in [1, 2, rng.randrange(3, 200)]:
        key, iv, data = rng.randbytes(key_size), rng.randbytes(block), rng.randbytes(blocks * block)
        for direction in ("encrypt", "decrypt"):
            decrypt = direction == "decrypt"
            ecb = tool.data(f"{name}-ecb-{direction}", key, data)
            cbc = tool.data(f"{name}-cbc-{direction}", key, iv, data)
            report.same(f"{name}-ecb", "libbotan", ecb, botan.ecb(botan_name, key, data, decrypt))
            report.same(f"{name}-cbc", "libbotan", cbc, botan.cbc(botan_name, key, iv, data, decrypt))
            report.different(f"{name}-cbc", "libbotan", cbc, ecb)
            for mode, ours in (("ecb", ecb), ("cbc", cbc)):
                theirs = OPENSSL_CIPHERS.get((name, mode)) if has_openssl else None
                if theirs:
                    used_iv = iv if mode == "cbc" else b""
                    report.same(f"{name}-{mode}", "openssl", ours, openssl_cipher(theirs, key, used_iv, data, decrypt))


def seal_field(botan, key, iv, associated, plaintext):
    """A sealed field as crypto/sealed.hpp describes it, of Botan's SM4 and HMAC."""
    encryption_key = botan.mac("HMAC(SM3)", key, b"ssc sealed field: SM4-CTR key")[:16]
    mac_key = botan.mac("HMAC(SM3)", key, b"ssc sealed field: HMAC-SM3 key")
    first = int.from_bytes(iv, "big")
    counters = b"".join(((first + i) % 2**128).to_bytes(16, "big") for i in range(len(plaintext) // 16 + 1))
    stream = botan.ecb("SM4", encryption_key, counters, False)
    ciphertext = bytes(a ^ b for a, b in zip(plaintext, stream))
    protected = len(associated).to_bytes(8, "big") + associated + iv + ciphertext
    return iv + ciphertext + botan.mac("HMAC(SM3)", mac_key, protected)


def check_fields(tool, botan, rng, report):
    for size in [0, 1, 15, 16, 17, rng.randrange(18, 2000)]:
        key, associated, plaintext = rng.randbytes(16), rng.randbytes(rng.randrange(40)), rng.randbytes(size)
        ours = tool.data("field-seal", key, associated, plaintext)
        report.same("field sealed", "libbotan", ours, seal_field(botan, key, ours[:16], associated, plaintext))
        report.different("field sealed", "libbotan", ours, seal_field(botan, key, ours[:16], associated + b"a", plaintext))
        for iv in (rng.randbytes(16), b"\xff" * 16):  # the counter overflows
            theirs = seal_field(botan, key, iv, associated, plaintext)
            report.same("field opened", "libbotan", tool.data("field-open", key, associated, theirs), plaintext)
    for vector in vector_blocks("sealed_field.vec"):
        key, iv, associated, plaintext, sealed = (bytes.fromhex(vector[name]) for name in
                                                  ("key", "iv", "associated", "plaintext", "sealed"))
        report.same("sealed_field.vec", "libbotan", sealed, seal_field(botan, key, iv, associated, plaintext))


def vector_blocks(name):
    text = Path(__file__).parents[2].joinpath("vectors", "crypto", name).read_text(encoding="utf-8")
    blocks = [dict((part.strip() for part in line.split("=", 1)) for line in block.splitlines() if "=" in line)
              for block in text.split("\n\n")]
    return [block for block in blocks if "key" in block]


def check_sm2(tool, botan, rng, report):
    for _ in range(5):
        d = rng.randrange(1, SM2_ORDER - 1).to_bytes(32, "big")
        message = rng.randbytes(rng.randrange(1, 300))
        point = tool.data("sm2-public", d)
        private, public = botan.sm2_private(d), botan.sm2_public(point)

        theirs = botan.sm2_sign(private, ID, message)
        report.same("sm2 verifies theirs", "libbotan", tool.ask("sm2-verify", point, ID.encode(), message, theirs), "ok")
        ours = tool.data("sm2-sign", d, ID.encode(), message)
        report.same("sm2 sign", "libbotan", botan.sm2_verify(public, ID, message, ours), True)
        report.same("sm2 sign altered", "libbotan", botan.sm2_verify(public, ID, message + b"\0", ours), False)

        encrypted = botan.sm2_encrypt(public, message)
        report.same("sm2 decrypts theirs", "libbotan", tool.data("sm2-decrypt", d, encrypted), message)
        report.same("sm2 encrypt", "libbotan", botan.sm2_decrypt(private, tool.data("sm2-encrypt", point, message)), message)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", required=True, help="path of ssc-crypto-tool")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    if not shutil.which("botan"):
        sys.exit("FAIL: the botan command is not installed (package botan)")
    try:
        botan = Botan()
    except BotanMissing as missing:
        sys.exit(f"FAIL: {missing}")

    has_openssl = shutil.which("openssl") is not None
    rng, report, tool = random.Random(options.seed), Report(), Tool(options.tool)
    with tempfile.TemporaryDirectory() as folder:
        check_digests(tool, botan, rng, report, folder, has_openssl)
    for name in BLOCK_CIPHERS:
        check_cipher(tool, botan, rng, report, name, has_openssl)
    check_fields(tool, botan, rng, report)
    check_sm2(tool, botan, rng, report)
    tool.close()

    for (what, against), count in sorted(report.compared.items()):
        print(f"{what:20} {against:9} {count:4} compared")
    if not has_openssl:
        print("not compared: the openssl command is not installed")
    print(f"{report.failures} differences")
    return 1 if report.failures or not report.compared else 0


if __name__ == "__main__":
    sys.exit(main())
