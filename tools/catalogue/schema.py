"""The keys of each kind of row: name -> (check, required), as in the generator of the card's specification."""
import re

from generator.schema import FLAG, LIST, TEXT, one_of

NAMED_LISTS = ("view", "document_block", "kinship")  # programs name them; a field names every other one
LISTS = ("class", "level", "party", "match", "pays", "print", "kind")


def matches(pattern, words):
    return (lambda v: isinstance(v, str) and re.fullmatch(pattern, v) is not None, words)


def is_text_pair(value):
    return isinstance(value, dict) and value.keys() == {"zh", "en"} and all(TEXT[0](text) for text in value.values())


def is_words(value):
    return isinstance(value, list) and value != [] and all(TEXT[0](word) for word in value) and len(set(value)) == len(value)


NAMES = (is_text_pair, "is not { zh = …, en = … } with two texts")
WORDS = (is_words, "is not a list of different texts")
SNAKE = matches(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", "is not a lower_case name")
TABLE = (lambda v: isinstance(v, dict), "is not a table")
AMOUNT = (lambda v: isinstance(v, int) and not isinstance(v, bool) and v > 0, "is not a number above 0")
AREA = matches(r"9999\d\d", "is not an area that does not exist (9999 and two digits)")
BANK = (lambda v: isinstance(v, dict) and v.keys() == {"code", "name"} and re.fullmatch(r"90[1-3]", str(v["code"])) is not None
        and is_text_pair(v["name"]), "is not a simulated bank (901 to 903) with its name")

TERM = {"id": (TEXT, True), "name": (NAMES, True), "slip": (FLAG, False)}
CATALOGUE = {"id": (SNAKE, True), "name": (NAMES, True), "source": (TEXT, True), "prints_cards": (FLAG, True),
             "classes": (TABLE, False)}
GROUP = {"catalogue": (SNAKE, True), "id": (SNAKE, True), "name": (NAMES, True), "file": (TEXT, True)}
FLOW = {"id": (SNAKE, True), "name": (NAMES, True), "served_by": (matches(r"[A-Z][A-Za-z]*", "is not a CamelCase name"), True),
        "state": (one_of(("built", "missing")), True), "note": (NAMES, False)}
FIELD = {"id": (SNAKE, True), "label": (NAMES, True), "kind": (TEXT, True)}
CODE_LIST = {"id": (SNAKE, True), "card": (TEXT, False), "districts": (FLAG, False), "codes": (LIST, False)}
CODE = {"code": (TEXT, True), "zh": (TEXT, True), "en": (TEXT, True)}
USE = {"field": (SNAKE, True), "dataset": (SNAKE, False), "list": (SNAKE, True)}
PRINTED = {**FIELD, "print": (TEXT, False), "codes": (SNAKE, False)}
PAPER = {"zh": (TEXT, True), "en": (TEXT, True)}
ITEM = {"id": (matches(r"[A-Z]{2}(-[A-Z]{2})?-\d{3}", "is not an identifier such as LP-HR-001"), True),
        "name": (NAMES, True), "initials": (matches(r"[a-z]+", "is not made of the letters a to z"), True),
        "class": (TEXT, True), "cards": (WORDS, True), "flow": (SNAKE, True), "level": (TEXT, True), "who": (WORDS, True),
        "dataset": (SNAKE, True), "fields": (WORDS, True), "labels": (TABLE, False), "papers": (WORDS, False),
        "rule": (TEXT, True), "effect": (TEXT, True), "card_files": (WORDS, False), "print": (TEXT, False),
        "writes_card": (FLAG, False), "cross_region": (FLAG, False), "needs_face": (FLAG, False), "offline": (FLAG, False),
        "pays": (TEXT, False), "actor": (one_of(("citizen", "staff")), False), "remark": (NAMES, False),
        "gap": (NAMES, False)}
TWIN = {"item": (TEXT, True), "match": (TEXT, True), "of": (WORDS, False)}
DISTRICT = {"name": (NAMES, True), "catalogue": (SNAKE, True), "area": (AREA, True), "bank": (BANK, True),
            "pin": (one_of(("pad", "screen")), True), "help_line": (TEXT, True), "limits": (TABLE, True), "texts": (TABLE, True)}
LIMITS = {name: (AMOUNT, True) for name in ("prints_per_month", "offline_each", "offline_total", "offline_count",
                                            "payment_per_day", "idle_seconds", "session_seconds")}
TEXTS = {name: (NAMES, True) for name in ("welcome", "notice", "help")}
CARDS = ("physical", "electronic")
