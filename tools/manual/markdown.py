"""A page of docs/ as roff: headings, paragraphs, lists, tables, code. Links keep their text."""
import re

from manual import roff

LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def blocks(text):
    """("heading", level, text), ("code", text), ("table", rows), ("list", items), ("text", text)."""
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("```"):
            end = next(i for i in range(at + 1, len(lines)) if lines[i].startswith("```"))
            yield "code", "\n".join(lines[at + 1:end])
            at = end + 1
        elif heading := re.match(r"(#+) (.*)", line):
            yield "heading", (len(heading[1]), heading[2])
            at += 1
        elif not line.strip():
            at += 1
        else:
            end = next((i for i in range(at, len(lines)) if not lines[i].strip() or lines[i].startswith(("```", "#"))), len(lines))
            yield from _paragraph(lines[at:end])
            at = end


def _paragraph(lines):
    if lines[0].startswith("|"):
        yield "table", [_cells(line) for line in lines if not re.fullmatch(r"\|[-| :]+\|", line)]
        return
    items, text = [], []
    for line in lines:
        if match := re.match(r"(?:\*|\d+\.) +(.*)", line):
            items.append(match[1])
        elif items:
            items[-1] += " " + line.strip()
        else:
            text.append(line.strip())
    if text:
        yield "text", " ".join(text)
    if items:
        yield "list", items


def _cells(line):
    cells = re.split(r"(?<!\\)\|", line.strip().strip("|") if line.endswith("|") else line)
    return [cell.strip().replace("\\|", "|") for cell in cells]


def plain(text):
    return LINK.sub(r"\1", text).replace("<br>", " ")


def write_table(page, rows):
    """The first column is the term; the others follow with their headings where there are several."""
    heads, *body = rows
    for first, *others in body:
        if len(others) == 1:
            said = others[0]
        else:
            said = f"{others[-1]}. " + "; ".join(f"*{head.capitalize()}*: {cell}" for head, cell in zip(heads[1:-1], others[:-1]) if cell)
        page.term(roff.prose(plain(first)).replace("\n", " "), plain(said[:1].upper() + said[1:]))


WRITERS = {
    "text": lambda page, text: page.paragraph(plain(text)),
    "code": lambda page, text: page.code(text),
    "list": lambda page, items: [page.term("\\(bu", plain(item)) for item in items],
    "table": write_table,
}


def write(page, text, skip=()):
    """Headings become sections, deeper ones subsections; the page's own title and what `skip` names are left out."""
    skipping = False
    for kind, content in blocks(text):
        if kind == "heading":
            level, title = content
            skipping = title in skip
            if level == 1 or skipping:
                continue
            (page.section if level == 2 else page.subsection)(plain(title).replace("`", ""))
        elif not skipping:
            WRITERS[kind](page, content)


def section(text, title):
    """What stands under one heading."""
    match = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.S | re.M)
    return match[1].strip() if match else ""
