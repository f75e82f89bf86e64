"""When PC/SC tells its programs of a card: the same word a terminal waits for (PC/SC Lite, SCardGetStatusChange)."""
import ctypes
import threading
import time

CHANGED, PRESENT = 0x02, 0x20  # SCARD_STATE_CHANGED, SCARD_STATE_PRESENT
SYSTEM = 2  # SCARD_SCOPE_SYSTEM
LIMIT = 5.0


class _State(ctypes.Structure):
    _fields_ = [("reader", ctypes.c_char_p), ("user", ctypes.c_void_p), ("current", ctypes.c_ulong), ("event", ctypes.c_ulong),
                ("atr_length", ctypes.c_ulong), ("atr", ctypes.c_ubyte * 33)]


class CardWatch:
    """Watches every reader from now on, until a card is in one of them."""

    def __init__(self):
        self._pcsc, self._context = ctypes.CDLL("libpcsclite.so.1"), ctypes.c_long()
        self._call("SCardEstablishContext", SYSTEM, None, None, ctypes.byref(self._context))
        self._states = [_State(name, None, 0) for name in self._readers()]
        self._array = (_State * len(self._states))(*self._states)
        self._look(0)
        self._filled = [state.event & PRESENT for state in self._array]
        self.seen = None
        self._thread = threading.Thread(target=self._wait, daemon=True)
        self._thread.start()

    def _call(self, name, *arguments):
        if (code := getattr(self._pcsc, name)(*arguments)) != 0:
            raise OSError(f"{name}: {code & 0xFFFFFFFF:08X}")

    def _readers(self):
        length = ctypes.c_ulong()
        self._call("SCardListReaders", self._context, None, None, ctypes.byref(length))
        names = ctypes.create_string_buffer(length.value)
        self._call("SCardListReaders", self._context, None, names, ctypes.byref(length))
        return [name for name in names.raw[:length.value].split(b"\0") if name]

    def _look(self, milliseconds):
        code = self._pcsc.SCardGetStatusChange(self._context, ctypes.c_ulong(milliseconds), self._array, len(self._array))
        for state in self._array:
            state.current = state.event & ~CHANGED
        return code

    def _wait(self):
        end = time.monotonic() + LIMIT
        while time.monotonic() < end and self.seen is None:
            self._look(100)
            if any(state.event & PRESENT and not before for state, before in zip(self._array, self._filled)):
                self.seen = time.monotonic()

    def when(self):
        """The moment, on the clock of time.monotonic()."""
        self._thread.join(LIMIT)
        self._pcsc.SCardReleaseContext(self._context)
        if self.seen is None:
            raise OSError("PC/SC tells of no card")
        return self.seen
