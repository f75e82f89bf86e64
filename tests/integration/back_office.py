"""What the security module of a back office computes, written anew from the card specification (parts 4 and 6) on top of
the `openssl` program: the simulator's own code is not asked. Keys come from the printed label of the test roots."""
import hashlib
import subprocess

LABEL = "SSC-TEST-ROOT/1"
CIPHERS = {"03": ("SM4", "sm4-ecb", "sm4-cbc", 16), "01": ("DES", "des-ede", "des-ede-cbc", 8)}


def _xor(parts):
    return bytes(a ^ b for a, b in zip(*parts)) if len(parts) == 2 else _xor([_xor(parts[:2]), *parts[2:]])


def references(session_ms=20000):
    """For ssc.toml: keys that the calls of steps name; the library itself asks no HSM for them."""
    return f"""
[hsm]
url = "https://localhost:1"
ca = "none.pem"
certificate = "none.pem"
key = "none.pem"
session_ms = {session_ms}
[hsm.keys."9999"]
RKSSSE = "TEST:RK-SSSE"
UKSSSE = "TEST:UK-SSSE"
PUK = "TEST:PUK"
STKSSSE = "TEST:STK-SSSE"
"""


class CardKeys:
    """The keys of one card, by the algorithm that Step1 names."""

    def __init__(self, algorithm, region, historical):
        self._name, self._ecb, self._cbc, self.block = CIPHERS[algorithm]
        self._factors = [(region[:2] + "0000sh").encode(), (region + "sx").encode(), bytes.fromhex(historical)[-8:]]

    def _run(self, cipher, key, data, *more):
        key = key if len(key) == 16 else key + key  # single DES is two-key 3DES with equal halves
        command = ["openssl", "enc", f"-{cipher}", "-nopad", "-K", key.hex(), *more]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout

    def _encrypt(self, key, data):
        return self._run(self._ecb, key, data)

    def key(self, name):
        length = 8 if self._name == "DES" and name.startswith("STK") else 16
        key = hashlib.sha256(f"{LABEL}|{self._name}|{name}".encode()).digest()[:length]
        for factor in self._factors:
            both = factor + bytes(255 - byte for byte in factor)
            key = self._encrypt(key, both[:length] if self._name == "DES" else both)
        return key

    def session(self, name, random):
        return self._encrypt(self.key(name), random.ljust(self.block, b"\0"))

    def authentication(self, name, factor, data):
        """鉴别数据 and 原始信息 as pKey carries them, 32 digits."""
        made = self._encrypt(self.session(name, bytes.fromhex(factor)), bytes.fromhex(data).ljust(self.block, b"\0"))
        halves = [made[i:i + 8] for i in range(0, len(made), 8)]
        return ((halves[0] if len(halves) == 1 else _xor(halves)).hex() + data).upper()

    def mac(self, session, message):
        padded = message + b"\x80"
        padded = padded.ljust(-(-len(padded) // self.block) * self.block, b"\0")
        last = self._run(self._cbc, session, padded, "-iv", bytes(self.block).hex())[-self.block:]
        words = [last[i:i + 4] for i in range(0, len(last), 4)]
        return words[0] if self._name == "DES" else _xor(words)

    def protected(self, header, factor, pin=""):
        """The command under secure messaging that reload and unblock take in Step3."""
        session = self.session("STKSSSE", bytes.fromhex(factor))
        message = bytes.fromhex(header)
        if pin:
            packed = bytes.fromhex(pin + "F" * (len(pin) % 2))
            block = bytes([len(packed)]) + packed + b"\x80"
            message += self._encrypt(session, block.ljust(self.block, b"\0"))
        return (message + self.mac(session, message)).hex().upper()

    def mac2(self, random, sequence, amounts, terminal_sequence):
        """What the card proves its debit with."""
        factor = bytes.fromhex(random + sequence + terminal_sequence[-4:])
        return self.mac(self.session("DPK-1", factor), bytes.fromhex("00000000" + amounts)).hex().upper()

    def proof(self, result):
        """The TAC over fields 4 to 8 of a debit's result."""
        key = self.key("DTK-1")
        if self._name == "DES":
            key = _xor([key[:8], key[8:]])
        return self.mac(key, bytes.fromhex("".join(result[3:8]))).hex().upper()

    def purchase(self, random, sequence, amounts, kind, terminal, time, terminal_sequence):
        """MAC1 of a settlement; `amounts` are slots 2 and 3, slot 1 is zero."""
        factor = bytes.fromhex(random + sequence + terminal_sequence[-4:])
        message = bytes.fromhex("00000000" + amounts + kind + terminal + time)
        return self.mac(self.session("DPK-1", factor), message).hex().upper()
