#!/usr/bin/env python3
"""The kiosk's voice in elder mode, heard by a speech server that only writes down: every screen's prompt once, nothing of anybody
by loudspeaker, results to the earphone alone; without a server the recordings; without those silence.

  voice.py --build DIR --pictures DIR
"""
import argparse
import contextlib
import os
import pathlib
import re
import socket
import sys
import tempfile
import threading

import journeys
import rig

PROMPTS = ["请点选要办的事，或者插入社会保障卡。", "请选择一项服务。", "请选择登录方式。", "请插入社会保障卡，芯片朝上、朝前，插到底。",
           "请输入社会保障卡密码。", "正在办理，请稍候。", "已经办好，请看屏幕。", "请取走您的卡片和纸张。"]
PERSONAL = re.compile(r"[0-9]|张三|示例软件")


class SpeechServer:
    """SSIP as far as the kiosk speaks it; what it is to say stands in `said`."""

    def __init__(self, path):
        self.said, self.commands = [], []
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(path)
        self._server.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            client = self._server.accept()[0]
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client):
        with contextlib.suppress(OSError, ValueError), client.makefile("rwb") as line:
            while command := line.readline().decode().strip():
                self.commands.append(command)
                if command != "SPEAK":
                    line.write(b"200 OK\r\n")
                    line.flush()
                    continue
                line.write(b"230 OK RECEIVING DATA\r\n")
                line.flush()
                text = []
                while (part := line.readline().decode().rstrip("\r\n")) != ".":
                    text.append(part)
                self.said.append("\n".join(text))
                line.write(b"225-1\r\n225 OK MESSAGE QUEUED\r\n")
                line.flush()

    def wait(self, part):
        rig.wait_until(f"{part} to be said: {self.said}", lambda: any(part in text for text in self.said))


def profile(folder, sound):
    own = rig.ROOT / "hw-profiles"
    text = (own / "kiosk-portrait.toml").read_text(encoding="utf-8").replace('"ssc-sim-reader.toml"', f'"{own}/ssc-sim-reader.toml"')
    text = re.sub(r"\[printer\]\npaper = .*\n", "", text)
    path = pathlib.Path(folder) / "kiosk.toml"
    path.write_text(text.replace('earphone = "none"', sound), encoding="utf-8")
    return path


@contextlib.contextmanager
def kiosk_with(options, sound, server=True):
    with tempfile.TemporaryDirectory() as folder:
        address = os.path.join(folder, "speech.sock")
        speech = SpeechServer(address) if server else None
        os.environ["SPEECHD_ADDRESS"] = f"unix_socket:{address}"
        kiosk = rig.Kiosk(folder, pathlib.Path(options.pictures) / "voice", "portrait", build=options.build,
                          profile=profile(folder, sound.replace("FOLDER", folder)))
        try:
            yield kiosk, speech, pathlib.Path(folder)
        finally:
            kiosk.close()


def by_card(kiosk, elder=True):
    journeys.home(kiosk)
    if elder:
        kiosk.tap("elder")
    kiosk.tap("tile-records")
    kiosk.tap("item-LP-HR-024")
    kiosk.tap("way-card")
    rig.control("card", "insert")
    journeys.enter(kiosk, journeys.PIN)
    kiosk.wait_screen("S6")


def by_loudspeaker(options):
    """The prompt of each screen once, in the order of the visit; nothing of the holder; no button to read results."""
    with kiosk_with(options, 'earphone = "none"') as (kiosk, speech, _):
        by_card(kiosk)
        kiosk.wait_text("示例软件有限公司")
        assert kiosk.find("read-aloud") is None, "results are offered to the loudspeaker"
        kiosk.tap("finish")
        speech.wait(PROMPTS[-1])
        kiosk.take_card()
        kiosk.wait_screen("S1")
        said = [text for text in speech.said if text != PROMPTS[5]]  # quick work is over before it is spoken of
        assert said == [text for text in PROMPTS if text != PROMPTS[5]], said
        assert not any(PERSONAL.search(text) for text in speech.said), speech.said
        assert "SET SELF LANGUAGE zh" in speech.commands and "SET SELF VOLUME 20" in speech.commands, speech.commands


def quiet(options):
    """Outside elder mode nothing is said."""
    with kiosk_with(options, 'earphone = "plugged"') as (kiosk, speech, _):
        by_card(kiosk, elder=False)
        assert not speech.said, speech.said
        kiosk.tap("read-aloud")
        speech.wait("示例软件有限公司")
        kiosk.picture("earphone")
        journeys.leave(kiosk)


def by_earphone(options):
    """A switch tells whether somebody listens: the button comes and goes with it."""
    with tempfile.TemporaryDirectory() as folder:
        path, hosts = os.path.join(folder, "jack.sock"), []
        server = socket.socket(socket.AF_UNIX)
        server.bind(path)
        server.listen()
        threading.Thread(target=lambda: hosts.append(server.accept()[0]), daemon=True).start()
        with kiosk_with(options, f'earphone = "{path}"') as (kiosk, speech, _):
            by_card(kiosk)
            assert kiosk.find("read-aloud") is None, "before anybody plugged in"
            hosts[0].sendall(b"in\n")
            kiosk.tap("read-aloud")
            speech.wait("示例软件有限公司")
            stops = speech.commands.count("STOP SELF")
            hosts[0].sendall(b"out\n")
            kiosk.wait("no button", lambda: kiosk.find("read-aloud") is None)
            rig.wait_until("the reading to end", lambda: speech.commands.count("STOP SELF") > stops)
            kiosk.picture("elder")
            journeys.leave(kiosk)


def recorded(options):
    """Without a server: what somebody has read, for the prompts there are; the others are silence."""
    with tempfile.TemporaryDirectory() as programs:
        player = pathlib.Path(programs) / "pw-play"
        player.write_text(f'#!/bin/sh\necho "$1" >> {programs}/played\n', encoding="ascii")
        player.chmod(0o755)
        os.environ["PATH"] = f"{programs}:{os.environ['PATH']}"
        with kiosk_with(options, 'recordings = "FOLDER/voice"', server=False) as (kiosk, _, folder):
            (folder / "voice" / "zh").mkdir(parents=True)
            (folder / "voice" / "zh" / "say-home.wav").touch()
            journeys.home(kiosk)
            kiosk.tap("elder")
            played = pathlib.Path(programs) / "played"
            rig.wait_until("the recording", lambda: played.exists() and "zh/say-home.wav" in played.read_text(encoding="utf-8"))
            kiosk.tap("tile-records")  # not recorded
            kiosk.tap("leave")
            kiosk.wait_screen("S1")
            assert played.read_text(encoding="utf-8").count("\n") == 1, played.read_text(encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--pictures", required=True)
    options = parser.parse_args()
    failed = 0
    for step in (by_loudspeaker, quiet, by_earphone, recorded):
        try:
            step(options)
            print(f"ok  {step.__name__:15} {step.__doc__.splitlines()[0]}", flush=True)
        except (rig.Lost, AssertionError) as error:
            failed += 1
            print(f"FAILED {step.__name__}: {error}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
