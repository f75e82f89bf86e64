"""That the checks common to all rows can fail, that no row is passed over, and that headers are read right."""
import os
import subprocess
import tempfile
import unittest
import unittest.mock

import rows  # first: it says where the modules that are shared with the integration tests are

import case
import client
import header
import run
import steps

GOOD = {"code": -2, "reply": "cede".encode().hex(), "ended": True, "intact": True}
ROW = {"id": "B01", "cards": ["3.0-SM4", "2.0-3DES"]}


def result(cards, problem=None):
    return {"row": "B01", "cards": cards, "problem": problem}


class CommonChecks(unittest.TestCase):
    def refused(self, **changes):
        with self.assertRaises((AssertionError, UnicodeDecodeError)):
            case.Case().judged("iReadCardBas", GOOD | changes)

    def test_a_good_answer_passes(self):
        self.assertEqual(case.Case().judged("iReadCardBas", GOOD).code, -2)

    def test_each_of_them_can_fail(self):
        self.refused(intact=False)
        self.refused(ended=False)
        self.refused(code=2**32 - 2)  # -2 in 32 bits, not extended
        self.refused(reply="")
        self.refused(reply="41" * 256)
        self.refused(reply="81")      # half a character

    def test_the_client_sees_what_stands_behind_the_text(self):
        prototype = header.Function("iX", [("char*", "pOutInfo")], 8)
        canaries = client.CANARY * 8
        request = {"capacity": None}
        judged = [client.answer_of(0, raw, 0, request, prototype) for raw in
                  (b"1234567\0" + canaries, b"12345678\0" + canaries, b"1\0\0" + canaries, canaries)]
        self.assertEqual([(one["ended"], one["intact"]) for one in judged],
                         [(True, True), (False, True), (True, False), (False, True)])


class FaultyLibrary(unittest.TestCase):
    """The whole way: a library that does it wrong, the calling program, the judgement."""

    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        source = os.path.join(case.HERE, "callers", "faulty.c")
        subprocess.run(["gcc", "-shared", "-fPIC", f"-o{folder}/libSSCardDriver.so", source], check=True)
        self.enterContext(unittest.mock.patch.dict(os.environ, {"LD_LIBRARY_PATH": folder, "SSC_CONFIG": "none"}))
        self.case = case.Case()
        self.case.begin([])
        self.addCleanup(lambda: self.assertTrue(self.case.doCleanups(), "the calling program did not end well"))

    def test_nothing_wrong(self):
        self.case.fails(-2, "iReadCardBas", 0)

    def test_each_fault_is_found(self):
        for interface, said in enumerate(("written behind", "no NUL", "low 32 bits", "text of a failure"), 1):
            with self.assertRaisesRegex(AssertionError, said):
                self.case.call("iReadCardBas", interface)


class Verdicts(unittest.TestCase):
    def test_a_row_passes_when_every_combination_did(self):
        both = [result("3.0-SM4"), result("2.0-3DES")]
        self.assertEqual(run.verdict(ROW, both, False), "passed")
        self.assertEqual(run.verdict(ROW, both[:1], False), "MISSING")
        self.assertEqual(run.verdict(ROW, [both[0], result("2.0-3DES", "no")], False), "FAILED")

    def test_what_the_machine_lacks_is_no_pass(self):
        lacking = result("3.0-SM4") | {"not_here": "no compiler"}
        self.assertEqual(run.verdict(ROW, [lacking], False), "not runnable here")
        self.assertEqual(run.verdict(ROW, [lacking, result("2.0-3DES")], False), "MISSING")

    def test_nothing_is_passed_over(self):
        self.assertEqual(run.verdict(ROW, [], False), "MISSING")
        self.assertEqual(run.verdict(ROW | {"id": "B99"}, [], False), "MISSING")
        self.assertEqual(run.verdict(ROW | {"not_here": "why"}, [], False), "not runnable here")
        self.assertEqual(run.verdict(ROW | {"long": True}, [], False), "not run: --long")

    def test_every_step_is_of_a_row_and_no_two_have_one_name(self):
        names = [(step.row, step.title) for step in steps.STEPS]
        self.assertEqual(len(names), len(set(names)))
        self.assertEqual({name for name, _ in names}, {row["id"] for row in run.load_catalogue([])})


class Headers(unittest.TestCase):
    def test_every_standard_function_has_a_class_and_a_twin(self):
        functions = header.functions("SSCardDriver.h")
        standard = [one for one in functions.values() if not one.name.startswith("ssc_")]
        self.assertEqual(len(standard), 25)
        for one in standard:
            self.assertIn(one.room, (1024, 4096, 32768), one.name)
            self.assertEqual(functions[f"ssc_{one.name}"].parameters[:-1], one.parameters)

    def test_bytes_and_numbers(self):
        application = header.functions("SSSE32.h")["ICC_Reader_Application"]
        self.assertEqual([kind for kind, _ in application.parameters],
                         ["int32_t", "unsigned char", "int32_t", "unsigned char*", "unsigned char*"])
        self.assertEqual(application.reply(), 4)


if __name__ == "__main__":
    unittest.main()
