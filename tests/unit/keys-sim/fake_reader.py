"""The reader's end of the slot link for tests: contacts, characters, T=0 as a reader drives it."""
import os
import socket
import struct
import time

NULL = 0x60


class FakeReader:
    def __init__(self, path: str):
        self.path = path
        self.listener = None
        self.link = None
        self.listen()

    def listen(self) -> None:
        if os.path.exists(self.path):
            os.unlink(self.path)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen(1)
        self.listener.settimeout(10)

    def accept(self) -> None:
        self.link, _ = self.listener.accept()
        self.link.settimeout(10)
        self.buffer, self.characters = b"", b""

    def close(self) -> None:
        self.link.close()
        self.listener.close()

    def crash(self) -> None:
        """As when the reader process is killed: no more link, no more socket."""
        self.close()
        os.unlink(self.path)

    def refuse_for(self, seconds: float) -> None:
        """Closes every link at once, as a slot does that has a card already."""
        self.link.close()
        self.listener.settimeout(0.2)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                self.listener.accept()[0].close()
            except TimeoutError:
                continue

    def message(self, kind: bytes, payload: bytes = b"") -> None:
        self.link.sendall(kind + struct.pack(">H", len(payload)) + payload)

    def frame(self) -> tuple[bytes, bytes]:
        while True:
            if len(self.buffer) >= 3:
                length = struct.unpack(">H", self.buffer[1:3])[0]
                if len(self.buffer) >= 3 + length:
                    kind, payload = self.buffer[:1], self.buffer[3 : 3 + length]
                    self.buffer = self.buffer[3 + length :]
                    return kind, payload
            data = self.link.recv(4096)
            if not data:
                raise EOFError
            self.buffer += data

    def receive(self, count: int) -> bytes:
        while len(self.characters) < count:
            kind, payload = self.frame()
            if kind != b"d":
                raise ConnectionAbortedError(kind)
            self.characters += payload
        taken, self.characters = self.characters[:count], self.characters[count:]
        return taken

    def power_on(self) -> bytes:
        for kind, payload in ((b"r", b"\0"), (b"v", b"A"), (b"k", b"\x0d\xf3"), (b"r", b"\1")):
            self.message(kind, payload)
        return self.receive(17)

    def tpdu(self, header: bytes, data: bytes) -> tuple[bytes, bytes]:
        ins, answer, given = header[1], b"", 0
        expected = 0 if data else header[4] or 256
        self.message(b"d", header)
        while True:
            procedure = self.receive(1)[0]
            if procedure == NULL:
                continue
            if procedure not in (ins, ins ^ 0xFF):
                return answer, bytes([procedure]) + self.receive(1)
            one = procedure != ins
            if data:
                part = data[given : given + 1] if one else data[given:]
                given += len(part)
                self.message(b"d", part)
            else:
                answer += self.receive(1 if one else expected - len(answer))

    def apdu(self, text: str) -> str:
        command = bytes.fromhex(text)
        header, data = (command[:5], command[5:]) if len(command) > 4 else (command + b"\0", b"")
        answer, status = self.tpdu(header, data)
        if status[0] == 0x6C:
            answer, status = self.tpdu(header[:4] + status[1:], b"")
        while status[0] == 0x61:
            more, status = self.tpdu(b"\0\xc0\0\0" + status[1:], b"")
            answer += more
        return (answer + status).hex().upper()
