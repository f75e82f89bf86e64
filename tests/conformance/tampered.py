"""A card behind a line that somebody tampers with: characters are changed on their way between the card and the reader.

Stands between `ssc-sim card` and the reader, and speaks the slot link of both (docs/reader/slot-link.md).
"""
import contextlib
import os
import socket
import struct
import threading

import world

CHARACTERS = 0x64


class Line:
    """Each rule is (direction, function from bytes to bytes); `hits` counts the messages a rule has changed."""

    def __init__(self, path, reader, to_reader=None, to_card=None):
        self.hits = 0
        self._rules = {"to_reader": to_reader, "to_card": to_card}
        self._reader = reader
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(path)
        self._listener.listen(1)
        threading.Thread(target=self._join_ends, daemon=True).start()

    def _join_ends(self):
        card, _ = self._listener.accept()
        reader = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        reader.connect(self._reader)
        for source, target, rule in ((card, reader, "to_reader"), (reader, card, "to_card")):
            threading.Thread(target=self._carry, args=(source, target, self._rules[rule]), daemon=True).start()

    def _carry(self, source, target, rule):
        with contextlib.suppress(OSError), source.makefile("rb") as stream:
            while len(head := stream.read(3)) == 3:
                kind, length = struct.unpack(">BH", head)
                target.sendall(head + self._changed(kind, stream.read(length), rule))
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def _changed(self, kind, payload, rule):
        if kind != CHARACTERS or rule is None:
            return payload
        changed = rule(payload)
        assert len(changed) == len(payload)
        self.hits += changed != payload
        return changed


@contextlib.contextmanager
def card(profile, to_reader=None, to_card=None, slot=0):
    """The card of this profile in a slot of its own line; the slot must be empty. Gives the Line."""
    name = f"tampered{slot}"
    line = Line(world.folder(f"{name}.sock"), world.folder("reader", f"slot{slot}.sock"), to_reader, to_card)
    with inserted(profile, world.folder(f"{name}.sock"), slot):
        yield line
    os.unlink(world.folder(f"{name}.sock"))


@contextlib.contextmanager
def inserted(profile, socket_path, slot):
    """Another `ssc-sim card` of this world, until the end of the block. Gives its control socket."""
    control = world.folder(f"card{slot}.ctl")
    chip = world.Running("ssc-sim", "card", "--profile", profile, "--slot", socket_path, "--state",
                         world.folder(f"state{slot}"), "--control", control)
    try:
        world.eventually(lambda: world.slot_state(slot).present, "pcscd sees the card")
        yield control
    finally:
        chip.process.terminate()
        chip.join()
        world.eventually(lambda: not world.slot_state(slot).present, "pcscd sees the slot empty")
