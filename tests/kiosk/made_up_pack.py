"""A language pack for the walk: no language, and says so by its name. Every English text in letters of the Arabic script, so
that it is read from right to left and is about as long as Uyghur is. Some texts are left out: those stay Chinese."""
import functools
import json
import pathlib
import re
import subprocess
import sys
import tomllib

import rig

TAG = "ug"  # a tag that is written from right to left
NAME = "ئۈلگە (سىناق)"  # "sample (test)"
LEFT_OUT = ("search-how",)
LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "ئبچدەفگھىجكلمنوپقرستۇۋشخيز"))
SOURCE = rig.ROOT / "kiosk-app" / "texts.toml"
DATA = ("kiosk-app/models/tiles.toml", "card-spec", "hostlib/catalogue/data")  # is in two languages, whatever the screen is in


@functools.cache
def texts():
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))["texts"]


def in_letters(text):
    """%1 stays what it is."""
    return "".join(part if part.startswith("%") else "".join(LETTERS.get(letter, letter) for letter in part.lower())
                   for part in re.split(r"(%\d)", text))


def said():
    """Words of the pack by id."""
    words = {name: in_letters(text["en"]) for name, text in texts().items() if name not in LEFT_OUT}
    return {**words, "language-name": NAME}


def make(folder, lrelease):
    """The pack as a kiosk reads it: FOLDER/kiosk_ug.qm."""
    folder = pathlib.Path(folder)
    folder.mkdir(exist_ok=True)
    source, translation = folder / f"{TAG}.toml", folder / f"kiosk_{TAG}.ts"
    rows = "\n".join(f"{name} = {json.dumps(text, ensure_ascii=False)}" for name, text in said().items())
    source.write_text(f'language = "{TAG}"\n[texts]\n{rows}\n', encoding="utf-8")
    subprocess.run([sys.executable, rig.ROOT / "tools" / "generate_texts.py", "--input", SOURCE, "--pack", source, "--output", translation], check=True)
    subprocess.run([lrelease, "-silent", "-idbased", translation, "-qm", translation.with_suffix(".qm")], check=True)


@functools.cache
def untranslated():
    """What the screen says in zh or en and the pack says otherwise; without texts that have values in them, and without what
    data say in the same words."""
    data = "".join(file.read_text(encoding="utf-8") for part in map(rig.ROOT.joinpath, DATA)
                   for file in ([part] if part.is_file() else sorted(part.rglob("*.toml"))))
    return {text[language] for name, text in texts().items() if name not in (*LEFT_OUT, "language-name")
            for language in ("zh", "en") if "%" not in text[language] and text[language] != in_letters(text["en"]) and f'"{text[language]}"' not in data}
