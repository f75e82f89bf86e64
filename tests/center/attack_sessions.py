#!/usr/bin/env python3
"""Whose data, at which terminal, after which proof: sessions, cards and codes that are not what they seem."""
import hmac
import secrets
import time

import attack_world

QUERY = "LP-HR-080"
CODE = {"kind": "kiosk", "place": "x", "service": "x"}   # 8102, for whoever is signed in
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Sessions(attack_world.Case):
    def test_a_session_ends_and_stays_ended(self):
        terminal, person = self.terminal(), self.person()
        session = terminal.login(person)
        self.passes(terminal.query(session))
        self.passes(terminal.send("8113", {"sessionId": session}))
        self.refused(2302, terminal.query(session))
        self.refused(2302, terminal.send("8111", {"sessionId": session, "result": "ok", "triesLeft": 5,
                                                  "initialPin": False}))
        self.refused(2302, terminal.send("8301", {"sessionId": session}))

    def test_the_next_person_ends_the_session_of_the_one_before(self):
        terminal, first, second = self.terminal(), self.person(), self.person()
        session = terminal.login(first)
        self.passes(terminal.query(session))
        self.passes(terminal.query(terminal.login(second)))
        self.refused(2302, terminal.query(session))

    def test_a_session_is_of_one_terminal(self):
        terminal, other = self.terminal(), self.terminal()
        session = terminal.login(self.person())
        self.passes(terminal.query(session))
        self.refused(2303, other.query(session))
        self.refused(2303, other.send("8301", {"sessionId": session}))
        self.refused(2303, other.send("8111", {"sessionId": session, "result": "blocked", "triesLeft": 0,
                                               "initialPin": False}))
        other.send("8113", {"sessionId": session})     # nobody else ends it
        self.passes(terminal.query(session))

    def test_a_session_ends_with_its_time(self):
        terminal = self.terminal()
        session = terminal.login(self.person())
        self.passes(terminal.query(session))
        self.database.execute(f"UPDATE sessions SET until = 1 WHERE session_id = '{session}'")
        self.refused(2301, terminal.query(session))

    def test_a_session_ends_with_the_terminals_sign_out(self):
        terminal = self.terminal()
        session = terminal.login(self.person())
        self.passes(terminal.query(session))
        self.passes(terminal.send("9002", {}))
        terminal.sign_in()
        self.refused(2302, terminal.query(session))

    def test_an_invented_session_is_none(self):
        terminal = self.terminal()
        self.passes(terminal.query(terminal.login(self.person())))
        for session in ("A" * 32, "-", "0"):
            self.refused(2302, terminal.query(session))


class Programs(attack_world.Case):
    """Several programs of one terminal: certificates and counters are shared, each signs in for itself."""
    MOST = 8
    SIGN_IN = ("kid", "session_key", "sign_no")

    def sign_in(self, terminal):
        terminal.sign_in()
        return {name: getattr(terminal, name) for name in self.SIGN_IN}

    def heard(self, terminal, program):
        """Works with the sign-in of this program: what the center says to it."""
        terminal.__dict__.update(program)
        return terminal.send("8102", CODE)

    def programs(self, count):
        terminal = self.terminal(signed_in=False)
        return terminal, [self.sign_in(terminal) for _ in range(count)]

    def test_two_work_side_by_side(self):
        terminal, (first, second) = self.programs(2)
        self.assertNotEqual(first["sign_no"], second["sign_no"])
        for program in (first, second, first):
            self.passes(self.heard(terminal, program))
        terminal.__dict__.update(first)
        session = terminal.login(self.person())            # sealed under the first one's key
        self.passes(terminal.query(session))

    def test_who_signs_out_ends_no_other(self):
        terminal, (first, second) = self.programs(2)
        self.passes(self.heard(terminal, first))
        self.passes(terminal.send("9002", {}))
        self.refused(1103, self.heard(terminal, first))
        self.passes(self.heard(terminal, second))
        self.refused(1103, self.heard(terminal, {**second, "sign_no": first["sign_no"]}))   # nor by another's key
        self.passes(self.heard(terminal, second))

    def test_each_ends_with_its_own_day(self):
        terminal, (first, second) = self.programs(2)
        self.passes(self.heard(terminal, first))
        until = int(self.database.one(f"SELECT sign_until - made FROM session_keys WHERE kid = '{first['kid']}'"))
        self.assertEqual(until, 24 * 3600 * 1000)
        self.database.execute(f"UPDATE session_keys SET sign_until = {int(time.time() * 1000)} WHERE kid = '{first['kid']}'")
        self.refused(1103, self.heard(terminal, first))
        self.passes(self.heard(terminal, second))

    def test_the_oldest_makes_room_for_the_ninth(self):
        terminal, programs = self.programs(self.MOST)
        for program in programs:
            self.passes(self.heard(terminal, program))
        ninth = self.sign_in(terminal)
        self.refused(1103, self.heard(terminal, programs[0]))
        for program in (*programs[1:], ninth):
            self.passes(self.heard(terminal, program))

    def test_a_terminal_that_is_suspended_has_none_left(self):
        terminal, programs = self.programs(3)
        self.center.run("terminal", "suspend", terminal.dev_no)
        for program in programs:
            self.refused(1102, self.heard(terminal, program))
        self.center.run("terminal", "resume", terminal.dev_no)
        for program in programs:
            self.refused(1103, self.heard(terminal, program))
        self.passes(self.heard(terminal, self.sign_in(terminal)))

    def test_a_terminal_that_is_retired_has_none_left(self):
        terminal, programs = self.programs(2)
        self.center.run("terminal", "retire", terminal.dev_no)
        for program in programs:
            self.refused(1101, self.heard(terminal, program))
        self.assertEqual(self.count(f"session_keys WHERE dev_no = '{terminal.dev_no}' AND sign_until <> 0"), 0)

    def test_another_terminals_is_worth_nothing(self):
        terminal, (own, _) = self.programs(2)
        _, (others,) = self.programs(1)
        self.passes(self.heard(terminal, own))
        for taken in (others, {**own, "sign_no": others["sign_no"]}, {**own, "kid": others["kid"]}):
            self.refused(1103, self.heard(terminal, taken))
        self.passes(self.heard(terminal, own))


class Levels(attack_world.Case):
    def pin(self, terminal, session, result="ok", initial=False):
        return terminal.send("8111", {"sessionId": session, "result": result, "triesLeft": 5, "initialPin": initial})

    def test_possession_of_a_card_shows_its_state_and_no_personal_data(self):
        terminal = self.terminal()
        session = self.passes(terminal.show_card(self.person()))["sessionId"]
        self.passes(terminal.send("8301", {"sessionId": session}))
        self.refused(2109, terminal.query(session))
        self.assertEqual(self.passes(self.pin(terminal, session, "wrong"))["level"], 1)
        self.refused(2109, terminal.query(session))
        self.assertEqual(self.passes(self.pin(terminal, session))["level"], 2)
        self.passes(terminal.query(session))

    def test_the_initial_pin_proves_nothing(self):
        terminal, person = self.terminal(), self.person()
        session = self.passes(terminal.show_card(person))["sessionId"]
        self.assertEqual(self.passes(self.pin(terminal, session, initial=True))["level"], 1)
        self.refused(2109, terminal.query(session))
        # The center knows it too, whatever the terminal says.
        self.database.execute(f"UPDATE cards SET initial_pin = '1' WHERE aaz501 = '{person['aaz501']}'")
        self.assertEqual(self.passes(self.pin(terminal, session))["level"], 1)
        self.refused(2109, terminal.query(session))
        self.database.execute(f"UPDATE cards SET initial_pin = '0' WHERE aaz501 = '{person['aaz501']}'")
        self.assertEqual(self.passes(self.pin(terminal, session))["level"], 2)

    def test_a_result_that_is_none_raises_nothing(self):
        terminal = self.terminal()
        session = self.passes(terminal.show_card(self.person()))["sessionId"]
        for result in ("OK", "okay", "true", "1"):
            self.refused(1107, self.pin(terminal, session, result), "input.result")
        self.refused(2109, terminal.query(session))
        self.assertEqual(self.passes(self.pin(terminal, session))["level"], 2)

    def test_a_blocked_pin_locks_the_card_and_ends_the_session(self):
        terminal, person = self.terminal(), self.person()
        session = terminal.login(person)
        self.passes(terminal.query(session))
        self.assertEqual(self.passes(self.pin(terminal, session, "blocked"))["aaz502"], "3")
        self.refused(2302, terminal.query(session))
        self.refused(2104, terminal.show_card(person))

    def test_a_face_raises_only_an_id_card_and_only_a_living_alike_one(self):
        terminal, person = self.terminal(), self.person()

        def face(session, score, alive):
            return self.passes(terminal.send("8112", {"sessionId": session, "score": score, "alive": alive}))["level"]

        session = self.passes(terminal.show_card(person, way="id", aaz500="", aaz501="", aaz508=""))["sessionId"]
        self.assertEqual([face(session, 79, True), face(session, 100, False)], [1, 1])
        self.refused(3102, self.pin(terminal, session))    # there is no card that could have said so
        self.refused(2109, terminal.query(session))
        self.assertEqual(face(session, 80, True), 2)
        self.passes(terminal.query(session))
        session = self.passes(terminal.show_card(person))["sessionId"]
        self.assertEqual(face(session, 100, True), 1)
        self.refused(2109, terminal.query(session))

    def test_an_id_card_shows_no_other_persons_card(self):
        terminal, person, other = self.terminal(), self.person(), self.person()
        session = self.passes(terminal.show_card(person, way="id", aaz501=other["aaz501"], aaz508=""))["sessionId"]
        self.set_card(other, "2")
        self.assertEqual(self.passes(terminal.send("8301", {"sessionId": session}))["aaz502"], "1")


class Cards(attack_world.Case):
    # aaz502 -> refusal
    STATES = {"0": 2106, "2": 2105, "3": 2104, "4": 2105, "9": 2107, "7": 2108}

    def test_a_card_that_is_not_usable_opens_nothing(self):
        for state, code in self.STATES.items():
            with self.subTest(state=state):
                terminal, person = self.terminal(), self.person()
                self.passes(terminal.show_card(person))
                self.set_card(person, state)
                self.refused(code, terminal.show_card(person))
                self.set_card(person, "1")
                self.passes(terminal.show_card(person))

    def test_a_card_that_changes_between_sign_in_and_question_closes_the_session(self):
        for state, code in self.STATES.items():
            with self.subTest(state=state):
                terminal, person = self.terminal(), self.person()
                session = terminal.login(person)
                others = {"8301": {"sessionId": session}, "8201": {"sessionId": session, "item": "LP-HR-022"},
                          "8207": {"sessionId": session, "item": "LP-OT-009", "place": "x", "matter": "x"}}
                self.passes(terminal.query(session))
                self.passes(terminal.send("8301", others["8301"]))
                self.set_card(person, state)
                self.refused(code, terminal.query(session))
                for infno, body in others.items():
                    self.refused(code, terminal.send(infno, body))
                self.set_card(person, "1")

    def test_who_is_recorded_as_dead_is_not_served(self):
        terminal, person = self.terminal(), self.person()
        session = terminal.login(person)
        self.passes(terminal.query(session))
        self.database.execute(f"UPDATE persons SET dead_on = '2026-01-01' WHERE aac002 = '{person['aac002']}'")
        self.refused(2108, terminal.query(session))
        self.refused(2108, terminal.show_card(person))
        self.refused(2108, terminal.show_card(person, way="id", aaz500="", aaz501="", aaz508=""))

    def test_a_card_that_did_not_prove_itself_is_refused(self):
        terminal, person = self.terminal(), self.person()
        self.passes(terminal.show_card(person))
        self.refused(2108, terminal.show_card(person, proven=False))

    def test_what_belongs_to_somebody_else_is_refused_without_a_hint(self):
        terminal, person, other = self.terminal(), self.person(), self.person()
        self.passes(terminal.show_card(person))
        self.passes(terminal.show_card(other))
        attacks = {"card number": {"aaz500": other["aaz500"]}, "chip": {"aaz501": other["aaz501"]},
                   "number": {"number": other["aac002"]}, "name": {"name": other["aac003"]},
                   "no name": {"name": ""}, "number and name": {"number": other["aac002"], "name": other["aac003"]},
                   "unknown chip": {"aaz501": "0" * 32}, "no chip": {"aaz501": ""}, "no card number": {"aaz500": ""},
                   "unknown number": {"number": "999900190001010010"}}
        answers = set()
        for what, changes in attacks.items():
            with self.subTest(what):
                answers.add(self.refused(2302, terminal.show_card(person, **changes)).err)
        self.assertEqual(len(answers), 1, "the refusals tell the cases apart")
        self.refused(2302, terminal.show_card(person, way="id", name=other["aac003"]))
        self.refused(1107, terminal.show_card(person, way="phone"), "input.way")


def base32(number, symbols):
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(symbols)))


def phone_code(key, token, minute, key_id="01"):
    """SSC1, written anew: the first 80 bits of HMAC-SM3."""
    mac = hmac.new(key, f"SSC1|{key_id}|{token}|{minute}".encode(), "sm3").digest()[:10]
    return f"SSC1.{key_id}.{token}.{minute}.{base32(int.from_bytes(mac, 'big'), 16)}"


class PhoneCodes(attack_world.Case):
    """Flow A: the terminal scans what a phone shows. The phone's side is written into the database."""
    serial = 0

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = (cls.center.state / "phone-code.key").read_bytes()

    def test_the_code_is_the_published_one(self):
        key = bytes(range(1, 17))
        self.assertEqual(phone_code(key, "7F3K9Q2M5T8V1X4Z", 29000000), "SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64ZD")

    def ecard(self, person):
        sign_no = f"EC{secrets.token_hex(8)}"
        self.database.execute(
            "INSERT INTO ecards (sign_no, sign_seq, sign_level, channel_no, aac002, aaz501, state, password_salt, "
            f"password_hash, issued) VALUES ('{sign_no}', '{sign_no}', 1, '9999000001', '{person['aac002']}', "
            f"'{person['aaz501']}', 'ISSUED', '00', '00', 1)")
        return sign_no

    def token(self, sign_no, purpose="01", lasts=65):
        token = "".join(secrets.choice(ALPHABET) for _ in range(16))
        until = int((time.time() + lasts) * 1000)
        self.database.execute(f"INSERT INTO phone_tokens (token, sign_no, purpose, until) VALUES ('{token}', "
                              f"'{sign_no}', '{purpose}', {until})")
        return token

    def code(self, person=None, *, minutes=0, key=None, key_id="01", **plan):
        token = self.token(self.ecard(person or self.person()), **plan)
        return phone_code(key or self.key, token, int(time.time() / 60) + minutes, key_id)

    @staticmethod
    def scan(terminal, code, purpose="01"):
        return terminal.send("8101", {"qr": code, "purpose": purpose, "orgId": "SIMH00000001", "place": "x",
                                      "service": "", "nonce": "0" * 32})

    @staticmethod
    def poll(terminal, login):
        return terminal.send("8103", {"loginId": login})

    def confirm(self, login, proof="B1"):
        self.database.execute(f"UPDATE logins SET state = 'CONFIRMED', confirmed = {int(time.time() * 1000)}, busi_seq = "
                              f"'{proof}' WHERE login_id = '{login}'")

    def test_a_code_is_good_once_at_any_terminal(self):
        terminal, other = self.terminal(), self.terminal()
        code = self.code()
        self.passes(self.scan(terminal, code))
        self.refused(2202, self.scan(terminal, code))
        self.refused(2202, self.scan(other, code))

    def test_two_terminals_that_scan_at_once_get_one_sign_in(self):
        terminals = [self.terminal() for _ in range(4)]
        for terminal in terminals:
            self.passes(self.scan(terminal, self.code()))
        code = self.code()
        body = {"qr": code, "purpose": "01", "orgId": "SIMH00000001", "place": "x", "service": "", "nonce": "0" * 32}
        replies = terminals[0].post([terminal.envelope("8101", body) for terminal in terminals],
                                    places=[terminal.place() for terminal in terminals])
        self.assertEqual(sorted(reply.infcode for reply in replies), [0, 2202, 2202, 2202], replies)

    def test_codes_that_are_too_old_forged_or_for_something_else(self):
        terminal = self.terminal()
        self.passes(self.scan(terminal, self.code(minutes=-2)))
        self.refused(2201, self.scan(terminal, self.code(minutes=-3)))
        self.refused(2201, self.scan(terminal, self.code(minutes=1)))
        self.refused(2201, self.scan(terminal, self.code(lasts=-1)))
        self.refused(2203, self.scan(terminal, self.code(key=bytes(16))))
        self.refused(2203, self.scan(terminal, self.code(key_id="02")))
        self.refused(2204, self.scan(terminal, self.code(purpose="02")))
        good = self.code()
        changed = good[:-1] + ("0" if good[-1] != "0" else "1")
        self.refused(2203, self.scan(terminal, changed))
        self.passes(self.scan(terminal, good))     # nothing of all that used it up

    def test_a_token_that_nobody_drew_is_refused_though_its_mac_is_right(self):
        terminal = self.terminal()
        self.passes(self.scan(terminal, self.code()))
        self.refused(2201, self.scan(terminal, phone_code(self.key, "0" * 16, int(time.time() / 60))))

    def test_ten_bad_codes_rest_the_scanner_of_this_terminal_only(self):
        terminal, other = self.terminal(), self.terminal()
        self.passes(self.scan(terminal, self.code()))
        for _ in range(10):
            self.refused(2203, self.scan(terminal, "SSC1." + "X" * 45))
        self.refused(2206, self.scan(terminal, self.code()))
        self.assertEqual(self.alarms(terminal, "bad codes"), 1)
        self.passes(self.scan(other, self.code()))
        self.passes(terminal.send("8102", {"kind": "kiosk", "place": "x", "service": "x"}))
        self.database.execute(f"UPDATE terminals SET scanner_off_until = 1 WHERE dev_no = '{terminal.dev_no}'")
        self.passes(self.scan(terminal, self.code()))

    def test_a_card_that_is_not_usable_closes_its_code_for_good(self):
        terminal, person = self.terminal(), self.person()
        sign_no = self.ecard(person)
        codes = [phone_code(self.key, self.token(sign_no), int(time.time() / 60)) for _ in range(2)]
        self.passes(self.scan(terminal, codes[0]))
        self.set_card(person, "4")
        self.refused(2205, self.scan(terminal, codes[1]))
        self.set_card(person, "1")
        self.refused(2202, self.scan(terminal, codes[1]))

    def test_a_sign_in_is_collected_once_by_the_terminal_that_began_it(self):
        terminal, other, person = self.terminal(), self.terminal(), self.person()
        login = self.passes(self.scan(terminal, self.code(person)))["loginId"]
        self.assertEqual(self.passes(self.poll(terminal, login))["state"], "SCANNED")
        self.assertEqual(self.passes(self.poll(terminal, login)).get("maskedName", ""), "")  # place and service are unseen
        self.refused(2303, self.poll(other, login))
        self.refused(2303, other.send("8106", {"loginId": login}))
        self.confirm(login)
        self.refused(2303, self.poll(other, login))
        collected = self.passes(self.poll(terminal, login))
        self.assertEqual((collected["state"], collected["level"]), ("CONFIRMED", 2))
        self.passes(terminal.query(collected["sessionId"]))
        self.refused(2202, self.poll(terminal, login))
        self.refused(2302, self.poll(terminal, "0" * 20))
        self.refused(2303, other.query(collected["sessionId"]))

    def test_the_result_is_gone_after_thirty_seconds_and_after_a_cancel(self):
        terminal = self.terminal()
        login = self.passes(self.scan(terminal, self.code()))["loginId"]
        self.confirm(login)
        self.database.execute(f"UPDATE logins SET confirmed = confirmed - 31000 WHERE login_id = '{login}'")
        self.assertEqual(self.passes(self.poll(terminal, login))["state"], "EXPIRED")
        login = self.passes(self.scan(terminal, self.code()))["loginId"]
        self.confirm(login)
        self.passes(terminal.send("8106", {"loginId": login}))
        self.assertEqual(self.passes(self.poll(terminal, login))["state"], "INVALID")

    def test_an_electronic_card_that_the_operator_suspends_is_refused_until_it_is_resumed(self):
        terminal, person = self.terminal(), self.person()
        sign_no = self.ecard(person)

        def code():
            return phone_code(self.key, self.token(sign_no), int(time.time() / 60))

        before = code()
        self.passes(self.scan(terminal, code()))
        self.center.run("ecard", "suspend", sign_no)
        self.refused(2201, self.scan(terminal, before))    # what it showed is over
        self.refused(2205, self.scan(terminal, code()))
        self.center.run("ecard", "resume", sign_no)
        self.passes(self.scan(terminal, code()))
        for words in (("resume", sign_no), ("suspend", "EC-NOBODY")):
            with self.assertRaises(AssertionError):
                self.center.run("ecard", *words)

    def test_a_card_that_is_lost_between_confirming_and_collecting_opens_no_session(self):
        terminal, person = self.terminal(), self.person()
        login = self.passes(self.scan(terminal, self.code(person)))["loginId"]
        self.confirm(login)
        self.set_card(person, "2")
        self.refused(2205, self.poll(terminal, login))
        self.set_card(person, "1")
        self.assertEqual(self.passes(self.poll(terminal, login))["state"], "CONFIRMED")

    def test_who_stands_at_a_window_is_at_level_one_without_a_password(self):
        terminal = self.terminal(attended=True)
        taken = self.passes(self.scan(terminal, self.code()))
        self.assertFalse(taken["needConfirm"])
        collected = self.passes(self.poll(terminal, taken["loginId"]))
        self.assertEqual(collected["level"], 1)
        self.refused(2109, terminal.query(collected["sessionId"]))


if __name__ == "__main__":
    attack_world.main()
