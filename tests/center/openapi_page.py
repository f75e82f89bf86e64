#!/usr/bin/env python3
"""docs/api/openapi.yaml: whole in itself, current with the code, and able to find fault.

  openapi_page.py --tool ssc_center_schema_tool
"""
import argparse
import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import openapi_schema

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = None
METHODS = {"get", "post"}


def references(value):
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


class Whole(unittest.TestCase):
    def setUp(self):
        self.page = openapi_schema.Page()

    def test_it_is_an_openapi_document(self):
        self.assertEqual(self.page.page["openapi"], "3.1.0")
        self.assertLessEqual({"title", "version"}, set(self.page.page["info"]))
        self.assertIn("SIMULATED", self.page.page["info"]["title"])

    def test_every_reference_leads_somewhere(self):
        found = list(references(self.page.page))
        self.assertGreater(len(found), 50)
        for reference in found:
            self.page.at(reference)

    def test_every_operation_has_a_name_of_its_own_and_answers(self):
        names = []
        for path, operations in self.page.page["paths"].items():
            self.assertLessEqual(set(operations), METHODS, path)
            for method, operation in operations.items():
                names.append(operation["operationId"])
                self.assertTrue(operation["summary"] and operation["responses"], (path, method))
                for status, answer in operation["responses"].items():
                    self.assertRegex(status, "^[2345][0-9]{2}$")
                    self.assertTrue(answer["description"])
                known = set(self.page.page["components"]["securitySchemes"])
                self.assertLessEqual({name for way in operation["security"] for name in way}, known)
                given = [self.page.at(each["$ref"]) if "$ref" in each else each for each in operation.get("parameters", [])]
                inside = {each["name"] for each in given if each["in"] == "path"}
                self.assertEqual(inside, set(re.findall(r"\{(\w+)\}", path)), path)
        self.assertEqual(len(names), len(set(names)))

    def test_the_page_names_every_address_that_the_server_knows(self):
        known = set()
        for name in ("center/web/web.cpp", "center/program/serve.cpp"):
            source = (ROOT / name).read_text(encoding="utf-8")
            known |= set(re.findall(r'"(/(?:web|office|platform)[a-z0-9/]*|/healthz|/metrics)"', source))
        known -= {"/web/", "/web/login/", "/web/assets/"}
        self.assertGreater(len(known), 12)
        self.assertLessEqual(known, set(self.page.page["paths"]))

    def test_the_items_of_the_page_are_those_of_the_citizens_page(self):
        import tomllib
        with open(ROOT / "center/web/texts.toml", "rb") as file:
            items = [row["id"] for row in tomllib.load(file)["item"]]
        parameters = self.page.page["paths"]["/web/cases"]["get"]["parameters"]
        self.assertEqual(parameters[0]["schema"]["enum"], items)


class Current(unittest.TestCase):
    def check(self, *words):
        return subprocess.run([sys.executable, ROOT / "tools/generate_openapi.py", "--check", *words], capture_output=True,
                              text=True, check=False, timeout=60)

    def test_the_page_is_what_the_code_says(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
            file.write(subprocess.run([TOOL], check=True, capture_output=True, text=True, timeout=60).stdout)
            file.flush()
            done = self.check("--schemas", file.name)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_page_with_another_text_is_found(self):
        page = openapi_schema.load()
        page["x-errors"][0]["zh"] += "!"
        with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
            json.dump(page, file, ensure_ascii=False, indent=1)
            file.flush()
            self.assertNotEqual(self.check("--output", file.name).returncode, 0)


class Faults(unittest.TestCase):
    """A check that cannot fail proves nothing."""
    GOOD = {"infcode": 0, "inf_refmsgid": "9" * 30, "refmsg_time": "2" * 17, "respond_time": "2" * 17, "cainfo": "x",
            "output": json.dumps({"level": 2, "aaz502": "1", "offers": ["face"]})}

    def faults(self, change, inside=False):
        reply = copy.deepcopy(self.GOOD)
        target = json.loads(reply["output"]) if inside else reply
        change(target)
        if inside:
            reply["output"] = json.dumps(target)
        return openapi_schema.Page().reply_faults("8111", reply)

    def test_a_good_reply_passes(self):
        self.assertEqual(self.faults(lambda reply: None), [])

    def test_each_kind_of_fault_is_found(self):
        for inside in (False, True):
            self.assertTrue(self.faults(lambda reply: reply.update(more="x"), inside))
        self.assertTrue(self.faults(lambda reply: reply.pop("cainfo")))
        self.assertTrue(self.faults(lambda reply: reply.update(infcode="0")))
        self.assertTrue(self.faults(lambda reply: reply.update(infcode=4999)))
        self.assertTrue(self.faults(lambda reply: reply.update(infcode=False)))
        self.assertTrue(self.faults(lambda reply: reply.update(refmsg_time="yesterday")))
        self.assertTrue(self.faults(lambda body: body.pop("level"), True))
        self.assertTrue(self.faults(lambda body: body.update(level=9), True))
        self.assertTrue(self.faults(lambda body: body.update(offers=[1]), True))
        self.assertTrue(self.faults(lambda body: body.update(offers=["x"] * 9), True))
        self.assertTrue(self.faults(lambda body: body.update(aaz502="a b"), True))


def main():
    global TOOL
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tool", required=True)
    options, rest = parser.parse_known_args()
    TOOL = options.tool
    return unittest.main(argv=[sys.argv[0], *rest], exit=False).result.wasSuccessful()


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
