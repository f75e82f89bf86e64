"""The id card and the face of whoever stands before the kiosk: what its simulated devices see, and the sign-in with them. Journeys
of card_journeys.py.
"""
import contextlib
import os
import sys

import journeys
import rig

sys.path.insert(0, str(rig.ROOT / "tests" / "center"))
sys.path.insert(0, str(rig.ROOT / "tests" / "integration"))
import sign_in_world  # noqa: E402  the center's database

HOLDER = {"number": journeys.NUMBER, "name": journeys.NAME, "expires": "2099-12-31"}
OWN_FACE, OTHER_FACE = {"likeness": 92, "alive": "yes"}, {"likeness": 31, "alive": "yes"}
PHOTO = {"likeness": 97, "alive": "no"}


def sees(folder, device, words):
    """What camera or id-card reader see from now on; nothing: nobody, no card."""
    path = os.path.join(folder, device)
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.writelines(f"{word} {value}\n" for word, value in words.items())
    os.replace(path + ".new", path)


def devices(folder):
    """Before the camera stands the holder of sample card A; no id card lies there yet."""
    sees(folder, "camera", OWN_FACE)
    sees(folder, "id-card", {})
    return ["--camera", os.path.join(folder, "camera"), "--id-reader", os.path.join(folder, "id-card")]


def show_id(kiosk, folder, card, face):
    """From the first page to the sign-in by id card, with this before the devices."""
    sees(folder, "id-card", card)
    sees(folder, "camera", face)
    if kiosk.screen() == "S1":
        journeys.choose(kiosk, "LP-HR-024")
    kiosk.tap("way-id")


def open_sessions():
    return int(sign_in_world.select("SELECT COUNT(*) AS n FROM sessions WHERE ended = 0")[0]["n"])


@contextlib.contextmanager
def id_devices(kiosk, folder):
    """Nobody before them at the beginning; the holder's face afterwards, for the other journeys, and no try counted."""
    journeys.home(kiosk)
    sees(folder, "id-card", {})
    sees(folder, "camera", {})
    try:
        yield
    finally:
        sees(folder, "id-card", {})
        sees(folder, "camera", OWN_FACE)
        sign_in_world.select("DELETE FROM attempts WHERE kind = 'face'")


def by_id_card(kiosk, folder):
    """Lays the id card, looks at the camera, reads records and the card's state; no card, no PIN, no phone."""
    with id_devices(kiosk, folder):
        journeys.choose(kiosk, "LP-HR-024")
        kiosk.wait_for("way-id")
        kiosk.picture("ways")
        kiosk.tap("way-id")
        kiosk.wait_text("请放上身份证")
        kiosk.wait_text("仿真")
        kiosk.picture("lay-it")
        sees(folder, "id-card", HOLDER)
        kiosk.wait_text("请看摄像头")
        for seen, words in (({}, "没有看到面部"), ({"sight": "dark"}, "光线太暗"), ({"sight": "several"}, "不止一个人")):
            sees(folder, "camera", seen)
            kiosk.wait_text(words)
        kiosk.picture("look")
        sees(folder, "camera", OWN_FACE)
        kiosk.wait_screen("S6")
        kiosk.wait_text("示例软件有限公司")
        kiosk.picture("records")
        told = " ".join(kiosk.texts())
        assert journeys.NAME not in told and journeys.NUMBER not in told, "somebody's data stand on the screen"
        kiosk.tap("another")
        journeys.open_tile(kiosk, "card")
        kiosk.tap("item-card-state")
        kiosk.wait_screen("S6")  # nobody is asked again
        kiosk.wait_text("正常")
        kiosk.tap("finish")
        kiosk.wait_screen("S8")
        kiosk.wait_text("请取走身份证")
        kiosk.picture("take-it")
        sees(folder, "id-card", {})
        kiosk.wait_screen("S1")
        assert open_sessions() == 0, "a session is left at the center"


def id_other_face(kiosk, folder):
    """Somebody else's id card: the face is not alike, a photo held up is no face, and the third one locks the id card."""
    with id_devices(kiosk, folder):
        show_id(kiosk, folder, HOLDER, OTHER_FACE)
        kiosk.wait_text("请再看一次摄像头")
        sees(folder, "camera", PHOTO)
        kiosk.wait_screen("S7")
        kiosk.wait_text("与身份证照片不符")
        kiosk.picture("not-alike")
        assert open_sessions() == 0, "a session is left at the center"
        kiosk.tap("next")
        kiosk.wait_screen("S3")
        for name in ("third", "locked"):  # and then the id card alone is refused, whatever the face
            show_id(kiosk, folder, HOLDER, OTHER_FACE if name == "third" else OWN_FACE)
            kiosk.wait_screen("S7")
            kiosk.wait_text("面部核验次数太多")
            kiosk.picture(name)
            kiosk.tap("next")
            kiosk.wait_screen("S3")
        sees(folder, "id-card", {})
        journeys.leave(kiosk, "leave")


def id_refused(kiosk, folder):
    """Expired, unreadable, somebody who is not known here, a name that is another's: each in its own words, and no session."""
    cases = (("expired", {**HOLDER, "expires": "2020-01-01"}, "身份证已过有效期"), ("unreadable", {"state": "unreadable"}, "身份证读不出来"),
             ("unknown", {**HOLDER, "number": "999900197001010019"}, "没有查到您的参保信息"),
             ("other-name", {**HOLDER, "name": "李四"}, "没有查到您的参保信息"))
    with id_devices(kiosk, folder):
        for name, card, words in cases:
            show_id(kiosk, folder, card, OWN_FACE)
            kiosk.wait_screen("S7")
            kiosk.wait_text(words)
            kiosk.picture(name)
            kiosk.tap("next")
            kiosk.wait_screen("S3")
        os.remove(os.path.join(folder, "camera"))
        sees(folder, "id-card", HOLDER)
        kiosk.tap("way-id")
        kiosk.wait_screen("S7")
        kiosk.wait_text("摄像头没有响应")
        assert open_sessions() == 0, "a session is left at the center"
        sees(folder, "id-card", {})
        journeys.leave(kiosk, "leave")


def id_not_there(kiosk, folder):
    """No id card, and nobody before the camera: it says so after a while; another way and leaving end what was begun."""
    with id_devices(kiosk, folder):
        show_id(kiosk, folder, {}, {})
        kiosk.wait_text("请放上身份证")
        kiosk.wait_screen("S7", patience=45)
        kiosk.wait_text("没有看到身份证")
        kiosk.picture("no-card")
        kiosk.tap("next")
        kiosk.wait_screen("S3")
        show_id(kiosk, folder, HOLDER, {})
        kiosk.wait_text("请看摄像头")
        kiosk.tap("other-way")
        kiosk.wait_for("way-id")
        rig.wait_until("the session ends", lambda: open_sessions() == 0)
        kiosk.tap("way-id")
        kiosk.wait_screen("S7", patience=35)
        kiosk.wait_text("没有看清面部")
        kiosk.picture("no-face")
        kiosk.tap("next")
        kiosk.tap("way-id")
        kiosk.wait_text("请看摄像头")
        sees(folder, "id-card", {})
        journeys.leave(kiosk, "leave")
        rig.wait_until("the session ends", lambda: open_sessions() == 0)


JOURNEYS = (by_id_card, id_other_face, id_refused, id_not_there)
