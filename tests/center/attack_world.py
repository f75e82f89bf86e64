"""A center of the test's own and terminals that are not bound to the rules.

  class Attack(attack_world.Case):            a center for the class, on SQLite or PostgreSQL
      def test_…(self):
          terminal = self.terminal()          registered, approved, signed in
          self.passes(terminal.send("9010", HEARTBEAT))
          self.refused(1104, terminal.send("9010", HEARTBEAT, seconds=301))

The envelope is composed here, member by member, from the published description; `center_attack` only signs, seals and
posts. Whatever a class did: at its end neither the center's log nor any err_msg holds a name or number of its people.

  attack_….py --build BUILD [--postgres] [test …]     77: PostgreSQL is asked for and not installed
"""
import argparse
import atexit
import contextlib
import datetime
import hashlib
import itertools
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import postgres

AREA, OTHER_AREA = "999900", "999999"
INSTITUTION = "SIMH00000001"
PEOPLE = "80"
BEIJING = datetime.timezone(datetime.timedelta(hours=8))
READY_LIMIT = 30.0
HEARTBEAT = {"link": "ONLINE", "session": False, "queue": 0, "alarm": 0}
MEASURED = "0" * 64
# In the order in which they are signed.
HEAD = ("infno", "msgid", "mdtrtarea_admvs", "insuplc_admdvs", "recer_sys_code", "dev_no", "dev_safe_info", "signtype",
        "infver", "opter_type", "opter", "opter_name", "inf_time", "fixmedins_code", "fixmedins_name", "sign_no")
OPTIONAL = ("insuplc_admdvs", "sign_no", "input")     # an empty one is not sent
BUILD = None
SERVER = None      # a postgres.Server, or None for SQLite
_names = itertools.count(1)
_originals = {}    # (area, settings) -> a center that others are copies of


def sm3(text):
    return hashlib.new("sm3", text.encode()).hexdigest()


class Database:
    """Of one center: its address and a second way into it, as another clerk has one."""

    def __init__(self, folder, template=None):
        self.name = f"attack{next(_names)}"
        self.file = None if SERVER else str(folder / "center.sqlite")
        self.url = SERVER.url(self.name) if SERVER else f"sqlite:{self.file}"
        if SERVER:
            SERVER.rows(postgres.USER, f"CREATE DATABASE {self.name}" + (f" TEMPLATE {template.name}" if template else ""))

    def rows(self, statement):
        if SERVER:
            return SERVER.rows(self.name, statement)
        with contextlib.closing(sqlite3.connect(self.file, timeout=10)) as connection, connection:
            return [[str(value) for value in row] for row in connection.execute(statement).fetchall()]

    execute = rows

    def one(self, statement):
        return self.rows(statement)[0][0]

    def tables(self):
        query = ("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'" if SERVER
                 else "SELECT name FROM sqlite_master WHERE type = 'table'")
        return sorted(row[0] for row in self.rows(query))

    def counts(self):
        """Table -> number of rows."""
        tables = self.tables()
        union = " UNION ALL ".join(f"SELECT '{name}', COUNT(*) FROM {name}" for name in tables)
        return {name: int(count) for name, count in self.rows(union)}

    def schema(self):
        if SERVER:
            return self.rows("SELECT table_name, column_name, data_type FROM information_schema.columns "
                             "WHERE table_schema = 'public' ORDER BY 1, 2")
        return self.rows("SELECT name, sql FROM sqlite_master ORDER BY 1")


class Process:
    """`ssc-center serve`, on free ports or at one that others know."""

    def __init__(self, center, port=0):
        number = next(_names)
        self.log = center.folder / f"log-{number}"
        self.errors = open(center.folder / f"errors-{number}", "w", encoding="utf-8")
        listeners = [f"--terminals=127.0.0.1:{port}", "--open=127.0.0.1:0", "--tools=127.0.0.1:0"]
        self.process = subprocess.Popen(
            [center.program("ssc-center"), "serve", "--state", str(center.state), "--log", str(self.log), *listeners],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.errors, text=True)
        watchdog = threading.Timer(READY_LIMIT, self.process.kill)
        watchdog.start()
        line = self.process.stdout.readline()
        watchdog.cancel()
        if not line.startswith("ready "):
            self.stop()
            raise AssertionError(f"ssc-center does not serve: {self.texts()}")
        ports = dict(word.split("=") for word in line.split()[1:])
        self.url, self.open_url = (f"https://127.0.0.1:{ports[name]}" for name in ("terminals", "open"))
        self.tools = int(ports["tools"])

    def texts(self):
        """The log, and what it wrote elsewhere."""
        files = [self.log, pathlib.Path(self.errors.name)]
        return "".join(file.read_text(encoding="utf-8") for file in files if file.exists())

    def healthy(self):
        """The status of /healthz."""
        import urllib.error
        import urllib.request
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.tools}/healthz", timeout=15) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(15)
        self.process.stdout.close()
        self.errors.close()


class Center:
    def __init__(self, client, area=AREA, settings=(), like=None, sessions=4):
        self.client, self.area = client, area
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ssc-attack-"))
        self.state = self.folder / f"center-{area}"
        if like:
            shutil.copytree(like.state, self.state)
        else:
            self.state.mkdir()
        self.database = Database(self.state, like.database if like else None)
        self.processes, self.errors = [], []
        self._terminals = itertools.count(1)
        if like:
            self.change_settings(like.database.url, self.database.url)
        else:
            self.run("init", "--area", area, "--people", PEOPLE, "--db", self.database.url, *settings)
            self.change_settings("sessions = 8", f"sessions = {sessions}")   # each program opens all of them at once

    def change_settings(self, old, new):
        file = self.state / "center.toml"
        text = file.read_text(encoding="utf-8")
        if old not in text:
            raise AssertionError(f"center.toml: no {old}")
        file.write_text(text.replace(old, new), encoding="utf-8")

    @classmethod
    def copy(cls, client, area, settings):
        """With the keys and people that every copy has: an original is made once, and never serves."""
        if (area, settings) not in _originals:
            _originals[area, settings] = original = cls(client, area, settings)
            atexit.register(shutil.rmtree, original.folder, True)
        return cls(client, area, like=_originals[area, settings])

    @staticmethod
    def program(name):
        return os.path.join(BUILD, "bin", name)

    def run(self, *words):
        done = subprocess.run([self.program("ssc-center"), *words, "--state", str(self.state)], capture_output=True,
                              text=True, check=False, timeout=READY_LIMIT)
        if done.returncode != 0:
            raise AssertionError(f"ssc-center {words}: {done.stdout}{done.stderr}")
        return done.stdout

    def serve(self, port=0):
        self.processes.append(Process(self, port))
        return self.processes[-1]

    def close(self):
        for process in self.processes:
            process.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def url(self):
        return self.processes[0].url

    @property
    def authority(self):
        return str(self.state / "tls-authority.pem")

    @property
    def point(self):
        return (self.state / "sign.pub").read_text(encoding="ascii").strip()

    def announce(self, dev_no, *, institution=INSTITUTION, attended=False):
        return self.run("terminal", "announce", dev_no, "--institution", institution, "--name", "模拟医院", "--place",
                        "模拟大厅", *(["--attended"] if attended else [])).strip()

    def new_dev_no(self):
        return f"{self.area}{next(self._terminals):06d}"

    def terminal(self, *, signed_in=True, **plan):
        terminal = Terminal(self, self.new_dev_no())
        code = self.announce(terminal.dev_no, **plan)
        terminal.register(code)
        self.run("terminal", "approve", terminal.dev_no)
        terminal.register(code)
        if signed_in:
            terminal.sign_in()
        return terminal

    def personal(self):
        """Every name and number that may stand in no log: card numbers, names, numbers, codes of chips, accounts."""
        texts = set()
        for statement in ("SELECT aac002 FROM persons", "SELECT aac003 FROM persons", "SELECT aaz500 FROM cards",
                          "SELECT aaz501 FROM cards", "SELECT bank_account FROM cards", "SELECT aac067 FROM persons"):
            texts |= {row[0] for row in self.database.rows(statement)}
        return {text for text in texts if len(text) > 1}

    def leaked(self, personal):
        """Of these, what stands in a log or an err_msg. (A log file is small; so are the people.)"""
        said = "".join(process.texts() for process in self.processes) + "\n".join(self.errors)
        return sorted(text for text in personal if text in said)


class Client:
    """The program `center_attack`."""

    def __init__(self):
        self.process = subprocess.Popen([Center.program("center_attack")], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, encoding="utf-8")

    def __call__(self, op, **members):
        self.process.stdin.write(json.dumps({"op": op, **members}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(f"center_attack ended at {op}")
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


class Reply:
    """What came back for one envelope."""

    def __init__(self, center, answer, msgid, parse=True):
        self.fault, self.what, self.ms = answer.get("fault"), answer.get("what", ""), answer["ms"]
        self.status, self.raw = answer.get("status"), answer.get("body", "")
        self.infcode, self.err, self.output, self.signed, self.text = None, "", None, None, ""
        if self.status != 200:
            return
        reply = json.loads(self.raw)
        self.infcode, self.err, self.text = reply["infcode"], reply.get("err_msg", ""), reply.get("output", "")
        self.output = json.loads(self.text) if self.text and parse else None
        center.errors.append(self.err)
        # The refusal of an envelope that cannot be read is bound to no message id.
        ids = [msgid, ""] if self.infcode in (1107, 1109) else [msgid]
        self.signed = any(self._is_signed(center, reply, each) for each in ids)

    def _is_signed(self, center, reply, msgid):
        said = "|".join([str(self.infcode), reply["inf_refmsgid"], reply["refmsg_time"], reply["respond_time"], self.err,
                         msgid, sm3(self.text)])
        return center.client("verify", point=center.point, text=said, signature=reply["cainfo"])["good"]

    def __repr__(self):
        return f"<{self.fault or self.status} {self.infcode} {self.err} {self.what}>"


def text_to_sign(envelope):
    return "|".join([*(envelope[name] for name in HEAD), sm3(envelope["input"])])


class Terminal:
    def __init__(self, center, dev_no):
        self.center, self.client, self.dev_no = center, center.client, dev_no
        self.folder = center.folder / f"terminal-{dev_no}"
        self.counter, self.serial = 0, 0
        self.kid, self.session_key, self.sign_no = "0", "", ""

    # ---- what it is made of

    @property
    def sign_key(self):
        return str(self.folder / "sign.key")

    @property
    def tls(self):
        return {"certificate": str(self.folder / "tls.pem"), "key": str(self.folder / "tls.key")}

    def register(self, code, *, infno="9020", passes=True, folder=None, **changes):
        """9020 once; takes the certificates when they come."""
        folder = str(folder or self.folder)
        applicant = self.client("applicant", folder=folder, terminal=self.dev_no)
        body = {"code": code, **applicant, **changes}
        reply = self.send(infno, body, sign_key=f"{folder}/sign.key", url=self.center.processes[0].open_url,
                          path="/office/1/register", tls={})
        if not passes:
            return reply
        if reply.infcode != 0:
            raise AssertionError(f"registration: {reply}")
        if reply.output["state"] == "APPROVED":
            self.client("complete", folder=folder, output=reply.text)
            self.client("forget")                          # a kept connection shows the certificate of before
        return reply

    def sign_in(self):
        challenge = self.must(self.send("9022", {}))["challenge"]
        self.must(self.send("9022", {"challenge": challenge, "measured": MEASURED,
                                     "proof": self.sign(f"{challenge}|{MEASURED}")}))
        answer = self.must(self.send("9001", {"version": "1.0.0"}))
        self.session_key = self.client("decipher", key=self.sign_key, hex=answer["sessionKey"])["hex"]
        self.kid, self.sign_no = answer["kid"], answer["signNo"]

    @staticmethod
    def must(reply):
        if reply.infcode != 0:
            raise AssertionError(f"refused: {reply}")
        return reply.output

    def sign(self, text, key=None):
        return self.client("sign", key=key or self.sign_key, text=text)["signature"]

    def seal(self, msgid, member, value, **changes):
        place = {"dev_no": self.dev_no, "msgid": msgid, "key": self.session_key, **changes}
        return self.client("seal", member=member, value=value, **place)["text"]

    def open(self, msgid, member, text):
        return self.client("open", dev_no=self.dev_no, msgid=msgid, key=self.session_key, member=member, text=text)

    # ---- messages

    def new_msgid(self, *, days=0, seconds=0):
        self.serial += 1
        at = datetime.datetime.now(BEIJING) + datetime.timedelta(days=days, seconds=seconds)
        return f"{INSTITUTION}{at:%Y%m%d%H%M%S}{self.serial:04d}"

    def next_counter(self):
        self.counter += 1
        return self.counter

    def envelope(self, infno, body, *, msgid=None, counter=None, kid=None, seconds=0, head=None, after=None,
                 sign_key=None, cainfo=None):
        """head: members before it is signed; after: members that are changed after that; seconds: its clock is wrong."""
        counter = self.next_counter() if counter is None else counter
        at = datetime.datetime.now(BEIJING) + datetime.timedelta(seconds=seconds)
        info = {"kid": self.kid if kid is None else kid, "ctr": str(counter), "ver": "1.0.0", "tamper": "0"}
        values = (infno, msgid or self.new_msgid(), self.center.area, "", "HRSS", self.dev_no,
                  json.dumps(info, separators=(",", ":")), "SM2WITHSM3", "V1.0", "2", self.dev_no, self.dev_no,
                  f"{at:%Y-%m-%d %H:%M:%S}", INSTITUTION, "模拟医院", self.sign_no)
        whole = {**dict(zip(HEAD, values)), **(head or {})}
        whole["input"] = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        whole["cainfo"] = self.sign(text_to_sign(whole), sign_key) if cainfo is None else cainfo
        whole = {**whole, **(after or {})}
        return {name: value for name, value in whole.items() if value != "" or name not in OPTIONAL}

    def place(self, url=None, path="/office/1", tls=None, authority=None, limit_ms=15000, fresh=False):
        return {"url": url or self.center.url, "path": path, "authority": authority or self.center.authority,
                "limit_ms": limit_ms, "fresh": fresh, **(self.tls if tls is None else tls)}

    def post(self, envelopes, places=None, **where):
        """Sends envelopes all at once, each over a connection of its own; a dict or the bytes as text."""
        places = places or [self.place(**where)] * len(envelopes)
        posts = [{**place, "body": each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)}
                 for each, place in zip(envelopes, places)]
        answers = self.client("post", posts=posts)["answers"]
        return [Reply(self.center, answer, each.get("msgid", "") if isinstance(each, dict) else "")
                for each, answer in zip(envelopes, answers)]

    def send(self, infno, body, *, url=None, path="/office/1", tls=None, limit_ms=15000, fresh=False, **changes):
        where = {"url": url, "path": path, "tls": tls, "limit_ms": limit_ms, "fresh": fresh}
        return self.post([self.envelope(infno, body, **changes)], **where)[0]

    # ---- a person before it

    def card_body(self, person, msgid, **changes):
        """8110 by card; changes: members of the body, or plain values of number and name."""
        number, name = changes.pop("number", person["aac002"]), changes.pop("name", person["aac003"])
        body = {"way": "card", "aac002": self.seal(msgid, "aac002", number), "aac003": self.seal(msgid, "aac003", name),
                "aaz500": person["aaz500"], "aaz501": person["aaz501"], "aaz508": person["aaz508"],
                "aab301": person["aab301"], "algorithm": "03", "resetInfo": person["reset_info"], "proven": True,
                "service": ""}
        body.update(changes)
        return body

    def show_card(self, person, *, msgid=None, send=None, **changes):
        """8110."""
        msgid = msgid or self.new_msgid()
        return self.send("8110", self.card_body(person, msgid, **changes), msgid=msgid, **(send or {}))

    def login(self, person, **send):
        """8110 and 8111: the session's id, at level 2."""
        session = self.must(self.show_card(person, send=send))["sessionId"]
        pin = {"sessionId": session, "result": "ok", "triesLeft": 5, "initialPin": False}
        level = self.must(self.send("8111", pin, **send))["level"]
        if level != 2:
            raise AssertionError(f"level {level}")
        return session

    def query(self, session, item="LP-HR-080", **changes):
        members = {name: changes.pop(name) for name in ("view", "from", "to", "page") if name in changes}
        return self.send("8206", {"sessionId": session, "item": item, "page": 0, **members}, **changes)


PERSON = ("SELECT p.aac002, p.aac003, c.aaz500, c.aaz501, c.aaz508, c.aab301, c.reset_info FROM persons p "
          "JOIN cards c ON c.aac002 = p.aac002 WHERE c.aaz502 = '1' AND c.initial_pin = '0' AND p.dead_on = '' "
          "AND (SELECT COUNT(*) FROM cards d WHERE d.aac002 = p.aac002) = 1 ORDER BY p.aac002")


class Case(unittest.TestCase):
    """One center for the tests of a class; each test takes terminals and people of its own."""
    SETTINGS = ("--rate", "100000", "--burst", "100000")

    @classmethod
    def setUpClass(cls):
        cls.client = Client()
        cls.addClassCleanup(cls.client.close)
        cls.center = cls.new_center(copied=True)
        cls.database = cls.center.database
        cls._people = iter(cls.people_of(cls.center))

    @classmethod
    def new_center(cls, area=AREA, serve=True, copied=False):
        make = Center.copy if copied else Center
        center = make(cls.client, area, cls.SETTINGS)
        cls.addClassCleanup(cls.close_center, center)
        cls.personal = center.personal() | getattr(cls, "personal", set())
        if serve:
            center.serve()
        return center

    @classmethod
    def close_center(cls, center):
        leaked = None
        try:
            leaked = center.leaked(cls.personal)
        finally:
            center.close()
        if leaked:
            raise AssertionError(f"{len(leaked)} personal texts stand in the log or an err_msg")

    @staticmethod
    def people_of(center):
        names = ("aac002", "aac003", "aaz500", "aaz501", "aaz508", "aab301", "reset_info")
        return [dict(zip(names, row)) for row in center.database.rows(PERSON)]

    def person(self):
        """Somebody with one card that works, whom no other test of the class has had."""
        return next(self._people)

    def terminal(self, **plan):
        return self.center.terminal(**plan)

    # ---- what is expected

    def passes(self, reply):
        self.assertEqual((reply.fault, reply.status, reply.infcode, reply.signed), (None, 200, 0, True), reply)
        return reply.output

    def refused(self, code, reply, text=None):
        self.assertEqual((reply.fault, reply.status, reply.infcode, reply.signed), (None, 200, code, True), reply)
        self.assertEqual(reply.output, None)
        if text is not None:
            self.assertIn(text, reply.err)
        return reply

    def set_card(self, person, state):
        self.database.execute(f"UPDATE cards SET aaz502 = '{state}' WHERE aaz501 = '{person['aaz501']}'")

    def count(self, condition):
        return int(self.database.one(f"SELECT COUNT(*) FROM {condition}"))

    def alarms(self, terminal, kind):
        return self.count(f"alarms WHERE dev_no = '{terminal.dev_no}' AND kind = '{kind}'")

    def wait_for(self, condition, seconds=10.0):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return
            time.sleep(0.05)
        self.fail(f"not within {seconds:g} s")


def main():
    global BUILD, SERVER
    parser = argparse.ArgumentParser(description="Attacks on a center that must fail.")
    parser.add_argument("--build", required=True, help="build folder")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    parser.add_argument("tests", nargs="*")
    options = parser.parse_args()
    # The modules import this file by its name: there is one of it.
    import attack_world as world
    world.BUILD = os.path.abspath(options.build)
    arguments = [sys.argv[0], *options.tests]
    if not options.postgres:
        return unittest.main(module="__main__", argv=arguments)
    try:
        with postgres.Server() as server:
            world.SERVER = server
            program = unittest.main(module="__main__", argv=arguments, exit=False)
            return sys.exit(0 if program.result.wasSuccessful() else 1)
    except unittest.SkipTest as reason:
        print(f"skipped: {reason}")
        return sys.exit(77)
