"""libssc.so.1 as an interpreter calls it: handles, results of any length, a holder who answers PIN prompts from a list."""
import ctypes
import json
import os

import world

PIN, KEY = 1, 2
CONTACT = 1
ASK_VERIFY, ASK_CURRENT, ASK_NEW, ASK_REPEAT = range(4)
ZH, EN = 0, 1
ROOM = 1 << 18

PIN_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(ctypes.c_char), ctypes.c_size_t,
                                ctypes.POINTER(ctypes.c_size_t))
EVENT_CALLBACK = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p)


class Options(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("config_file", ctypes.c_char_p), ("reader", ctypes.c_char_p)]


def library():
    loaded = ctypes.CDLL("libssc.so.1")
    loaded.ssc_version.restype = ctypes.c_char_p
    return loaded


SSC = library()


class Failed(Exception):
    def __init__(self, code, details):
        super().__init__(f"{code} {details}")
        self.code, self.details = code, details


def sized(data):
    """Bytes and their size_t, which as a plain number would be 32 bits wide."""
    return data, ctypes.c_size_t(len(data))


def fetch(function, *arguments, capacity=ROOM):
    """(code, bytes, length) of a call with a result."""
    out, length = ctypes.create_string_buffer(max(capacity, 1)), ctypes.c_size_t(capacity)
    code = function(*arguments, out if capacity else None, ctypes.byref(length))
    return code, out.raw[:length.value] if code == 0 else b"", length.value


class Handle:
    """A terminal or a card."""

    def __init__(self, kind, pointer):
        self.kind, self.pointer = kind, pointer

    def function(self, name):
        return getattr(SSC, f"ssc_{self.kind}{name}")

    def error(self, language):
        code, text, _ = fetch(self.function("error"), self.pointer, language)
        assert code == 0
        return text[:-1].decode()

    def details(self):
        return json.loads(fetch(self.function("error_details"), self.pointer)[1][:-1])

    def check(self, code):
        if code != 0:
            raise Failed(code, self.details())

    def call(self, name, *arguments):
        self.check(self.function(name)(self.pointer, *arguments))

    def bytes(self, name, *arguments):
        code, result, _ = fetch(self.function(name), self.pointer, *arguments)
        self.check(code)
        return result

    def json(self, name, *arguments):
        text = self.bytes(name, *arguments)
        assert text.endswith(b"\0") and b"\0" not in text[:-1]
        return json.loads(text[:-1])


def open_terminal():
    terminal = ctypes.c_void_p()
    options = Options(ctypes.sizeof(Options), os.environ["SSC_CONFIG"].encode(), None)
    assert SSC.ssc_open(ctypes.byref(options), ctypes.byref(terminal)) == 0
    return Handle("", terminal)


def close(terminal):
    SSC.ssc_close(ctypes.byref(terminal.pointer))


def open_card(test, terminal):
    """The card in the terminal, until the test ends."""
    card = ctypes.c_void_p()
    terminal.check(SSC.ssc_card_open(terminal.pointer, CONTACT, ctypes.byref(card)))
    handle = Handle("card_", card)
    test.addCleanup(SSC.ssc_card_close, ctypes.byref(card))
    return handle


def write(card, *files):
    card.call("write", json.dumps(files, ensure_ascii=False).encode())


class Sample:
    """What a sample card offers, typed from its profile and its generation's file map."""

    def __init__(self, generation, algorithm, employment, pin="123456", has_certificates=False):
        self.generation, self.algorithm, self.pin = generation, algorithm, pin
        self.employment = employment  # DF01/EF07 29
        self.has_certificates = has_certificates
        self.append = None if generation == 1 else {"file": "DF04/EF15", "append": ["0001", "1"]}


SAMPLES = {"A": Sample(3, "SM4", "1", has_certificates=True), "B": Sample(2, "3DES", "5"), "C": Sample(1, "3DES", "1"),
           "D": Sample(3, "SM4", "", pin="888888")}


class Holder:
    """Answers PIN prompts from a list, and with the card's PIN behind it; remembers what it was asked."""

    def __init__(self, right=SAMPLES["A"].pin):
        self.right, self.answers, self.prompts = right, [], []
        self.function = PIN_CALLBACK(self.ask)

    def ask(self, _user, prompt, digits, capacity, length):
        self.prompts.append(prompt)
        answer = self.answers.pop(0) if self.answers else self.right
        if isinstance(answer, int):
            return answer
        if callable(answer):
            answer = answer()
        assert capacity >= len(answer)
        for place, digit in enumerate(answer.encode()):
            digits[place] = digit
        length[0] = len(answer)
        return 0


class Api(world.WorldTest):
    """A terminal of its own for each test, and a holder who knows the PIN."""

    def setUp(self):
        self.sample = SAMPLES[world.status()["profile"]]
        self.terminal = open_terminal()
        self.addCleanup(close, self.terminal)
        self.holder = Holder(self.sample.pin)
        self.terminal.call("set_pin_callback", self.holder.function, None)

    def open_card(self, terminal=None):
        return open_card(self, terminal or self.terminal)

    def assert_fails(self, code, function, *arguments):  # pylint: disable=arguments-differ
        with self.assertRaises(Failed) as caught:
            function(*arguments)
        self.assertEqual(caught.exception.code, code, caught.exception)
        return caught.exception.details

    def value(self, card, items, way=KEY):
        return card.json("read", items.encode(), way)[0]["fields"][0]["value"]
