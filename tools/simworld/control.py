"""The control socket of a world: one line asks, one line answers. Tests use it to kill and hang things."""
import os
import queue
import signal
import socket
import threading

ANSWER_SECONDS = 30
WAKE = signal.SIGRTMIN  # tells the main loop that a request waits


class Request:
    """One line from a client that waits for its answer."""

    def __init__(self, connection, line):
        self._connection, self.line = connection, line

    def answer(self, text):
        with self._connection as connection:
            try:
                connection.sendall(text.encode() + b"\n")
            except OSError:
                pass  # the client went away; nothing to tell it


class ControlSocket:
    """Accepts requests on a thread of its own and queues them for the main loop."""

    def __init__(self, path):
        self.requests = queue.Queue()
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(path)
        self._listener.listen(8)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            connection, _ = self._listener.accept()
            connection.settimeout(2)
            try:
                line = connection.makefile("r", encoding="utf-8").readline(200).strip()
            except (OSError, UnicodeDecodeError):
                connection.close()
                continue
            connection.settimeout(ANSWER_SECONDS)
            self.requests.put(Request(connection, line))
            os.kill(os.getpid(), WAKE)

    def next(self):
        try:
            return self.requests.get_nowait()
        except queue.Empty:
            return None


def send(path, line):
    """Sends one request; returns the answer, `error: …` when there is none."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(ANSWER_SECONDS)
            client.connect(path)
            client.sendall(line.encode() + b"\n")
            return client.makefile("r", encoding="utf-8").readline().strip() or "error: no answer"
    except OSError as error:
        return f"error: {path}: {error.strerror or error}"
