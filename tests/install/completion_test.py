"""What a person is offered who types `ssc …` and presses Tab in bash, asked of bash itself, in the simulated world.

  completion_test.py BUILD
"""
import json
import os
import re
import shlex
import shutil
import sys
import unittest

from prefix import run, run_well

# As bash does it: the function of `complete -F` is called with COMP_WORDS, COMP_CWORD and three arguments.
ASK = r"""
set -eu
source "$1"; shift
function=$(complete -p ssc | sed 's/.*-F \([^ ]*\).*/\1/')
COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
"$function" ssc "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" || true
printf '%s\n' "${COMPREPLY[@]}"
"""


def candidates(*words):
    """What is offered for the last word; it may be empty."""
    asked = run(["bash", "-c", ASK, "bash", SCRIPT, "ssc", *words])
    assert asked.returncode == 0 and not asked.stderr, asked
    return [line for line in asked.stdout.split("\n") if line]


def grammar():
    return json.loads(run_well(["ssc", "complete", "grammar"]))


class Completion(unittest.TestCase):
    def test_all_commands(self):
        self.assertEqual(candidates(""), [command["name"] for command in grammar()["commands"]] + ["--help", "--version"])

    def test_commands_by_their_beginning(self):
        self.assertEqual(candidates("re"), [name for name in candidates("") if name.startswith("re")])
        self.assertEqual(candidates("doc"), ["doctor"])

    def test_all_options_of_every_command(self):
        for command in grammar()["commands"]:
            with self.subTest(command=command["name"]):
                self.assertEqual(candidates(command["name"], "-"), [one["names"][-1] for one in command["options"] if one["names"]])

    def test_choices_of_an_option(self):
        self.assertEqual(candidates("read", "--lang", ""), ["zh", "en"])
        self.assertEqual(candidates("read", "--interface", "contactl"), ["contactless", "contactless-first"])
        self.assertEqual(candidates("read", "--lang", "=", "z"), ["zh"])

    def test_choices_of_a_place(self):
        self.assertEqual(candidates("pin", "v"), ["verify"])
        self.assertEqual(candidates("pin", "--lang", "zh", "--json", "u"), ["unblock"])
        self.assertEqual(candidates("pin", "verify", ""), [])

    def test_files_of_the_card(self):
        self.assertEqual(candidates("file", "DF04/"), ["DF04/EF05", "DF04/EF06", "DF04/EF08", "DF04/EF15"])
        self.assertIn("SSSE/EF06", candidates("write", ""))
        self.assertEqual(candidates("file", "DF01/EF05", ""), [])

    def test_files_of_the_card_by_their_names(self):
        self.assertEqual(candidates("file", "户"), ["户籍"])

    def test_every_file_of_the_card_is_offered(self):
        dump = run_well(["ssc", "dump", "--json"])
        on_the_card = set(re.findall(r'"file": "(\w+/EF\w+)"', dump))
        self.assertGreater(len(on_the_card), 20, dump[:2000])
        self.assertLessEqual(on_the_card, set(candidates("file", "")))

    def test_attached_readers(self):
        (name,) = run_well(["ssc", "complete", "readers"]).splitlines()
        self.assertIn(" ", name)
        self.assertEqual(candidates("read", "--reader", ""), [name])
        self.assertEqual(candidates("read", "--reader", '"' + name[:4]), [name])
        self.assertEqual(candidates("read", "--reader", "no such"), [])

    def test_a_value_without_candidates_offers_nothing(self):
        self.assertEqual(candidates("read", "--timeout", ""), [])

    def test_an_option_with_an_optional_value(self):
        self.assertEqual(candidates("pin", "--wait", "5", "c"), ["change"])
        self.assertEqual(candidates("pin", "--wait", "c"), ["change"])

    def test_files_of_the_system(self):
        folder = os.path.dirname(os.path.abspath(__file__))
        self.assertEqual(candidates("replay", os.path.join(folder, "completion_t")), [os.path.abspath(__file__)])
        self.assertEqual(candidates("pki", "sign", "--in", os.path.join(folder, "pref")), [os.path.join(folder, "prefix.py")])

    def test_programs_behind_trace(self):
        self.assertIn("ssc", candidates("trace", "file.trace", "--", "ss"))

    def test_no_service_no_readers_and_no_noise(self):
        asked = run(["ssc", "complete", "readers"], env=dict(os.environ, PCSCLITE_CSOCK_NAME="/nowhere"))
        self.assertEqual((asked.returncode, asked.stdout, asked.stderr), (0, "", ""))

    def test_an_unknown_subject_is_refused(self):
        self.assertEqual(run(["ssc", "complete", "weather"]).returncode, 2)


class OtherShells(unittest.TestCase):
    def test_zsh_reads_its_script(self):
        self.check("zsh", os.path.join(FOLDER, "_ssc"))

    def test_fish_reads_its_script_and_offers_files(self):
        self.check("fish", os.path.join(FOLDER, "ssc.fish"))
        script = os.path.join(FOLDER, "ssc.fish")
        offered = run_well(["fish", "-c", f"source {shlex.quote(script)}; complete -C 'ssc file DF04/'"])
        self.assertIn("DF04/EF15", offered)

    def check(self, shell, script):
        if not shutil.which(shell):
            self.skipTest(f"{shell} is not installed")
        run_well([shell, "-n", script])


if __name__ == "__main__":
    FOLDER = os.path.join(sys.argv.pop(1), "completion")
    SCRIPT = os.path.join(FOLDER, "ssc")
    unittest.main(verbosity=2)
