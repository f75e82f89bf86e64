#!/usr/bin/env python3
"""One message, one effect: two windows, two programs on one database, hundreds at once, more than a terminal may."""
import base64
import json
import time

import attack_world
from attack_world import HEARTBEAT

CODE = {"kind": "kiosk", "place": "x", "service": "x"}   # 8102: each one done leaves a row in logins
MANY = 200
LIMIT = 40_000    # bytes of a body, and of an output


class OneEffect(attack_world.Case):
    def logins(self, *terminals):
        numbers = ", ".join(f"'{terminal.dev_no}'" for terminal in terminals)
        return self.count(f"logins WHERE dev_no IN ({numbers})")

    def all_alike(self, replies):
        """Each is the one answer, or says that the message is being worked on; the answer."""
        for reply in replies:
            self.assertTrue(reply.infcode in (0, 1110) and reply.signed, reply)
        answers = {(reply.text, json.loads(reply.raw)["inf_refmsgid"]) for reply in replies if reply.infcode == 0}
        self.assertEqual(len(answers), 1, replies)
        return answers.pop()


class Windows(OneEffect):
    def test_two_windows_of_one_hospital_never_collide(self):
        first, second = self.terminal(), self.terminal()
        msgid = first.new_msgid()
        answers = [self.passes(terminal.send("8102", CODE, msgid=msgid)) for terminal in (first, second)]
        self.assertEqual(self.logins(first, second), 2)
        self.assertNotEqual(answers[0]["loginId"], answers[1]["loginId"])

    def test_one_terminal_twice_is_one(self):
        terminal = self.terminal()
        msgid = terminal.new_msgid()
        answers = [self.passes(terminal.send("8102", CODE, msgid=msgid)) for _ in range(2)]
        self.assertEqual(self.logins(terminal), 1)
        self.assertEqual(answers[0], answers[1])

    def test_another_terminals_answer_cannot_be_asked_for(self):
        first, second = self.terminal(), self.terminal()
        msgid = first.new_msgid()
        self.passes(first.send("8102", CODE, msgid=msgid))
        self.assertEqual(self.passes(first.send("9015", {"msgid": msgid}))["state"], "done")
        second.serial += 100                               # its own ids are other ones
        self.assertEqual(self.passes(second.send("9015", {"msgid": msgid}))["state"], "unknown")

    def test_an_answer_of_every_size_can_be_asked_for(self):
        terminal = self.terminal()
        msgid = terminal.new_msgid()
        self.passes(terminal.send("8102", CODE, msgid=msgid))
        for text in ("", "{}", "x" * LIMIT, '"' * LIMIT, "\\" * LIMIT, "\u6d4b" * (LIMIT // 3) + "x", "x" * (LIMIT - 1)):
            self.database.execute(f"UPDATE answers SET output = '{text}' WHERE msgid = '{msgid}'")
            with self.subTest(size=len(text.encode()), begin=text[:1]):
                self.assertEqual(self.asked_for(terminal, msgid), text)
        self.refused(1107, terminal.send("9015", {"msgid": msgid, "from": LIMIT + 1}), "input.from")

    def asked_for(self, terminal, msgid):
        """The output of the answer, piece by piece; the signature of each piece's head covers the whole."""
        pieces, heads, size = b"", [], None
        while size is None or len(pieces) < size:
            asked = self.passes(terminal.send("9015", {"msgid": msgid, "from": len(pieces)} if pieces else {"msgid": msgid}))
            self.assertEqual((asked["state"], size in (None, asked.get("size", 0))), ("done", True))
            size, piece = asked.get("size", 0), base64.b64decode(asked.get("output", ""), validate=True)
            self.assertTrue(piece or not size, "no piece")
            pieces += piece
            heads.append(json.loads(asked["answer"]))
        self.assertEqual(len(pieces), size)
        for head in heads:
            self.assertNotIn("output", head)
            reply = attack_world.Reply(self.center, {"status": 200, "ms": 0, "body": json.dumps({**head, "output": pieces.decode()})},
                                       msgid, parse=False)
            self.assertTrue(reply.signed)
        return pieces.decode()

    def test_many_windows_at_once_with_one_message_id(self):
        terminals = [self.terminal() for _ in range(6)]
        msgid = terminals[0].new_msgid()
        replies = terminals[0].post([terminal.envelope("8102", CODE, msgid=msgid) for terminal in terminals],
                                    places=[terminal.place() for terminal in terminals])
        for reply in replies:
            self.passes(reply)
        self.assertEqual(len({reply.output["loginId"] for reply in replies}), len(terminals))


class TwoPrograms(OneEffect):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.center.serve()
        cls.urls = [process.url for process in cls.center.processes]

    def both(self, terminal, count=2):
        return [terminal.place(url=self.urls[i % 2]) for i in range(count)]

    def test_a_counter_counts_at_both(self):
        terminal = self.terminal()
        envelope = terminal.envelope("9010", HEARTBEAT)
        self.passes(terminal.post([envelope], url=self.urls[0])[0])
        self.refused(1105, terminal.post([envelope], url=self.urls[1])[0])
        self.refused(1105, terminal.post([envelope], url=self.urls[0])[0])

    def test_one_envelope_to_both_at_once_is_taken_once(self):
        terminal = self.terminal()
        for _ in range(20):
            envelope = terminal.envelope("9010", HEARTBEAT)
            replies = terminal.post([envelope] * 2, places=self.both(terminal))
            self.assertEqual(sorted(reply.infcode for reply in replies), [0, 1105], replies)

    def test_a_message_answered_at_one_is_answered_the_same_at_the_other(self):
        terminal = self.terminal()
        msgid = terminal.new_msgid()
        self.all_alike([terminal.send("8102", CODE, msgid=msgid, url=url) for url in self.urls])
        self.assertEqual(self.logins(terminal), 1)
        self.refused(1106, terminal.send("8102", {**CODE, "service": "y"}, msgid=msgid, url=self.urls[1]))

    def test_one_message_to_both_at_once_has_one_effect(self):
        terminal = self.terminal()
        for turn in range(1, 21):
            msgid = terminal.new_msgid()
            envelopes = [terminal.envelope("8102", CODE, msgid=msgid) for _ in range(2)]
            answer = self.all_alike(terminal.post(envelopes, places=self.both(terminal)))
            self.assertEqual(self.logins(terminal), turn)
            again = terminal.send("8102", CODE, msgid=msgid, url=self.urls[1])
            self.assertEqual(self.all_alike([again]), answer)

    def test_two_hundred_at_once_have_one_effect(self):
        terminal = self.terminal()
        msgid = terminal.new_msgid()
        envelopes = [terminal.envelope("8102", CODE, msgid=msgid) for _ in range(MANY)]
        answer = self.all_alike(terminal.post(envelopes, places=self.both(terminal, MANY)))
        self.assertEqual(self.logins(terminal), 1)
        self.assertEqual(self.all_alike([terminal.send("8102", CODE, msgid=msgid)]), answer)

    def test_sign_in_at_one_and_question_at_the_other(self):
        terminal, person = self.terminal(), self.person()
        terminal.sign_in()
        session = terminal.login(person, url=self.urls[0])
        self.passes(terminal.query(session, url=self.urls[1]))
        self.passes(terminal.send("8113", {"sessionId": session}, url=self.urls[1]))
        self.refused(2302, terminal.query(session, url=self.urls[0]))

    def test_bad_signatures_are_counted_together(self):
        terminal = self.terminal()
        self.passes(terminal.send("8102", CODE))
        for url in (self.urls * 2)[:3]:
            self.refused(1101, terminal.send("8102", CODE, cainfo="", url=url))
        self.refused(1102, terminal.send("8102", CODE, url=self.urls[0]))
        self.refused(1102, terminal.send("8102", CODE, url=self.urls[1]))
        self.assertEqual(self.alarms(terminal, "signature"), 1)

    def test_one_person_is_before_a_terminal_whichever_program_it_asks(self):
        terminal = self.terminal()
        people = [self.person(), self.person()]
        msgids = [terminal.new_msgid() for _ in people]
        envelopes = [terminal.envelope("8110", terminal.card_body(person, msgid), msgid=msgid)
                     for person, msgid in zip(people, msgids)]
        for reply in terminal.post(envelopes, places=self.both(terminal)):
            self.passes(reply)
        self.assertEqual(self.count(f"sessions WHERE dev_no = '{terminal.dev_no}' AND ended = 0"), 1)


class Rate(OneEffect):
    SETTINGS = ("--rate", "1", "--burst", "40")

    def test_more_than_a_terminal_may_is_told_to_wait_and_others_are_not(self):
        terminal, other = self.terminal(), self.terminal()
        msgid = terminal.new_msgid()
        self.passes(terminal.send("8102", CODE))
        replies = terminal.post([terminal.envelope("9010", HEARTBEAT) for _ in range(60)])
        refused = [reply for reply in replies if reply.infcode != 0]
        self.assertGreater(len(refused), 0)
        self.assertLess(len(refused), len(replies))
        for reply in refused:
            self.refused(1110, reply, "n=1")
        while terminal.send("9010", HEARTBEAT).infcode == 0:
            pass
        self.refused(1110, terminal.send("8102", CODE, msgid=msgid))
        self.assertEqual(self.logins(terminal), 1)
        self.passes(other.send("9010", HEARTBEAT))
        time.sleep(1.2)                                    # as long as it was told to
        self.passes(terminal.send("8102", CODE, msgid=msgid))
        self.assertEqual(self.logins(terminal), 2)

    def test_who_cannot_sign_uses_up_nothing_of_the_terminals(self):
        terminal, other = self.terminal(), self.terminal()
        forged = [terminal.envelope("9010", HEARTBEAT, sign_key=other.sign_key) for _ in range(60)]
        for reply in other.post(forged):                   # over its own certificate
            self.refused(1101, reply)
        self.passes(terminal.send("9010", HEARTBEAT))


if __name__ == "__main__":
    attack_world.main()
