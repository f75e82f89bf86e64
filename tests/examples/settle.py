"""The example `settle` in each language, installed, copied, built and run as docs/his-integration.md says.

One world for all cases of a language: the pad enters what it is told, and the card is pulled and put back.
"""
import datetime
import os
import re
import shutil
import sys
import threading

import kit

sys.path.insert(0, os.path.join(kit.ROOT, "tests", "integration"))
import world  # noqa: E402  (its folder is known only now)

PIN, WRONG_PIN, TRIES = "123456", "000000", 6  # of the sample cards
AMOUNT = 12850
BEIJING = datetime.timezone(datetime.timedelta(hours=8))
SLIP_TIME = "%Y-%m-%d %H:%M:%S"


def balance():
    found = world.ssc("balance", "--json")
    assert found.code == 0, found
    amounts = found.json()["balance"]
    return amounts["selfPay"]["fen"], amounts["pool"]["fen"]


def newest_record():
    found = world.ssc("records", "--json")
    assert found.code == 0, found
    return found.json()["records"][0]


def pad(*words):
    world.chip("pad", *words)


def prompts():
    return world.status("pad")["entries"]


class Settles:
    """The cases, for each language alike."""

    example = name = None
    tools = ()
    network = False
    pin_entries = 2  # the standard functions let the card go after each call: the PIN is entered for two of them

    @classmethod
    def setUpClass(cls):
        kit.need("cmake", *cls.tools)
        build, cls.command = kit.commands(cls.name)
        cls.kit = kit.Kit(os.path.dirname(os.path.dirname(shutil.which("ssc"))), cls.example)
        cls.addClassCleanup(cls.kit.close)
        cls.kit.build(build, cls.network)

    def settle(self, *arguments):
        ended = self.kit.run(self.command, *arguments)
        return world.Run((self.command, *arguments), ended.returncode, ended.stdout, ended.stderr, 0.0)

    def assert_settled(self, run):
        self.assertEqual(run.code, 0, run)
        self.assert_discreet(run.err)

    def assert_discreet(self, text):
        """Messages may end in a log: nothing of the holder is in them, and no PIN."""
        _, number, card_number, card_id, name = self.expected_row().split("|")[:5]
        for secret in (number, card_number, card_id, name, PIN, WRONG_PIN):
            self.assertNotIn(secret, text)

    def assert_not_settled(self, step, code, *says):
        """A run that ends with 1 and names the step, the code and what a person should know."""
        run = self.settle()
        self.assertEqual((run.code, run.out), (1, ""), run)
        self.assertIn(f"结算未完成：{step}（{code}）\n", run.err, run)
        for text in says:
            self.assertIn(text, run.err, run)
        self.assert_discreet(run.err)
        return run

    def test_the_slip_is_printed_and_the_card_debited(self):
        before, asked = balance(), prompts()
        run = self.settle()
        self.assert_settled(run)
        self.assertEqual(tuple(now - then for now, then in zip(balance(), before)), (AMOUNT, AMOUNT))
        self.assertEqual(prompts() - asked, self.pin_entries)
        self.assert_slip(run.out, newest_record())

    def assert_slip(self, out, record):
        """The page's slip, with the card's own record in it; the other two are eight digits of the PSAM and the card."""
        self.assertEqual(record["selfPay"]["fen"], AMOUNT)
        out = re.sub(r"(终端交易序号　|交易验证码　　)[0-9A-F]{8}\n", r"\1########\n", out)
        expected = re.sub(r"(终端交易序号　|交易验证码　　)\w+\n", r"\1########\n", kit.slip())
        expected = re.sub(r"(交易时间　　　).*", rf"\g<1>{record['time']}", expected)
        expected = re.sub(r"(卡交易序号　　).*", rf"\g<1>{record['sequence']:04X}", expected)
        self.assertEqual(out, expected)
        age = datetime.datetime.now(BEIJING).replace(tzinfo=None) - datetime.datetime.strptime(record["time"], SLIP_TIME)
        self.assertLess(abs(age), datetime.timedelta(minutes=2))

    def test_a_wrong_pin_settles_nothing_and_says_how_many_tries_are_left(self):
        before = balance()
        pad("auto", WRONG_PIN)
        self.addCleanup(self.assert_settled_again)
        run = self.assert_not_settled("验证密码", -51, "密码错误", "未扣款。")
        self.assertEqual(int(re.search(r"还可尝试 (\d+) 次", run.err)[1]), TRIES - 1, run)
        pad("auto", PIN)
        self.assertEqual(balance(), before)

    def assert_settled_again(self):
        """Whatever went wrong: the right PIN for the next test, and the tries set back."""
        pad("auto", PIN)
        self.assertEqual(world.ssc("pin", "verify").code, 0)

    def test_without_a_card_the_holder_is_asked_for_it(self):
        seat = world.Seat("card")
        seat.pull()
        self.addCleanup(seat.put_back)
        self.assert_not_settled("读卡", -2, "请插入社会保障卡", "未扣款。")

    def test_a_holder_who_thinks_again_pays_nothing(self):
        before = balance()
        entries = [("enter", PIN)] * (self.pin_entries - 1)
        for entry in (*entries, ("cancel",)):
            pad(*entry)
        step, advice = ("结算", "请先查询") if entries else ("验证密码", "未扣款。")
        self.assert_not_settled(step, -31, advice)
        self.assertEqual(balance(), before)


class SettlesAsJson(Settles):
    """For languages where JSON comes for free."""

    def test_machines_get_json(self):
        settled = self.settle("--json")
        self.assert_settled(settled)
        answer, row = settled.json(), self.expected_row().split("|")
        self.assertTrue(answer["ok"] and answer["simulated"])
        self.assertEqual((answer["amountFen"], answer["name"], answer["socialSecurityNumber"]), (AMOUNT, row[4], row[1]))

    def test_machines_get_the_code_of_a_failure(self):
        pad("cancel")
        refused = self.settle("--json")
        answer = refused.json()
        self.assertEqual((refused.code, answer["ok"], answer["step"], answer["code"]), (1, False, "验证密码", -31))

    def test_arguments_it_does_not_know(self):
        self.assertEqual(self.settle("--yuan").code, 2)


class C(Settles, world.WorldTest):
    example, name, tools = "his-c", "c", ("gcc", "pkg-config")


class CWithCMake(Settles, world.WorldTest):
    example, name, tools = "his-c", "c cmake", ("gcc",)


class Cpp(Settles, world.WorldTest):
    example, name, tools = "his-cpp", "cpp", ("g++", "pkg-config")
    pin_entries = 1  # libssc holds the card: a PIN that was right stays so


class CppWithCMake(Cpp):
    name = "cpp cmake"


class Python(SettlesAsJson, world.WorldTest):
    example, name, tools = "his-python", "python", ("python3",)


class Java(Settles, world.WorldTest):
    example, name, tools = "his-java", "java", ("java", "javac", "/usr/share/java/jna.jar")


class Node(SettlesAsJson, world.WorldTest):
    example, name, tools = "his-node", "node", ("node", "npm")
    network = True

    def test_node_serves_others_while_the_holder_enters_the_pin(self):
        """A timer goes on ticking for the second that the pad is silent."""
        pad("auto", "off")
        self.addCleanup(pad, "auto", PIN)
        holder = threading.Timer(1.0, lambda: [pad("enter", PIN), pad("enter", PIN)])
        holder.start()
        self.addCleanup(holder.join)
        run = self.kit.run("""node --input-type=module --eval '
            let ticks = 0;
            const timer = setInterval(() => ticks++, 10);
            await import(process.cwd() + "/settle.js");
            clearInterval(timer);
            console.error("ticks", ticks);'""")
        self.assertEqual(run.returncode, 0, run)
        self.assertGreater(int(re.search(r"ticks (\d+)", run.stderr)[1]), 20, run)


if __name__ == "__main__":
    world.main()
