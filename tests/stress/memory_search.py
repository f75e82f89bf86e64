"""Looks for a PIN in the whole memory of another process: heap, stacks, data of all libraries."""
import contextlib
import ctypes
import os
import signal

PIECE = 1 << 22
LEAST_DIGITS = 8   # of a remainder that counts: fewer would be found by chance
LEAST_BYTES = 5    # the same for two digits a byte


def forms_of(pin):
    """{title: bytes}: each part of the PIN that is long enough, as text and as the card takes it (two digits a byte, also
    shifted by half a byte)."""
    found = {f"text {at}": pin[at:at + LEAST_DIGITS].encode() for at in range(len(pin) - LEAST_DIGITS + 1)}
    for at in range(len(pin) - 2 * LEAST_BYTES + 1):
        found[f"packed {at}"] = bytes.fromhex(pin[at:at + 2 * LEAST_BYTES])
    return found


def regions(pid):
    """(start, end, name) of everything the process can read."""
    with open(f"/proc/{pid}/maps", encoding="utf-8") as file:
        for line in file:
            fields = line.split(maxsplit=5)
            start, end = (int(part, 16) for part in fields[0].split("-"))
            name = fields[5].strip() if len(fields) > 5 else "anonymous"
            if "r" in fields[1] and name not in ("[vvar]", "[vsyscall]", "[vvar_vclock]"):
                yield start, end, name


def hits(pid, pin):
    """Where the PIN stands: ["text 0 in [heap] + 1f30", …]; and how many bytes were looked at."""
    return hits_of(pid, forms_of(pin))


def hits_of(pid, forms):
    """The same for forms of anything: {title: bytes}."""
    found, looked = [], 0
    overlap = max(map(len, forms.values())) - 1
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for start, end, name in regions(pid):
            for at in range(start, end, PIECE):
                piece = _read(memory, at, min(PIECE + overlap, end - at))
                looked += len(piece)
                found += [f"{title} in {name} + {at + place - start:x}" for title, form in forms.items()
                          if (place := piece.find(form)) >= 0]
    return sorted(set(found)), looked


def _read(memory, at, size):
    try:
        return os.pread(memory.fileno(), size, at)
    except OSError:  # a guard page
        return b""


# ---- a program's last moment: everything it wrote is still there, nothing of it will run again

PTRACE_CONT, PTRACE_DETACH, PTRACE_SEIZE = 7, 17, 0x4206
PTRACE_O_TRACEEXIT, PTRACE_EVENT_EXIT = 0x40, 6
LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
LIBC.ptrace.restype = ctypes.c_long


def _ptrace(request, pid, data=0):
    if LIBC.ptrace(request, pid, None, data) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


@contextlib.contextmanager
def stopped_at_its_end(pid):
    """Waits until the child is about to end, and holds it there; it ends behind the block."""
    _ptrace(PTRACE_SEIZE, pid, PTRACE_O_TRACEEXIT)
    while True:
        _, status = os.waitpid(pid, 0)
        if not os.WIFSTOPPED(status):
            raise AssertionError(f"the program ended unseen: {status}")
        if status >> 16 == PTRACE_EVENT_EXIT:
            break
        number = os.WSTOPSIG(status)
        _ptrace(PTRACE_CONT, pid, 0 if number == signal.SIGTRAP else number)
    try:
        yield
    finally:
        _ptrace(PTRACE_DETACH, pid)
