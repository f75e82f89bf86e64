#!/usr/bin/env python3
"""Journeys with forms: filling one in, what is wrong with an answer, changing one's mind, corrections, applications.

  form_journeys.py --build DIR --pictures DIR [--layout portrait|landscape] [JOURNEY …]
"""
import contextlib
import os
import sqlite3
import sys
import time

import fill
import journeys


def find(kiosk, item):
    """By its number, from the list of services."""
    if kiosk.find("type-1"):
        kiosk.tap("tiles")
    kiosk.tap("search")
    kiosk.wait_for("type-1")
    kiosk.tap_all([f"type-{digit}" for digit in item.rpartition("-")[2]])
    kiosk.tap(f"item-{item}")


def begin(kiosk, item):
    """To the first page of a service, signed in by the phone."""
    journeys.home(kiosk)
    kiosk.tap("tile-apply")
    kiosk.wait_screen("S2")
    if item == "my-applications":
        kiosk.tap(f"item-{item}")
    else:
        find(kiosk, item)
    kiosk.tap("way-show")
    kiosk.wait_screen("S5", "S6")


def first_page(kiosk):
    kiosk.wait("a page of the form", lambda: fill.question(kiosk) not in ("", "loading"))


def number_on(kiosk):
    return next(text for text in kiosk.texts() if text.startswith("SQ"))


def applications(kiosk):
    """Of whoever is signed in: the numbers that can be taken back."""
    if kiosk.screen() == "S6":
        kiosk.tap("another")
    kiosk.wait_screen("S2")
    journeys.open_tile(kiosk, "apply")
    kiosk.tap("item-my-applications")
    kiosk.wait_screen("S6")
    return [element["object"].removeprefix("withdraw-") for element in kiosk.elements() if element["object"].startswith("withdraw-")]


def form(kiosk):
    """A form from its first question to the receipt: what is known is not asked."""
    begin(kiosk, "LP-HR-007")
    first_page(kiosk)
    assert fill.question(kiosk) == "known"
    fill.through(kiosk, fill.form_of(kiosk.build, "LP-HR-007"), lambda name, _: kiosk.picture(f"ask-{name}") and None)
    kiosk.tap("submit")
    kiosk.wait_screen("S6")
    kiosk.wait_text("已受理")
    kiosk.picture("accepted")
    journeys.leave(kiosk)


def form_wrong(kiosk):
    """A wrong answer is said at its field, and the form goes on when it is right; the page to check leads back to every answer."""
    fields = fill.form_of(kiosk.build, "LP-OT-051")
    begin(kiosk, "LP-OT-051")
    first_page(kiosk)
    kiosk.tap("next")
    kiosk.wait_for("field-error")
    kiosk.picture("missing")
    while fill.question(kiosk) != "contact":
        now = fill.question(kiosk)
        fill.answer(kiosk, fields[now])
        kiosk.tap("next")
        kiosk.wait("the next page", lambda before=now: fill.question(kiosk) != before)
    fill.answer(kiosk, fields["contact"], "123")
    kiosk.tap("next")
    kiosk.wait_for("field-error")
    kiosk.picture("wrong-number")
    kiosk.tap_all(["key-erase"] * 3)
    fill.through(kiosk, fields)
    kiosk.tap("change-to_date")
    kiosk.tap_all(["key-erase"] * 8 + [f"key-{digit}" for digit in "20200101"])
    kiosk.tap("next")
    kiosk.wait_text("不能早于")
    kiosk.picture("wrong-order")
    kiosk.tap_all(["key-erase"] * 8)
    fill.answer(kiosk, fields["to_date"])
    kiosk.tap("next")
    kiosk.tap("submit")
    kiosk.wait_screen("S6")
    kiosk.wait_text("已受理")
    journeys.leave(kiosk)


def form_left(kiosk):
    """Whoever leaves a form, by back or by leave, has handed in nothing, and the next one finds it empty."""
    begin(kiosk, "LP-HR-061")
    fill.through(kiosk, fill.form_of(kiosk.build, "LP-HR-061"))
    kiosk.tap("leave")
    kiosk.wait_screen("S1")
    begin(kiosk, "LP-HR-061")
    first_page(kiosk)
    assert not any("测试" in text for text in kiosk.texts())
    kiosk.tap("back")
    kiosk.wait_screen("S2")
    assert applications(kiosk) == []
    kiosk.wait_text("没有提交过申请")
    kiosk.picture("none")
    journeys.leave(kiosk)


def correction(kiosk):
    """This is wrong: which line, what about it; then it stands among the applications and can be taken back."""
    begin(kiosk, "LP-HR-024")
    kiosk.wait_screen("S6")
    kiosk.picture("records")
    wrong = next(element["object"] for element in kiosk.elements() if element["object"].startswith("wrong-"))
    kiosk.tap(wrong)
    first_page(kiosk)
    kiosk.picture("which")
    for _ in range(3):
        now = fill.question(kiosk)
        if now == "text":
            break
        choice = next(element["object"] for element in kiosk.elements() if element["object"].startswith("choice-"))
        kiosk.tap(choice)
        kiosk.tap("next")
        kiosk.wait("the next page", lambda before=now: fill.question(kiosk) != before)
        kiosk.picture(f"after-{now}")
    kiosk.tap_all([f"type-{digit}" for digit in "3500"])
    kiosk.picture("text")
    kiosk.tap("next")
    kiosk.wait("the page to check", lambda: fill.question(kiosk) == "check")
    kiosk.picture("check")
    kiosk.tap("submit")
    kiosk.wait_screen("S6")
    kiosk.wait_text("已受理")
    kiosk.picture("accepted")
    numbers = applications(kiosk)
    assert numbers, "the correction is not on the list"
    kiosk.wait_text("更正")
    kiosk.picture("applications")
    kiosk.tap(f"withdraw-{numbers[0]}")
    kiosk.picture("withdraw")
    kiosk.tap("withdraw-no")
    kiosk.tap(f"withdraw-{numbers[0]}")
    kiosk.tap("withdraw-yes")
    kiosk.wait_text("已撤回")
    kiosk.picture("withdrawn")
    journeys.leave(kiosk)


def clerk_returns(number, reason):
    """What a clerk's window does: the kiosk has none."""
    milliseconds = int((time.time() + 15 * 86400) * 1000)
    with contextlib.closing(sqlite3.connect(os.path.join(os.environ["SSC_SIM_DIR"], "center-999900", "center.sqlite"), timeout=10)) as database, database:
        database.execute("UPDATE applications SET state = 'RETURNED', reason = ?, until = ? WHERE apply_no = ?", (reason, milliseconds, number))


def again(kiosk):
    """A form that came back: why stands on the list; its answers stand there again, one is changed, and it is sent once more."""
    fields = fill.form_of(kiosk.build, "LP-HR-007")
    begin(kiosk, "LP-HR-007")
    fill.through(kiosk, fields)
    kiosk.tap("submit")
    kiosk.wait_screen("S6")
    number = number_on(kiosk)
    clerk_returns(number, "银行卡号与本人不符")
    assert number in applications(kiosk)
    kiosk.wait_text("银行卡号与本人不符")
    kiosk.picture("returned")
    kiosk.tap(f"again-{number}")
    kiosk.wait("what was written", lambda: fill.question(kiosk) == "known")
    kiosk.tap("change-bank_last4")
    kiosk.wait("the number", lambda: fill.question(kiosk) == "bank_last4")
    kiosk.tap_all(["key-erase"] * 4 + [f"key-{digit}" for digit in "9876"])
    kiosk.tap("next")
    fill.through(kiosk, fields)
    kiosk.tap("submit")
    kiosk.wait_screen("S6")
    kiosk.wait_text(number)  # the same application
    kiosk.wait_text("已受理")
    journeys.leave(kiosk)


FORM_JOURNEYS = (form_left, form, form_wrong, correction, again)


def main():
    options = journeys.parsed(__doc__, FORM_JOURNEYS)
    return journeys.run_all(options.chosen, options)


if __name__ == "__main__":
    sys.exit(main())
