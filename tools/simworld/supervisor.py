"""Runs the command inside a ready world, answers control requests, heals the world, passes signals on."""
import os
import shutil
import signal
import subprocess
import time

from . import events as ev
from . import namespace

MAX_RESTARTS = 100       # of one world; tests kill a reader some dozen times at most
GRACE_AFTER_END = 5.0    # seconds between a passed-on SIGTERM or SIGHUP and the SIGKILL
IDLE_SECONDS = 0.5


class CommandMissing(Exception):
    """The command cannot be run: 126 when it is there all the same, 127 when it is not (as shells say it)."""

    def __init__(self, error, name, path):
        # An unreadable folder in PATH says "permission denied" for a command that is nowhere.
        there = shutil.which(name, os.F_OK, path) is not None
        super().__init__(f"{name}: {error.strerror if there else 'command not found'}")
        self.exit_code = 126 if there else 127


class Supervisor:
    def __init__(self, world, events, control):
        self._world, self._events, self._control = world, events, control
        self._command = None
        self._kill_at = None
        self._actions = {
            "kill-reader": self._kill_reader, "hang-reader": self._hang_reader, "resume-reader": self._resume_reader,
            "unplug-reader": self._world.unplug_reader, "plug-reader": self._world.plug_reader,
            "stop-pcscd": self._stop_pcscd, "start-pcscd": self._start_pcscd, "restart-pcscd": self._restart_pcscd,
            "wait-ready": self._world.wait_ready, "status": self._status,
        }
        if self._world.center():
            self._actions |= {"stop-center": self._world.stop_center, "start-center": self._world.start_center,
                              "hang-center": self._hang_center, "resume-center": self._resume_center}

    def run(self, argv):
        """Runs `argv` to its end; returns its exit code, 128 + n when signal n ended it."""
        environment = self._world.command_environment()
        try:
            self._command = subprocess.Popen(
                argv, env=environment, preexec_fn=lambda: namespace.follow_parent(signal.SIGTERM))
        except OSError as error:
            raise CommandMissing(error, argv[0], environment["PATH"]) from error
        self._events.on_signal = self._pass_on
        while self._command.poll() is None:
            self._step()
        code = self._command.returncode
        return 128 - code if code < 0 else code

    def own_pids(self):
        return self._world.pids()

    def _step(self):
        if self._world.restarts < MAX_RESTARTS:
            self._world.heal()
        while request := self._control.next():
            request.answer(self._perform(request.line))
        ev.reap_orphans(self.own_pids() | {self._command.pid})
        if self._kill_at and time.monotonic() > self._kill_at:
            self._command.kill()
        self._events.wait(IDLE_SECONDS)

    def _pass_on(self, number, from_terminal):
        if not from_terminal and self._command.poll() is None:
            self._command.send_signal(number)
        if number in (signal.SIGTERM, signal.SIGHUP) and self._kill_at is None:
            self._kill_at = time.monotonic() + GRACE_AFTER_END

    # ---- control requests: None or a text is good news, `error: …` is not

    def _perform(self, line):
        action = self._actions.get(line)
        if action is None:
            return f"error: unknown request '{line}'; known: {', '.join(self._actions)}"
        self._world.heal()
        problem = action()
        if problem and not problem.startswith("ok"):
            return f"error: {problem}"
        return problem or "ok"

    def _kill_reader(self):
        self._world.reader.kill()

    def _hang_reader(self):
        self._world.reader.signal(signal.SIGSTOP)

    def _resume_reader(self):
        self._world.reader.signal(signal.SIGCONT)

    def _hang_center(self):
        self._world.center().signal(signal.SIGSTOP)

    def _resume_center(self):
        self._world.center().signal(signal.SIGCONT)

    def _stop_pcscd(self):
        self._world.pcscd_wanted = False
        self._world.stop_pcscd()

    def _start_pcscd(self):
        self._world.pcscd_wanted = True
        self._world.start_pcscd()

    def _restart_pcscd(self):
        self._stop_pcscd()
        self._start_pcscd()

    def _status(self):
        states = [f"{daemon.name}={daemon.state()}" for daemon in self._world.daemons()]
        return " ".join(["ok", *states, f"restarts={self._world.restarts}", f"command={self._command.pid}"])


def inside():
    """The control socket of the world this process runs in, or None."""
    folder = os.environ.get("SSC_SIM_DIR")
    return os.path.join(folder, "sim.ctl") if folder else None
