"""The back office of the simulated world: a center for each of the two areas, and the terminal known to its own.

  ssc-center 999900 ── peers ── ssc-center 999999
       │ mutual TLS
    COMMAND (ssc.toml: [office])
"""
import os
import socket
import subprocess
import threading

from .daemon import Daemon

HOME = "999900"
AREA = "{area}"  # in the address of the databases: the area's number
AREAS = (HOME, "999999")
TERMINAL = "999900000001"
INSTITUTION, INSTITUTION_NAME, PLACE = "SIMH00000001", "模拟医院", "模拟乡镇便民服务中心"
PHONE, PASSWORD = "SIMPHONE-A", "472916"  # of the holder of sample card A; public, as all test keys are
PEOPLE = "50"  # besides the holders of the sample cards
READY_SECONDS = 20.0


class CentersError(Exception):
    """The back office cannot be set up; the text says what and what to do."""


class Centers:
    """Two centers with invented people; `prepare()` runs beside other work, `start()` waits for it.

    `database`: address of their databases, with {area} in it; none: SQLite files in the world's folder.
    """

    def __init__(self, folder, build, database=None, phone_by_itself=True):
        self.folder, self._build, self._database = folder, build, database
        self._phone_by_itself = phone_by_itself
        ports = iter(free_ports(3 * len(AREAS)))
        self.ports = {area: {name: next(ports) for name in ("terminals", "open", "tools")} for area in AREAS}
        self.daemons = [self._daemon(area) for area in AREAS]
        self.phone_code, self.screen = (os.path.join(folder, name) for name in ("phone.png", "screen.png"))
        # It confirms whatever comes, as the PIN pad enters the card's PIN.
        self.phone = Daemon("phone", [self._program("ssc-sim"), "phone", "--state", os.path.join(folder, "phone"), "watch",
                                      "--png", self.phone_code, "--camera", self.screen, "--confirm-all",
                                      "--password-file", os.path.join(folder, "phone.password")],
                            os.path.join(folder, "phone.log"))
        self._thread, self._problem, self._code = None, None, None

    def state(self, area=HOME):
        return os.path.join(self.folder, f"center-{area}")

    def _daemon(self, area):
        ports = self.ports[area]
        listeners = [f"--{name}=127.0.0.1:{ports[name]}" for name in ("terminals", "open", "tools")]
        return Daemon(f"center-{area}", [self._program("ssc-center"), "serve", "--state", self.state(area), *listeners],
                      os.path.join(self.folder, f"center-{area}.log"))

    def _program(self, name):
        return os.path.join(self._build, "bin", name)

    def configuration(self):
        """The section of ssc.toml."""
        ports = self.ports[HOME]
        lines = {"url": f"https://127.0.0.1:{ports['terminals']}", "register_url": f"https://127.0.0.1:{ports['open']}",
                 "ca": os.path.join(self.state(), "tls-authority.pem"), "center_key": os.path.join(self.state(), "sign.pub"),
                 "folder": os.path.join(self.folder, "terminal"), "terminal": TERMINAL, "area": HOME,
                 "institution": INSTITUTION, "institution_name": INSTITUTION_NAME, "place": PLACE}
        office = "[office]\n" + "".join(f'{key} = "{value}"\n' for key, value in lines.items()) + "\n"
        return office + f'[codes]\nscanner = "{self.phone_code}"\npicture = "{self.screen}"\n\n'

    def phones(self):
        """Those that do something by themselves."""
        return [self.phone] if self._phone_by_itself else []

    # ---- set-up

    def prepare(self):
        """Makes the centers, on a thread of its own."""
        self._thread = threading.Thread(target=self._prepare, daemon=True)
        self._thread.start()

    def _prepare(self):
        try:
            makers = [self._start("ssc-center", "init", "--state", self.state(area), "--area", area, "--people", PEOPLE, "--test-policies",
                                  *(["--db", self._database.replace(AREA, area)] if self._database else []))
                      for area in AREAS]
            for maker in makers:
                self._finish(maker)
            for area, other in zip(AREAS, reversed(AREAS)):
                card = self._run("ssc-center", "peer", "card", "--state", self.state(other), "--url",
                                 f"https://127.0.0.1:{self.ports[other]['terminals']}")
                path = os.path.join(self.folder, f"peer-{other}.json")
                with open(path, "w", encoding="utf-8") as file:
                    file.write(card)
                self._run("ssc-center", "peer", "add", path, "--state", self.state(area))
            self._code = self._run("ssc-center", "terminal", "announce", TERMINAL, "--state", self.state(), "--institution",
                                   INSTITUTION, "--name", INSTITUTION_NAME, "--place", PLACE).strip()
        except (CentersError, OSError) as error:
            self._problem = str(error)

    def start(self, config):
        """Starts what was prepared and registers the terminal. Daemons follow the thread that starts them: the main one."""
        self._thread.join()
        if self._problem:
            raise CentersError(self._problem)
        for daemon in self.daemons:
            daemon.start()
        self._await(lambda: all(daemon.said_ready() for daemon in self.daemons), self.daemons, "the centers are not ready")
        self._run("ssc", "office", "register", self._code, config=config)
        self._run("ssc-center", "terminal", "approve", TERMINAL, "--state", self.state())
        self._run("ssc", "office", "register", config=config)
        self._make_phone()

    def _make_phone(self):
        phone = os.path.join(self.folder, "phone")
        self._run("ssc-sim", "phone", "--state", phone, "init", "--gateway", f"https://127.0.0.1:{self.ports[HOME]['open']}",
                  "--authority", os.path.join(self.state(), "tls-authority.pem"), "--access-id", PHONE)
        with open(os.path.join(self.folder, "phone.password"), "w", encoding="ascii") as file:
            file.write(PASSWORD)
        if not self._phone_by_itself:
            return
        self.phone.start()
        self._await(lambda: os.path.exists(self.phone_code), [self.phone], "the phone shows no code")

    @staticmethod
    def _await(done, daemons, problem):
        pause = threading.Event()
        for _ in range(int(READY_SECONDS / 0.01)):
            if done():
                return
            for daemon in daemons:
                if not daemon.running():
                    raise CentersError(f"{daemon.name} ended at once ({daemon.exit_text()}):\n{daemon.log_tail()}")
            pause.wait(0.01)
        raise CentersError(f"{problem} within {READY_SECONDS:g} s")

    def _start(self, program, *arguments, config=None):
        environment = dict(os.environ, LD_LIBRARY_PATH=os.path.join(self._build, "lib"), **({"SSC_CONFIG": config} if config else {}))
        return subprocess.Popen([self._program(program), *arguments], env=environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def _run(self, program, *arguments, config=None):
        return self._finish(self._start(program, *arguments, config=config))

    def _finish(self, process):
        try:
            output, errors = process.communicate(timeout=READY_SECONDS)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise CentersError(f"{' '.join(process.args[:3])} did not end within {READY_SECONDS:g} s") from error
        if process.returncode != 0:
            raise CentersError(f"{' '.join(process.args[:3])} failed ({process.returncode}): {errors.strip()}")
        return output


def free_ports(count):
    """Ports on the loopback that nobody listens on at this moment."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()
