"""`ssc trace` and `ssc replay`: a program's talk with the card, masked; and whether another one says the same."""
import os
import re
import signal
import subprocess
import time

import world


class Traced(world.WorldTest):
    def trace(self, name, *command):
        path = world.folder(f"{name}.trace")
        return path, world.ssc("trace", path, "--", *command)

    def text(self, path):
        with open(path, encoding="utf-8") as file:
            return file.read()


class Trace(Traced):
    def test_the_program_s_own_code_and_output(self):
        for command, code in ((("ssc", "read", "--json"), 0), (("ssc", "file", "DF09/EF05"), 2), (("sh", "-c", "exit 42"), 42),
                              (("sh", "-c", "kill -9 $$"), 137), (("/no/such/program",), 127)):
            with self.subTest(command=command):
                path, result = self.trace("codes", *command)
                self.assertEqual(result.code, code, result)
                if command[:2] == ("ssc", "read"):
                    self.assertTrue(result.json()["ok"])
                    self.assertIn(f"{path}: 17 exchanges", result.err)

    def test_nothing_secret_is_in_it(self):
        """PIN, name and numbers as text and as the card carries them. The full exchanges of the sample card hold them."""
        fields = self.expected_row().split("|")
        secrets = [fields[world.FIELDS.index(name)].encode("gb18030").hex().upper()
                   for name in ("name", "socialSecurityNumber", "cardNumber")] + ["03123456"]
        shown = world.ssc("read", "--exchanges", "--json").out
        self.assertEqual([secret in shown for secret in secrets], [True, True, True, False])
        path, result = self.trace("secrets", "sh", "-c", "ssc read && ssc pin verify && ssc file SSSE/EF06 && ssc debit 1 && ssc dump --full")
        self.assertEqual(result.code, 0, result)
        text = self.text(path).upper()
        self.assertGreater(text.count("\n> "), 100)
        for secret in (*secrets, fields[1], fields[0] + "D156"):
            self.assertNotIn(secret, text)
        self.assertEqual(os.stat(path).st_mode & 0o077, 0)

    def test_ctrl_c_reaches_the_program(self):
        path = world.folder("interrupted.trace")
        process = subprocess.Popen(["ssc", "trace", path, "--", "sleep", "30"], start_new_session=True, stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        os.killpg(process.pid, signal.SIGINT)
        self.assertEqual(process.wait(5), 128 + signal.SIGINT)

    def test_a_trace_that_cannot_be_written(self):
        result = world.ssc("trace", "/nowhere/x", "--", "true")
        self.assertEqual(result.code, 2, result)


class Replay(Traced):
    def test_every_exchange_is_told_in_words(self):
        path, _ = self.trace("told", "sh", "-c", "ssc read && ssc debit 1 && ssc write DF01/EF07 --tag 29 1 && ssc pki show && ssc pin unblock")
        result = world.ssc("replay", path)
        self.assertEqual(result.code, 0, result)
        for words in ("EXTERNAL AUTHENTICATE", "VERIFY", "DEBIT FOR PURCHASE", "UPDATE RECORD", "PIN CHANGE/UNBLOCK", "CREDIT SAM FOR PURCHASE"):
            self.assertIn(words, result.out)
        self.assertNotRegex(result.out, r"instruction [0-9A-F]{2}")
        traces = world.ssc("replay", path, "--json").json()["traces"]
        self.assertEqual((len(traces), {trace["redacted"] for trace in traces}), (5, {True}))

    def test_two_runs_of_the_same(self):
        first, second = self.trace("first", "ssc", "read")[0], self.trace("second", "ssc", "read")[0]
        result = world.ssc("replay", first, "--against", second)
        self.assertEqual((result.code, result.out.count("\n")), (0, 1), result)

    def test_a_changed_trace(self):
        first = self.trace("changed", "ssc", "read")[0]
        text, cases = self.text(first), (
            ("> 0084000008", "> 0084000004", "exchange"), ("> 00B2012D40", "> 00B2012C40", "exchange 3"),
            ("\n< 9000\n", "\n< 6982\n", "exchange"), ("< 611E", "< 611F", "exchange 1"))
        for before, after, where in cases:
            with self.subTest(after=after):
                self.assertIn(before, text)
                self.assert_differs(first, text.replace(before, after, 1), where)
        lines = text.rstrip("\n").splitlines()
        self.assert_differs(first, "\n".join(lines[:-2]) + "\n", "exchange 17")
        self.assert_differs(first, text + "\n".join(lines[-2:]) + "\n", "exchange 18")
        self.assert_differs(first, text + text, "2 traces, not 1")

    def assert_differs(self, first, text, where):
        other = world.folder("other.trace")
        with open(other, "w", encoding="utf-8") as file:
            file.write(text)
        result = world.ssc("replay", first, "--against", other, "--json")
        self.assertEqual((result.reason(), result.code), ("badInput", 2), result)
        self.assertRegex(result.json()["error"]["detail"], re.escape(where) + r"\b")

    def test_what_is_no_trace(self):
        for text in ("", "nothing", "# ssc-trace 1 redacted\n> 00\n", "# ssc-trace 1 redacted\n> XY\n< 9000\n"):
            path = world.folder("none.trace")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            self.assertEqual(world.ssc("replay", path, "--json").reason(), "badInput", text)


if __name__ == "__main__":
    world.main()
