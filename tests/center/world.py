"""A center of the test's own: a folder, a database, a process, gone afterwards.

  with world.Center(program) as center:                 init and serve on free ports
      answer = center.tools("/healthz")                 an http.client answer; .text holds its body
      answer = center.open("/web", client="good")       TLS, with or without one of center.certificates
      center.kill(); center.serve()                     a crash, and a new start on the same state

Only Python's own library and the command openssl.
"""
import contextlib
import http.client
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time

AREA = "999900"
READY_IN = 30      # seconds
STOPPED_IN = 15


def openssl(*words, folder):
    return subprocess.run(["openssl", *map(str, words)], cwd=folder, check=True, capture_output=True, timeout=30).stdout


class Certificates:
    """Client certificates of the center's authority, and one of somebody else's."""

    def __init__(self, folder, state):
        self.folder, self.state = folder, state
        self.good = self.issue("good", "20200101000000Z", "20400101000000Z")
        self.expired = self.issue("expired", "20200101000000Z", "20210101000000Z")
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=stranger",
                "-keyout", "stranger.key", "-out", "stranger.pem", folder=folder)
        self.stranger = (folder / "stranger.pem", folder / "stranger.key")

    def issue(self, name, begin, end):
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN=TEST {name}",
                "-keyout", f"{name}.key", "-out", f"{name}.csr", folder=self.folder)
        (self.folder / "ca.cnf").write_text(
            "[ca]\ndefault_ca=one\n[one]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\n"
            "policy=any\nunique_subject=no\n[any]\ncommonName=supplied\n[client]\nextendedKeyUsage=clientAuth\n", encoding="ascii")
        (self.folder / "index.txt").write_text("", encoding="ascii")
        (self.folder / "serial").write_text("1000\n", encoding="ascii")
        openssl("ca", "-batch", "-notext", "-config", "ca.cnf", "-extensions", "client", "-cert",
                self.state / "tls-authority.pem", "-keyfile", self.state / "tls-authority.key", "-in", f"{name}.csr",
                "-out", f"{name}.pem", "-startdate", begin, "-enddate", end, folder=self.folder)
        return self.folder / f"{name}.pem", self.folder / f"{name}.key"


class Center:
    def __init__(self, program, database=None, people=20):
        self.program, self.database, self.people = str(pathlib.Path(program).resolve()), database, people
        self.process = None

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ssc-center-"))
        self.state = self.folder / "state"
        try:
            words = ["--db", self.database] if self.database else []
            self.run("init", "--area", AREA, "--people", str(self.people), *words)
            self.certificates = Certificates(self.folder, self.state)
            self.serve()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *words):
        done = subprocess.run([self.program, *words, "--state", str(self.state)], capture_output=True, text=True,
                              check=False, timeout=120)
        if done.returncode != 0:
            raise AssertionError(f"ssc-center {words}: {done.stdout}{done.stderr}")
        return done.stdout

    def serve(self):
        listeners = [f"--{name}=127.0.0.1:0" for name in ("terminals", "open", "tools")]
        self.process = subprocess.Popen([self.program, "serve", "--state", str(self.state), "--log",
                                         str(self.folder / "log"), *listeners],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        deadline = time.monotonic() + READY_IN
        line = self.process.stdout.readline()
        if not line.startswith("ready ") or time.monotonic() > deadline:
            self.kill()
            raise AssertionError(f"ssc-center does not serve: {line!r}")
        self.ports = {name: int(port) for name, port in (word.split("=") for word in line.split()[1:])}

    def stop(self):
        """Asks it to end; its exit code."""
        self.process.terminate()
        return self.ended()

    def kill(self):
        self.process.kill()
        return self.ended()

    def ended(self):
        try:
            return self.process.wait(STOPPED_IN)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(STOPPED_IN)
            raise
        finally:
            self.process.stdout.close()

    # ---- ways in

    def context(self, client=None, most=None):
        context = ssl.create_default_context(cafile=str(self.state / "tls-authority.pem"))
        if client:
            context.load_cert_chain(*map(str, getattr(self.certificates, client)))
        if most:
            context.maximum_version = most
        return context

    def connect(self, listener="open", client=None, most=None, timeout=30):
        """A socket, TLS where the listener has it."""
        raw = socket.create_connection(("127.0.0.1", self.ports[listener]), timeout=timeout)
        if listener == "tools":
            return raw
        try:
            return self.context(client, most).wrap_socket(raw, server_hostname="127.0.0.1")
        except BaseException:
            raw.close()
            raise

    def ask(self, path, listener="open", client=None, method="GET", body=None, headers=None):
        with contextlib.closing(self.connect(listener, client)) as raw:
            connection = http.client.HTTPConnection("127.0.0.1")
            connection.sock = raw
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            answer.text = answer.read().decode()
            return answer

    def tools(self, path, **options):
        return self.ask(path, "tools", **options)

    def open(self, path, **options):
        return self.ask(path, "open", **options)

    def terminals(self, path, client="good", **options):
        return self.ask(path, "terminals", client, **options)
