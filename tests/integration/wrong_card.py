"""What is not a social security card is told so: -1. The world's card slot is empty; these tests fill it."""
import contextlib
import os
import socket
import struct
import threading

import opensc
import world

SLE4442_ATR = "3B04A2131091"  # a memory card as PC/SC readers show it
BANK_CARD_ATR = "3B6D00000031C071C66401B00100900081"
SUPPLY, RESET, CHARACTERS, INSERTED = 0x76, 0x72, 0x64, 0x69  # docs/reader/slot-link.md


class LinkedCard:
    """A card that only knows its answer to reset, and `6A82` for every command; it speaks the slot link itself."""

    def __init__(self, atr, slot="slot0.sock"):
        self._slot, self._atr, self._received = slot, bytes.fromhex(atr), b""
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)

    def __enter__(self):
        self._socket.connect(world.folder("reader", self._slot))
        self._send(INSERTED, b"")
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _send(self, kind, payload):
        self._socket.sendall(struct.pack(">BH", kind, len(payload)) + payload)

    def _serve(self):
        with contextlib.suppress(OSError), self._socket.makefile("rb") as stream:
            while len(head := stream.read(3)) == 3:
                kind, length = struct.unpack(">BH", head)
                self._take(kind, stream.read(length))

    def _take(self, kind, payload):
        if kind == RESET:
            self._received = b""
            if payload[0]:
                self._send(CHARACTERS, self._atr)
        elif kind == CHARACTERS:
            self._received += payload
            if len(self._received) >= 5:  # a T=0 header; its data never come, for we refuse at once
                self._received = b""
                self._send(CHARACTERS, bytes.fromhex("6A82"))


class WrongCard(world.WorldTest):
    def assert_wrong(self):
        world.eventually(lambda: world.slot_state(0).present, "pcscd sees the card")
        self.assert_fails(world.read(), "wrongCard")
        self.assertEqual(world.driver_code(world.driver()), -1)

    def await_empty(self):
        world.eventually(lambda: not world.slot_state(0).present, "pcscd sees the slot empty")

    @contextlib.contextmanager
    def chip_in_card_slot(self, kind, profile, name):
        """Another simulated chip in slot 0."""
        control = world.folder(f"{name}.ctl")
        chip = world.Running("ssc-sim", kind, "--profile", os.path.join(world.SAMPLES, profile), "--slot",
                             world.folder("reader", "slot0.sock"), "--state", world.folder(name), "--control", control)
        try:
            yield
        finally:
            chip.process.terminate()
            self.assertEqual(chip.join().code, 0)
            self.await_empty()

    def test_a_right_card_is_read(self):
        with self.chip_in_card_slot("card", "card-a.toml", "right"):
            world.eventually(lambda: world.slot_state(0).present, "pcscd sees the card")
            result = world.read()
            self.assertEqual(result.row(), world.expected_rows()["A"])

    def test_a_psam_in_the_card_slot(self):
        with self.chip_in_card_slot("psam", "psam-city.toml", "misplaced"):
            world.eventually(lambda: world.slot_state(0).present, "pcscd sees the PSAM")
            # It has an environment of the same name, but none of the files.
            self.assert_fails(world.read(), "wrongCard", "cardStatus")

    def test_a_memory_card(self):
        with LinkedCard(SLE4442_ATR):
            self.assert_wrong()
        self.await_empty()

    def test_a_card_without_our_application(self):
        with LinkedCard(BANK_CARD_ATR):
            world.eventually(lambda: world.slot_state(0).present, "pcscd sees the card")
            answer = world.run("sh", "-c", opensc.command("00A404000F7378312E73682EC9E7BBE1B1A3D5CF"))
            self.assertEqual(opensc.answers(answer.out), ["6A82"])
            self.assert_wrong()
        self.await_empty()


if __name__ == "__main__":
    world.main()
