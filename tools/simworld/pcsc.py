"""Asks pcscd which readers it lists and where a card lies: a few calls of libpcsclite, nothing more."""
import ctypes
import threading

SCARD_SCOPE_SYSTEM = 2
SCARD_STATE_PRESENT = 0x20
CALL_SECONDS = 3.0


class _ReaderState(ctypes.Structure):
    """SCARD_READERSTATE of PC/SC Lite (DWORD is unsigned long)."""
    _fields_ = [("reader", ctypes.c_char_p), ("user_data", ctypes.c_void_p), ("current", ctypes.c_ulong),
                ("event", ctypes.c_ulong), ("atr_length", ctypes.c_ulong), ("atr", ctypes.c_ubyte * 33)]


def _list_readers(library, context):
    length = ctypes.c_ulong(0)
    if library.SCardListReaders(context, None, None, ctypes.byref(length)) != 0:
        return []
    names = ctypes.create_string_buffer(length.value)
    if library.SCardListReaders(context, None, names, ctypes.byref(length)) != 0:
        return []
    return [name for name in names.raw[:length.value].split(b"\0") if name]


def _has_card(library, context, reader):
    state = _ReaderState(reader=reader)
    result = library.SCardGetStatusChange(context, ctypes.c_ulong(0), ctypes.byref(state), ctypes.c_ulong(1))
    return result == 0 and bool(state.event & SCARD_STATE_PRESENT)


def _survey(answer):
    library = ctypes.CDLL("libpcsclite.so.1")
    context = ctypes.c_long()
    if library.SCardEstablishContext(ctypes.c_ulong(SCARD_SCOPE_SYSTEM), None, None, ctypes.byref(context)) != 0:
        return
    readers = _list_readers(library, context)
    answer.update({reader.decode(): _has_card(library, context, reader) for reader in readers})
    library.SCardReleaseContext(context)


def survey():
    """{reader name: card present}; empty when pcscd does not answer (in time)."""
    answer = {}
    # libpcsclite has no timeout of its own here, so the call runs where it can be left behind.
    worker = threading.Thread(target=_survey, args=(answer,), daemon=True)
    worker.start()
    worker.join(CALL_SECONDS)
    return {} if worker.is_alive() else answer
