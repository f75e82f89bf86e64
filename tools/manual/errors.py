"""ssc-errors(7), from the reasons that docs/errors.md is made from too."""
import tomllib

from manual import roff

TITLE = "what a failure means and what to do"
INTRODUCTION = (
    "Every way in which libraries and command line can fail, with the code that a function returns and the exit code of `ssc`(1). "
    "Several reasons may share a code. Where the code is minus the card's status word, 6A82 becomes -27266 and so on.")


def code_text(row):
    return "-(status word)" if row["code"] == "status" else str(row["code"])


def reason(page, row):
    page.subsection(f"{code_text(row)}  {row['id']}")
    page.paragraph(f"{row['cause'][:1].upper()}{row['cause'][1:]}. Exit code {row['exit']}.")
    page.term("\\fIThe citizen reads\\fP", row["zh"])
    page.add(".br", roff.prose(row["en"]))
    page.term("\\fIThe clerk\\fP", row["clerk"])
    page.term("\\fIThe program\\fP", row["integrator"])


def order(row):
    return (1, 0) if row["code"] == "status" else (0, -row["code"])


def page(rows_file, stamp):
    with open(rows_file, "rb") as file:
        rows = sorted(tomllib.load(file)["reason"], key=order)
    made = roff.Document("ssc-errors", 7, stamp, "Miscellaneous Information Manual")
    made.name(["ssc-errors"], TITLE)
    made.section("Description")
    made.paragraph(INTRODUCTION)
    made.section("Reasons")
    for row in rows:
        reason(made, row)
    made.see_also([("ssc", 1), ("SSCardDriver", 3), ("libssc", 3), ("SSSE32", 3), ("ssc-terminal", 7)])
    return made.text()
