"""Reads the installed headers: which functions there are, their parameters, and how much room a reply may take.

What a caller's binding generator does. Nothing else is known to the calling program (client.py) about the libraries.
"""
import ctypes
import os
import re

INCLUDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "hostlib", "include")
PROTOTYPE = re.compile(r"(?P<comment>/\*(?:(?!\*/).)*\*/\s*)?SSC_API\s+(?P<result>[\w ]+?\*?)\s*SSC_CALL\s+(?P<name>\w+)"
                       r"\((?P<parameters>[^)]*)\);", re.S)
VALUES = {"int": ctypes.c_int, "int32_t": ctypes.c_int32, "unsigned char": ctypes.c_ubyte}
REPLIES = ("pOutInfo", "response", "responseApdu", "info")  # where a function writes


class Function:
    """A prototype. `room`: bytes a caller of a standard function provides; None where the length is a parameter."""

    def __init__(self, name, parameters, room):
        self.name, self.parameters, self.room = name, parameters, room

    def types(self):
        return [VALUES.get(kind, ctypes.c_void_p) for kind, _ in self.parameters]

    def reply(self):
        """The position of the parameter that is written to; None when there is none."""
        return next((at for at, (_, name) in enumerate(self.parameters) if name in REPLIES), None)


def _parameters(text):
    found = []
    for one in filter(None, (part.strip() for part in text.split(","))):
        if one != "void":
            kind, name = re.fullmatch(r"(?:const )?(.*?)(\w+)", one).groups()
            found.append((kind.strip(), name))
    return found


def functions(header):
    """{name: Function} of `SSCardDriver.h` or `SSSE32.h`."""
    with open(os.path.join(INCLUDE, header), encoding="utf-8") as file:
        text = file.read()
    rooms = {name: int(size) for name, size in re.findall(r"#define (SSC_OUT_\w+) (\d+)", text)}
    found = {}
    for match in PROTOTYPE.finditer(text):
        if match["result"].strip() != "int64_t":
            continue
        said = re.search(r"pOutInfo\s+(SSC_OUT_\w+)", match["comment"] or "")
        found[match["name"]] = Function(match["name"], _parameters(match["parameters"]), said and rooms[said[1]])
    return found
