"""Runs in a world: the steps of a plan, one after the other, until one fails. Writes a result a line.

  inside.py PLAN RESULTS     both JSON, RESULTS one object a line
"""
import json
import sys
import time
import traceback

import rows  # first: it says where the modules that are shared with the integration tests are

import case
import steps
import world


def fields_of(profile):
    """Of the sample whose name the profile bears; none where no card is in."""
    row = world.expected_rows().get(profile)
    return row.split("|") if row else []


def run(work, fields):
    """What went wrong or is not here; both None when all went well."""
    one, problem, missing = case.Case(), None, None
    try:
        one.begin(fields)
        work(one)
        one.assert_reader_is_free()
    except steps.NotHere as reason:
        missing = str(reason)
    except Exception:  # whatever a step meets is its result
        problem = shortened(traceback.format_exc())
    if not one.doCleanups() and problem is None:
        problem = "a cleanup failed: the calling program did not end well"
    return {"problem": problem, "not_here": missing}


def shortened(text):
    lines = [line for line in text.splitlines() if "unittest" not in line and "^^^" not in line]
    return "\n".join(lines[-12:])[:2000]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        plan = json.load(file)
    known = {(step.row, step.title): step for step in rows.STEPS}
    with open(sys.argv[2], "w", encoding="utf-8") as results:
        for item in plan["items"]:
            started = time.monotonic()
            outcome = run(known[item["row"], item["title"]].work, fields_of(plan["sample"]))
            seconds = round(time.monotonic() - started, 2)
            print(json.dumps(item | outcome | {"seconds": seconds}), file=results, flush=True)
            if outcome["problem"]:
                return


if __name__ == "__main__":
    main()
