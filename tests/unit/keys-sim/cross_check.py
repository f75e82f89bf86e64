#!/usr/bin/env python3
"""Recomputes the vectors of the test key tree with the OpenSSL command line: roots, derivation, sessions, MACs.

Nothing of the project is used. A missing tool, an unknown line or a difference is a failure.
"""
import hashlib
import subprocess
import sys

REGION = "999900"
HISTORICAL = bytes.fromhex("00815453548699999900000001")
FACTORS = [(REGION[:2] + "0000sh").encode(), (REGION + "sx").encode(), HISTORICAL[-8:]]
BLOCK = {"DES": 8, "SM4": 16}


def openssl(cipher: str, key: bytes, data: bytes, *more: str) -> bytes:
    command = ["openssl", "enc", "-e", "-nopad", "-nosalt", f"-{cipher}", "-K", key.hex(), *more]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def ecb(env: str, key: bytes, data: bytes) -> bytes:
    if env == "SM4":
        return openssl("sm4-ecb", key, data)
    # Single DES is two-key 3DES with equal halves.
    return openssl("des-ede", key if len(key) == 16 else key + key, data)


def complement(data: bytes) -> bytes:
    return bytes(byte ^ 0xFF for byte in data)


def child(env: str, key: bytes, factor: bytes) -> bytes:
    return ecb(env, key, (factor + complement(factor))[: len(key)])


def root(env: str, name: str) -> bytes:
    digest = hashlib.sha256(f"SSC-TEST-ROOT/1|{env}|{name}".encode()).digest()
    return digest[: 8 if env == "DES" and name.startswith("STK") else 16]


def chain(env: str, name: str) -> list[bytes]:
    keys = [root(env, name)]
    for factor in FACTORS:
        keys.append(child(env, keys[-1], factor))
    return keys


def session(env: str, key: bytes, random: bytes) -> bytes:
    return ecb(env, key, random.ljust(BLOCK[env], b"\0"))


def fold(data: bytes, size: int) -> bytes:
    folded = bytearray(size)
    for i, byte in enumerate(data):
        folded[i % size] ^= byte
    return bytes(folded)


def authentication(env: str, key: bytes, orig: bytes) -> bytes:
    return fold(ecb(env, key, orig.ljust(BLOCK[env], b"\0")), 8)


def pad(env: str, data: bytes) -> bytes:
    data += b"\x80"
    return data + b"\0" * (-len(data) % BLOCK[env])


def mac(env: str, key: bytes, message: bytes) -> bytes:
    last = bytes(BLOCK[env])
    for at in range(0, len(pad(env, message)), BLOCK[env]):
        block = pad(env, message)[at : at + BLOCK[env]]
        last = ecb(env, key, bytes(a ^ b for a, b in zip(last, block)))
    return fold(last, 4) if env == "SM4" else last[:4]


def confidential(env: str, key: bytes, plain: bytes) -> bytes:
    data = bytes([len(plain)]) + plain
    return ecb(env, key, data if len(data) % BLOCK[env] == 0 else pad(env, data))


def tac(env: str, dtk: bytes, message: bytes) -> bytes:
    return mac(env, fold(dtk, 8) if env == "DES" else dtk, message)


def code(env: str, head: bytes) -> bytes:
    key = root(env, "CAC")
    return mac(env, session(env, key, bytes(8)) if env == "DES" else key, head)


def check_character(body: str, weights: list[int], characters: str) -> str:
    values = [int(c, 36) for c in body]
    return characters[sum(v * w for v, w in zip(values, weights)) % 11]


def recompute(words: list[str]) -> list[str]:
    kind = words[0]
    if kind == "card-number":
        return [check_character(words[1], [3, 7, 9, 10, 5, 8, 4, 2], "0X987654321")]
    if kind == "citizen-number":
        weights = [2 ** (17 - i) % 11 for i in range(17)]
        return [check_character(words[1], weights, "10X98765432")]
    env = words[1]
    if kind in ("chain", "card-key"):
        keys = [key.hex().upper() for key in chain(env, words[2])]
        return keys if kind == "chain" else keys[-1:]
    if kind == "code":
        return [code(env, bytes.fromhex(words[2])).hex().upper()]
    functions = {"session": session, "authentication": authentication, "confidential": confidential,
                 "mac": mac, "tac": tac}
    return [functions[kind](env, bytes.fromhex(words[2]), bytes.fromhex(words[3])).hex().upper()]


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = [line.split() for line in file if line.strip() and not line.startswith("#")]
    wrong = 0
    for words in lines:
        computed = recompute(words)
        if computed != words[-len(computed):]:
            wrong += 1
            print("differs:", " ".join(words), "computed", computed)
    print(f"{len(lines)} vectors, {wrong} differ")
    return 1 if wrong or len(lines) < 50 else 0


if __name__ == "__main__":
    sys.exit(main())
