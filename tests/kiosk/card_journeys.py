#!/usr/bin/env python3
"""What people do with their card at the kiosk, and what may be wrong with one: inside the simulated world with both centers.

  card_journeys.py --build DIR --pictures DIR [--layout portrait|landscape] [JOURNEY …]

One kiosk for all journeys with keys on the screen, one for those with the PIN pad, one without camera and id-card reader.
"""
import contextlib
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import id_card
import journeys
import rig

sys.path.insert(0, str(rig.ROOT / "tests" / "center"))
sys.path.insert(0, str(rig.ROOT / "tests" / "integration"))
import sign_in_world  # the center's database
from wrong_card import BANK_CARD_ATR, LinkedCard

PIN, NEW_PIN = journeys.PIN, "472916"
NUMBER, CARD = "999900199001010014", "999900D15600000500000001E692B037"
SAMPLES = rig.ROOT / "keys-sim" / "samples"


def set_state(state, initial_pin="0"):
    sign_in_world.select(f"UPDATE cards SET aaz502 = '{state}', initial_pin = '{initial_pin}' WHERE aaz501 = '{CARD}'")


def state():
    return sign_in_world.select(f"SELECT aaz502 FROM cards WHERE aaz501 = '{CARD}'")[0]["aaz502"]


@contextlib.contextmanager
def card_state(number):
    set_state(number, "1" if number == "0" else "0")
    try:
        yield
    finally:
        set_state("1")


def at_the_reader(kiosk, command, *words):
    """`ssc pin …`, while nobody uses the kiosk; `words` to the pad. Whether it did that."""
    rig.control("card", "insert")
    kiosk.wait_screen("S2")  # it has been seen
    rig.control("pad", *words)
    try:
        done = subprocess.run(["ssc", "pin", command, "--json"], stdout=subprocess.PIPE, text=True, check=False, timeout=rig.PATIENCE)
    finally:
        rig.control("pad", "auto", PIN)
        rig.control("card", "remove")
    return done.returncode == 0


def pin_is(kiosk, digits):
    """As the card itself says."""
    return at_the_reader(kiosk, "verify", "auto", digits)


def old_pin_again(kiosk):
    """By a clerk: a kiosk takes no such easy one."""
    rig.control("pad", "enter", PIN)
    assert at_the_reader(kiosk, "reload", "enter", PIN), "the old password is not set again"
    journeys.leave(kiosk, "leave")  # the card has begun a visit


def enter(kiosk, digits, asked):
    """When this is asked for."""
    kiosk.wait_text(asked)
    kiosk.wait("no digit", lambda: kiosk.find("pin-dots") is not None and "0" in kiosk.find("pin-dots")["name"])
    journeys.enter(kiosk, digits)


OLD, NEW, AGAIN = "现在的密码", "请输入新密码", "再输入一次"


def begin(kiosk, item, insert=True):
    journeys.home(kiosk)
    journeys.choose(kiosk, item, "card")
    if insert:
        rig.control("card", "insert")


def other_card(kiosk, sample):
    """In the holder's hand: the reader is empty before and after."""
    kiosk.take_card()
    rig.control("card", "swap", str(SAMPLES / f"card-{sample}.toml"))


# ---------------------------------------------------------------- the password

def change_pin(kiosk):
    """Old, new, new again, without the back office; the card has the new one, and gets the old one back."""
    rig.control("stop-center")
    try:
        begin(kiosk, "card-pin", insert=False)
        kiosk.wait_screen("S5")
        kiosk.wait_text("感应区")
        kiosk.picture("insert-or-tap")
        rig.control("card", "insert")
        enter(kiosk, PIN, OLD)
        kiosk.wait_text(NEW)
        kiosk.picture("new")
        enter(kiosk, NEW_PIN, NEW)
        enter(kiosk, NEW_PIN, AGAIN)
        kiosk.wait_screen("S6")
        kiosk.wait_text("密码已修改")
        kiosk.picture("changed")
        journeys.leave(kiosk)
        assert pin_is(kiosk, NEW_PIN), "the card does not know the new password"
        journeys.leave(kiosk, "leave")
        old_pin_again(kiosk)
    finally:
        rig.control("start-center")


def wrong_old_pin(kiosk):
    """A wrong old password says how many tries are left; two new ones that differ change nothing."""
    begin(kiosk, "card-pin")
    for digits, asked in (("000001", OLD), (NEW_PIN, NEW), (NEW_PIN, AGAIN)):
        enter(kiosk, digits, asked)
    kiosk.wait_screen("S7")
    kiosk.wait_text("还可尝试 5 次")
    kiosk.picture("wrong-old")
    kiosk.tap("next")
    for digits, asked in ((PIN, OLD), (NEW_PIN, NEW), ("472917", AGAIN)):
        enter(kiosk, digits, asked)
    kiosk.wait_screen("S7")
    kiosk.wait_text("两次新密码不一样")
    kiosk.picture("differ")
    journeys.leave(kiosk, "leave")
    assert pin_is(kiosk, PIN), "the password is another one"
    journeys.leave(kiosk, "leave")  # the card has begun a visit


def easy_pin(kiosk):
    """A new password that everybody would guess is not taken, before it is entered again."""
    for easy in ("121212", "345678"):
        begin(kiosk, "card-pin")
        enter(kiosk, PIN, OLD)
        enter(kiosk, easy, NEW)
        kiosk.wait_screen("S7")
        kiosk.wait_text("新密码太简单")
        if easy == "121212":
            kiosk.picture("easy-pin")
        journeys.leave(kiosk, "leave")
    assert pin_is(kiosk, PIN), "the password is another one"
    journeys.leave(kiosk, "leave")  # the card has begun a visit


def pulled_half_way(kiosk):
    """The card is pulled between the new passwords, the visit is left between them: nothing is changed."""
    begin(kiosk, "card-pin")
    enter(kiosk, PIN, OLD)
    enter(kiosk, NEW_PIN, NEW)
    kiosk.wait_text(AGAIN)
    rig.control("card", "remove")
    kiosk.wait_screen("S7")
    kiosk.wait_text("拿开得太早")
    kiosk.picture("pulled")
    rig.control("card", "insert")  # and it goes on by itself
    enter(kiosk, PIN, OLD)
    enter(kiosk, NEW_PIN, NEW)
    kiosk.wait_text(AGAIN)
    journeys.leave(kiosk, "leave")
    assert pin_is(kiosk, PIN), "the password is another one"
    journeys.leave(kiosk, "leave")  # the card has begun a visit


def blocked(kiosk):
    """The last wrong try blocks the password: which counter unlocks it."""
    other_card(kiosk, "d")
    try:
        for left in (5, 4, 3, 2, 1, 0):
            if left == 5:
                begin(kiosk, "card-stored")
            journeys.enter(kiosk, "000001")
            kiosk.wait_screen("S7")
            if left:
                kiosk.wait_text(f"还可尝试 {left} 次")
                kiosk.tap("next")
        kiosk.wait_text("密码已锁定")
        kiosk.wait_text("窗口")
        kiosk.picture("blocked")
        journeys.leave(kiosk, "leave")
    finally:
        other_card(kiosk, "a")


# ---------------------------------------------------------------- what the card holds

def stored(kiosk):
    """What the card holds, in groups, without the back office; names and numbers are masked."""
    rig.control("stop-center")
    try:
        begin(kiosk, "card-stored")
        journeys.enter(kiosk, PIN)
        kiosk.wait_screen("S6")
        for text in ("持卡人", "户籍与住址", "学历与就业", "示例软件有限公司", "2035年1月1日"):
            kiosk.wait_text(text)
        told = " ".join(kiosk.texts())
        assert journeys.NAME not in told and NUMBER not in told and "幸福路" not in told, "somebody's data stand on the screen"
        kiosk.picture("stored")
        kiosk.ask("set language en")
        kiosk.wait_text("Household and address")
        kiosk.picture("stored-en")
        kiosk.ask("set language zh")
        journeys.leave(kiosk)
    finally:
        rig.control("start-center")


# ---------------------------------------------------------------- its state at the center

def mend_instead(kiosk, words, state_name):
    """Signing in is refused for the card's state, in these words; its one next step is taken and agreed to."""
    journeys.home(kiosk)
    journeys.choose(kiosk, "LP-HR-024")
    rig.control("card", "insert")
    kiosk.wait_screen("S7")
    kiosk.wait_text(words)
    kiosk.picture(state_name)
    kiosk.tap("next")
    kiosk.wait_screen("S4")
    kiosk.picture("asks")
    kiosk.tap("agree")


def release(kiosk):
    """A card that was reported lost says so, is released with face and password, and opens everything again."""
    with card_state("4"):
        mend_instead(kiosk, "卡片已挂失", "lost")
        journeys.enter(kiosk, PIN)
        kiosk.wait_screen("S6")
        kiosk.wait_text("正常")
        kiosk.picture("released")
        assert state() == "1", state()
        journeys.leave(kiosk)


def enable(kiosk, folder):
    """A new card is enabled with id card, face and a password of its holder's."""
    id_card.sees(folder, "id-card", id_card.HOLDER)
    with card_state("0"):
        mend_instead(kiosk, "还没有启用", "not-enabled")
        for digits, asked in ((PIN, OLD), (NEW_PIN, NEW), (NEW_PIN, AGAIN)):
            enter(kiosk, digits, asked)
        kiosk.wait_screen("S6")
        kiosk.wait_text("正常")
        kiosk.picture("enabled")
        assert state() == "1", state()
        id_card.sees(folder, "id-card", {})
        journeys.leave(kiosk)
    old_pin_again(kiosk)


def refused_states(kiosk):
    """Locked and cancelled cards say what they are and which counter helps; a formal loss is not released."""
    for number, words, name in (("3", "已锁定", "locked"), ("9", "已注销", "cancelled"), ("2", "正式挂失", "formally-lost")):
        with card_state(number):
            journeys.home(kiosk)
            journeys.choose(kiosk, "LP-HR-024")
            rig.control("card", "insert")
            kiosk.wait_screen("S7")
            kiosk.wait_text(words)
            kiosk.picture(name)
            if number == "2":  # no release helps there: a clerk does
                kiosk.tap("next")
                kiosk.tap("agree")
                kiosk.wait_screen("S7")
                kiosk.wait("a clerk", lambda: kiosk.find("next") is not None and kiosk.find("next")["name"] == "呼叫工作人员")
            journeys.leave(kiosk, "leave")
    begin(kiosk, "card-release")
    kiosk.tap("agree")
    kiosk.wait_screen("S7")
    kiosk.wait_text("不需要办这件事")
    kiosk.picture("nothing-to-release")
    journeys.leave(kiosk, "leave")


# ---------------------------------------------------------------- how it lies in the reader

def wrong_side(kiosk):
    """A card that does not answer, already on the first page: a picture; turned round, it goes on by itself."""
    journeys.home(kiosk)
    rig.control("card", "mute", "on")
    try:
        rig.control("card", "insert")
        kiosk.wait_screen("S7")
        kiosk.wait_text("插反")
        kiosk.picture("wrong-side")
        kiosk.take_card()
    finally:
        rig.control("card", "mute", "off")
    rig.control("card", "insert")
    kiosk.wait_screen("S2")
    journeys.leave(kiosk, "leave")
    begin(kiosk, "card-stored", insert=False)
    rig.control("card", "mute", "on")
    try:
        rig.control("card", "insert")
        kiosk.wait_screen("S7")
        kiosk.take_card()
    finally:
        rig.control("card", "mute", "off")
    rig.control("card", "insert")
    kiosk.wait_for("key-1")
    journeys.leave(kiosk, "leave")


def unreadable(kiosk):
    """A chip that cannot be read reliably wants to be wiped; one that does not prove itself, a counter."""
    begin(kiosk, "card-stored", insert=False)
    kiosk.wait_text("感应区")
    rig.control("card", "lose", "60")
    rig.control("card", "insert")
    kiosk.wait_screen("S7")
    kiosk.picture("unreadable")
    kiosk.wait_text("软布")
    journeys.leave(kiosk, "leave")
    rig.control("card", "fake", "on")
    try:
        begin(kiosk, "card-stored")
        kiosk.wait_screen("S7")
        kiosk.wait_text("没有通过验证")
        kiosk.picture("not-genuine")
        journeys.leave(kiosk, "leave")
    finally:
        rig.control("card", "fake", "off")


def wrong_card(kiosk):
    """A bank card on the field is no social security card; the right one goes on by itself."""
    begin(kiosk, "card-stored", insert=False)
    with LinkedCard(BANK_CARD_ATR, "slot1.sock"):
        kiosk.wait_screen("S7")
        kiosk.wait_text("这不是社会保障卡")
        kiosk.picture("wrong-card")
    kiosk.wait("no card", lambda: kiosk.ask("card") == "out")
    rig.control("card", "insert")
    kiosk.wait_for("key-1")
    journeys.leave(kiosk, "leave")


# ---------------------------------------------------------------- tapped, the pad, and what is not fitted

class Tapped:
    """A second card at the place for contactless ones: one with contacts stands in, in the slot of that role."""

    def __init__(self, folder, sample="a"):
        world = pathlib.Path(os.environ["SSC_SIM_DIR"])
        self._control = os.path.join(folder, "tapped.ctl")
        self._process = subprocess.Popen(
            ["ssc-sim", "card", "--profile", str(SAMPLES / f"card-{sample}.toml"), "--slot", str(world / "reader" / "slot1.sock"),
             "--state", os.path.join(folder, "tapped"), "--control", self._control, "--out"], stdout=subprocess.PIPE, text=True)
        self._process.stdout.readline()  # ready

    def does(self, *words):
        subprocess.run(["ssc-sim", "ctl", self._control, *words], check=True, stdout=subprocess.DEVNULL, timeout=rig.PATIENCE)

    def close(self):
        self._process.terminate()
        self._process.wait()


def by_tapping(kiosk, folder):
    """The card lies on the field: password, records; lifted while the password is asked for, it says so."""
    journeys.home(kiosk)
    tapped = Tapped(folder)
    try:
        journeys.choose(kiosk, "LP-HR-024")
        kiosk.tap("way-card")
        kiosk.wait_text("感应区")
        kiosk.picture("tap")
        tapped.does("insert")
        kiosk.wait_for("key-1")
        tapped.does("remove")
        kiosk.wait_screen("S7")
        tapped.does("insert")
        journeys.enter(kiosk, PIN)
        kiosk.wait_screen("S6")
        kiosk.wait_text("示例软件有限公司")
        kiosk.tap("finish")
        kiosk.wait_screen("S8")
        tapped.does("remove")
        kiosk.wait_screen("S1")
    finally:
        tapped.close()


def by_pad(kiosk):
    """The password goes in at the pad: sign-in, then a new password."""
    rig.control("pad", "auto", "off")
    try:
        journeys.home(kiosk)
        journeys.choose(kiosk, "LP-HR-024")
        rig.control("card", "insert")
        kiosk.wait_text("密码键盘")
        kiosk.picture("pad")
        assert kiosk.find("key-1") is None, "there are keys on the screen"
        rig.control("pad", "enter", PIN)
        kiosk.wait_screen("S6")
        journeys.leave(kiosk)
        begin(kiosk, "card-pin")
        for digits, asked in ((PIN, OLD), (NEW_PIN, NEW), (NEW_PIN, AGAIN)):
            kiosk.wait_text(asked)
            rig.control("pad", "enter", digits)
        kiosk.wait_screen("S6")
        kiosk.wait_text("密码已修改")
        journeys.leave(kiosk)
        old_pin_again(kiosk)
    finally:
        rig.control("pad", "auto", PIN)


def pad_gone(kiosk):
    """A pad without its cable: a clerk is called; back, it works."""
    begin(kiosk, "card-stored", insert=False)
    rig.control("pad", "unplug")
    try:
        rig.control("card", "insert")
        kiosk.wait_screen("S7")
        kiosk.wait_text("密码键盘没有响应")
        kiosk.picture("no-pad")
    finally:
        rig.control("pad", "plug")
    journeys.leave(kiosk, "leave")


def at_the_counter(kiosk):
    """What needs a camera or an id-card reader names the counter where there is none."""
    for item, why in (("card-release", "没有摄像头"), ("card-enable", "没有这些设备")):
        begin(kiosk, item, insert=False)
        kiosk.wait_screen("S6")
        kiosk.wait_text(why)
        kiosk.wait_text("社会保障卡窗口")
        kiosk.picture(item)
        journeys.leave(kiosk)


SCREEN = (change_pin, wrong_old_pin, easy_pin, pulled_half_way, stored, wrong_side, unreadable, wrong_card, release, refused_states, blocked)
WITH_FOLDER = (enable, by_tapping, *id_card.JOURNEYS)
PAD = (by_pad, pad_gone, at_the_counter)


class Runs:
    """One kiosk for several journeys; another one after a failure."""

    def __init__(self, options, name, settings):
        self._options, self._name, self._settings = options, name, settings
        self._kiosk, self.failed = None, 0

    def run(self, journey, *more):
        begun, name = time.monotonic(), journey.__name__.replace("_", "-")
        try:
            self._there().follow_pictures(pathlib.Path(self._options.pictures) / f"{self._options.layout}-card-{name}")
            journey(self._there(), *more)
        except (rig.Lost, AssertionError) as error:
            self.failed += 1
            print(f"FAILED {name}: {error}", flush=True)
            return self.close()
        return print(f"ok  {name:16} {time.monotonic() - begun:5.1f} s  {journey.__doc__.splitlines()[0]}", flush=True)

    def _there(self):
        if self._kiosk is None:
            self._folder = tempfile.TemporaryDirectory()
            self._kiosk = rig.Kiosk(self._folder.name, self._options.pictures, self._options.layout, self._settings, self._options.build)
        return self._kiosk

    def close(self):
        if self._kiosk is not None:
            self._kiosk.close()
            self._folder.cleanup()
        self._kiosk = None


def run_all(wanted, options):
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        groups = ((SCREEN + WITH_FOLDER, "screen", ["--pin", "screen", *id_card.devices(folder)]), (PAD, "pad", ["--pin", "pad"]))
        for journeys_of, name, settings in groups:
            runs = Runs(options, name, settings)
            for journey in journeys_of:
                if journey in wanted:
                    runs.run(journey, *([folder] if journey in WITH_FOLDER else []))
            runs.close()
            failed += runs.failed
    return 1 if failed else 0


def main():
    options = journeys.parsed(__doc__, SCREEN + PAD + WITH_FOLDER)
    return run_all(options.chosen, options)


if __name__ == "__main__":
    sys.exit(main())
