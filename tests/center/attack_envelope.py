#!/usr/bin/env python3
"""Envelopes that are sent again, come late, are changed, are signed by somebody else, or are too large."""
import json

import attack_world
from attack_world import HEARTBEAT, HEAD

CODE = {"kind": "kiosk", "place": "x", "service": "x"}   # 8102: each one done leaves a row in logins


class Again(attack_world.Case):
    def logins(self, terminal):
        return self.count(f"logins WHERE dev_no = '{terminal.dev_no}'")

    def test_the_same_envelope_twice_is_refused(self):
        terminal = self.terminal()
        envelope = terminal.envelope("8102", CODE)
        self.passes(terminal.post([envelope])[0])
        self.refused(1105, terminal.post([envelope])[0])
        self.assertEqual(self.logins(terminal), 1)

    def test_a_message_sent_again_is_answered_the_same_and_done_once(self):
        terminal = self.terminal()
        msgid = terminal.new_msgid()
        first = terminal.send("8102", CODE, msgid=msgid)
        self.passes(first)
        for _ in range(3):
            again = terminal.send("8102", CODE, msgid=msgid)
            self.passes(again)
            self.assertEqual(again.text, first.text)
            told, before = json.loads(again.raw), json.loads(first.raw)
            for name in ("inf_refmsgid", "refmsg_time", "respond_time"):
                self.assertEqual(told[name], before[name])
        self.assertEqual(self.logins(terminal), 1)

    def test_a_message_id_for_something_else_is_refused_and_noticed(self):
        terminal = self.terminal()
        msgid = terminal.new_msgid()
        self.passes(terminal.send("8102", CODE, msgid=msgid))
        self.assertEqual(self.alarms(terminal, "message id used twice"), 0)
        self.refused(1106, terminal.send("8102", {**CODE, "service": "y"}, msgid=msgid))
        self.refused(1106, terminal.send("9010", HEARTBEAT, msgid=msgid))
        self.assertEqual(self.alarms(terminal, "message id used twice"), 2)
        self.assertEqual(self.logins(terminal), 1)

    def test_a_late_counter_passes_inside_the_window_and_once(self):
        terminal = self.terminal()
        terminal.counter = 1000
        self.passes(terminal.send("9010", HEARTBEAT))      # 1001 is the highest now
        for counter in (1000, 1001 - 255):
            self.passes(terminal.send("9010", HEARTBEAT, counter=counter))
            self.refused(1105, terminal.send("9010", HEARTBEAT, counter=counter))
        for counter in (1001 - 256, 1001 - 257, 1, 0):
            self.refused(1105, terminal.send("9010", HEARTBEAT, counter=counter))

    def test_a_counter_that_leaps_leaves_nothing_open_behind_it(self):
        terminal = self.terminal()
        highest = 10 ** 18 - 1                             # the most that the member holds
        self.passes(terminal.send("9010", HEARTBEAT, counter=highest))
        self.refused(1105, terminal.send("9010", HEARTBEAT, counter=terminal.counter + 1))
        self.passes(terminal.send("9010", HEARTBEAT, counter=highest - 1))
        for counter in (10 ** 18, -1, "01", "", "1e3", "0x10", " 7"):
            self.refused(1107, terminal.send("9010", HEARTBEAT, counter=counter), "dev_safe_info")

    def test_a_message_id_is_good_for_seven_days_and_not_from_the_future(self):
        terminal = self.terminal()
        self.passes(terminal.send("9010", HEARTBEAT, msgid=terminal.new_msgid(days=-7, seconds=60)))
        self.refused(1106, terminal.send("9010", HEARTBEAT, msgid=terminal.new_msgid(days=-7, seconds=-2)))
        self.refused(1106, terminal.send("9010", HEARTBEAT, msgid=terminal.new_msgid(days=-400)))
        # Its answer would be forgotten before its date says that it is too old.
        self.passes(terminal.send("9010", HEARTBEAT, msgid=terminal.new_msgid(seconds=290)))
        self.refused(1106, terminal.send("9010", HEARTBEAT, msgid=terminal.new_msgid(days=1)))
        self.refused(1107, terminal.send("9010", HEARTBEAT, msgid="SIMH00000001" + "9" * 18), "msgid")

    def test_a_key_that_is_not_this_terminals_costs_no_message_id(self):
        terminal, msgid = self.terminal(), None
        msgid = terminal.new_msgid()
        self.refused(1103, terminal.send("8102", CODE, msgid=msgid, kid="AAAAAAAAAAAAAAAA"))
        self.passes(terminal.send("8102", CODE, msgid=msgid))
        self.assertEqual(self.logins(terminal), 1)


class Clocks(attack_world.Case):
    def test_three_hundred_seconds_are_the_limit_both_ways(self):
        terminal = self.terminal()
        for seconds in (298, -299):    # whole seconds are sent; the way takes some of one
            self.passes(terminal.send("9010", HEARTBEAT, seconds=seconds))
        for seconds in (302, -301, 86400, -86400):
            self.refused(1104, terminal.send("9010", HEARTBEAT, seconds=seconds))

    def test_a_clock_that_is_none_is_refused(self):
        terminal = self.terminal()
        self.passes(terminal.send("9010", HEARTBEAT))
        for text in ("2026-02-30 10:00:00", "0000-00-00 00:00:00", "2026-01-01T10:00:00", "99999999999999999 9"):
            self.refused(1107, terminal.send("9010", HEARTBEAT, head={"inf_time": text}), "inf_time")


class Signatures(attack_world.Case):
    # One other value for each member that passes every check of form, so that only the signature speaks against it.
    OTHER = {"infno": "9015", "mdtrtarea_admvs": "999999", "insuplc_admdvs": "999900", "recer_sys_code": "MED",
             "opter_type": "1", "opter": "other", "opter_name": "other", "fixmedins_code": "SIMH00000002",
             "fixmedins_name": "其他医院", "sign_no": "S1", "input": json.dumps({**HEARTBEAT, "queue": 1})}

    def change(self, terminal, envelope, name):
        if name == "msgid":
            return terminal.new_msgid()
        if name == "inf_time":
            last = envelope[name][-1]
            return envelope[name][:-1] + ("0" if last != "0" else "1")
        if name == "dev_safe_info":
            return envelope[name].replace('"ver":"1.0.0"', '"ver":"1.0.1"')
        return self.OTHER[name]

    def forgive(self, terminal):
        self.database.execute("UPDATE terminals SET bad_signatures = 0, state = 'ACTIVE' "
                              f"WHERE dev_no = '{terminal.dev_no}'")

    def test_one_changed_value_breaks_the_signature(self):
        terminal = self.terminal()
        checked_by_form = {"signtype", "infver", "dev_no"}
        for name in [*HEAD, "input"]:
            if name in checked_by_form:
                continue
            with self.subTest(member=name):
                self.passes(terminal.send("9010", HEARTBEAT))
                envelope = terminal.envelope("9010", HEARTBEAT)
                changed = self.change(terminal, envelope, name)
                self.assertNotEqual(envelope.get(name, ""), changed)
                self.refused(1101, terminal.post([{**envelope, name: changed}])[0])
                self.forgive(terminal)

    def test_the_three_members_that_are_checked_before_are_refused_too(self):
        terminal, other = self.terminal(), self.terminal()
        for name, value, code in (("signtype", "NONE", 1107), ("infver", "V2.0", 1107), ("dev_no", other.dev_no, 1101),
                                  ("dev_no", "999900999999", 1101)):
            with self.subTest(member=name):
                self.passes(terminal.send("9010", HEARTBEAT))
                self.refused(code, terminal.send("9010", HEARTBEAT, after={name: value}))
                self.refused(code, terminal.send("9010", HEARTBEAT, head={name: value}))
        self.passes(other.send("9010", HEARTBEAT))         # nothing of it is held against the other one

    def test_three_bad_signatures_suspend_the_terminal_and_raise_one_alarm(self):
        terminal = self.terminal()
        self.passes(terminal.send("8102", CODE))
        for _ in range(3):
            self.refused(1101, terminal.send("8102", CODE, cainfo="A" * 86 + "=="))
        self.refused(1102, terminal.send("8102", CODE))
        self.assertEqual(self.alarms(terminal, "signature"), 1)
        self.refused(1103, terminal.send("9010", HEARTBEAT))   # who was signed in is not any more
        terminal.sign_in()
        self.passes(terminal.send("9010", HEARTBEAT))      # a suspended one still says that it lives
        self.refused(1102, terminal.send("8102", CODE))

    def test_an_operator_lets_it_in_again_and_three_more_suspend_it_again(self):
        terminal = self.terminal()
        for turn in (1, 2):
            self.passes(terminal.send("8102", CODE))
            for _ in range(3):
                self.refused(1101, terminal.send("8102", CODE, cainfo=""))
            self.refused(1102, terminal.send("8102", CODE))
            self.assertEqual(self.alarms(terminal, "signature"), turn)
            self.center.run("terminal", "resume", terminal.dev_no)
            terminal.sign_in()

    def test_signatures_that_are_none_are_refused(self):
        terminal = self.terminal()
        for cainfo in ("", "AAAA", "A" * 86 + "==", "=" * 88, "/" * 86 + "=="):
            self.passes(terminal.send("9010", HEARTBEAT))
            self.refused(1101, terminal.send("9010", HEARTBEAT, cainfo=cainfo))
            self.forgive(terminal)


class Pairs(attack_world.Case):
    def test_the_signing_key_of_another_terminal_is_refused(self):
        terminal, other = self.terminal(), self.terminal()
        self.passes(terminal.send("9010", HEARTBEAT))
        self.refused(1101, terminal.send("9010", HEARTBEAT, sign_key=other.sign_key))

    def test_a_message_over_another_terminals_connection_is_refused(self):
        terminal, other = self.terminal(), self.terminal()
        self.passes(terminal.send("9010", HEARTBEAT))
        self.passes(other.send("9010", HEARTBEAT))
        self.refused(1101, terminal.send("9010", HEARTBEAT, tls=other.tls))
        self.passes(other.send("9010", HEARTBEAT))

    def test_two_terminals_that_exchange_everything_but_the_certificates_are_refused(self):
        terminal, other = self.terminal(), self.terminal()
        self.passes(terminal.send("9010", HEARTBEAT))
        self.refused(1101, terminal.send("9010", HEARTBEAT, head={"dev_no": other.dev_no, "sign_no": other.sign_no}))
        self.passes(other.send("9010", HEARTBEAT))


class Institutions(attack_world.Case):
    def test_a_terminal_speaks_for_the_institution_it_was_approved_for(self):
        terminal = self.terminal()
        msgid = terminal.new_msgid()
        self.passes(terminal.send("9010", HEARTBEAT))
        for member, other in (("fixmedins_code", "SIMH00000002"), ("fixmedins_name", "其他医院")):
            for infno, body in (("9010", HEARTBEAT), ("8102", CODE), ("9022", {})):
                self.refused(1107, terminal.send(infno, body, msgid=msgid, head={member: other}), f"at={member}")
        self.passes(terminal.send("8102", CODE, msgid=msgid))


class States(attack_world.Case):
    def allowed(self):
        return {"9010": HEARTBEAT, "9015": {"msgid": "SIMH00000001" + "2" * 18}, "9022": {}}

    def test_a_retired_terminal_is_nobody(self):
        terminal = self.terminal()
        self.passes(terminal.send("9010", HEARTBEAT))
        self.center.run("terminal", "retire", terminal.dev_no)
        for infno, body in {**self.allowed(), "8102": CODE, "9001": {"version": "1"}}.items():
            self.refused(1101, terminal.send(infno, body))

    def test_a_retired_terminal_does_not_come_back_by_bad_signatures_or_by_resume(self):
        terminal = self.terminal()
        self.passes(terminal.send("9010", HEARTBEAT))
        self.center.run("terminal", "retire", terminal.dev_no)
        for _ in range(3):
            self.refused(1101, terminal.send("9010", HEARTBEAT, cainfo=""))
        self.refused(1101, terminal.send("9010", HEARTBEAT))
        with self.assertRaises(AssertionError):
            self.center.run("terminal", "resume", terminal.dev_no)
        self.refused(1101, terminal.send("9010", HEARTBEAT))

    def test_a_suspended_terminal_may_do_what_the_list_says_and_nothing_else(self):
        terminal = self.terminal()
        person = self.person()
        self.passes(terminal.send("8102", CODE))
        session = terminal.login(person)
        self.center.run("terminal", "suspend", terminal.dev_no)
        for infno in ("9010", "9015"):                     # whoever had signed in before that is nobody now
            self.refused(1103, terminal.send(infno, self.allowed()[infno]))
        terminal.sign_in()
        for infno, body in self.allowed().items():
            with self.subTest(infno=infno):
                self.passes(terminal.send(infno, body))
        self.refused(1102, terminal.send("8102", CODE))
        self.refused(1102, terminal.show_card(person))
        self.refused(1102, terminal.query(session))
        self.center.run("terminal", "resume", terminal.dev_no)
        self.passes(terminal.query(session))

    def test_who_never_signed_in_gets_nothing(self):
        terminal = self.terminal(signed_in=False)
        self.refused(1102, terminal.send("8102", CODE))    # approved, not active yet
        self.refused(1102, terminal.send("8102", CODE, head={"sign_no": "S00000000000000000000"}))
        terminal.sign_in()
        self.passes(terminal.send("8102", CODE))
        self.refused(1103, terminal.send("8102", CODE, head={"sign_no": ""}))
        self.refused(1103, terminal.send("8102", CODE, head={"sign_no": "S00000000000000000000"}))

    def test_the_sign_in_of_another_terminal_is_worth_nothing(self):
        terminal, other = self.terminal(), self.terminal()
        self.passes(terminal.send("8102", CODE))
        self.refused(1103, terminal.send("8102", CODE, head={"sign_no": other.sign_no}))
        self.refused(1103, terminal.send("8102", CODE, kid=other.kid))

    def test_a_sign_in_ends_with_its_time_and_with_sign_out(self):
        terminal = self.terminal()
        self.passes(terminal.send("8102", CODE))
        self.database.execute(f"UPDATE session_keys SET sign_until = 1 WHERE sign_no = '{terminal.sign_no}'")
        self.refused(1103, terminal.send("8102", CODE))
        terminal.sign_in()
        self.passes(terminal.send("8102", CODE))
        self.passes(terminal.send("9002", {}))
        self.refused(1103, terminal.send("8102", CODE))

    def test_power_on_takes_its_own_challenge_once(self):
        terminal = self.terminal()

        def proven(challenge, **changes):
            measured = "0" * 64
            proof = terminal.sign(f"{challenge}|{measured}", **changes)
            return {"challenge": challenge, "measured": measured, "proof": proof}

        challenge = self.passes(terminal.send("9022", {}))["challenge"]
        other = self.terminal()
        self.refused(1101, terminal.send("9022", proven(challenge, key=other.sign_key)))
        self.refused(3102, terminal.send("9022", proven("0" * 64)))
        later = self.passes(terminal.send("9022", {}))["challenge"]     # another program powers on meanwhile
        self.refused(3102, other.send("9022", proven(challenge, key=other.sign_key)))
        self.passes(terminal.send("9022", proven(challenge)))
        self.refused(3102, terminal.send("9022", proven(challenge)))
        self.passes(terminal.send("9022", proven(later)))
        oldest = self.passes(terminal.send("9022", {}))["challenge"]
        for _ in range(8):
            newest = self.passes(terminal.send("9022", {}))["challenge"]
        self.refused(3102, terminal.send("9022", proven(oldest)))
        self.passes(terminal.send("9022", proven(newest)))


class Sealed(attack_world.Case):
    def test_a_field_belongs_to_its_member_message_terminal_and_sign_in(self):
        terminal, other = self.terminal(), self.terminal()
        person = self.person()
        self.passes(terminal.show_card(person))
        before = terminal.new_msgid()
        old = terminal.seal(before, "aac002", person["aac002"])

        def sent(**fields):
            msgid = terminal.new_msgid()
            return terminal.send("8110", {**terminal.card_body(person, msgid), **{
                name: value(msgid) if callable(value) else value for name, value in fields.items()}}, msgid=msgid)

        self.passes(sent(aac002=lambda msgid: terminal.seal(msgid, "aac002", person["aac002"])))
        attacks = {
            "of another message": {"aac002": old},
            "of another member": {"aac002": lambda msgid: terminal.seal(msgid, "aac003", person["aac002"])},
            "of another terminal": {"aac002": lambda msgid: terminal.seal(msgid, "aac002", person["aac002"],
                                                                         dev_no=other.dev_no)},
            "under another key": {"aac002": lambda msgid: terminal.seal(msgid, "aac002", person["aac002"],
                                                                       key=other.session_key)},
            "one bit changed": {"aac002": lambda msgid: flipped(terminal.seal(msgid, "aac002", person["aac002"]))},
            "cut": {"aac002": lambda msgid: terminal.seal(msgid, "aac002", person["aac002"])[:-4]},
            "in the open": {"aac002": "OTk5OTAwMTk5MDAxMDEwMDE0"},
            "none": {"aac002": ""},
        }
        for what, fields in attacks.items():
            with self.subTest(what):
                self.refused(1107, sent(**fields), "aac002")
        def exchanged():
            msgid = terminal.new_msgid()
            body = terminal.card_body(person, msgid)
            body["aac002"], body["aac003"] = body["aac003"], body["aac002"]
            return terminal.send("8110", body, msgid=msgid)

        self.refused(1107, exchanged(), "aac002")
        self.passes(terminal.show_card(person))

    def test_answers_open_with_the_terminals_key_only(self):
        terminal, other = self.terminal(), self.terminal()
        qualified = {row[0] for row in self.center.database.rows(
            "SELECT aac002 FROM skill_certificates WHERE kind = 'qualification'")}
        person = next(person for person in iter(self.person, None) if person["aac002"] in qualified)
        session = terminal.login(person)
        msgid = terminal.new_msgid()
        answer = self.passes(terminal.query(session, "LP-HR-080", msgid=msgid))
        sealed = [(column["id"], index) for index, column in enumerate(answer["cols"]) if column["sensitive"]]
        self.assertNotIn(person["aac002"], json.dumps(answer))
        self.assertNotIn(person["aac003"], json.dumps(answer, ensure_ascii=False))
        cells = [(name, row["cells"][index]) for name, index in sealed for row in answer["rows"] if row["cells"][index]]
        self.assertTrue(cells)
        for name, cell in cells:
            self.assertIn("value", terminal.open(msgid, name, cell))
            self.assertEqual(other.open(msgid, name, cell), {})


def flipped(text):
    return ("B" if text[0] != "B" else "C") + text[1:]


class Sizes(attack_world.Case):
    def test_a_body_that_is_too_large_is_refused_at_each_limit(self):
        terminal = self.terminal()
        self.passes(terminal.send("9010", HEARTBEAT))
        room = json.dumps(HEARTBEAT)
        self.passes(terminal.send("9010", room + " " * (40_000 - len(room))))
        self.refused(1109, terminal.send("9010", room + " " * (40_001 - len(room))))
        unreadable = terminal.post([" " * (96 * 1024 + 1)])[0]
        self.refused(1109, unreadable)
        self.assertEqual(terminal.post([" " * (256 * 1024 + 1)], fresh=True)[0].status, 413)
        self.assertEqual(terminal.post(["x"], path="/office/1?" + "y" * 9000, fresh=True)[0].status, 431)
        self.passes(terminal.send("9010", HEARTBEAT))

    def test_texts_that_are_no_envelope_are_refused_and_the_center_lives_on(self):
        terminal = self.terminal()
        good = terminal.envelope("9010", HEARTBEAT)
        whole = json.dumps(good, ensure_ascii=False)
        attacks = ["", "{", "[]", "null", "1", '"x"', "[" * 90_000, '{"a":' * 15_000, "\u0000", "{}",
                   whole[:-1] + ',"infno":"9010"}', whole[:-1] + ',"more":"x"}', whole.replace('"9010"', "9010"),
                   whole.replace('"9010"', "null"), whole.replace('"9010"', '["9010"]'), whole[:-10],
                   whole.replace('"9010"', '"90\\u000010"'), whole.replace('"V1.0"', '"V1|0"'), whole + whole]
        for text in attacks:
            with self.subTest(text[:40]):
                self.refused(1107, terminal.post([text])[0])
        self.passes(terminal.post([good])[0])

    def test_a_bar_or_control_character_in_the_head_is_refused(self):
        terminal = self.terminal()
        for value in ("a|b", "a\nb", "a\tb", "a\u007fb"):
            self.passes(terminal.send("9010", HEARTBEAT))
            self.refused(1107, terminal.send("9010", HEARTBEAT, head={"opter_name": value}), "opter_name")

    def test_paths_and_methods_that_are_not_there(self):
        terminal = self.terminal()
        envelope = terminal.envelope("9010", HEARTBEAT)
        for path in ("/", "/office/1/", "/office/2", "/office/1/register", "/healthz", "/metrics", "/../etc/passwd"):
            self.assertEqual(terminal.post([envelope], path=path)[0].status, 404, path)
        self.passes(terminal.post([envelope])[0])


class Codes(attack_world.Case):
    def test_what_nobody_knows_and_what_is_not_built_is_1108(self):
        terminal = self.terminal()
        self.passes(terminal.send("9010", HEARTBEAT))
        for infno in ("0000", "9999", "8302", "2207", "8104"):
            self.refused(1108, terminal.send(infno, {}))
        for infno in ("", "901", "90100", "abcd", "９０１０"):
            self.refused(1107, terminal.send(infno, HEARTBEAT), "infno")


if __name__ == "__main__":
    attack_world.main()
