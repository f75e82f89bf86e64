"""ssc(1): commands and options as the program describes them itself; the rest from docs/manual/ssc.md and
docs/exit-codes.md."""
import json

from manual import markdown, roff


def option_term(option):
    """Roff: names in bold, the value in italics."""
    if option["place"]:
        return f"\\fI{roff.escape(option['place'])}\\fP"
    names = ", ".join(f"\\fB{roff.escape(name)}\\fP" for name in option["names"])
    if not option["value"]:
        return names
    value = f"\\fI{roff.escape('|'.join(option['choices']) or option['value'])}\\fP"
    return f"{names} [{value}]" if option["valueOptional"] else f"{names} {value}"


def option_text(option):
    text = option["description"]
    if option["place"] and option["choices"] and not all(choice in text for choice in option["choices"]):
        text += f": {', '.join(option['choices'])}"
    if option["default"] and not option["place"] and option["default"] not in text and option["default"] != "-":
        text += f" (default: {option['default']})"
    return text + "."


def own_options(command):
    return [one for one in command["options"] if "--help" not in one["names"]]


def common_options(grammar):
    """What every command takes, described once."""
    first, *others = grammar["commands"]
    return [one for one in own_options(first) if all(one in other["options"] for other in others)]


def shared_options(grammar, common):
    """What several commands take alike, described once too."""
    found = []
    for command in grammar["commands"]:
        for one in own_options(command):
            users = sum(one in other["options"] for other in grammar["commands"])
            if users > 1 and one not in common and one not in found and not one["place"]:
                found.append(one)
    return found


def usage(command, common):
    """The command with all that is its own: options first, then what stands at a place."""
    own = [one for one in own_options(command) if one not in common]
    options = [f"[\\fB{roff.escape(one['names'][-1])}\\fP]" for one in own if not one["place"]]
    places = [f"\\fI{roff.escape(one['place'])}\\fP" if one["required"] else f"[\\fI{roff.escape(one['place'])}\\fP]"
              for one in own if one["place"]]
    return " ".join([f"\\fBssc {roff.escape(command['name'])}\\fP", *options, *places])


def write_command(page, command, common, shared):
    page.subsection(command["name"])
    page.add(usage(command, common))
    page.paragraph(command["description"] + ".")
    for one in own_options(command):
        if one not in common and one not in shared:
            page.term(option_term(one), option_text(one))
    if command["examples"]:
        lines = [line for line in command["examples"].splitlines() if line.startswith("  ")]
        page.code("\n".join(line[2:] for line in lines))


def page(grammar_file, source, stamp):
    grammar = json.loads(grammar_file.read_text(encoding="utf-8"))
    text = (source / "docs" / "manual" / "ssc.md").read_text(encoding="utf-8")
    common = common_options(grammar)
    shared = shared_options(grammar, common)
    made = roff.Document("ssc", 1, stamp, "General Commands Manual")
    made.name(["ssc"], "the social security card from the command line")
    made.section("Synopsis")
    made.add("\\fBssc\\fP \\fIcommand\\fP [\\fIoptions\\fP]", ".br", "\\fBssc\\fP [\\fIcommand\\fP] \\fB\\-\\-help\\fP",
             ".br", "\\fBssc \\-\\-version\\fP")
    made.section("Description")
    markdown.write(made, markdown.section(text, "Description"))
    made.section("Options of all commands")
    for one in common:
        made.term(option_term(one), option_text(one))
    made.section("Options of several commands")
    for one in shared:
        made.term(option_term(one), option_text(one))
    made.section("Commands")
    for command in grammar["commands"]:
        write_command(made, command, common, shared)
    made.section("Exit status")
    exit_codes = (source / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    table = next(rows for kind, rows in markdown.blocks(exit_codes) if kind == "table")
    for code, meaning, *_ in table[1:]:
        made.term(f"\\fB{code}\\fP", meaning[:1].upper() + meaning[1:] + ".", tight=True)
    markdown.write(made, text, skip=("Description",))
    made.see_also([("libssc", 3), ("SSCardDriver", 3), ("ssc.toml", 5), ("ssc-errors", 7), ("ssc-terminal", 7)])
    return made.text()
