#!/usr/bin/env python3
"""Texts that want to be something else, in every text member of every message that is built; and what a log tells."""
import json
import pathlib
import re

import attack_world
from attack_world import HEARTBEAT, HEAD

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEXTS = ["' OR 1=1 --", '"; DROP TABLE persons; --', "x'; UPDATE cards SET aaz502='1'; --", "%00", "\u0000", "\u2019 OR \u2018\uff07",
         "$(id)`id`", "../../etc/passwd", "%s%n%d", ":subject", "\U0010ffff\u202e", "1; SELECT pg_sleep(9)", "\\'; --", "?1"]
MARKS = ("OR 1=1", "DROP", "UPDATE", "passwd", "pg_sleep", "%n", "$(id)")   # of these, nothing may come back in an err_msg
# Tables that messages may write to; every other one stays exactly as it is.
WRITTEN = {"answers", "terminals", "session_keys", "attempts", "alarms", "sessions", "logins", "access_log", "help_calls",
           "phone_tokens", "proofs", "document_drafts", "serials", "offline_journals", "offline_reversals", "outage_reports",
           "pseudonym_keys"}
# Each of them has to be here: what is built and missing is found by the test.
NOTHING = "-"          # stands for an id that nobody has
BODIES = {
    "9001": {"version": "1.0.0"},
    "9002": {},
    "9010": HEARTBEAT,
    "9015": {"msgid": "SIMH00000001" + "2" * 18},
    "9022": {"challenge": "00", "measured": "0" * 64, "proof": "AAAA"},
    "8101": {"qr": "SSC1", "purpose": "01", "orgId": "x", "place": "x", "service": "x", "nonce": "00"},
    "8102": {"kind": "kiosk", "place": "x", "service": "x"},
    "8103": {"loginId": NOTHING},
    "8106": {"loginId": NOTHING},
    "8107": {"sessionId": "SESSION", "clientId": NOTHING, "fields": ["name"]},
    "8108": {"code": NOTHING, "clientId": NOTHING},
    "8110": {},                                            # made anew for each message: its values are sealed for it
    "8111": {"sessionId": "SESSION", "result": "wrong", "triesLeft": 5, "initialPin": False},
    "8112": {"sessionId": "SESSION", "score": 1, "alive": False},
    "8113": {"sessionId": NOTHING},
    "8114": {"sessionId": "SESSION", "reason": "help"},
    "8115": {"staffSessionId": NOTHING, "sessionId": "SESSION", "release": "identity", "reason": "x", "personSeen": True, "idSeen": True},
    "8116": {"sessionId": "SESSION", "way": "cards", "relation": "1", "aaz501": "x", "proven": True, "pin": "ok",
             "initialPin": False, "loginId": "x", "mandateNo": "x", "service": "x"},
    "8117": {"sessionId": "SESSION"},
    "8118": {"staffSessionId": NOTHING},
    "8201": {"sessionId": "SESSION", "item": "LP-HR-022", "insurance": "pension", "year": "2025"},
    "8202": {"sessionId": "SESSION", "item": "LP-HR-021", "purpose": "own", "insurance": "pension", "toArea": "999999"},
    "8203": {"sessionId": "SESSION", "draftNo": NOTHING, "bodyHash": "00", "pages": 1},
    "8204": {"docNo": NOTHING, "state": "taken", "reason": "x"},
    "8205": {"docNo": NOTHING, "code": "x"},
    "8206": {"sessionId": "SESSION", "item": "LP-HR-080", "view": "", "from": "2020-01", "to": "2026-01", "page": 0},
    "8207": {"sessionId": "SESSION", "item": NOTHING, "place": "x", "matter": "x"},
    "8301": {"sessionId": "SESSION"},
    "8303": {"sessionId": "SESSION", "staffSessionId": "", "aaz501": NOTHING, "reason": "x", "proven": True, "evidence": [],
             "idNumber": "", "newPin": True},
    "8304": {"sessionId": "SESSION", "staffSessionId": "", "aaz501": NOTHING, "reason": "x", "proven": True, "evidence": []},
    "8306": {"sessionId": "SESSION", "staffSessionId": "", "aaz501": NOTHING, "reason": "x", "proven": True, "evidence": []},
    "3201": {"stmt_begndate": "20260101", "stmt_enddate": "20260101", "fixmedins_setl_cnt": 0, "medfee_sumamt": 0,
             "fund_pay_sumamt": 0, "acct_pay": 0},
    "3202": {"file_qury_no": NOTHING, "stmt_begndate": "20260101", "stmt_enddate": "20260101"},
    "8601": {"policyVersion": "2026010101", "listVersion": 0},
    "8602": {"batchNo": "9" * 24, "fileNo": NOTHING, "fileMsgid": "SIMH00000001" + "2" * 18, "fileSm3": "0" * 64,
             "previousSm3": "0" * 64, "first": 1, "last": 1, "counts": "S1", "sumSettled": 0, "head": "x", "headSignature": "AAAA"},
    "8603": {"after": 0},
    "8604": {"original": 1, "cardId": "x", "total": 1, "reason": "x"},
    "8605": {"aaz501": NOTHING, "version": 3, "algorithm": "SM4", "historicalBytes": "00", "permitted": True, "sum": 0,
             "count": 0, "records": []},
    "8607": {"began": "20260101000000", "ended": "20260101010000", "reason": "N21", "records": 0, "sum": 0,
             "sendBy": "20260102"},
    "9101": {"kind": "offlineBatch", "size": 1, "sm3": "0" * 64},
    "9102": {"fileNo": NOTHING, "from": 0},
    "8701": {"sessionId": "SESSION", "item": "YZ-089", "kind": "form", "applyNo": NOTHING,
             "values": [{"id": "service_kind", "value": "archive"}, {"id": "employer", "value": "x"}, {"id": "from_date", "value": "2099-12-01"}]},
    "8702": {"sessionId": "SESSION", "applyNo": NOTHING, "page": 0},
    "8703": {"staffSessionId": NOTHING, "applyNo": NOTHING, "decision": "check", "reason": "x"},
    "8704": {"sessionId": "SESSION", "applyNo": NOTHING},
    "8721": {"sessionId": "SESSION", "item": NOTHING, "values": [{"id": "x", "value": "x"}], "score": 0, "alive": False},
}


def texts_in(value, path=()):
    """The places of all texts of a body."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from texts_in(each, (*path, name))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from texts_in(each, (*path, index))


def with_text(value, path, text):
    if not path:
        return text
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = with_text(value[path[0]], path[1:], text)
    return copy


class Injected(attack_world.Case):
    def contents(self):
        """Every row of every table that messages do not write to."""
        tables = [name for name in self.database.tables() if name not in WRITTEN and not name.startswith("sqlite_")]
        self.assertIn("persons", tables)
        if not attack_world.SERVER:
            return {name: sorted(map(tuple, self.database.rows(f"SELECT * FROM {name}"))) for name in tables}
        rows = self.database.rows(" UNION ALL ".join(
            f"SELECT '{name}', COUNT(*), MD5(STRING_AGG(t::text, '|' ORDER BY t::text)) FROM {name} t" for name in tables))
        return {name: (count, digest) for name, count, digest in rows}

    def setUp(self):
        self.users, self.visitor = self.terminal(), self.person()
        self.session = self.users.login(self.visitor)
        self.schema, self.before = self.database.schema(), self.contents()
        self.known = {table: self.count(table) for table in ("terminals", "session_keys")}

    def unharmed(self, reply):
        """Refused, or taken as the text that it is; nothing of it comes back as an error's text."""
        self.assertEqual((reply.fault, reply.status, reply.signed), (None, 200, True), reply)
        self.assertNotIn(reply.infcode, (1110, 1111), reply)    # a statement that broke would be one of these
        for mark in MARKS:
            self.assertNotIn(mark, reply.err)

    def nothing_happened(self):
        self.assertEqual(self.database.schema(), self.schema)
        after = self.contents()
        self.assertEqual([name for name in self.before if after.get(name) != self.before[name]], [])
        self.assertEqual(self.count("terminals"), self.known["terminals"])
        self.passes(self.users.query(self.users.login(self.visitor)))

    def send_all(self, envelopes):
        for begin in range(0, len(envelopes), 16):
            yield from self.users.post(envelopes[begin:begin + 16])

    def envelope(self, infno, path=None, text=None):
        msgid = self.users.new_msgid()
        body = self.users.card_body(self.visitor, msgid, service="x") if infno == "8110" else self.body(infno)
        return self.users.envelope(infno, body if path is None else with_text(body, path, text), msgid=msgid)

    def body(self, infno):
        return json.loads(json.dumps(BODIES[infno]).replace("SESSION", self.session))

    def test_every_message_that_is_built_is_in_the_table(self):
        codes = re.findall(r'^code = "(\d{4})"', (ROOT / "wire/office/transactions.toml").read_text(encoding="utf-8"), re.M)
        self.assertGreater(len(codes), 90)
        codes.remove("9002")
        for reply, code in zip(self.send_all([self.users.envelope(code, "{}") for code in codes]), codes):
            built = reply.infcode != 1108
            self.assertEqual(code in BODIES, built, f"{code}: {reply}")

    def test_a_member_that_nobody_knows_is_not_told_back(self):
        person = self.person()
        for name in (person["aac002"], person["aac003"], person["aaz500"], "x" * 5000, "\u0000\n\u001b[31m", "\u202e|测试"):
            body = {**self.body("8301"), name: 1}
            inside = {**self.body("8721"), "values": [{"id": "x", "value": "x", name: 1}]}
            for envelope in (self.users.envelope("8301", body), self.users.envelope("8721", inside),
                             self.users.envelope("8301", self.body("8301"), after={name: "x"})):
                with self.subTest(name=name[:20]):
                    reply = self.refused(1107, self.users.post([envelope])[0])
                    self.assertNotIn(name, reply.err)
                    self.assertLess(len(reply.err), 100)
                    self.assertRegex(reply.err, "^[ -~]*$")
        self.passes(self.users.send("8301", self.body("8301")))

    def test_bodies(self):
        sent = 0
        for infno in BODIES:
            if infno == "9002":
                continue                                   # has no text, and ends the sign-in
            good = self.users.post([self.envelope(infno)])[0]
            if infno != "9101":  # the file beside it is missing
                self.assertNotEqual(good.infcode, 1107, f"the table's own body of {infno}: {good}")
            body = json.loads(self.envelope(infno)["input"])
            envelopes = [self.envelope(infno, path, text) for path in texts_in(body) for text in TEXTS]
            with self.subTest(infno):
                for reply in self.send_all(envelopes):
                    self.unharmed(reply)
                    sent += 1
            if infno in ("9001", "8110"):                  # these end what was open
                self.users.sign_in()
                self.session = self.users.login(self.visitor)
        self.assertGreater(sent, 800)
        self.nothing_happened()

    def test_sealed_values(self):
        for text in TEXTS:
            for member in ("number", "name"):
                for way in ("card", "id"):
                    reply = self.users.show_card(self.visitor, way=way, **{member: text})
                    self.assertIn(reply.infcode, (1107, 2302), reply)
                    self.unharmed(reply)
        self.nothing_happened()

    def test_heads(self):
        for name in HEAD:
            for text in TEXTS:
                self.unharmed(self.users.send("9010", HEARTBEAT, head={name: text}))
        for text in TEXTS:
            info = json.dumps({"kid": text, "ctr": str(self.users.next_counter()), "ver": text, "tamper": "0"})
            self.unharmed(self.users.send("8102", self.body("8102"), head={"dev_safe_info": info}))
            self.unharmed(self.users.send("9010", HEARTBEAT, msgid=(text + "x" * 30)[:30]))
        self.nothing_happened()

    def test_registrations(self):
        body = {"code": "AAAAAAAA", **self.client("applicant", folder=str(self.users.folder), terminal=self.users.dev_no)}
        where = {"url": self.center.processes[0].open_url, "path": "/office/1/register", "tls": {}}
        for name in body:
            for text in TEXTS:
                self.unharmed(self.users.send("9020", {**body, name: text}, **where))
        for text in TEXTS:
            self.unharmed(self.users.send("9020", body, head={"dev_no": text}, **where))
        self.nothing_happened()


class Logs(attack_world.Case):
    def secrets(self, terminal, person):
        """What must not be found, with its kind."""
        rows = self.database.rows(f"SELECT bank_account FROM cards WHERE aaz501 = '{person['aaz501']}'")
        return {**{name: person[name] for name in ("aac002", "aac003", "aaz500", "aaz501")}, "account": rows[0][0],
                "session key": terminal.session_key}

    def test_logs_and_error_texts_tell_nothing_of_a_person(self):
        terminal, person, other = self.terminal(), self.person(), self.person()
        session = terminal.login(person)
        for _ in range(2):
            self.passes(terminal.query(session))
        for changes in ({"name": other["aac003"]}, {"number": other["aac002"]}, {"aaz500": other["aaz500"]},
                        {"proven": False}, {"aaz508": "x" * 99}, {"aab301": "1"}, {"algorithm": "x" * 99}):
            self.assertNotEqual(terminal.show_card(person, **changes).infcode, 0)
        # What a program that takes one member for another would send.
        for member in ("way", "aaz508", "algorithm", "service", "resetInfo", "aab301"):
            for value in (person["aac002"], person["aac003"], person["aaz500"]):
                terminal.show_card(person, **{member: value})
        for item in (person["aac002"], person["aac003"]):
            self.assertNotEqual(terminal.query(session, item).infcode, 0)
        self.set_card(person, "2")
        self.refused(2105, terminal.show_card(person))
        terminal.post(["{" + person["aac002"], json.dumps({"aac002": person["aac002"]})])
        process = self.center.processes[0]
        said = process.texts() + "\n".join(self.center.errors)
        self.assertIn(terminal.dev_no, said)               # it is the log of what happened here
        self.assertIn('"infcode":2105', said)
        for kind, secret in self.secrets(terminal, person).items():
            self.assertNotIn(secret, said, kind)

    def test_the_search_finds_what_is_there(self):
        person = self.person()
        process = self.center.processes[0]
        kept = process.log.read_text(encoding="utf-8")
        self.assertEqual(self.center.leaked(self.personal), [])
        for secret in (person["aac002"], person["aac003"], person["aaz500"], person["aaz501"]):
            process.log.write_text(kept + json.dumps({"text": secret}, ensure_ascii=False) + "\n", encoding="utf-8")
            try:
                self.assertEqual(self.center.leaked(self.personal), [secret])
            finally:
                process.log.write_text(kept, encoding="utf-8")
            self.center.errors.append(f"badEnvelope at={secret}")
            try:
                self.assertEqual(self.center.leaked(self.personal), [secret])
            finally:
                self.center.errors.pop()


if __name__ == "__main__":
    attack_world.main()
