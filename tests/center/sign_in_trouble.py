#!/usr/bin/env python3
"""Inside a world with the back office: sign-ins that go wrong. What the person is told, in which time, what the center keeps
of it, and that the next sign-in works.

  sim.py --center both [--center-db URL] [--card FILE] -- sign_in_trouble.py CLASS …
"""
import shutil
import time
import unittest

import qr_pictures
from sign_in_world import (LONGEST, PHONE_LOOKS, PIN, WORLD, Case, Phone, Running, Way, age, control, eventually, login,
                           newest_session, run, shown_code, sign_in)

CODE_EXPIRED, SIGN_IN_EXPIRED, SIGN_IN_UNKNOWN, SIGN_IN_REFUSED = 2201, 2301, 2302, 2304
WRONG_PASSWORD, CARD_LOCKED = 2103, 2104
PHOTOGRAPH_DIES = 11     # seconds: one more than a code may be away from its second
WRONG_PIN = "999999"
SOON = 15.0              # what needs no waiting


class Photograph(Case):
    """A picture of the terminal's code."""

    def test_taken_at_once_it_signs_in_and_old_it_does_not(self):
        phone, photograph = Phone("B"), WORLD / "photograph.png"
        terminal, screen = shown_code(WORLD / "kiosk.png")
        shutil.copy(screen, photograph)
        self.assertEqual(phone.scan(photograph).code, 0)
        phone.does("refuse", phone.waiting()[0])
        self.assert_fails(terminal.join(), "officeRefused", SIGN_IN_REFUSED)

        terminal, screen = shown_code(screen)
        shutil.copy(screen, photograph)
        time.sleep(PHOTOGRAPH_DIES)
        self.assert_refused_on_phone(phone.scan(photograph), CODE_EXPIRED)
        self.assertEqual(phone.waiting(), [])
        self.assertFalse(terminal.ends())
        self.assertEqual(phone.scan(screen).code, 0)
        self.assertEqual(phone.confirm(phone.waiting()[0]).code, 0)
        self.assert_signed_in(terminal.join())


class OnThePhone(Case):
    """What the holder does, or does not do, when the phone asks."""

    @staticmethod
    def each_flow(letter):
        for flow in "AB":
            yield Way(flow, Phone(letter))

    def test_wrong_passwords_are_counted_and_sign_nobody_in(self):
        for way in self.each_flow("C"):
            for tries_left in (4, 3):
                self.assert_refused_on_phone(way.phone.confirm(way.id, "111222"), WRONG_PASSWORD, tries_left)
                self.assertEqual(sign_in(way.id)["state"], "SCANNED")
            self.assertFalse(way.terminal.ends())
            self.assertEqual(way.phone.confirm(way.id).code, 0)
            self.assert_signed_in(way.terminal.join())

    def test_a_refusal_ends_the_sign_in(self):
        for way in self.each_flow("D"):
            way.phone.does("refuse", way.id)
            self.assert_fails(way.terminal.join(), "officeRefused", SIGN_IN_REFUSED)
            self.assertEqual(sign_in(way.id), {"state": "INVALID", "reason": str(SIGN_IN_REFUSED)})
            self.assertNotEqual(way.phone.confirm(way.id).code, 0)

    def test_who_does_not_answer_within_a_minute_is_not_signed_in(self):
        way = Way("A", Phone("E"))
        age(way.id, "scanned", 60)
        self.assert_fails(way.terminal.join(), "officeRefused", SIGN_IN_EXPIRED)
        self.assertEqual(way.phone.waiting(), [])
        self.assertNotEqual(way.phone.confirm(way.id).code, 0)

    def test_a_terminals_code_that_ran_out_is_replaced_by_another(self):
        way = Way("B", Phone("E"))
        first = way.screen.read_bytes()
        age(way.id, "scanned", 60)
        eventually(lambda: way.screen.read_bytes() != first and not way.phone.waiting() and
                   way.phone.scan(way.screen).code == 0, "the terminal shows another code", step=PHONE_LOOKS)
        self.assertNotEqual(way.phone.waiting(), [way.id])
        self.assertEqual(way.phone.confirm(way.phone.waiting()[0]).code, 0)
        self.assert_signed_in(way.terminal.join())

    def test_a_terminal_that_is_stopped_cancels_at_the_center(self):
        for way in self.each_flow("D"):
            stopped = time.monotonic()
            way.terminal.interrupt()
            self.assert_fails(way.terminal.join(), "cancelled")
            self.assertLess(time.monotonic() - stopped, SOON)
            self.assertEqual(sign_in(way.id), {"state": "INVALID", "reason": str(SIGN_IN_UNKNOWN)})
            self.assertNotEqual(way.phone.confirm(way.id).code, 0)


class OtherPictures(Case):
    """What is held before the scanner is no code of an e-card."""

    def scanned(self, name, content):
        picture = WORLD / f"{name}.png"
        picture.write_bytes(content)
        done = login("--qr-scan", str(picture))
        self.assertLess(done.seconds, SOON, done)
        return done

    def test_codes_of_something_else(self):
        contents = {"address": b"https://example.invalid/?a=1&b=2", "long": b"A" * qr_pictures.MOST_BYTES,
                    "binary": bytes(range(256)), "almost": b"SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64Z",
                    "terminal": b"SSL1.0000000000000000000A.0.ESYK5DCS373GKH8M"}
        for name, content in contents.items():
            with self.subTest(name):
                self.assert_fails(self.scanned(name, qr_pictures.code(content)), "notACode")

    def test_pictures_without_a_code(self):
        whole = qr_pictures.blank()
        for name, content in {"blank": whole, "cut": whole[:len(whole) // 2], "none": b"no picture at all"}.items():
            with self.subTest(name):
                self.assert_fails(self.scanned(name, content), "scannerFault")

    def test_the_person_reads_it_in_their_language(self):
        for language, text in (("zh", "不是电子社保卡二维码"), ("en", "This is not an e-card code")):
            picture = WORLD / "words.png"
            picture.write_bytes(qr_pictures.code(b"https://example.invalid/"))
            done = run("ssc", "login", "--qr-scan", str(picture), "--lang", language)
            self.assertIn(text, done.err.splitlines()[-3], done)


class CardPin(Case):
    """A card of its own, with three tries. The classes run in the order of their names: here the PIN is not locked."""

    def with_pin(self, digits):
        control("pad", "enter", digits)
        return login("--card")

    def test_a_wrong_pin_says_how_many_tries_are_left_and_the_right_one_signs_in(self):
        for tries_left in (2, 1):
            self.assert_fails(self.with_pin(WRONG_PIN), "pinWrong", number=tries_left)
            session = newest_session()
            self.assertEqual(session["level"], "1")
            self.assertNotEqual(session["ended"], "0")
            self.assert_signed_in(login("--card", "--level", "1"), level=1)
        self.assert_signed_in(self.with_pin(PIN))
        self.assert_fails(self.with_pin(WRONG_PIN), "pinWrong", number=2)
        self.assert_signed_in(self.with_pin(PIN))


class CardPinLocked(Case):
    """After this class the center, too, knows the card as locked."""

    def test_three_wrong_pins_lock_it_on_the_card_and_the_person_is_sent_to_the_counter(self):
        control("pad", "auto", WRONG_PIN)
        self.addCleanup(control, "pad", "auto", PIN)
        for tries_left in (2, 1):
            self.assert_fails(login("--card"), "pinWrong", number=tries_left)
        self.assert_fails(login("--card"), "pinLocked")
        control("pad", "auto", PIN)
        self.assert_fails(run("ssc", "pin", "verify", "--json"), "pinLocked")
        self.assert_fails(login("--card"), "officeRefused", CARD_LOCKED)


class CenterGone(Case):
    """The center hangs or stops in the middle of a sign-in, and comes back."""

    def setUp(self):
        self.addCleanup(control, "start-center")
        self.addCleanup(control, "resume-center")

    def at_the_pad(self):
        """A sign-in by card that has come to where the holder is asked for the PIN."""
        control("pad", "auto", "off")
        self.addCleanup(control, "pad", "auto", PIN)
        terminal = Running("ssc", "login", "--card", "--json")
        eventually(lambda: '"display":""' not in control("pad", "status"), "the pad asks for the PIN")
        return terminal

    def assert_works_again(self):
        control("pad", "auto", PIN)
        self.assert_signed_in(login("--card"))

    def test_by_card_a_center_that_hangs(self):
        terminal = self.at_the_pad()
        control("hang-center")
        control("pad", "enter", PIN)
        self.assert_fails(terminal.join(), "officeUnreachable")
        self.assert_fails(login("--card", "--level", "1"), "officeUnreachable")
        control("resume-center")
        self.assert_works_again()

    def test_by_card_a_center_that_stops(self):
        terminal = self.at_the_pad()
        control("stop-center")
        control("pad", "enter", PIN)
        self.assert_fails(terminal.join(), "officeUnreachable")
        self.assert_fails(login("--card", "--level", "1"), "officeUnreachable")
        control("start-center")
        self.assertEqual(newest_session()["level"], "1")
        self.assert_works_again()

    def test_by_code_a_center_that_hung_a_while_goes_on(self):
        for flow in "AB":
            with self.subTest(flow=flow):
                way = Way(flow, Phone("B"))
                control("hang-center")
                time.sleep(4)  # longer than the terminal waits for one answer
                self.assertFalse(way.terminal.ends())
                control("resume-center")
                self.assertEqual(way.phone.confirm(way.id).code, 0)
                self.assert_signed_in(way.terminal.join())

    def test_by_code_a_center_that_was_started_again_goes_on(self):
        for flow in "AB":
            with self.subTest(flow=flow):
                way = Way(flow, Phone("C"))
                control("stop-center")
                self.assertNotEqual(way.phone.confirm(way.id).code, 0)
                self.assertFalse(way.terminal.ends())
                control("start-center")
                self.assertEqual(way.phone.confirm(way.id).code, 0)
                self.assert_signed_in(way.terminal.join())

    def test_a_terminal_that_is_stopped_meanwhile_ends(self):
        for gone in ("hang-center", "stop-center"):
            with self.subTest(gone):
                way = Way("A", Phone("D"))
                control(gone)
                way.terminal.interrupt()
                self.assert_fails(way.terminal.join(LONGEST), "cancelled")
                control("resume-center")
                control("start-center")
                self.assert_works_again()


if __name__ == "__main__":
    unittest.main(verbosity=2)
