"""Writing man(7) pages: escaping, paragraphs, lists."""
import re
import textwrap
from typing import NamedTuple


class Stamp(NamedTuple):
    """What every page carries. The date is that of the configuration of the build, or SOURCE_DATE_EPOCH."""
    version: str
    date: str


def escape(text):
    """Plain text as roff: nothing in it is a request, a minus is a minus, characters outside ASCII go by number."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga").replace("^", "\\(ha") \
        .replace("~", "\\(ti")
    plain = re.sub(r"(?m)^([.'])", r"\\&\1", plain)
    return "".join(char if ord(char) < 0x7F else f"\\[u{ord(char):04X}]" for char in plain)


def prose(text, marks=True):
    """A sentence or more with `code` and **bold**, one output line for each sentence's worth of source."""
    parts = re.split(r"(`[^`]+`|\*\*[^*]+\*\*|\*[A-Za-z][^*]*\*)", text) if marks else [text]
    out = []
    for part in parts:
        if marks and len(part) > 2 and part[0] == part[-1] == "`":
            out.append(f"\\fB{escape(part[1:-1])}\\fP")
        elif marks and part.startswith("**") and part.endswith("**") and len(part) > 4:
            out.append(f"\\fB{escape(part[2:-2])}\\fP")
        elif marks and len(part) > 2 and part[0] == part[-1] == "*":
            out.append(f"\\fI{escape(part[1:-1])}\\fP")
        else:
            out.append(escape(part))
    return wrapped("".join(out))


def wrapped(text):
    """Source lines of readable length; breaks only at blanks, never where a line would begin with a dot or quote."""
    lines = textwrap.wrap(text, 80, break_long_words=False, break_on_hyphens=False)
    return "\n".join(f"\\&{line}" if line[:1] in ".'" else line for line in lines)


def quoted(word):
    return '"' + word.replace('"', "\\(dq") + '"'


class Document:
    def __init__(self, name, section, stamp, kind):
        head = [escape(name), str(section), stamp.date, "SSC Terminal " + stamp.version, kind]
        self.lines = ['.\\" Made by tools/generate_man.py. Do not edit.',
                      ".TH " + " ".join(quoted(word) for word in head),
                      ".nh", ".ad l"]

    def add(self, *lines):
        self.lines += lines

    def section(self, title):
        self.add(f".SH {quoted(escape(title.upper()))}")

    def subsection(self, title):
        self.add(f".SS {quoted(escape(title))}")

    def name(self, names, what):
        self.section("Name")
        self.add(wrapped(", ".join(escape(one) for one in names) + " \\- " + escape(what)))

    def apart(self):
        """A new paragraph; headings begin one themselves."""
        if self.lines[-1][:3] not in (".SH", ".SS"):
            self.add(".PP")

    def paragraph(self, text, marks=True):
        self.apart()
        self.add(prose(text, marks))

    def term(self, term, text, marks=True, tight=False):
        """`term` is roff already."""
        if tight:
            self.add(".PD 0")
        self.add(".TP", term, prose(text, marks) if text else "\\&")
        if tight:
            self.add(".PD")

    def code(self, text):
        """Lines as they are."""
        self.apart()
        self.add(".RS 4", ".nf", *(escape(line) or "\\&" for line in text.splitlines()), ".fi", ".RE")

    def see_also(self, pages):
        """[("ssc", 1), …]"""
        self.section("See also")
        rows = [f".BR {escape(name)} ({section})" for name, section in pages]
        self.add(*(row + (" ," if row is not rows[-1] else "") for row in rows))

    def text(self):
        return "\n".join(self.lines) + "\n"
