"""The pages of section 3: one for each group of functions of a header, and one for what holds for the whole library."""
import re

from manual import header, roff

KIND = "Library Functions Manual"
PARAMETER = re.compile(r"^  (?P<name>\w+(?:, \w+)*) {2,}(?P<text>\S.*)$")
PAGES = {"docs/errors.md": "`ssc-errors`(7)", "docs/configuration.md": "`ssc.toml`(5)"}
TITLE = re.compile(r"(?P<loud>[A-Z]{3,})(?: \(\w+\))?(?P<end>\. | )|(?P<words>[A-Z][\w']+(?: [\w']+){0,2})\. ")
NAMES = re.compile(r"\b(?:ssc_[a-z]\w+|i(?:Read|Write|Verify|Change|Reload|Unblock|Do)\w+|PKI_\w+|ICC_\w+|IFD_\w+|SSC_[A-Z_]+)\b")


def paragraphs(text):
    """The text of a comment: ("text", "…") and ("term", name, "…"), as its indentation says."""
    found = []
    for block in re.split(r"\n\s*\n", text):
        fresh = True
        for line in block.splitlines():
            if match := PARAMETER.match(line):
                found.append(["term", match["name"], match["text"]])
            elif line.startswith("   ") and found and not fresh and found[-1][0] == "term":
                found[-1][2] += " " + line.strip()
            elif fresh or found[-1][0] == "term":
                found.append(["text", line.strip()])
            else:
                found[-1][1] += " " + line.strip()
            fresh = False
    return found


def marked(text):
    """Names of functions and constants stand out; what is quoted stays as it is."""
    for name, page in PAGES.items():
        text = text.replace(name, page)
    parts = re.split(r"""("[^"]*"|`[^`]*`)""", text)
    return "".join(part if part[:1] in ('"', "`") else NAMES.sub(r"`\g<0>`", part) for part in parts)


def capital(text):
    """A sentence begins with a capital letter, an identifier as it is written."""
    return text[:1].upper() + text[1:] if re.match(r"[a-z]+\b(?![_(])", text) else text


def write_text(page, text):
    for kind, *words in paragraphs(text):
        if kind == "text":
            page.paragraph(marked(capital(words[0])))
        else:
            page.term(f"\\fI{roff.escape(words[0])}\\fP", marked(capital(words[1])))


def synopsis_lines(declaration):
    """A prototype as man pages show it: names in bold, broken between parameters where it is long."""
    if not declaration.is_function:
        return [".nf", *(roff.escape(line) for line in declaration.text.splitlines()), ".fi"]
    head, _, rest = declaration.text.partition(declaration.name + "(")
    parameters = [f"\\fI{roff.escape(one)}\\fP" if one != "void" else "void" for one in rest.removesuffix(");").split(", ")]
    indent = len(head) + len(declaration.name) + 1
    lines, line, used = [], "", indent
    for number, one in enumerate(parameters):
        plain = len(re.sub(r"\\f.|\\", "", one)) + 2
        piece = one + (", " if number + 1 < len(parameters) else ");")
        if line and used + plain > 76:
            lines.append(line.rstrip())
            line, used = "", indent
        line, used = line + piece, used + plain
    lines.append(line)
    first = f"{roff.escape(head)}\\fB{roff.escape(declaration.name)}\\fP("
    return [".nf", first + lines[0], *("\\&" + " " * indent + more for more in lines[1:]), ".fi"]


def synopsis(page, library, include, declarations):
    page.section("Library")
    page.add(roff.prose(f"`lib{library['file']}` (`-l{library['link']}`; `pkg-config --libs {library['link']}`; CMake: `ssc::{library['link']}`)"))
    page.section("Synopsis")
    page.add(f".B #include <{roff.escape(include)}>")
    for before, one in zip([None, *declarations], declarations):
        if not (before and before.text.startswith("#define") and one.text.startswith("#define")):
            page.add(".PP")
        page.add(*synopsis_lines(one))


def lead(declaration):
    """What a function does, without "NAME: " in front of it."""
    return declaration.comment.removeprefix(declaration.name + ": ")


def is_twin(declaration):
    return bool(header.TWIN.match(declaration.comment))


def described(declarations):
    """[(names, text)]: a twin is described with its function."""
    rows = []
    for one in declarations:
        if is_twin(one):
            rest = one.comment.partition(": ")[2]
            rows[-1][0].append(one.name)
            rows[-1] = (rows[-1][0], rows[-1][1] + f"\n\nTwin {one.name}: {rest}")
        elif one.comment:
            rows.append(([one.name or type_name(one)], lead(one)))
    return rows


def type_name(declaration):
    """The name of a type or of the constants of an enumeration."""
    named = re.search(r"\(\*(\w+)\)|\} (\w+);", declaration.text)
    if named:
        return named[1] or named[2]
    return ", ".join(re.findall(r"\b(SSC_\w+)", declaration.text))


def description(page, group, about_page):
    page.section("Description")
    if group.introduction:
        write_text(page, group.introduction)
    for names, text in described(group.declarations):
        page.subsection(", ".join(names))
        write_text(page, text)
    if about_page:
        page.subsection("What holds for all functions")
        page.paragraph(f"Buffers, encodings, threads and time limits: `{about_page}`(3).")


def shown(code):
    return roff.escape(code if code != "-SW" else "-(status word)")


def grouped_by_codes(functions):
    """Functions that return the same codes with the same meanings share a list."""
    groups = {}
    for one in functions:
        groups.setdefault(tuple(one.codes), []).append(one.name)
    return groups


def write_codes(page, codes):
    for code, meaning in codes:
        page.term(f"\\fB{shown(code)}\\fP", marked(capital(meaning)) + ".", tight=True)


def errors(page, functions):
    """What all functions of the page can return stands first, once; then what each can return besides."""
    page.section("Errors")
    if any(is_twin(one) for one in functions):
        page.paragraph("A twin (`ssc_`...) returns what its function returns.")
    groups = grouped_by_codes([one for one in functions if one.returns_codes() and not is_twin(one)])
    if len(groups) == 1:
        write_codes(page, next(iter(groups)))
        return
    shared = [row for row in next(iter(groups)) if all(row in codes for codes in groups)]
    if shared:
        page.subsection("All functions")
        write_codes(page, shared)
    for codes, names in groups.items():
        own = [row for row in codes if row not in shared]
        if own:
            page.subsection(", ".join(name + "()" for name in names) + (" besides" if shared else ""))
            write_codes(page, own)


def return_value(page, header_name, functions):
    if not any(one.returns_codes() for one in functions):
        return
    page.section("Return value")
    if header_name == "SSSE32.h":
        page.paragraph("`IFD_OK` (0), a handle or a length; below zero one of the codes under ERRORS.")
    else:
        page.paragraph("0 on success; a negative number, listed under ERRORS, on failure. What each means to citizen, clerk and "
                       "program: `ssc-errors`(7).")


def see_also(page, parsed, library, this):
    pages = [(one.name, 3) for one in parsed.pages] + [(library["about"], 3)]
    others = sorted({row for row in pages if row[0] != this}) + [("ssc.toml", 5), ("ssc-errors", 7), ("ssc-terminal", 7)]
    page.see_also(others)


def group_page(parsed, group, library, stamp):
    page = roff.Document(group.name, 3, stamp, KIND)
    page.name([one.name for one in group.functions()], group.title)
    synopsis(page, library, parsed.name, (parsed.common if group.name == library["about"] else []) + group.declarations)
    if group.name == library["about"]:
        page.section("Conventions")
        about(page, parsed)
    description(page, group, library["about"] if group.name != library["about"] else None)
    return_value(page, parsed.name, group.functions())
    if any(one.returns_codes() for one in group.functions()):
        errors(page, group.functions())
    see_also(page, parsed, library, group.name)
    return page


def first_sentence(parsed):
    """("what the library is", what follows), of "NAME: what the library is. …"."""
    match = re.match(r"\S+: (.*?)\.\s+(.*)", parsed.about, re.S)
    return " ".join(match[1].split()), match[2]


def about(page, parsed):
    """The first comment of a header, without its first sentence; "TITLE. …", "TITLE goes on …" and "Title. …" begin parts."""
    for block in re.split(r"\n\s*\n", first_sentence(parsed)[1]):
        block = block.strip()
        if block.lower().startswith("codes."):
            page.subsection("Codes")
            page.paragraph("The page of a function lists all that it can return. The groups they are made of:")
            code_groups(page, parsed.groups)
        elif block:
            write_part(page, block)


def write_part(page, block):
    title = TITLE.match(block)
    if title:
        loud = title["loud"]
        page.subsection(title["words"] or (loud if loud in ("PIN", "PSAM") else loud.capitalize()))
        goes_on = loud and title["end"] == " "
        block = loud.capitalize() + block[len(loud):] if goes_on else block[title.end():]
    write_text(page, block)


def code_groups(page, groups):
    for group, rows in groups.items():
        page.term(f"\\fB{group}\\fP", "")
        page.add(".RS")
        for code, meaning in rows:
            page.term(f"\\fB{shown(code)}\\fP", marked(meaning), tight=True)
        page.add(".RE")


def about_page(parsed, library, stamp):
    page = roff.Document(library["about"], 3, stamp, KIND)
    page.name([library["about"]], first_sentence(parsed)[0])
    synopsis(page, library, parsed.name, parsed.common)
    page.section("Description")
    about(page, parsed)
    page.section("Functions")
    for group in parsed.pages:
        names = ", ".join(one.name for one in group.functions() if not is_twin(one))
        page.term(f".BR {roff.escape(group.name)} (3)", f"{group.title}: {names}.")
    see_also(page, parsed, library, library["about"])
    return page


def pages(parsed, library, stamp):
    """{file name: text}, with a link page for every function."""
    made = {f"{group.name}.3": group_page(parsed, group, library, stamp).text() for group in parsed.pages}
    if f"{library['about']}.3" not in made:
        made[f"{library['about']}.3"] = about_page(parsed, library, stamp).text()
    links = {f"{one.name}.3": f".so man3/{group.name}.3\n" for group in parsed.pages for one in group.functions()}
    return {**links, **made}
