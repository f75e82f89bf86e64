"""After a PIN was used, no byte of the process holds it: neither its digits nor the packed form the card takes.

Each test shows that its search would find the PIN: it is there while the holder is entering it.
"""
import contextlib
import os
import pty
import signal
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "integration"))

import back_office  # noqa: E402
import c_library  # noqa: E402
import memory_search  # noqa: E402
import world  # noqa: E402

SAMPLE, RARE, OTHER = "123456", "582941736058", "740629158362"
TIME = "20250102030405"
LONGEST_LINE = 20.0


class Client:
    """pin_client, and the pipes that its secrets come through."""

    def __init__(self, env):
        (secrets, self._secrets), (go_on, self._go_on) = os.pipe(), os.pipe()
        # The child finds the two at 3 and 4, whatever they are here.
        launcher = f'exec 3<&{secrets} 4<&{go_on}; exec pin_client'
        self._process = subprocess.Popen(["bash", "-c", launcher], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                         pass_fds=(secrets, go_on), env=dict(os.environ, **env))
        self.pid = self._process.pid
        for end in (secrets, go_on):
            os.close(end)

    def close(self):
        self._process.stdin.close()
        for end in (self._secrets, self._go_on):
            os.close(end)
        assert self._process.wait(LONGEST_LINE) == 0
        self._process.stdout.close()

    def send(self, *words):
        self._process.stdin.write(" ".join(words) + "\n")
        self._process.stdin.flush()

    def line(self):
        return self._process.stdout.readline().split()

    def give(self, secret):
        os.write(self._secrets, secret)

    def go_on(self):
        os.write(self._go_on, b"\n")


class PinMemory(world.WorldTest):
    def setUp(self):
        fields = self.expected_row().split("|")
        self.region, self.historical = fields[0], fields[5]
        self.info = f"{fields[3]}|{fields[2]}|"
        self.trace = world.folder("pin-trace.txt")
        more = f'[trace]\nfile = "{self.trace}"'
        self.client = Client(self.enterContext(world.settings(more)))
        self.addCleanup(self.client.close)
        self.client.send("wipe")  # answered once the program and its libraries are there
        self.assertEqual(self.client.line(), ["result", "0"])

    def hits(self):
        os.kill(self.client.pid, signal.SIGSTOP)
        try:
            found, looked = memory_search.hits(self.client.pid, RARE)
            other, _ = memory_search.hits(self.client.pid, OTHER)
        finally:
            os.kill(self.client.pid, signal.SIGCONT)
        self.assertGreater(looked, 1 << 20, "nothing was looked at")
        return found + other

    def assert_gone(self, what):
        self.assertEqual(self.hits(), [], what)

    def call(self, *words, pins=(), code=0):
        """A function of the driver; the holder enters `pins` at the pad. Nothing is left when it has returned."""
        for pin in pins:
            world.chip("pad", "enter", pin)
        self.client.send("call", *words)
        answer = self.client.line()
        reply = answer[1] if answer[0] == "reply" else None
        if reply is not None:
            answer = self.client.line()
        self.assertEqual(answer, ["result", str(code)], words)
        self.assert_gone(words[0])
        return reply

    def callback(self, what, *pins, code=0):
        """The same through ssc.h. While the holder's digits are in the library's buffer the search finds them."""
        self.client.send("callback", what)
        for pin in pins:
            self.assertEqual(self.client.line()[0], "asked")
            self.client.give(bytes([len(pin)]) + pin.encode())
            self.assertEqual(self.client.line()[0], "entered")
            if pin in (RARE, OTHER):
                self.assertTrue([hit for hit in self.hits() if hit.startswith("text 0 ")], f"{what}: not found")
            self.client.go_on()
        self.assertEqual(self.client.line(), ["result", str(code)], what)
        self.assert_gone(f"callback {what}")

    @contextlib.contextmanager
    def rare_pin(self):
        """The card's PIN is the rare one."""
        self.call("iChangePIN", pins=(SAMPLE, RARE, RARE))
        try:
            yield
        finally:
            self.call("iReloadPIN", self.info, pins=(SAMPLE, SAMPLE))

    def test_the_search_finds_every_form(self):
        self.assert_gone("before")
        for title, form in (memory_search.forms_of(RARE) | memory_search.forms_of(OTHER)).items():
            self.client.send("plant", str(len(form)))
            self.client.give(form)
            self.assertEqual(self.client.line(), ["result", "0"])
            self.assertTrue([hit for hit in self.hits() if hit.startswith(f"{title} in ")], title)
            self.client.send("wipe")
            self.assertEqual(self.client.line(), ["result", "0"])
        self.assert_gone("after")

    def test_the_standard_calls(self):
        with self.rare_pin():
            self.call("iVerifyPIN", pins=[RARE])
            self.call("iVerifyPIN", pins=[OTHER], code=-51)
            self.call("iUnblockPIN", self.info)
            self.call("iReadCard", self.info, "DF04EF05|81|$", pins=[RARE])
            self.call("iDoDebit", self.info, f"0.01|0.01|{TIME}|", pins=[RARE])
            self.call("iReadDebitRecord", pins=[RARE])
            self.call("iChangePIN", pins=(RARE, OTHER, RARE), code=-34)
            self.call("iChangePIN", pins=(OTHER, RARE, RARE), code=-51)
            self.call("iReloadPIN", self.info, pins=(OTHER, OTHER))
            self.call("iReloadPIN", self.info, pins=(OTHER, RARE), code=-34)

    def test_the_steps_with_a_back_office(self):
        """Step2 gives the new PIN to its caller, who overwrites it: the library keeps none."""
        for pin in (RARE, SAMPLE):
            fields = self.call("iReloadPIN_HSM_Step1", self.info).split("|")
            office = back_office.CardKeys(fields[0], self.region, self.historical)
            key = office.authentication("PUK", fields[2], fields[3])
            fields = self.call("iReloadPIN_HSM_Step2", key, pins=(pin, pin)).split("|")
            self.call("iReloadPIN_HSM_Step3", office.protected(fields[3], fields[2], pin))
            self.call("iVerifyPIN", pins=[pin])

    def test_the_callback_of_ssc_h(self):
        self.callback("change", SAMPLE, RARE, RARE)
        self.callback("verify", RARE)
        self.callback("verify", OTHER, code=-51)
        self.callback("unblock")
        self.callback("change", RARE, OTHER, RARE, code=-34)
        self.callback("reload", OTHER, OTHER)
        self.callback("verify", OTHER)
        self.callback("change", OTHER, SAMPLE, SAMPLE)

    def prompted(self, *words, pins):
        """`ssc` at a terminal of its own. What it leaves is looked for in its last moment."""
        with c_library.site(pin=None):
            pid, terminal = pty.fork()
            if pid == 0:
                with contextlib.suppress(OSError):
                    os.execvp("ssc", ["ssc", *words])
                os._exit(127)
            for pin in pins:
                self.await_prompt(terminal)
                os.write(terminal, pin.encode() + b"\n")
            with memory_search.stopped_at_its_end(pid):
                found, looked = memory_search.hits(pid, RARE)
                there, _ = memory_search.hits(pid, "0123456789")  # as every program with numbers has it
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 0, words)
        os.close(terminal)
        self.assertGreater(looked, 1 << 20)
        self.assertNotEqual(there, [], "the search finds what is there")
        self.assertEqual(found, [], words)

    def await_prompt(self, terminal):
        shown = b""
        while b": " not in shown and "：".encode() not in shown:
            shown += os.read(terminal, 256)
        self.assertNotIn(RARE.encode(), shown, "an echo")

    def test_the_prompt_of_ssc(self):
        self.prompted("pin", "change", pins=(SAMPLE, RARE, RARE))
        self.prompted("pin", "verify", pins=[RARE])
        self.prompted("debit", "0.01", pins=[RARE])
        self.prompted("pin", "change", pins=(RARE, SAMPLE, SAMPLE))

    def test_no_log_has_it(self):
        with self.rare_pin():
            self.call("iVerifyPIN", pins=[RARE])
        logs = [self.trace] + [world.folder(f"{name}.log") for name in ("pcscd", "reader", "card", "psam", "pad")]
        for path in logs:
            with open(path, "rb") as file:
                text = file.read()
            self.assertTrue(text or path != self.trace, "the calls were traced")
            self.assertNotIn(RARE.encode(), text, path)
            self.assertNotIn(bytes.fromhex(RARE), text, path)


if __name__ == "__main__":
    world.main()
