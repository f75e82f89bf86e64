#!/usr/bin/env python3
"""The database is locked, damaged, gone, or has no room: a numbered refusal, nothing half done, and service again after it."""
import contextlib
import ctypes
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import attack_world
from attack_world import HEARTBEAT

CODE = {"kind": "kiosk", "place": "x", "service": "x"}   # 8102: each one done leaves a row in logins
REFUSALS = (1110, 1111)
HEADER = 100                                              # bytes at the begin of an SQLite file
MEBIBYTE = 1 << 20


class Fault(attack_world.Case):
    def logins(self, terminal):
        return self.count(f"logins WHERE dev_no = '{terminal.dev_no}'")

    def numbered(self, reply):
        self.assertEqual((reply.fault, reply.status, reply.signed), (None, 200, True), reply)
        self.assertIn(reply.infcode, REFUSALS, reply)
        self.assertIsNone(reply.output)

    def health(self):
        return self.center.processes[0].healthy()

    def serves_again(self, terminal, msgids=()):
        """As before; and what was refused is done now, once."""
        self.wait_for(lambda: terminal.send("9010", HEARTBEAT).infcode == 0, 20)
        self.assertEqual(self.health(), 200)
        before = self.logins(terminal)
        for msgid in msgids:
            answers = []
            # Who was refused while the claim could not be taken back waits until it is void.
            self.wait_for(lambda: answers.append(terminal.send("8102", CODE, msgid=msgid)) or answers[-1].infcode == 0, 40)
            self.passes(terminal.send("8102", CODE, msgid=msgid))
        self.assertEqual(self.logins(terminal), before + len(msgids))


class Locked(Fault):
    @contextlib.contextmanager
    def lock(self):
        """Another program writes and does not come to its end."""
        if attack_world.SERVER:
            server = attack_world.SERVER
            holder = subprocess.Popen([str(server.bin / "psql"), "--no-psqlrc", "-q", "-d", self.database.url],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            holder.stdin.write("BEGIN; LOCK TABLE terminals, logins IN ACCESS EXCLUSIVE MODE; SELECT 'held';\n")
            holder.stdin.flush()
            while "held" not in holder.stdout.readline():
                pass
            try:
                yield
            finally:
                holder.stdin.close()
                holder.wait(30)
                holder.stdout.close()
        else:
            with contextlib.closing(sqlite3.connect(self.database.file, timeout=10, isolation_level=None)) as connection:
                connection.execute("BEGIN EXCLUSIVE")
                yield

    def test_another_writer_for_five_seconds(self):
        terminal = self.terminal()
        self.passes(terminal.send("8102", CODE))
        msgids = [terminal.new_msgid() for _ in range(3)]
        with self.lock():
            end = time.monotonic() + 5
            replies = terminal.post([terminal.envelope("8102", CODE, msgid=msgid) for msgid in msgids])
            for reply in replies:
                self.numbered(reply)
                self.assertEqual(reply.infcode, 1110, reply)
                self.assertLess(reply.ms, 12_000)
            time.sleep(max(0.0, end - time.monotonic()))
        self.assertEqual(self.logins(terminal), 1)
        self.serves_again(terminal, msgids)


class Gone(Fault):
    """PostgreSQL is stopped; the file of SQLite is no database any more."""

    @contextlib.contextmanager
    def gone(self, mode="fast"):
        if attack_world.SERVER:
            attack_world.SERVER.stop(mode)
            try:
                yield
            finally:
                attack_world.SERVER.start()
        else:
            with self.damaged():
                yield

    @contextlib.contextmanager
    def damaged(self):
        self.write_something()
        with open(self.database.file, "r+b", buffering=0) as file:
            header = file.read(HEADER)
            os.pwrite(file.fileno(), b"\xff" * HEADER, 0)
            try:
                yield
            finally:
                os.pwrite(file.fileno(), header, 0)
        self.write_something()

    def write_something(self):
        """Whoever has pages of the file in memory reads them anew: SQLite does not see what is written past it."""
        with contextlib.closing(sqlite3.connect(self.database.file, timeout=10)) as connection:
            with connection:
                connection.execute("UPDATE population SET seed = seed")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def attempt(self, mode):
        terminal, person = self.terminal(), self.person()
        session = terminal.login(person)
        self.passes(terminal.send("8102", CODE))
        self.passes(terminal.query(session))
        self.assertEqual(self.health(), 200)
        msgids = [terminal.new_msgid() for _ in range(2)]
        with self.gone(mode):
            for msgid in msgids:
                self.numbered(terminal.send("8102", CODE, msgid=msgid))
            self.numbered(terminal.query(session))
            self.numbered(terminal.show_card(person))
            self.assertEqual(self.health(), 503)
        self.assertEqual(self.logins(terminal), 1)
        self.serves_again(terminal, msgids)
        self.passes(terminal.query(session))

    def test_the_database_is_gone_for_a_while(self):
        self.attempt("fast")

    def test_a_file_that_is_put_right_again_is_taken_up_by_itself(self):
        """Nobody writes to it in between: SQLite itself would keep what it has read of the damaged one."""
        if attack_world.SERVER:
            self.skipTest("a file is SQLite's")
        terminal, neighbour, person = self.terminal(), self.terminal(), self.person()
        session = terminal.login(person)
        self.passes(terminal.query(session))
        self.write_something()
        with open(self.database.file, "r+b", buffering=0) as file:
            header = file.read(HEADER)
            os.pwrite(file.fileno(), b"\xff" * HEADER, 0)
            for _ in range(4):                             # every session of the pool meets it
                for each in neighbour.post([neighbour.envelope("8102", CODE) for _ in range(8)]):
                    self.numbered(each)
            self.numbered(terminal.query(session))
            self.assertEqual(self.health(), 503)
            self.assertNotEqual(self.page("/metrics"), "") # what needs no database goes on
            os.pwrite(file.fileno(), header, 0)
        self.wait_for(lambda: terminal.send("9010", HEARTBEAT).infcode == 0, 20)
        for _ in range(4):
            for each in neighbour.post([neighbour.envelope("8102", CODE) for _ in range(8)]):
                self.passes(each)
        self.passes(terminal.query(session))
        self.assertEqual(self.health(), 200)
        self.assertEqual(len(self.center.processes), 1)

    def page(self, path):
        return urllib.request.urlopen(f"http://127.0.0.1:{self.center.processes[0].tools}{path}", timeout=10).read().decode()

    def test_the_database_crashes(self):
        self.attempt("immediate")


def private_mounts():
    """What is mounted from here on is this process's and its children's. None, or why not."""
    CLONE_NEWNS, MS_REC, MS_PRIVATE = 0x20000, 0x4000, 0x40000
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNS) != 0 or libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) != 0:
        return os.strerror(ctypes.get_errno())
    return None


@contextlib.contextmanager
def small_disk(folder, size):
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


class Full(Fault):
    """The database lies on a small disk that something else fills."""

    @classmethod
    def setUpClass(cls):
        if REASON:
            raise unittest.SkipTest(f"no private mount namespace: {REASON}")
        cls.client = attack_world.Client()
        cls.addClassCleanup(cls.client.close)
        cls.disk = pathlib.Path(tempfile.mkdtemp(prefix="ssc-disk-"))
        cls.addClassCleanup(cls.disk.rmdir)
        disk = small_disk(cls.disk, 96 * MEBIBYTE)
        disk.__enter__()
        cls.addClassCleanup(disk.__exit__, None, None, None)
        cls.center = cls.center_on(cls.disk)
        cls.database = cls.center.database
        cls._people = iter(cls.people_of(cls.center))

    @classmethod
    def center_on(cls, disk):
        if not attack_world.SERVER:
            before, tempfile.tempdir = tempfile.tempdir, str(disk)
            try:
                return cls.new_center()
            finally:
                tempfile.tempdir = before
        server, space = attack_world.SERVER, disk / "space"
        space.mkdir()
        if os.geteuid() == 0:
            import pwd
            account = pwd.getpwnam(attack_world.postgres.USER)
            os.chown(space, account.pw_uid, account.pw_gid)
        user, made = attack_world.postgres.USER, []

        def drop():                                        # a server that starts again looks for what it had
            server.rows(user, "ALTER ROLE postgres RESET default_tablespace")
            for database in made:
                server.rows(user, f"DROP DATABASE {database} WITH (FORCE)")
            server.rows(user, "DROP TABLESPACE small")

        server.rows(user, f"CREATE TABLESPACE small LOCATION '{space}'")
        cls.addClassCleanup(drop)                          # after the center's own end
        server.rows(user, "ALTER ROLE postgres SET default_tablespace = small")
        center = cls.new_center()
        made.append(center.database.name)
        return center

    @contextlib.contextmanager
    def filled(self):
        """Not one block is left."""
        ballast = self.disk / "ballast"
        with open(ballast, "wb", buffering=0) as file:
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * MEBIBYTE)
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * 512)
        try:
            yield
        finally:
            ballast.unlink()

    def reason(self):
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"http://127.0.0.1:{self.center.processes[0].tools}/healthz", timeout=10)
        with caught.exception as answer:
            return answer.read().decode()

    def test_no_room(self):
        terminal = self.terminal()
        self.passes(terminal.send("8102", CODE))
        self.assertEqual(self.health(), 200)
        with self.filled():
            # What room the database itself still has is used up first.
            sent, refused = 0, []
            while not refused and sent < 20_000:
                msgids = [terminal.new_msgid() for _ in range(16)]
                replies = terminal.post([terminal.envelope("8102", {**CODE, "service": "x" * 64}, msgid=msgid) for msgid in msgids])
                refused = [(msgid, reply) for msgid, reply in zip(msgids, replies) if reply.infcode != 0]
                sent += len(msgids)
            self.assertTrue(refused, f"{sent} messages found room")
            for _, reply in refused:
                self.numbered(reply)
            self.assertEqual(self.logins(terminal), 1 + sent - len(refused))
            self.wait_for(lambda: self.health() == 503, 20)
            self.assertEqual(self.reason(), "no room to write\n")
        self.wait_for(lambda: self.health() == 200, 20)    # by itself, and before anything else was written
        self.serves_again(terminal, [terminal.new_msgid()])


if __name__ == "__main__":
    # Before the database server starts: what is mounted later has to be seen by it.
    REASON = private_mounts() if "Full" in " ".join(sys.argv[1:]) or not set(sys.argv[1:]) & {"Locked", "Gone"} else "not asked for"
    attack_world.main()
