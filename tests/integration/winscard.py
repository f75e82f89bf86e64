"""PC/SC as any other program uses it: libpcsclite through ctypes. Nothing of this project is in here.

Names and values are those of winscard.h and pcsclite.h.
"""
import contextlib
import ctypes
import time
from collections import namedtuple
from ctypes import byref, c_char_p, c_long, c_ulong, c_void_p

SCARD_SCOPE_SYSTEM = 2
SCARD_SHARE_EXCLUSIVE, SCARD_SHARE_SHARED = 1, 2
LINGER_SECONDS = 5.0
SCARD_PROTOCOL_T0 = 1
SCARD_LEAVE_CARD, SCARD_RESET_CARD = 0, 1
SCARD_STATE_EMPTY, SCARD_STATE_PRESENT = 0x10, 0x20
SCARD_E_SHARING_VIOLATION, SCARD_E_NO_SMARTCARD = 0x8010000B, 0x8010000C
MAX_ATR_SIZE = 33
MAX_BUFFER_SIZE = 264


class _IoRequest(ctypes.Structure):
    """SCARD_IO_REQUEST"""
    _fields_ = [("protocol", c_ulong), ("length", c_ulong)]


class _ReaderState(ctypes.Structure):
    """SCARD_READERSTATE"""
    _fields_ = [("reader", c_char_p), ("user_data", c_void_p), ("current", c_ulong), ("event", c_ulong),
                ("atr_length", c_ulong), ("atr", ctypes.c_ubyte * MAX_ATR_SIZE)]


SlotState = namedtuple("SlotState", "present events atr")


class PcscError(Exception):
    def __init__(self, function, code):
        super().__init__(f"{function}: {code:08X}")
        self.code = code


class Context:
    """SCardEstablishContext … SCardReleaseContext"""

    def __init__(self):
        self._library = ctypes.CDLL("libpcsclite.so.1")
        self.handle = c_long()
        self.call("SCardEstablishContext", c_ulong(SCARD_SCOPE_SYSTEM), None, None, byref(self.handle))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._library.SCardReleaseContext(self.handle)

    def call(self, function, *arguments):
        code = getattr(self._library, function)(*arguments) & 0xFFFFFFFF
        if code != 0:
            raise PcscError(function, code)

    def readers(self):
        length = c_ulong(0)
        self.call("SCardListReaders", self.handle, None, None, byref(length))
        names = ctypes.create_string_buffer(length.value)
        self.call("SCardListReaders", self.handle, None, names, byref(length))
        return [name.decode() for name in names.raw[:length.value].split(b"\0") if name]

    def reader(self, slot):
        """The name of the slot with this number: it ends so."""
        return next(name for name in self.readers() if name.endswith(f" {slot:02X}"))

    def state(self, slot):
        """What pcscd has seen there: a card, how many insertions and removals, which ATR."""
        state = _ReaderState(reader=self.reader(slot).encode())
        self.call("SCardGetStatusChange", self.handle, c_ulong(0), byref(state), c_ulong(1))
        atr = bytes(state.atr[:state.atr_length])
        return SlotState(bool(state.event & SCARD_STATE_PRESENT), state.event >> 16, atr)

    @contextlib.contextmanager
    def connected(self, slot, share=SCARD_SHARE_SHARED, disposition=SCARD_LEAVE_CARD):
        card = Card(self, self.reader(slot), share)
        try:
            yield card
        finally:
            card.disconnect(disposition)


class Card:
    """SCardConnect … SCardDisconnect"""

    def __init__(self, context, reader, share, patience=LINGER_SECONDS):
        self._context, self._handle, protocol = context, c_long(), c_ulong()
        # A program that has just ended holds its card until the service notices.
        end = time.monotonic() + (patience if share == SCARD_SHARE_EXCLUSIVE else 0)
        while True:
            try:
                context.call("SCardConnect", context.handle, c_char_p(reader.encode()), c_ulong(share),
                             c_ulong(SCARD_PROTOCOL_T0), byref(self._handle), byref(protocol))
                return
            except PcscError as error:
                if error.code != SCARD_E_SHARING_VIOLATION or time.monotonic() > end:
                    raise
            time.sleep(0.02)

    def transmit(self, command):
        """One command in hexadecimal; the answer, status word at its end, in hexadecimal."""
        sent, answer = bytes.fromhex(command), ctypes.create_string_buffer(MAX_BUFFER_SIZE)
        length, request = c_ulong(MAX_BUFFER_SIZE), _IoRequest(SCARD_PROTOCOL_T0, ctypes.sizeof(_IoRequest))
        self._context.call("SCardTransmit", self._handle, byref(request), c_char_p(sent), c_ulong(len(sent)), None,
                           answer, byref(length))
        return answer.raw[:length.value].hex().upper()

    @contextlib.contextmanager
    def transaction(self):
        self._context.call("SCardBeginTransaction", self._handle)
        try:
            yield
        finally:
            self._context.call("SCardEndTransaction", self._handle, c_ulong(SCARD_LEAVE_CARD))

    def disconnect(self, disposition):
        self._context.call("SCardDisconnect", self._handle, c_ulong(disposition))
