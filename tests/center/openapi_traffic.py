#!/usr/bin/env python3
"""What really goes over the wire is what docs/api/openapi.yaml says: every envelope that a terminal sends, every answer,
every body in them, and the answers of the web addresses.

  openapi_traffic.py --build BUILD
"""
import contextlib
import http.client
import json
import ssl
import sys
import urllib.parse

import attack_world
import openapi_schema

PAGE = openapi_schema.Page()


class Recorded(attack_world.Case):
    """Holds every message of the class against the page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seen, cls.faults = set(), []
        posted = attack_world.Terminal.post

        def post(terminal, envelopes, *words, **where):
            replies = posted(terminal, envelopes, *words, **where)
            for envelope, reply in zip(envelopes, replies):
                cls.note(envelope, reply)
            return replies

        attack_world.Terminal.post = post
        cls.addClassCleanup(setattr, attack_world.Terminal, "post", posted)

    @classmethod
    def note(cls, envelope, reply):
        if reply.status != 200 or not isinstance(envelope, dict):
            return
        answer = json.loads(reply.raw)
        if answer["infcode"] == 0:
            cls.faults += PAGE.request_faults(envelope)
            cls.seen.add(envelope["infno"])
        cls.faults += PAGE.reply_faults(envelope["infno"], answer)

    def tearDown(self):
        self.assertEqual(type(self).faults, [])

    def test_a_terminals_day(self):
        terminal, person = self.terminal(), self.person()
        self.passes(terminal.send("9010", attack_world.HEARTBEAT))
        self.passes(terminal.send("9015", {"msgid": terminal.new_msgid()}))
        session = terminal.login(person)
        for item in ("LP-HR-024", "LP-HR-083", "YZ-027"):
            self.passes(terminal.query(session, item))
        self.passes(terminal.send("8301", {"sessionId": session}))
        self.passes(terminal.send("8113", {"sessionId": session}))
        login = self.passes(terminal.send("8102", {"kind": "kiosk", "place": "x", "service": "LP-HR-001"}))["loginId"]
        self.passes(terminal.send("8103", {"loginId": login}))
        self.passes(terminal.send("8106", {"loginId": login}))
        self.refused(4104, terminal.send("8205", {"docNo": "SIM9999000220260105000001", "code": "0000000000000"}))
        self.refused(1108, terminal.send("8302", {}))
        self.refused(1107, terminal.send("8103", {"loginId": login, "more": "x"}))
        self.passes(terminal.send("9002", {}))
        self.assertLessEqual({"9020", "9022", "9001", "9010", "9015", "8110", "8111", "8206", "8301", "8113", "8102", "8103",
                              "8106", "9002"}, self.seen)

    def test_an_authorised_sign_in_at_a_terminal(self):
        terminal, other = self.terminal(), self.terminal()
        self.center.run("client", "add", "demo", "--name", "测试平台", "--redirect", "https://platform.example/",
                        "--terminal", terminal.dev_no)
        session = terminal.login(self.person())
        agreed = {"sessionId": session, "clientId": "demo", "fields": ["name"]}
        self.refused(2109, terminal.send("8107", agreed))  # by the card itself
        card, number = self.database.rows("SELECT sign_no, aac002 FROM ecards WHERE state = 'ISSUED' ORDER BY sign_no")[0]
        self.database.execute(f"UPDATE sessions SET sign_no = '{card}' WHERE session_id = '{session}'")
        self.refused(1107, terminal.send("8107", {**agreed, "clientId": "nobody"}))
        self.refused(1107, terminal.send("8107", {**agreed, "fields": ["salary"]}))
        code = self.passes(terminal.send("8107", agreed))["code"]
        asked = {"code": code, "clientId": "demo"}
        self.refused(2206, other.send("8108", asked))
        msgid = terminal.new_msgid()
        given = self.passes(terminal.send("8108", asked, msgid=msgid))
        self.assertEqual(set(given), {"esscNo", "aac003", "time"})
        name = self.database.one(f"SELECT aac003 FROM persons WHERE aac002 = '{number}'")
        self.assertEqual(terminal.open(msgid, "aac003", given["aac003"])["value"], name)
        self.refused(2202, terminal.send("8108", asked))

    def ask_open(self, method, path, headers=None, body=None):
        port = urllib.parse.urlsplit(self.center.processes[0].open_url).port
        context = ssl.create_default_context(cafile=self.center.authority)
        with contextlib.closing(http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=20)) as connection:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer, answer.read().decode(errors="replace")

    def described(self, method, path, answer, text):
        """The answer's status is one of the page's, and so is its body."""
        operation = PAGE.page["paths"][path][method.lower()]
        self.assertIn(str(answer.status), operation["responses"], path)
        content = operation["responses"][str(answer.status)].get("content", {})
        kind = answer.headers["Content-Type"].split(";")[0]
        if content:
            self.assertIn(kind, content)
        if kind == "application/json":
            self.assertEqual(PAGE.faults(json.loads(text), content[kind]["schema"]), [])

    def test_the_web_addresses(self):
        for path in ("/web", "/web/check", "/web/login", "/web/consent", "/healthz"):
            self.described("GET", path, *self.ask_open("GET", path))
        begun, text = self.ask_open("POST", "/web/login")
        self.described("POST", "/web/login", begun, text)
        headers = {"Cookie": begun.headers["Set-Cookie"].split(";")[0]}
        login = self.database.one("SELECT login_id FROM logins WHERE kind = 'web' ORDER BY created DESC")
        self.described("GET", "/web/login", *self.ask_open("GET", "/web/login", headers))
        for method, part in (("POST", "state"), ("GET", "code.png")):
            answer, text = self.ask_open(method, f"/web/login/{login}/{part}", headers)
            self.described(method, f"/web/login/{{loginId}}/{part}", answer, text)
            self.assertEqual(answer.status, 200)
        asked = json.dumps({"clientId": "x", "secret": "x", "code": "x"})
        for body in (asked, "{}"):
            self.described("POST", "/platform/token", *self.ask_open("POST", "/platform/token", body=body))


if __name__ == "__main__":
    sys.exit(attack_world.main())
