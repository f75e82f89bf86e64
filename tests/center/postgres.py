"""A PostgreSQL server of the test's own: a new cluster in a temporary folder, on a unix socket there, gone afterwards.

  with postgres.Server() as server:
      url = server.create("name")             # postgresql://… of a new, empty database
      rows = server.rows("name", "SELECT …")  # through psql, as lists of texts

Server() raises unittest.SkipTest where PostgreSQL is not installed.
"""
import csv
import io
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile
import unittest

USER = "postgres"     # the server refuses to run as root
START_LIMIT = 60      # seconds
COLLATION = "C.UTF-8"


def programs():
    """The folder of initdb and pg_ctl: Debian keeps it out of PATH."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    in_path = shutil.which("initdb")
    if in_path:
        return pathlib.Path(in_path).parent
    raise unittest.SkipTest("PostgreSQL is not installed (apt: postgresql-15)")


class Server:
    def __init__(self, durable=False):
        """`durable`: what it has confirmed survives a power cut, as where people work with it."""
        self.bin, self.durable = programs(), durable
        self.folder = None

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ssc-pg-"))
        try:
            if os.geteuid() == 0:
                account = pwd.getpwnam(USER)
                os.chown(self.folder, account.pw_uid, account.pw_gid)
            self.run("initdb", "-D", self.data, "-U", USER, "-A", "trust", "-E", "UTF8", f"--locale={COLLATION}",
                     "--no-sync")
            self.start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder)

    @property
    def data(self):
        return str(self.folder / "data")

    def run(self, program, *words, **options):
        """A program of the server's, as its user."""
        as_user = {"user": USER, "group": pwd.getpwnam(USER).pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        result = subprocess.run([str(self.bin / program), *words], cwd=self.folder, capture_output=True, text=True,
                                check=False, timeout=START_LIMIT * 2, env={**os.environ, "LC_ALL": "C.UTF-8"},
                                **as_user, **options)
        if result.returncode != 0:
            raise RuntimeError(f"{program}: {result.stdout}{result.stderr}")
        return result.stdout

    def start(self):
        settings = f"-c listen_addresses= -c unix_socket_directories={self.folder}"
        if not self.durable:
            settings += " -c fsync=off"
        self.run("pg_ctl", "-D", self.data, "-l", str(self.folder / "log"), "-w", "-t", str(START_LIMIT),
                 "-o", settings, "start")

    def stop(self, mode="fast"):
        """`immediate` is what a crash looks like."""
        self.run("pg_ctl", "-D", self.data, "-m", mode, "-w", "-t", str(START_LIMIT), "stop")

    def url(self, database):
        return f"postgresql:///{database}?host={self.folder}&user={USER}"

    def create(self, database):
        self.rows(USER, f"CREATE DATABASE {database}")
        return self.url(database)

    def rows(self, database, statement):
        output = self.run("psql", "--no-psqlrc", "--csv", "--tuples-only", "--quiet", "-v", "ON_ERROR_STOP=1",
                          "-d", self.url(database), "-c", statement)
        return [row for row in csv.reader(io.StringIO(output)) if row]
