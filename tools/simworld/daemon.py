"""One process of the simulated world, with its log."""
import os
import signal
import subprocess
import time

from . import namespace

STOP_SECONDS = 1.0


class Daemon:
    """A program that runs in the background until it is stopped; its output goes to `log`."""

    def __init__(self, name, argv, log, env=None):
        self.name, self.argv, self.log, self.env = name, argv, log, env
        self.process = None
        self.expected_end = False  # we stopped or killed it ourselves
        self.crash_reports = []
        self._offset = 0

    def start(self):
        self.note_crash()
        self.expected_end = False
        with open(self.log, "ab") as log:
            self._offset = log.tell()
            self.process = subprocess.Popen(
                self.argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.env, start_new_session=True,
                preexec_fn=lambda: namespace.follow_parent(signal.SIGKILL))

    def running(self):
        return self.process is not None and self.process.poll() is None

    def crashed(self):
        """Ended although nobody asked it to."""
        return self.process is not None and not self.expected_end and self.process.poll() is not None

    def note_crash(self):
        """Keeps what is to be told about an end that nobody asked for, and about a failing exit after SIGTERM."""
        if self.process is None or self.process.poll() is None:
            return
        if self.crashed() or self.process.returncode > 0:
            self.crash_reports.append(f"{self.name} crashed ({self.exit_text()}):\n{self.log_tail()}")

    def said_ready(self):
        with open(self.log, "rb") as log:
            log.seek(self._offset)
            return any(line.startswith(b"ready") for line in log)

    def signal(self, number):
        if self.running():
            self.process.send_signal(number)

    def kill(self):
        self.expected_end = True
        self.signal(signal.SIGKILL)
        if self.process:
            self.process.wait()

    def ask_to_stop(self):
        self.expected_end = self.expected_end or self.running()
        self.signal(signal.SIGTERM)
        self.signal(signal.SIGCONT)  # a stopped process would never see the SIGTERM

    def stop(self, seconds=STOP_SECONDS):
        self.ask_to_stop()
        self.join(time.monotonic() + seconds)

    def join(self, deadline):
        """Waits for the end of a process that was asked to stop; past the deadline it is killed."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.kill()

    def state(self):
        if self.process is None:
            return "none"
        if not self.running():
            return "stopped" if self.expected_end else "crashed"
        return "hung" if _is_suspended(self.process.pid) else "running"

    def exit_text(self):
        code = self.process.returncode
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def log_tail(self, lines=15):
        if not os.path.exists(self.log):
            return ""
        with open(self.log, "rb") as log:
            return "".join(f"  {line}\n" for line in log.read().decode(errors="replace").splitlines()[-lines:])


def _is_suspended(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "T"
    except OSError:
        return False
