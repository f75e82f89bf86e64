#!/usr/bin/env python3
"""Two areas: the other center away, hanging, or asked by somebody who is none of the two."""
import datetime
import json
import os
import signal
import socket

import attack_world
from attack_world import AREA, BEIJING, HEAD, HEARTBEAT, OTHER_AREA, sm3

ELSEWHERE = {"head": {"insuplc_admdvs": OTHER_AREA}}
AWAY_LIMIT = 6.0       # seconds until a terminal knows that the other area cannot be reached


def free_port():
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        return each.getsockname()[1]


def make_peers(centers):
    """Each knows the other; then both serve."""
    ports = {center.area: free_port() for center in centers}
    for center in centers:
        card = center.run("peer", "card", "--url", f"https://127.0.0.1:{ports[center.area]}")
        for other in centers:
            if other is not center:
                file = other.folder / f"card-{center.area}.json"
                file.write_text(card, encoding="utf-8")
                other.run("peer", "add", str(file))
    for center in centers:
        center.serve(ports[center.area])
    return ports


class Areas(attack_world.Case):
    @classmethod
    def setUpClass(cls):
        cls.client = attack_world.Client()
        cls.addClassCleanup(cls.client.close)
        cls.center = cls.new_center(serve=False, copied=True)
        cls.other = cls.new_center(OTHER_AREA, serve=False, copied=True)
        cls.ports = make_peers([cls.center, cls.other])
        cls.database = cls.center.database
        cls._people, cls._others = iter(cls.people_of(cls.center)), iter(cls.people_of(cls.other))

    def visitor(self):
        """Somebody of the other area."""
        return next(self._others)


class Visitors(Areas):
    def test_a_visitor_is_served_and_an_impostor_is_not(self):
        terminal, person, second = self.terminal(), self.visitor(), self.visitor()
        session = terminal.login(person, **ELSEWHERE)
        self.assertEqual(self.passes(terminal.query(session, **ELSEWHERE))["area"], OTHER_AREA)
        for changes in ({"name": second["aac003"]}, {"name": ""}, {"number": second["aac002"]}, {"aaz500": second["aaz500"]},
                        {"aaz501": second["aaz501"]}):
            self.refused(2302, terminal.show_card(person, send=ELSEWHERE, **changes))
        self.refused(2108, terminal.show_card(person, send=ELSEWHERE, proven=False))
        self.refused(1107, terminal.show_card(person, send=ELSEWHERE, way="phone"), "input.way")
        self.refused(2302, terminal.show_card(person))      # not of this area

    def test_a_visitors_data_need_level_two_there_too(self):
        terminal, person = self.terminal(), self.visitor()
        session = self.passes(terminal.show_card(person, send=ELSEWHERE))["sessionId"]
        self.passes(terminal.send("8301", {"sessionId": session}, **ELSEWHERE))
        self.refused(2109, terminal.query(session, **ELSEWHERE))

    def test_a_visitors_card_that_is_not_usable_opens_nothing(self):
        terminal = self.terminal()
        for state, code in {"2": 2105, "3": 2104, "9": 2107, "0": 2106}.items():
            person = self.visitor()
            self.passes(terminal.show_card(person, send=ELSEWHERE))
            self.other.database.execute(f"UPDATE cards SET aaz502 = '{state}' WHERE aaz501 = '{person['aaz501']}'")
            self.refused(code, terminal.show_card(person, send=ELSEWHERE))

    def test_a_visitors_card_that_is_lost_after_the_sign_in_is_refused_at_the_next_question(self):
        terminal = self.terminal()
        questions = {"8206": {"item": "LP-HR-080", "page": 0}, "8301": {}, "8201": {"item": "LP-HR-022"}}
        for state, code in {"2": 2105, "3": 2104, "9": 2107, "0": 2106}.items():
            with self.subTest(state=state):
                person = self.visitor()
                session = terminal.login(person, **ELSEWHERE)

                def ask(infno):
                    return terminal.send(infno, {"sessionId": session, **questions[infno]}, **ELSEWHERE)

                for infno in questions:
                    self.passes(ask(infno))
                self.other.database.execute(f"UPDATE cards SET aaz502 = '{state}' WHERE aaz501 = '{person['aaz501']}'")
                for infno in questions:
                    self.refused(code, ask(infno))
                self.other.database.execute(f"UPDATE cards SET aaz502 = '1' WHERE aaz501 = '{person['aaz501']}'")
                self.passes(ask("8206"))

    def test_a_visitor_by_id_card_is_not_judged_by_a_card_that_was_not_shown(self):
        terminal, person = self.terminal(), self.visitor()
        session = self.passes(terminal.show_card(person, way="id", aaz500="", aaz501="", aaz508="", send=ELSEWHERE))["sessionId"]
        self.passes(terminal.send("8112", {"sessionId": session, "score": 100, "alive": True}, **ELSEWHERE))
        self.other.database.execute(f"UPDATE cards SET aaz502 = '2' WHERE aaz501 = '{person['aaz501']}'")
        self.passes(terminal.query(session, **ELSEWHERE))

    def test_the_visitors_own_center_notes_who_looked(self):
        terminal, person = self.terminal(), self.visitor()
        session = terminal.login(person, **ELSEWHERE)
        self.passes(terminal.query(session, **ELSEWHERE))
        self.passes(terminal.query(session, "LP-OT-008", **ELSEWHERE))
        self.passes(terminal.send("8201", {"sessionId": session, "item": "LP-HR-022"}, **ELSEWHERE))
        for center in (self.center, self.other):
            rows = center.database.rows("SELECT dev_no, session_id, presenter, infno, item FROM access_log WHERE subject = "
                                        f"'{person['aac002']}' ORDER BY at, item")
            self.assertEqual(rows, [[terminal.dev_no, session, person["aac002"], infno, item] for infno, item in
                                    (("8206", "LP-HR-080"), ("8206", "LP-OT-008"), ("8201", "LP-HR-022"))])
        looks = self.other.database.rows("SELECT source FROM credit_record WHERE record_kind = 'look' AND aac002 = "
                                         f"'{person['aac002']}' ORDER BY seq DESC")
        self.assertEqual(looks[0], ["模拟医院"])
        self.refused(2109, terminal.query(self.passes(terminal.show_card(person, send=ELSEWHERE))["sessionId"], **ELSEWHERE))
        self.assertEqual(self.other.database.one(f"SELECT COUNT(*) FROM access_log WHERE subject = '{person['aac002']}'"), "3")

    def test_one_of_ours_is_nobody_there(self):
        terminal, person = self.terminal(), self.person()
        session = terminal.login(person)
        self.passes(terminal.query(session))
        self.refused(2302, terminal.query(session, **ELSEWHERE))
        self.refused(1112, terminal.query(session, head={"insuplc_admdvs": "999998"}))   # nobody's area

    def test_a_message_to_elsewhere_is_done_once(self):
        terminal, person = self.terminal(), self.visitor()
        msgid = terminal.new_msgid()
        body = terminal.card_body(person, msgid)
        answers = [terminal.send("8110", body, msgid=msgid, **ELSEWHERE) for _ in range(2)]
        self.assertEqual(self.passes(answers[0]), self.passes(answers[1]))
        self.assertEqual(self.count(f"sessions WHERE dev_no = '{terminal.dev_no}'"), 1)


class Away(Areas):
    def quickly(self, code, reply):
        self.refused(code, reply)
        self.assertLess(reply.ms, AWAY_LIMIT * 1000)

    def test_a_center_that_is_gone_or_hangs_costs_six_seconds_and_nobody_else_anything(self):
        terminal, neighbour = self.terminal(), self.terminal()
        visitor, own = self.visitor(), self.person()
        session = terminal.login(visitor, **ELSEWHERE)
        owns = neighbour.login(own)
        self.passes(terminal.query(session, **ELSEWHERE))
        process = self.other.processes[-1].process
        os.kill(process.pid, signal.SIGSTOP)               # it hangs
        try:
            posts = [(terminal, session, ELSEWHERE), (neighbour, owns, {})]
            envelopes = [who.envelope("8206", {"sessionId": which, "item": "LP-HR-080", "page": 0}, **where)
                         for who, which, where in posts]
            away, here = terminal.post(envelopes, places=[who.place() for who, _, _ in posts])
            self.quickly(1112, away)
            self.passes(here)
            self.assertLess(here.ms, 2000)
        finally:
            os.kill(process.pid, signal.SIGCONT)
        self.wait_for(lambda: terminal.query(session, **ELSEWHERE).infcode == 0)
        self.other.processes[-1].stop()                    # it is gone
        msgid = terminal.new_msgid()
        self.quickly(1112, terminal.query(session, msgid=msgid, **ELSEWHERE))
        self.quickly(1112, terminal.show_card(visitor, send=ELSEWHERE))
        self.passes(neighbour.query(owns))
        self.other.serve(self.ports[OTHER_AREA])           # it is back: the same message is worked on now
        self.passes(terminal.query(session, msgid=msgid, **ELSEWHERE))

    def test_many_questions_to_a_center_that_hangs_leave_workers_for_the_others(self):
        crowd = [self.terminal() for _ in range(12)]       # more than there are workers
        sessions = [terminal.login(self.visitor(), **ELSEWHERE) for terminal in crowd]
        neighbour = self.terminal()
        owns = neighbour.login(self.person())
        # In peace so many at once are all served.
        for reply in self.crowd_asks(crowd, sessions, []):
            self.passes(reply)
        process = self.other.processes[-1].process
        os.kill(process.pid, signal.SIGSTOP)
        try:
            own = [neighbour.envelope("8206", {"sessionId": owns, "item": "LP-HR-080", "page": 0}) for _ in range(4)]
            replies = self.crowd_asks(crowd, sessions, [(neighbour, each) for each in own])
        finally:
            os.kill(process.pid, signal.SIGCONT)
        away, here = replies[:len(crowd)], replies[len(crowd):]
        for reply in away:
            self.quickly(1112, reply)
        for reply in here:
            self.passes(reply)
        # Nobody here waited until the hanging center was given up.
        self.assertLess(max(reply.ms for reply in here), max(reply.ms for reply in away) / 2)
        self.wait_for(lambda: crowd[0].query(sessions[0], **ELSEWHERE).infcode == 0)

    @staticmethod
    def crowd_asks(crowd, sessions, others):
        posts = [(terminal, terminal.envelope("8206", {"sessionId": session, "item": "LP-HR-080", "page": 0}, **ELSEWHERE))
                 for terminal, session in zip(crowd, sessions)] + others
        return crowd[0].post([envelope for _, envelope in posts], places=[terminal.place() for terminal, _ in posts])

    def test_who_answers_in_its_place_is_not_believed(self):
        """A center with the same area and a certificate of its own, at the address of the other one."""
        terminal, visitor = self.terminal(), self.visitor()
        session = terminal.login(visitor, **ELSEWHERE)
        self.passes(terminal.query(session, **ELSEWHERE))
        self.other.processes[-1].stop()
        impostor = self.new_center(OTHER_AREA, serve=False)
        process = impostor.serve(self.ports[OTHER_AREA])
        try:
            self.quickly(1112, terminal.query(session, **ELSEWHERE))
        finally:
            process.stop()
            self.other.serve(self.ports[OTHER_AREA])
        self.passes(terminal.query(session, **ELSEWHERE))


    def test_an_answer_that_the_other_center_did_not_sign_is_not_believed(self):
        terminal, visitor = self.terminal(), self.visitor()
        session = terminal.login(visitor, **ELSEWHERE)
        self.passes(terminal.query(session, **ELSEWHERE))
        key = self.other.state / "sign.key"
        right = key.read_bytes()
        self.other.processes[-1].stop()
        key.write_bytes((terminal.folder / "sign.key").read_bytes())   # its TLS key is the right one
        try:
            wrong = self.other.serve(self.ports[OTHER_AREA])
            self.quickly(1112, terminal.query(session, **ELSEWHERE))
            wrong.stop()
        finally:
            key.write_bytes(right)
            self.other.serve(self.ports[OTHER_AREA])
        self.passes(terminal.query(session, **ELSEWHERE))


class Forwarded(Areas):
    """What reaches /office/1/peer, made by hand with the other center's own keys."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        state = cls.other.state
        cls.keys = {"certificate": str(state / "server.pem"), "key": str(state / "server.key")}
        cls.sign_key = str(state / "sign.key")

    def forwarded(self, person, *, seconds=0, head=None, infno="8206", after=None, sign_key=None, **changes):
        body = {"sessionId": "S", "item": "LP-HR-080", "page": 0} if infno == "8206" else HEARTBEAT
        values = dict.fromkeys(HEAD, "x")
        now = datetime.datetime.now(BEIJING) + datetime.timedelta(seconds=seconds)
        values.update({"infno": infno, "msgid": f"SIMH00000001{now:%Y%m%d%H%M%S}0001", "mdtrtarea_admvs": OTHER_AREA,
                       "insuplc_admdvs": AREA, "inf_time": f"{now:%Y-%m-%d %H:%M:%S}", "fixmedins_code": "SIMH00000001",
                       **(head or {})})
        request = json.dumps({**values, "input": json.dumps(body), "cainfo": ""})
        message = {"area": OTHER_AREA, "request": request, "presenter": person["aac002"], "subject": person["aac002"],
                   "card": person.get("aaz501", ""), "level": 2, "time": f"{now:%Y%m%d%H%M%S}000", **changes}
        said = "|".join([message["area"], message["presenter"], message["subject"], message["card"], str(message["level"]),
                         message["time"], sm3(message["request"])])
        message["cainfo"] = self.client("sign", key=sign_key or self.sign_key, text=said)["signature"]
        return {**message, **(after or {})}, values["msgid"]

    def ask(self, person, tls=None, **changes):
        message, msgid = self.forwarded(person, **changes)
        where = {"url": self.center.url, "path": "/office/1/peer", "authority": self.center.authority, "limit_ms": 15000,
                 **(self.keys if tls is None else tls)}
        answer = self.client("post", posts=[{**where, "body": json.dumps(message)}])["answers"][0]
        # A refusal before the terminal's request was read is bound to no message id.
        for bound in (msgid, ""):
            reply = attack_world.Reply(self.center, answer, bound)
            if reply.signed:
                break
        return reply

    def test_what_the_peer_says_passes_and_nothing_that_differs_from_it(self):
        person, other = self.person(), self.person()
        self.assertEqual(self.passes(self.ask(person))["area"], AREA)
        for changed in ({"subject": other["aac002"]}, {"presenter": other["aac002"]}, {"card": ""}, {"level": 3}, {"cainfo": ""},
                        {"time": f"{datetime.datetime.now(BEIJING):%Y%m%d%H%M%S}999"}):
            with self.subTest(changed=list(changed)):
                self.refused(1101, self.ask(person, after=changed))
        request = self.forwarded(person, head={"msgid": "x" * 30})[0]["request"]
        self.refused(1101, self.ask(person, after={"request": request}))
        self.passes(self.ask(person))

    def test_another_key_than_the_peers_is_refused(self):
        person = self.person()
        self.passes(self.ask(person))
        self.refused(1101, self.ask(person, sign_key=str(self.center.state / "sign.key")))
        terminal = self.terminal()
        self.refused(1101, self.ask(person, sign_key=terminal.sign_key))

    def test_who_is_no_peer_is_refused(self):
        person, terminal = self.person(), self.terminal()
        self.passes(self.ask(person))
        self.refused(1101, self.ask(person, tls=terminal.tls))
        state = self.center.state
        self.refused(1101, self.ask(person, tls={"certificate": str(state / "server.pem"), "key": str(state / "server.key")}))
        visitor = self.other.terminal()                    # its authority is known here, it is not
        self.refused(1101, self.ask(person, tls=visitor.tls))
        stranger = self.new_center(OTHER_AREA)             # the same area, another authority
        keys = {"certificate": str(stranger.state / "server.pem"), "key": str(stranger.state / "server.key")}
        reply = self.ask(person, tls=keys, sign_key=str(stranger.state / "sign.key"))
        self.assertIn(reply.fault, ("notTrusted", "closed", "noConnection"), reply)

    def test_a_peer_speaks_for_its_own_area_now_and_about_our_people(self):
        person = self.person()
        self.passes(self.ask(person, seconds=298))
        self.passes(self.ask(person, seconds=-299))
        self.refused(1104, self.ask(person, seconds=302))
        self.refused(1104, self.ask(person, seconds=-301))
        self.refused(1101, self.ask(person, area=AREA))
        self.refused(1107, self.ask(person, head={"insuplc_admdvs": OTHER_AREA}), "insuplc_admdvs")
        self.refused(2302, self.ask({"aac002": "999900190001010010"}))
        self.refused(2302, self.ask(person, card=self.person()["aaz501"]))    # somebody else's
        self.passes(self.ask(person, card="0" * 32))       # of another area, which judges it
        self.refused(2109, self.ask(person, level=1))
        self.refused(1108, self.ask(person, infno="9010"))

    def test_a_peers_certificate_is_no_terminals(self):
        terminal = self.terminal()
        self.passes(terminal.send("9010", HEARTBEAT))
        self.refused(1101, terminal.send("9010", HEARTBEAT, tls=self.keys))
        visitor = self.other.terminal()
        self.passes(visitor.send("9010", HEARTBEAT))
        envelope = visitor.envelope("9010", HEARTBEAT)
        place = visitor.place(url=self.center.url, authority=self.center.authority)
        answer = self.client("post", posts=[{**place, "body": json.dumps(envelope)}])["answers"][0]
        self.refused(1101, attack_world.Reply(self.center, answer, envelope["msgid"]))

    def test_texts_that_are_no_message_of_a_peer(self):
        person = self.person()
        self.passes(self.ask(person))
        for body in ("", "{}", "[" * 50_000, "null"):
            answer = self.client("post", posts=[{"url": self.center.url, "path": "/office/1/peer", "authority":
                                                 self.center.authority, **self.keys, "body": body}])["answers"][0]
            self.refused(1107, attack_world.Reply(self.center, answer, ""))
        for request in ("", "{}", "x"):
            self.refused(1107, self.ask(person, request=request), "request")
        self.passes(self.ask(person))


if __name__ == "__main__":
    attack_world.main()
