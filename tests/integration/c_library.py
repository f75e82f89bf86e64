"""All functions of libSSCardDriver as an interpreter calls them, into buffers full of canaries.

`Library().iReadCard(1, 2, card_info, address)` calls the standard function, `.twin("iReadCard", …)` the length-aware one.
"""
import contextlib
import ctypes
import os
import re
import tempfile

import world

OUT_SHORT, OUT_LIST, OUT_LONG = 1024, 4096, 32768  # as SSCardDriver.h demands
CLASSES = {"iReadCard": OUT_LONG, "iReadCard_HSM_Step2": OUT_LONG, "iReadDebitRecord": OUT_LIST}
ROOM = 40000         # bytes behind pOutInfo in these tests: writing beyond the class is seen
CANARY = b"\xA5"


class Answer:
    """What a call returned and wrote."""

    def __init__(self, code, raw, encoding, used=None):
        text, _, self.behind = raw.partition(b"\0")
        self.code, self.bytes, self.used = code, text, used
        self.text = text.decode(encoding)

    def __str__(self):
        return f"{self.code} {self.text!r}"

    def fields(self):
        return self.text.split("|")


def _argument(value, encoding):
    if isinstance(value, str):
        return ctypes.c_char_p(value.encode(encoding))
    return ctypes.c_int(value) if isinstance(value, int) else ctypes.c_char_p(value)


class Library:
    def __init__(self):
        self._library = ctypes.CDLL("libSSCardDriver.so")

    def __getattr__(self, name):
        return lambda *arguments: self.standard(name, *arguments)

    def _function(self, name):
        function = getattr(self._library, name)
        function.restype = ctypes.c_int64  # ctypes would cut the result to 32 bits otherwise
        return function

    def standard(self, name, *arguments):
        out = ctypes.create_string_buffer(CANARY * ROOM, ROOM)
        code = self._function(name)(*[_argument(a, "gb18030") for a in arguments], out)
        answer = Answer(code, out.raw, "gb18030")
        assert answer.behind.strip(CANARY) == b"", f"{name}: written behind the text"
        assert len(answer.bytes) < CLASSES.get(name, OUT_SHORT), f"{name}: longer than its class"
        assert ctypes.c_int32(code & 0xFFFFFFFF).value == code, f"{name}: not sign-extended: {code}"
        assert code == 0 or 0 < len(answer.bytes) < 256, f"{name}: text of a failure: {answer}"
        return answer

    def twin(self, name, *arguments, capacity=ROOM):
        out = ctypes.create_string_buffer(CANARY * ROOM, ROOM)
        size = ctypes.c_uint32(capacity)
        function = self._function(f"ssc_{name}")
        code = function(*[_argument(a, "utf-8") for a in arguments], out, ctypes.byref(size))
        assert out.raw[capacity:].strip(CANARY) == b"", f"ssc_{name}: written behind the capacity"
        raw = out.raw[:capacity] + b"\0" if capacity == 0 else out.raw
        return Answer(code, raw.replace(CANARY, b"") if capacity == 0 else raw, "utf-8", size.value)


@contextlib.contextmanager
def site(pin="", more=""):
    """This process with the world's ssc.toml changed: `pin` are further keys of [pin], None is a site without a pad;
    `more` are further keys of [reader], and sections."""
    with open(os.environ["SSC_CONFIG"], encoding="utf-8") as file:
        base = file.read()
    changed = re.sub(r"\[pin\]\n[^[]*", "", base) if pin is None else base.replace("[pin]\n", f"[pin]\n{pin}\n")
    with tempfile.NamedTemporaryFile("w", suffix=".toml", dir=world.folder(), encoding="utf-8") as file:
        file.write(f"{changed}\n{more}\n")
        file.flush()
        with configured({"SSC_CONFIG": file.name}):
            yield


@contextlib.contextmanager
def configured(environment):
    """This process with another ssc.toml: the library reads it at every call."""
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
