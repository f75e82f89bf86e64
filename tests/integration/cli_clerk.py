"""`ssc pin`, `ssc balance`, `ssc debit`, `ssc records`: a clerk's day, at the pad and at a prompt."""
import json
import os
import pty
import re
import select
import time

import world

RIGHT, WRONG = "123456", "999999"
LONGEST_PROMPT = 10.0


def at_a_terminal(*arguments, answers, config):
    """(exit code, what stood on the terminal) of `ssc` started from a terminal, each prompt answered in turn."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ["SSC_CONFIG"] = config
        os.execvp("ssc", ["ssc", *arguments])
    shown, pending, end = b"", list(answers), time.monotonic() + LONGEST_PROMPT * world.patience()
    while time.monotonic() < end and select.select([terminal], [], [], LONGEST_PROMPT)[0]:
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # the program has ended
            break
        if pending and shown.rstrip(b"\r\n").endswith((b": ", "：".encode())):
            os.write(terminal, pending.pop(0).encode() + b"\n")
            shown += b"<answered>"
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown.decode()


class Pin(world.WorldTest):
    def enter(self, *entries):
        for entry in entries:
            world.chip("pad", *(["enter", entry] if entry.isdecimal() else [entry]))

    def pin(self, action, *entries):
        self.enter(*entries)
        return world.ssc("pin", action, "--json")

    def assert_ends(self, result, reason, code, exit_code):
        error = result.json()["error"]
        self.assertEqual((error["reason"], error["code"], result.code), (reason, code, exit_code), result)
        return error

    def test_right_and_wrong(self):
        self.assertEqual(self.pin("verify").code, 0)
        error = self.assert_ends(self.pin("verify", WRONG), "pinWrong", -51, 6)
        self.assertIn(str(error["triesLeft"]), error["zh"])
        self.enter(WRONG)
        text = world.ssc("pin", "verify", "--lang", "en").err
        self.assertIn(f"Tries left: {error['triesLeft'] - 1}", text)
        self.assertEqual(self.pin("verify").code, 0)

    def test_what_the_holder_may_do_at_the_pad(self):
        self.assert_ends(self.pin("verify", "cancel"), "pinCancelled", -31, 9)
        self.assert_ends(self.pin("verify", "123"), "pinLength", -33, 4)
        self.assert_ends(self.pin("change", RIGHT, "4444", "4445"), "pinMismatch", -34, 4)

    def test_a_change_and_back(self):
        self.assertEqual(self.pin("change", RIGHT, "4444", "4444").code, 0)
        self.assert_ends(self.pin("verify", RIGHT), "pinWrong", -51, 6)
        self.assertEqual(self.pin("verify", "4444").code, 0)
        self.assertEqual(self.pin("change", "4444", RIGHT, RIGHT).code, 0)
        self.assertEqual(self.pin("verify", RIGHT).code, 0)

    def lock(self):
        for _ in range(20):
            if self.pin("verify", WRONG).reason() == "pinLocked":
                return
        self.fail("the card never locks its PIN")

    def test_a_locked_pin_is_unblocked_or_set_anew(self):
        for action, entries in (("unblock", ()), ("reload", (RIGHT, RIGHT))):
            with self.subTest(action=action):
                self.lock()
                self.assert_ends(self.pin("verify", RIGHT), "pinLocked", -52, 6)
                result = self.pin(action, *entries)
                self.assertEqual((result.code, result.json()["module"]), (0, "psam"), result)
                self.assertEqual(self.pin("verify", RIGHT).code, 0)


class Prompt(world.WorldTest):
    """A site without a pad: the PIN is typed at the terminal, and never shown there."""

    def setUp(self):
        with open(os.environ["SSC_CONFIG"], encoding="utf-8") as file:
            text = re.sub(r'^source = .*$', 'source = "prompt"\nentry_ms = 2000', file.read(), flags=re.MULTILINE)
        self.config = world.folder("prompt.toml")
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(text)

    def ask(self, *arguments, answers):
        return at_a_terminal(*arguments, answers=answers, config=self.config)

    def test_verifying(self):
        for language, prompt, said in (("en", "PIN: ", "The PIN is right."), ("zh", "请输入密码：", "密码正确。")):
            code, shown = self.ask("pin", "verify", "--lang", language, answers=[RIGHT])
            self.assertEqual(code, 0, shown)
            self.assertIn(prompt + "<answered>", shown)
            self.assertIn(said, shown)
            self.assertNotIn(RIGHT, shown)

    def test_a_wrong_one(self):
        code, shown = self.ask("pin", "verify", "--lang", "en", answers=[WRONG])
        self.assertEqual(code, 6, shown)
        self.assertRegex(shown, r"Tries left: \d")
        self.assertEqual(self.ask("pin", "verify", answers=[RIGHT])[0], 0)

    def test_changing_asks_three_times(self):
        code, shown = self.ask("pin", "change", "--lang", "en", answers=[RIGHT, "4444", "4445"])
        self.assertEqual((code, re.findall(r"^.*: (?=<answered>)", shown, re.MULTILINE)),
                         (4, ["Old PIN: ", "New PIN: ", "New PIN again: "]), shown)

    def test_nobody_answers(self):
        code, shown = self.ask("pin", "verify", answers=[])
        self.assertEqual(code, 8, shown)

    def test_without_a_terminal_there_is_nobody_to_ask(self):
        result = world.run("setsid", "-w", "ssc", "pin", "verify", "--json", env={"SSC_CONFIG": self.config})
        self.assertEqual((result.reason(), result.code), ("noPinSource", 2), result)


class Account(world.WorldTest):
    def balance(self):
        result = world.ssc("balance", "--json")
        self.assertEqual(result.code, 0, result)
        return {name: result.json()["balance"][name]["fen"] for name in ("account", "selfPay", "pool")}

    def records(self):
        return world.ssc("records", "--json").json()["records"]

    def test_a_settlement(self):
        before = self.balance()
        result = world.ssc("debit", "128.50", "100.00", "--time", "20250102030405", "--json")
        self.assertEqual(result.code, 0, result)
        receipt = result.json()["receipt"]
        self.assertEqual((receipt["total"], receipt["accountAndPool"]), ({"fen": 12850, "yuan": "128.50"}, {"fen": 10000, "yuan": "100.00"}))
        self.assertEqual((receipt["time"], receipt["terminal"], receipt["mac2Checked"]), ("2025-01-02 03:04:05", "999900000001", True))
        self.assertEqual(len(receipt["tac"]), 8)
        self.assertEqual(self.balance(), {"account": before["account"], "selfPay": before["selfPay"] + 12850, "pool": before["pool"] + 10000})
        newest = self.records()[0]
        self.assertEqual((newest["sequence"], newest["selfPay"]["fen"], newest["pool"]["fen"], newest["time"]),
                         (receipt["cardSequence"], 12850, 10000, receipt["time"]))

    def test_asking_after_one(self):
        sequence = world.ssc("debit", "1", "--json").json()["receipt"]["cardSequence"] or world.ssc("debit", "1", "--json").json()["receipt"]["cardSequence"]
        for number, debited in ((sequence, True), (sequence + 1, False)):
            self.assertIs(world.ssc("debit", "--check", str(number), "--json").json()["debited"], debited)

    def test_what_a_person_sees(self):
        world.ssc("debit", "1234.56")
        for language, head in (("zh", "序号"), ("en", "No.")):
            out = world.ssc("records", "--lang", language).out.splitlines()[1:]
            self.assertEqual(out[0].split()[0], head)
            self.assertIn("1234.56", out[1])
            ends = {sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in out}
            self.assertEqual(len(ends), 1, out)
            self.assertLessEqual(max(ends), 80)

    def test_a_wrong_pin_settles_nothing(self):
        before = self.balance(), len(self.records())
        world.chip("pad", "enter", WRONG)
        result = world.ssc("debit", "1", "--json")
        self.assertEqual((result.reason(), result.code), ("pinWrong", 6), result)
        self.assertEqual((self.balance(), len(self.records())), before)

    def test_amounts_and_times_that_are_none(self):
        exchanges = world.status()["exchanges"]
        for arguments in (("x",), ("1.234",), ("-1",), ("",), ("1", "x"), ("99999999999",), ("1", "--time", "2025")):
            with self.subTest(arguments=arguments):
                self.assertEqual(world.ssc("debit", *arguments).code, 2)
        self.assertEqual(world.status()["exchanges"], exchanges)


class UsedUp(world.WorldTest):
    """A card that has no purchase left refuses the next one, and says so."""

    def test_the_last_settlement_was_made(self):
        with open(os.path.join(world.SAMPLES, "card-a.toml"), encoding="utf-8") as file:
            text = file.read()
        self.assertNotIn("[amounts]", text)
        path = world.folder("used-up.toml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace('name = "A"', 'name = "A-used-up"', 1) + "\n[amounts]\npurchase-counter = 65535\n")
        seat = world.Seat("card")
        world.card("swap", path)
        seat.await_back()
        result = world.ssc("debit", "1", "--json")
        self.assertEqual((result.reason(), result.json()["error"]["code"], result.code), ("cardStatus", -0x9402, 4), result)


class WithoutKey(world.WorldTest):
    """In a world whose PSAM lacks the settlement key."""

    def test_it_cannot_settle(self):
        before = json.loads(world.ssc("balance", "--json").out)["balance"]
        result = world.ssc("debit", "1", "--json")
        self.assertEqual((result.reason(), result.json()["error"]["code"], result.code), ("samNoDebit", -37891, 5), result)
        self.assertEqual(json.loads(world.ssc("balance", "--json").out)["balance"], before)


if __name__ == "__main__":
    world.main()
