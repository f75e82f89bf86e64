"""Everything that can wake the supervisor: signals, ends of children, control requests. One wait, always bounded."""
import os
import signal
import time

from . import control

FORWARDED = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2}
ENDING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT}
SI_KERNEL = 0x80  # sent by the kernel: Ctrl-C on the terminal has reached the command already (same process group)


class Interrupted(Exception):
    """A signal asked us to end before the command was running."""

    def __init__(self, number):
        super().__init__(signal.Signals(number).name)
        self.exit_code = 128 + number


def _end_early(number, _from_terminal):
    if number in ENDING:
        raise Interrupted(number)


class Events:
    """Signals stay blocked and are fetched here, so nothing happens behind the supervisor's back."""

    def __init__(self):
        self.on_signal = _end_early
        self._watched = FORWARDED | {signal.SIGCHLD, control.WAKE}
        signal.pthread_sigmask(signal.SIG_BLOCK, self._watched)

    def wait(self, seconds):
        """Returns after one event or when the time is over."""
        info = signal.sigtimedwait(self._watched, max(0.0, seconds))
        if info is not None and info.si_signo in FORWARDED:
            self.on_signal(info.si_signo, info.si_code == SI_KERNEL)

    def wait_until(self, condition, seconds, step=0.005):
        """True as soon as `condition()` holds, False when it does not within `seconds`."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() >= deadline:
                return False
            self.wait(step)
        return True


def reap_orphans(own_pids):
    """Collects ended orphans of the command; the processes we started are left to their Popen objects."""
    while True:
        try:
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return
        if ended is None or ended.si_pid in own_pids:
            return
        os.waitpid(ended.si_pid, 0)


def _parents():
    """{pid: parent pid} of all processes this one can see."""
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="ascii", errors="replace") as stat:
                fields = stat.read().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(name)] = int(fields[1])
    return parents


def descendants(own_pids):
    """Living processes below this one, without those in `own_pids`."""
    parents, found = _parents(), []
    todo = [os.getpid()]
    while todo:
        parent = todo.pop()
        children = [pid for pid, its_parent in parents.items() if its_parent == parent and pid not in own_pids]
        found += children
        todo += children
    return found


def _signal_all(pids, number):
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


def end_descendants(own_pids, grace=0.5, limit=3.0):
    """Ends what the command left behind: first politely, then by SIGKILL."""
    start = time.monotonic()
    _signal_all(descendants(own_pids), signal.SIGTERM)
    while (left := descendants(own_pids)) and time.monotonic() < start + limit:
        if time.monotonic() > start + grace:
            _signal_all(left, signal.SIGKILL)
        time.sleep(0.01)
    reap_orphans(own_pids)
