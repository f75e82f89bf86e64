#!/usr/bin/env python3
"""Whole visits at the kiosk, touched in its real window: inside the simulated world with both centers.

  journeys.py --build DIR --pictures DIR [JOURNEY …]     all without a name; each leaves its step pictures
"""
import argparse
import pathlib
import sys
import tempfile
import time

import rig

PIN = "123456"
NAME, NUMBER = "张三", "999900199001010014"  # of the sample card's holder


def enter(kiosk, digits):
    kiosk.wait_for("key-1")
    for count, digit in enumerate(digits, 1):
        kiosk.tap(f"key-{digit}")
        kiosk.wait(f"digit {count}", lambda: str(count) in kiosk.find("pin-dots")["name"], 5)
    kiosk.tap("key-done")


def home(kiosk):
    """The first page, and no card in the reader."""
    kiosk.take_card()
    kiosk.wait_screen("S1")


def leave(kiosk, button="finish"):
    kiosk.tap(button)
    kiosk.take_card()
    kiosk.wait_screen("S1")
    told = " ".join(kiosk.texts())
    assert NAME[1:] not in told and NUMBER not in told, "somebody is still on the first page"


def open_tile(kiosk, tile):
    """From the list of services to the ones behind a tile."""
    if kiosk.find("tiles"):
        kiosk.tap("tiles")
    kiosk.tap(f"tile-{tile}")


def choose(kiosk, item, tile="records"):
    kiosk.tap(f"tile-{tile}")
    kiosk.wait_screen("S2")
    kiosk.tap(f"item-{item}")


def by_card(kiosk):
    """Chooses, inserts the card, enters the password, reads, asks for another item, takes the card."""
    home(kiosk)
    kiosk.picture("home")
    choose(kiosk, "LP-HR-024")
    kiosk.wait_screen("S3")
    kiosk.picture("ways")
    kiosk.tap("way-card")
    kiosk.picture("insert")
    rig.control("card", "insert")
    kiosk.wait_for("key-1")
    kiosk.picture("password")
    enter(kiosk, PIN)
    kiosk.wait_screen("S6")
    kiosk.wait_text("示例软件有限公司")
    kiosk.picture("records")
    kiosk.tap("another")
    kiosk.wait_screen("S2")
    kiosk.tap("search")
    for key in "YL":
        kiosk.tap(f"type-{key}")
    kiosk.picture("search")
    kiosk.tap("item-LP-HR-033")
    kiosk.wait_screen("S6")  # nobody is asked for the password again
    kiosk.picture("pension")
    kiosk.tap("finish")
    kiosk.wait_screen("S8")
    kiosk.picture("take-card")
    rig.control("card", "remove")
    kiosk.wait_screen("S1")


def card_first(kiosk):
    """Begins with the card: groups, then items, then the password."""
    home(kiosk)
    rig.control("card", "insert")
    kiosk.wait_screen("S2")
    kiosk.picture("groups")
    kiosk.tap("tile-records")
    kiosk.tap("item-LP-HR-024")
    enter(kiosk, PIN)
    kiosk.wait_screen("S6")
    leave(kiosk)


def by_own_code(kiosk):
    """The phone scans what the kiosk shows."""
    home(kiosk)
    choose(kiosk, "LP-HR-024")
    kiosk.tap("way-show")
    kiosk.wait("a code", lambda: kiosk.find("code") is not None or kiosk.screen() == "S6")
    kiosk.picture("code")
    kiosk.wait_screen("S6")
    kiosk.wait_text("示例软件有限公司")
    leave(kiosk)


def by_phone_code(kiosk):
    """The kiosk scans what the phone shows."""
    home(kiosk)
    choose(kiosk, "LP-HR-024")
    kiosk.tap("way-scan")
    kiosk.picture("scan")
    kiosk.wait_screen("S6")
    kiosk.wait_text("示例软件有限公司")
    leave(kiosk)


def proof(kiosk):
    """A proof of identity ends in a receipt with number, check code and QR code."""
    home(kiosk)
    choose(kiosk, "LP-OT-019", "apply")
    kiosk.wait_screen("S3")
    rig.control("card", "insert")
    enter(kiosk, PIN)
    kiosk.wait_screen("S6")
    kiosk.wait_text("SIM9999")
    kiosk.picture("receipt")
    leave(kiosk)


def counter(kiosk):
    """What needs a counter says which one and what to bring; nobody has to sign in for that."""
    home(kiosk)
    choose(kiosk, "LP-HR-045", "medical")
    kiosk.wait_screen("S6")
    kiosk.wait_text("这项服务请到")
    kiosk.picture("guide")
    leave(kiosk)


def by_questions(kiosk):
    """Who does not know the name of it answers plain questions; back and forth, then the service itself."""
    home(kiosk)
    kiosk.tap("tile-more")
    kiosk.tap("which")
    kiosk.wait_text("您要办哪方面的事")
    kiosk.picture("first-question")
    kiosk.tap("看病、医保")
    kiosk.wait_text("看病方面")
    kiosk.picture("doctor")
    kiosk.tap("question-back")
    kiosk.tap("工作、失业")
    kiosk.wait_text("工作方面")
    kiosk.tap("没有工作了")
    kiosk.wait_text("没有工作了，您")
    kiosk.picture("out-of-work")
    kiosk.tap("看失业登记")
    kiosk.wait_screen("S3")
    rig.control("card", "insert")
    enter(kiosk, PIN)
    kiosk.wait_screen("S6")
    kiosk.wait_text("就业失业登记信息查询")
    kiosk.tap("another")
    kiosk.wait_text("没有工作了，您")  # where they were
    leave(kiosk, "leave")


def wrong_password(kiosk):
    """A wrong password says how many tries are left; the next try is the right one."""
    home(kiosk)
    choose(kiosk, "LP-HR-024")
    rig.control("card", "insert")
    enter(kiosk, "000001")
    kiosk.wait_screen("S7")
    kiosk.wait_text("5")
    kiosk.picture("wrong")
    kiosk.tap("next")
    enter(kiosk, PIN)
    kiosk.wait_screen("S6")
    leave(kiosk)


def card_pulled(kiosk):
    """The card is pulled where the password is asked for."""
    home(kiosk)
    choose(kiosk, "LP-HR-024")
    rig.control("card", "insert")
    kiosk.wait_for("key-1")
    rig.control("card", "remove")
    kiosk.wait_screen("S7")  # at once: nobody types for a card that is gone
    kiosk.picture("pulled")
    leave(kiosk, "leave")


def cancelled(kiosk):
    """Whoever changes their mind is home again, from every place."""
    home(kiosk)
    kiosk.tap("tile-records")
    kiosk.tap("leave")
    kiosk.wait_screen("S1")
    choose(kiosk, "LP-HR-024")
    kiosk.tap("way-show")
    kiosk.wait_for("other-way")
    kiosk.tap("leave")
    kiosk.wait_screen("S1")
    choose(kiosk, "LP-HR-024")
    rig.control("card", "insert")
    kiosk.wait_for("key-1")
    kiosk.tap("leave")
    kiosk.wait_screen("S8")
    rig.control("card", "remove")
    kiosk.wait_screen("S1")


def center_gone(kiosk):
    """Without the back office: why, and what to do; when it is back, the next try works."""
    home(kiosk)
    rig.control("stop-center")
    try:
        choose(kiosk, "LP-HR-024")
        rig.control("card", "insert")
        kiosk.wait_screen("S7", patience=40)
        kiosk.picture("no-center")
    finally:
        rig.control("start-center")
    kiosk.tap("next")
    enter(kiosk, PIN)
    kiosk.wait_screen("S6")
    leave(kiosk)


def help_call(kiosk):
    """One touch from the first page."""
    home(kiosk)
    kiosk.tap("help")
    kiosk.wait_screen("S10")
    kiosk.wait_text("H0")  # the center's number of the call
    kiosk.picture("help")
    kiosk.tap("leave")
    kiosk.wait_screen("S1")


def card_state(kiosk):
    """Whether my card works, in words."""
    home(kiosk)
    choose(kiosk, "card-state", "card")
    rig.control("card", "insert")
    enter(kiosk, PIN)
    kiosk.wait_screen("S6")
    kiosk.wait_text("正常")
    kiosk.picture("state")
    leave(kiosk)


def my_settlements(kiosk):
    """What was settled while the network was down, each with its state; and what was paid in cash and waits."""
    home(kiosk)
    choose(kiosk, "SS-001", "medical")
    kiosk.wait_screen("S3")
    rig.control("card", "insert")
    enter(kiosk, PIN)
    kiosk.wait_screen("S6")
    for words in ("模拟梁平区 · 脱网结算", "已入账", "23.50", "结果待查", "已对账"):
        kiosk.wait_text(words)
    kiosk.picture("settlements")
    kiosk.wait_text("模拟梁平区 · 现金已付，待补录")
    leave(kiosk)


def loss(kiosk):
    """A loss is asked about first, then reported; the card opens nothing any more. The last journey of its world."""
    home(kiosk)
    choose(kiosk, "card-loss", "card")
    kiosk.tap("way-show")  # by the e-card: the card itself is not needed
    kiosk.wait_screen("S4")
    kiosk.picture("asked")
    kiosk.tap("refuse")
    kiosk.wait_screen("S2")
    kiosk.tap("item-card-loss")
    kiosk.wait_screen("S4")
    kiosk.tap("agree")
    kiosk.wait_screen("S6")
    kiosk.picture("reported")
    leave(kiosk)
    choose(kiosk, "LP-HR-024")
    rig.control("card", "insert")
    kiosk.wait_screen("S7")
    kiosk.wait_text("挂失")
    kiosk.picture("lost-card")
    leave(kiosk, "leave")


def nobody_there(kiosk):
    """Without a touch a question comes; one touch and it goes on; without one the visit ends."""
    home(kiosk)
    kiosk.tap("tile-records")
    kiosk.wait_for("stay", patience=50)
    kiosk.picture("still-there")
    kiosk.tap("stay")
    kiosk.wait("no question", lambda: kiosk.find("stay") is None)
    assert kiosk.screen() == "S2", kiosk.screen()
    kiosk.wait_screen("S1", patience=75)


def at_work(kiosk, moments):
    """Somebody touches the screen every now and then, and is not asked."""
    for moment in moments:
        kiosk.ask(f"clock stop {moment}")
        kiosk.touch(rig.SIZES["portrait"][0] / 2, 30)
        kiosk.still()
        assert kiosk.screen() == "S6" and not kiosk.find("stay"), f"after {moment} s: {kiosk.screen()}"


def visit_over(kiosk):
    """Fifteen minutes after the sign-in the visit ends, whatever is touched, unless its holder says to be there; who says so has five more."""
    home(kiosk)
    choose(kiosk, "LP-HR-024")
    kiosk.wait_screen("S3")
    rig.control("card", "insert")
    enter(kiosk, PIN)
    kiosk.wait_screen("S6")
    kiosk.ask("clock stop 0")  # a moment after the sign-in: the limits below are over no later than they say
    at_work(kiosk, range(30, 871, 30))
    kiosk.ask("clock stop 890")
    kiosk.wait_for("stay")
    kiosk.picture("soon-over")
    kiosk.tap("stay")
    kiosk.wait("no question", lambda: kiosk.find("stay") is None)
    at_work(kiosk, range(915, 1171, 30))
    kiosk.ask("clock stop 1200")
    kiosk.wait_screen("S8")
    kiosk.ask("clock go")
    kiosk.take_card()
    kiosk.wait_screen("S1")


JOURNEYS = (by_card, card_first, by_own_code, by_phone_code, proof, counter, by_questions, wrong_password, card_pulled, cancelled, help_call, center_gone, card_state, my_settlements, visit_over, loss)
SLOW = (nobody_there,)


def run(journey, options, folder, *more):
    name = journey.__name__.replace("_", "-")
    begun = time.monotonic()
    kiosk = rig.Kiosk(folder, pathlib.Path(options.pictures) / f"{options.layout}-{name}", options.layout,
                      ["--pin", "screen", *getattr(options, "kiosk", [])], options.build)
    try:
        journey(kiosk, *more)
    finally:
        kiosk.close()
    print(f"ok  {name:16} {time.monotonic() - begun:5.1f} s  {journey.__doc__.splitlines()[0]}", flush=True)


def run_all(journeys, options, *more):
    """Each in a kiosk of its own, whatever becomes of the others; the exit code."""
    failed = 0
    for journey in journeys:
        with tempfile.TemporaryDirectory() as folder:
            try:
                run(journey, options, folder, *more)
            except (rig.Lost, AssertionError) as error:
                failed += 1
                print(f"FAILED {journey.__name__}: {error}", flush=True)
    return 1 if failed else 0


def parsed(words, known, slow=()):
    """The command line of a program of journeys; `chosen`: which of them."""
    parser = argparse.ArgumentParser(description=words, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--pictures", required=True)
    parser.add_argument("--layout", choices=sorted(rig.SIZES), default="portrait")
    parser.add_argument("journeys", nargs="*")
    options = parser.parse_args()
    named = {journey.__name__.replace("_", "-"): journey for journey in (*known, *slow)}
    if unknown := set(options.journeys) - set(named):
        parser.error(f"no such journey: {', '.join(sorted(unknown))}")
    options.chosen = [named[name] for name in options.journeys] or known
    return options


def main():
    options = parsed(__doc__, JOURNEYS, SLOW)
    return run_all(options.chosen, options)


if __name__ == "__main__":
    sys.exit(main())
