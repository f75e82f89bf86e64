"""Botan 2 through its C interface: only what the cross-check needs. The library comes with the package botan."""

import ctypes
from ctypes import byref, c_char_p, c_size_t, c_uint32, c_void_p, create_string_buffer

LIBRARY = "libbotan-2.so.19"
CURVE = b"sm2p256v1"
ENCRYPT, DECRYPT = 0, 1
FINAL = 1
INVALID_SIGNATURE = 1  # botan_pk_op_verify_finish: a positive answer means "does not verify"


class BotanMissing(Exception):
    pass


class Botan:
    """Objects are freed with the process: the cross-check makes a few hundred."""

    def __init__(self):
        try:
            self.library = ctypes.CDLL(LIBRARY)
        except OSError as error:
            raise BotanMissing(f"{LIBRARY} cannot be loaded (package botan): {error}") from error
        self.rng = self.new("rng_init", b"system")

    def call(self, function, *arguments):
        result = getattr(self.library, "botan_" + function)(*arguments)
        if result < 0:
            raise RuntimeError(f"botan_{function} answers {result}")
        return result

    def new(self, function, *arguments):
        handle = c_void_p()
        self.call(function, byref(handle), *[self.argument(a) for a in arguments])
        return handle

    @staticmethod
    def argument(value):
        if isinstance(value, bytes):
            return c_char_p(value)
        return c_uint32(value) if isinstance(value, int) else value

    # digests and MACs

    def hash(self, name, message):
        hasher = self.new("hash_init", name.encode(), 0)
        self.call("hash_update", hasher, message, c_size_t(len(message)))
        return self.final("hash_final", hasher, 32)

    def mac(self, name, key, message):
        mac = self.new("mac_init", name.encode(), 0)
        self.call("mac_set_key", mac, key, c_size_t(len(key)))
        self.call("mac_update", mac, message, c_size_t(len(message)))
        return self.final("mac_final", mac, 32)

    def final(self, function, handle, size):
        out = create_string_buffer(size)
        self.call(function, handle, out)
        return out.raw

    # block ciphers

    def ecb(self, name, key, data, decrypt):
        cipher = self.new("block_cipher_init", name.encode())
        self.call("block_cipher_set_key", cipher, key, c_size_t(len(key)))
        out = create_string_buffer(len(data))
        function = "block_cipher_decrypt_blocks" if decrypt else "block_cipher_encrypt_blocks"
        self.call(function, cipher, data, out, c_size_t(len(data) // self.call("block_cipher_block_size", cipher)))
        return out.raw

    def cbc(self, name, key, iv, data, decrypt):
        cipher = self.new("cipher_init", f"{name}/CBC/NoPadding".encode(), DECRYPT if decrypt else ENCRYPT)
        self.call("cipher_set_key", cipher, key, c_size_t(len(key)))
        self.call("cipher_start", cipher, iv, c_size_t(len(iv)))
        out, written, consumed = create_string_buffer(len(data)), c_size_t(), c_size_t()
        self.call("cipher_update", cipher, c_uint32(FINAL), out, c_size_t(len(data)), byref(written), data,
                  c_size_t(len(data)), byref(consumed))
        return out.raw[: written.value]

    # SM2

    def number(self, data):
        number = self.new("mp_init")
        self.call("mp_from_bin", number, data, c_size_t(len(data)))
        return number

    def sm2_private(self, d):
        return self.new("privkey_load_sm2", self.number(d), CURVE)

    def sm2_public(self, point):
        return self.new("pubkey_load_sm2", self.number(point[:32]), self.number(point[32:]), CURVE)

    def sm2_sign(self, private, identity, message):
        operation = self.new("pk_op_sign_create", private, f"{identity},SM3".encode(), 0)
        self.call("pk_op_sign_update", operation, message, c_size_t(len(message)))
        return self.sized("pk_op_sign_finish", 64, operation, self.rng)

    def sm2_verify(self, public, identity, message, signature):
        operation = self.new("pk_op_verify_create", public, f"{identity},SM3".encode(), 0)
        self.call("pk_op_verify_update", operation, message, c_size_t(len(message)))
        result = self.call("pk_op_verify_finish", operation, signature, c_size_t(len(signature)))
        return result != INVALID_SIGNATURE

    def sm2_encrypt(self, public, message):
        """C1 || C3 || C2."""
        operation = self.new("pk_op_encrypt_create", public, b"SM3", 0)
        size = len(message) + 256
        der = self.sized("pk_op_encrypt", size, operation, self.rng, data=message)
        x, y, c3, c2 = der_elements(der)
        return int.from_bytes(x, "big").to_bytes(32, "big") + int.from_bytes(y, "big").to_bytes(32, "big") + c3 + c2

    def sm2_decrypt(self, private, ciphertext):
        operation = self.new("pk_op_decrypt_create", private, b"SM3", 0)
        x, y, c3, c2 = ciphertext[:32], ciphertext[32:64], ciphertext[64:96], ciphertext[96:]
        der = der_element(0x30, der_integer(x) + der_integer(y) + der_element(4, c3) + der_element(4, c2))
        return self.sized("pk_op_decrypt", len(ciphertext), operation, data=der)

    def sized(self, function, size, *handles, data=None):
        out, length = create_string_buffer(size), c_size_t(size)
        tail = [] if data is None else [data, c_size_t(len(data))]
        self.call(function, *handles, out, byref(length), *tail)
        return out.raw[: length.value]


def der_length(size):
    if size < 0x80:
        return bytes([size])
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(octets)]) + octets


def der_element(tag, content):
    return bytes([tag]) + der_length(len(content)) + content


def der_integer(unsigned):
    value = int.from_bytes(unsigned, "big")
    return der_element(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def der_read(data):
    """The content of the first element, and what follows it."""
    size, start = data[1], 2
    if size & 0x80:
        start += size & 0x7F
        size = int.from_bytes(data[2:start], "big")
    return data[start : start + size], data[start + size :]


def der_elements(sequence):
    rest, elements = der_read(sequence)[0], []
    while rest:
        element, rest = der_read(rest)
        elements.append(element)
    return elements
