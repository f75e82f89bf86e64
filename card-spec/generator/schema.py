"""The keys of each kind of row: name -> (check, required). A check is a predicate and the words of its error."""

import re

NAME = re.compile(r"[a-z][A-Za-z0-9]*")
HEX = re.compile(r"[0-9A-F]+")
CODINGS = ("cn", "an", "binary", "nested")
FILE_TYPES = ("variableRecord", "fixedRecord", "cyclicRecord", "transparent")
FILE_CLASSES = ("enabled", "preset", "reserved", "local")

TEXT = (lambda v: isinstance(v, str) and v.strip() != "" and v.isprintable(), "is not a text")
FLAG = (lambda v: isinstance(v, bool), "is not true or false")
COUNT = (lambda v: isinstance(v, int) and not isinstance(v, bool) and 1 <= v <= 255, "is not a number from 1 to 255")
CAMEL = (lambda v: isinstance(v, str) and NAME.fullmatch(v) is not None, "is not a lowerCamelCase name")
LIST = (lambda v: isinstance(v, list) and all(isinstance(i, dict) for i in v), "is not a list of rows")


def hexadecimal(*digits):
    words = " or ".join(str(d) for d in digits)
    return (lambda v: isinstance(v, str) and len(v) in digits and HEX.fullmatch(v) is not None,
            f"is not {words} upper-case hexadecimal digits")


def one_of(values):
    return (lambda v: v in values, "is not one of " + ", ".join(values))


def is_aid(value):
    return isinstance(value, str) and re.fullmatch(r"([0-9A-F]{2}){5,16}", value.replace(" ", "")) is not None


REMARKS = {"convention": (FLAG, False), "note": (TEXT, False)}
FIELD = {"tag": (hexadecimal(2), False), "name": (CAMEL, True), "label": (TEXT, True),
         "coding": (one_of(CODINGS), True), "length": (hexadecimal(2), True), "occurrences": (COUNT, False),
         "personal": (FLAG, False), "codes": (CAMEL, False), "inner": (LIST, False), **REMARKS}
FILE = {"df": (TEXT, True), "fid": (hexadecimal(4), True), "label": (TEXT, True), "type": (one_of(FILE_TYPES), True),
        "class": (one_of(FILE_CLASSES), True), "read": (TEXT, True), "write": (TEXT, True),
        "size": (hexadecimal(2, 4), False), "records": (COUNT, False), "personal": (FLAG, False),
        "fields": (LIST, False), **REMARKS}
CHANGE = {"df": (TEXT, True), "fid": (hexadecimal(4), True), "read": (TEXT, False), "write": (TEXT, False),
          "class": (one_of(FILE_CLASSES), False), **REMARKS}
APPLICATION = {"df": (TEXT, True), "name": ((is_aid, "is not 5 to 16 bytes in hexadecimal"), False),
               "fid": (hexadecimal(4), False), "label": (TEXT, True), **REMARKS}
KEY = {"name": (TEXT, True), "df": (TEXT, True), "kid": (hexadecimal(2), False),
       "psam": ((lambda v: isinstance(v, str) and re.fullmatch(r"[246x][0-9A-F]/[0-9A-F]{2}", v) is not None,
                 "is not usage/identifier such as 67/2D or x8/42"), True),
       "versions": (COUNT, True), "tries": (COUNT, True), "purpose": (TEXT, True), **REMARKS}
STATUS = {"sw": ((lambda v: isinstance(v, str) and re.fullmatch(r"[0-9A-F]{2,4}x{0,2}", v) is not None and len(v) == 4,
                  "is not four hexadecimal digits, the last one or two possibly x"), True),
          "en": (TEXT, True), "zh": (TEXT, True), **REMARKS}
CODE_LIST = {"name": (CAMEL, True), "label": (TEXT, True), "codes": (LIST, True), **REMARKS}
CODE = {"code": (TEXT, True), "zh": (TEXT, True), "en": (TEXT, False), **REMARKS}
