"""`ssc doctor` looks at PIN source and HSM too; every command has JSON, help with examples that work, and an end."""
import re
import shlex
import signal
import time

import hsm_service
import world

WORK = {"read": (), "file": ("SSSE/EF05",), "dump": (), "balance": (), "records": (), "pin": ("verify",), "debit": ("1",), "pki": ("show",),
        "write": ("DF01/EF07", "--tag", "29", "1")}
ALL = (*WORK, "readers", "atr", "trace", "replay", "doctor")
NEEDS_FILES = ("contract", "letter", "his", "after", "contactless", "> ", "--check")  # examples about a person's own files


class Doctor(world.WorldTest):
    def check(self, name, env=None, *options):
        result = world.ssc("doctor", "--json", *options, env=env)
        found = [check for check in result.json()["checks"] if check["check"] == name]
        return result, (found[0] if found else None)

    def test_the_pad(self):
        self.assertIn("answers", self.check("pin")[1]["found"])
        for trouble, mended in (("unplug", "plug"), ("hang", "resume")):
            world.chip("pad", trouble)
            result, found = self.check("pin")
            world.chip("pad", mended)
            self.assertEqual((found["verdict"], found["reason"], result.code), ("PROBLEM", "pinPadFault", 3), result)
            self.assertLess(result.seconds, 6 * world.patience())
        self.assertEqual(self.check("pin")[1]["verdict"], "ok")

    def test_other_sources_of_pins(self):
        with open(world.folder("ssc.toml"), encoding="utf-8") as file:
            base = file.read()
        for source, verdict, code in ((None, "note", 0), ("prompt", "ok", 0), ("reader", "PROBLEM", 2), ("pad:/nowhere", "PROBLEM", 3)):
            text = re.sub(r'^source = .*$', f'source = "{source}"' if source else "", base, flags=re.MULTILINE)
            path = world.folder("pin-source.toml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            result, found = self.check("pin", {"SSC_CONFIG": path})
            self.assertEqual((found["verdict"], result.code), (verdict, code), result)

    def test_the_hsm(self):
        self.assertIsNone(self.check("hsm")[1])
        with hsm_service.Hsm() as hsm, hsm.reachable("connect_ms = 500\ntotal_ms = 1000") as env:
            result, found = self.check("hsm", env)
            self.assertEqual((found["verdict"], result.code), ("ok", 0), result)
            self.assertRegex(found["found"], "^https://127.0.0.1:[0-9]+, environments: 3DES SM4$")
            for mode in ("hang", "nonsense", "close"):
                hsm.tell("answer", mode)
                result, found = self.check("hsm", env)
                self.assertEqual((found["verdict"], result.code), ("PROBLEM", 5), result)
                self.assertLess(result.seconds, 4 * world.patience())
            hsm.tell("answer", "hang")
            with hsm.reachable("total_ms = 60000") as patient:
                self.assertLess(self.check("hsm", patient, "--timeout", "1")[0].seconds, 4 * world.patience())
            hsm.stop()
            self.assertEqual(self.check("hsm", env)[1]["reason"], "hsmUnreachable")
            hsm.start()
            self.assertEqual(self.check("hsm", env)[1]["verdict"], "ok")


class HsmOnly(world.WorldTest):
    """In a world without a PSAM."""

    def test_a_psam_that_is_missing_is_a_note_where_the_hsm_answers(self):
        self.assertEqual(world.ssc("doctor").code, 5)
        with hsm_service.Hsm() as hsm:
            with hsm.reachable("connect_ms = 500") as env:
                result = world.ssc("doctor", "--json", env=env)
                self.assertEqual({check["check"]: check["verdict"] for check in result.json()["checks"]}["psam"], "note")
                self.assertEqual(result.code, 0, result)
                hsm.stop()
                self.assertEqual(world.ssc("doctor", env=env).code, 5)


class EveryCommand(world.WorldTest):
    def test_json(self):
        for command, arguments in WORK.items():
            with self.subTest(command=command):
                result = world.ssc(command, *arguments, "--json")
                self.assertEqual((result.code, result.err), (0, ""), result)
                self.assertEqual((result.json()["ok"], result.json()["simulated"]), (True, True))
                self.assertIn(result.json()["module"], ("psam", "none"))

    def test_help_has_examples_that_work(self):
        for command in ALL:
            out = world.ssc(command, "--help").out
            examples = re.findall(r"^  (ssc .*)$", out.partition("Examples:")[2], re.MULTILINE)
            self.assertGreaterEqual(len(examples), 2, out)
            self.assertTrue(all(example.startswith(f"ssc {command}") for example in examples))
            self.assertNotIn("FLOAT in", out)
            for example in examples:
                words = shlex.split(example)
                if not any(word in example for word in NEEDS_FILES) and command not in ("pki", "replay", "pin") and "--wait" not in words:
                    with self.subTest(example=example):
                        words = [world.folder(word) if word.endswith(".trace") else word for word in words]
                        self.assertEqual(world.run(*words).code, 0)

    def test_ctrl_c_ends_a_wait(self):
        seat = world.Seat("card")
        seat.pull()
        try:
            for command in ("read", "dump", "balance", "file"):
                with self.subTest(command=command):
                    waiting = world.Running("ssc", command, *WORK[command], "--wait", "30", "--json")
                    time.sleep(0.3)
                    waiting.process.send_signal(signal.SIGINT)
                    result = waiting.join()
                    self.assertEqual((result.reason(), result.code), ("cancelled", 9), result)
                    self.assertLess(result.seconds, 2 * world.patience())
        finally:
            seat.put_back()

    def test_ctrl_c_while_the_holder_thinks(self):
        world.chip("pad", "auto", "off")
        self.addCleanup(world.chip, "pad", "auto", "123456")
        asking = world.Running("ssc", "pin", "verify", "--json")
        time.sleep(0.5)
        asking.process.send_signal(signal.SIGINT)
        result = asking.join()
        self.assertIn((result.reason(), result.code), (("cancelled", 9), ("pinCancelled", 9)), result)
        self.assertLess(result.seconds, 3 * world.patience())

    def test_a_limit(self):
        world.card("slow", "250")
        self.addCleanup(world.card, "slow", "0")
        for command in ("read", "balance", "pki"):  # the others may ask for a PIN, which has its own time
            with self.subTest(command=command):
                result = world.ssc(command, *WORK.get(command, ()), "--timeout", "0.5", "--json")
                self.assertEqual((result.reason(), result.code), ("timedOut", 8), result)
                self.assertLess(result.seconds, 2 * world.patience())


if __name__ == "__main__":
    world.main()
