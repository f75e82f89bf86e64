"""An installed header as data: what is said at its top, its groups of codes, and per page its declarations.

The form of a header (the three of hostlib/include/ have it):

  /* NAME: what it is. … */                     the first comment, in paragraphs
    *   GROUP  -1   meaning                     one of its paragraphs: the groups of codes
  /* ------------ PAGE(3): title                a manual page begins; more lines are its introduction
  /* what it does … Codes: GROUP -2 (meaning) */ then the declaration it belongs to, one or several
"""
import dataclasses
import pathlib
import re

COMMENT = r"/\*(?P<comment>(?:(?!\*/).)*)\*/"
DECLARATION = (r"(?P<code>(?:(?:SSC_API|SSC_FUNCTION)\b[^;]*;)|typedef struct \w+ \w+;|typedef struct \w+ \{[^}]*\} \w+;"
               r"|typedef [^;{]*\([^;]*;|enum \{[^}]*\};|#define (?!SSC_CALL|SSC_API|SSC_FUNCTION|\w+_H\b)\w+ [^\n]+)")
TOKEN = re.compile(f"^(?:{COMMENT}|{DECLARATION})", re.S | re.M)
RULER = re.compile(r"-{8,} (?P<page>\w+)\(3\): (?P<title>.*)")
FUNCTION = re.compile(r"\b(?P<name>\w+)\([^()]*\);$", re.S)
GROUP_ROW = re.compile(r"^  (?P<group>[A-Z]+)? +(?P<code>-\d+|-SW) +(?P<text>.*)$")
CODE = re.compile(r"(?P<word>IFD_\w+|[A-Z]{3,}|-\d+|-SW)(?:\s+\((?P<text>[^()]*(?:\([^()]*\)[^()]*)*)\))?")
TWIN = re.compile(r"Twin of (\w+):")


class BadHeader(Exception):
    pass


@dataclasses.dataclass
class Declaration:
    """A function, constant, type or callback. `codes`: [(code, meaning)] besides success; of functions only."""
    text: str
    comment: str
    name: str = ""
    codes: list = dataclasses.field(default_factory=list)

    @property
    def is_function(self):
        return bool(self.name)

    def returns_codes(self):
        return self.is_function and not self.text.startswith(("void ", "const char*", "uint32_t "))


@dataclasses.dataclass
class Page:
    name: str
    title: str
    introduction: str
    declarations: list = dataclasses.field(default_factory=list)

    def functions(self):
        return [one for one in self.declarations if one.is_function]


@dataclasses.dataclass
class Header:
    name: str
    about: str          # the first comment without its groups
    groups: dict        # {"CARD": [("-1", "not a …")]}
    common: list        # declarations before the first page
    pages: list

    def functions(self):
        return [one for page in self.pages for one in page.functions()]


def strip_comment(text):
    """The lines of a comment without its stars."""
    first, *others = text.removeprefix(" ").splitlines() or [""]
    lines = [first.rstrip()] + [re.sub(r"^\s*\* ?", "", line).rstrip() for line in others]
    return "\n".join(lines).strip("\n ").rstrip()


def prototype(text):
    """A declaration on one line, without what only compilers need."""
    plain = re.sub(r"\bSSC_(?:API|FUNCTION|CALL)\b\s*", "", text)
    plain = re.sub(r"/\*.*?\*/", "", plain, flags=re.S)
    return re.sub(r"\s+", " ", plain).strip()


def read_groups(about):
    """The table of codes is taken out of the text."""
    groups, kept, rows = {}, [], None
    for line in about.splitlines():
        row = GROUP_ROW.match(line)
        if row and (row["group"] or rows is not None):
            if row["group"]:
                rows = groups.setdefault(row["group"], [])
            rows.append((row["code"], row["text"]))
        elif rows is not None and re.match(r"^ {8,}\S", line):
            rows[-1] = (rows[-1][0], rows[-1][1] + " " + line.strip())
        else:
            rows = None
            kept.append(line)
    return "\n".join(kept), groups


def named_results(text):
    """The results of SSSE32.h: {"IFD_ICC_NoExist": "no card in the slot"}."""
    return dict(re.findall(r"#define (IFD_\w+) \(?-?\d+\)?\s*/\* (.*?) \*/", text))


def split_codes(comment, where):
    said, _, codes = comment.partition("Codes:")
    words = re.sub(r"\s+", " ", codes).strip()
    left = CODE.sub("", words).strip()
    if left:
        raise BadHeader(f"{where}: what is '{left}' behind 'Codes:'?")
    return said.rstrip(), [(match["word"], match["text"]) for match in CODE.finditer(words)]


def expand(codes, groups, meanings, where):
    """[(code, meaning)], each code once; a meaning of the function's own goes over the group's."""
    found = {}
    for word, text in codes:
        if word.isalpha():
            if word not in groups:
                raise BadHeader(f"{where}: no group {word}")
            for code, meaning in groups[word]:
                found[code] = meaning if code not in found or meaning in found[code] else f"{found[code]}; {meaning}"
        elif text is None and word not in found and word not in meanings:
            raise BadHeader(f"{where}: {word} needs a meaning in brackets")
        elif text and text.startswith("also: ") and word in found:
            found[word] += "; " + text.removeprefix("also: ")
        else:
            found[word] = text.removeprefix("also: ") if text else found.get(word) or meanings[word]
    return list(found.items())


def order(code):
    return (1, 0) if not code.lstrip("-").isdigit() else (0, -int(code))


class _Reader:
    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.text = self.path.read_text(encoding="utf-8")
        self.meanings = named_results(self.text)
        self.about, self.groups, self.common, self.pages = None, {}, [], []
        self.comment = ""

    def take_comment(self, text):
        plain = strip_comment(text)
        if self.about is None:
            self.about, self.groups = read_groups(plain)
        elif ruler := RULER.match(plain):
            self.pages.append(Page(ruler["page"], ruler["title"], plain[ruler.end():].strip("\n")))
        else:
            self.comment = plain

    def take_declaration(self, text):
        comment, self.comment = self.comment, ""
        name = match["name"] if text.startswith("SSC_") and (match := FUNCTION.search(text)) else ""
        where = f"{self.path.name}: {name}"
        said, codes = split_codes(comment, where)
        one = Declaration(prototype(text) if name else strip_declaration(text), said, name)
        one.codes = self.codes_of(one, codes, where)
        (self.pages[-1].declarations if self.pages else self.common).append(one)

    def codes_of(self, one, codes, where):
        if twin := TWIN.match(one.comment):
            return next(other.codes for page in self.pages for other in page.functions() if other.name == twin[1])
        if one.returns_codes() and not codes:
            raise BadHeader(f"{where}: no 'Codes:'")
        found = expand(codes, self.groups, self.meanings, where)
        return sorted((row for row in found if row[0] != "IFD_OK"), key=lambda row: order(row[0]))


def strip_declaration(text):
    lines = [line.rstrip() for line in text.splitlines()]
    return "\n".join(lines).strip()


def read(path):
    reader = _Reader(path)
    for match in TOKEN.finditer(reader.text):
        if match["comment"] is not None:
            reader.take_comment(match["comment"])
        else:
            reader.take_declaration(match["code"])
    return Header(reader.path.name, reader.about or "", reader.groups, reader.common, reader.pages)
