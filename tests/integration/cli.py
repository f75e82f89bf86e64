"""What `ssc` promises to scripts: documented JSON, documented exit codes, no talk on the wrong stream."""
import re

import world

TOP = {
    "read": {"ok", "masked", "simulated", "module", "generation", "algorithm", "cardGenuine", "terminalProven", "card",
             "exchanges"},
    "readers": {"ok", "readers"},
    "atr": {"ok", "atr", "convention", "protocols", "F", "D", "extraGuardTime", "waitingInteger", "historicalBytes",
            "tck"},
    "doctor": {"ok", "version", "checks"},
}
ERROR = {"reason", "code", "zh", "en", "detail", "clerk", "integrator"}
READER = {"name", "profile", "label", "selected", "slots"}
SLOT = {"name", "number", "role", "card", "mute", "inUse", "atr"}
CHECK = {"check", "verdict", "found", "advice", "reason"}
ATR_A = "3B6D000000815453548699999900000001"
ROLES = ["contact", "contactless", "sam", "sam", "sam"]
USAGE_ERRORS = (
    (), ("fly",), ("read", "--fly"), ("read", "--timeout", "0"), ("read", "--timeout", "soon"),
    ("read", "--lang", "fr"),
    ("read", "--interface", "telepathy"), ("read", "--wait", "-1"), ("readers", "--full"), ("doctor", "extra"),
)


class Cli(world.WorldTest):
    def test_json_has_the_documented_keys(self):
        for command, keys in TOP.items():
            with self.subTest(command=command):
                result = world.ssc(command, "--json")
                self.assertEqual(result.code, 0, result)
                self.assertEqual(set(result.json()), keys)
                self.assertEqual(result.err, "")
                self.assertIs(result.json()["ok"], True)

    def test_read(self):
        answer = world.read().json()
        self.assertEqual(set(answer["card"]), set(world.FIELDS))
        self.assertEqual((answer["generation"], answer["algorithm"], answer["simulated"]), (3, "SM4", True))
        self.assertEqual(answer["exchanges"], {"card": 8, "psam": 9})

    def test_readers(self):
        (reader,) = world.ssc("readers", "--json").json()["readers"]
        self.assertEqual(set(reader), READER)
        self.assertEqual([set(slot) for slot in reader["slots"]], [SLOT] * len(ROLES))
        self.assertEqual([slot["role"] for slot in reader["slots"]], ROLES)
        self.assertEqual([slot["card"] for slot in reader["slots"]], [True, False, True, False, False])
        self.assertEqual(reader["slots"][0]["atr"], ATR_A)

    def test_atr(self):
        answer = world.ssc("atr", "--json").json()
        self.assertEqual((answer["atr"], answer["historicalBytes"]), (ATR_A, ATR_A[8:]))
        self.assertEqual((answer["convention"], answer["protocols"], answer["F"], answer["D"]), ("direct", [0], 372, 1))

    def test_doctor(self):
        answer = world.ssc("doctor", "--json").json()
        self.assertEqual([check["check"] for check in answer["checks"]],
                         ["configuration", "clock", "service", "reader", "card", "psam", "pin"])
        for check in answer["checks"]:
            self.assertEqual(set(check), CHECK)
            self.assertEqual(check["verdict"], "ok")

    def test_errors_are_json_too(self):
        world.card("fake", "on")
        self.addCleanup(world.card, "fake", "off")
        result = world.ssc("read", "--json")
        self.assertEqual(set(result.json()), {"ok", "error"})
        self.assertEqual(set(result.json()["error"]), ERROR)
        self.assert_fails(result, "notGenuine")

    def test_errors_without_json_go_to_standard_error(self):
        world.card("fake", "on")
        self.addCleanup(world.card, "fake", "off")
        chinese, english = world.ssc("read", "--lang", "zh"), world.ssc("read", "--lang", "en")
        for result, text in ((chinese, "真伪"), (english, "genuine")):
            self.assertEqual((result.code, result.out), (6, ""))
            self.assertIn(text, result.err.splitlines()[0])
            self.assertIn("notGenuine -21", result.err)

    def test_usage_errors_end_with_2(self):
        for arguments in USAGE_ERRORS:
            with self.subTest(arguments=arguments):
                result = world.ssc(*arguments)
                self.assertEqual((result.code, result.out), (2, ""), result)
                self.assertNotEqual(result.err, "")

    def test_help_and_version(self):
        version = world.ssc("--version")
        self.assertEqual((version.code, version.err), (0, ""))
        self.assertRegex(version.out, re.compile(r"^ssc \d+\.\d+\.\d+\n$"))
        self.assertEqual(world.ssc("doctor", "--json").json()["version"], version.out.split()[1])
        for arguments in (("--help",), *((command, "--help") for command in TOP)):
            self.assertEqual(world.ssc(*arguments).code, 0)

    def test_a_reader_that_is_not_there(self):
        self.assert_fails(world.read("--reader", "No Such Reader*"), "noReader", within=1)
        self.assert_reads("--reader", "SSC Sim*")

    def test_bad_configuration_is_named(self):
        for line, place in (("wait = 5", "reader.wait"), ("wait_ms = -1", "reader.wait_ms"), ("[", "line")):
            with self.subTest(line=line), world.settings(line) as env:
                result = world.read(env=env)
                self.assert_fails(result, "badConfiguration", within=1)
                self.assertIn(place, result.json()["error"]["detail"])
                self.assertEqual(world.driver_code(world.driver(env=env)), -14)

    def test_a_configuration_that_is_not_there(self):
        result = world.read(env={"SSC_CONFIG": "/nonexistent/ssc.toml"})
        self.assert_fails(result, "badConfiguration", within=1)

    def test_the_device_number_is_field_11(self):
        fields = world.read().json()["card"]
        self.assertEqual(fields["deviceNumber"], "SIM-TERM-0001")


if __name__ == "__main__":
    world.main()
