"""ssc-terminal(7), from docs/manual/ssc-terminal.md."""
from manual import markdown, roff


def page(source, stamp):
    made = roff.Document("ssc-terminal", 7, stamp, "Miscellaneous Information Manual")
    made.name(["ssc-terminal"], "the open terminal for China's social security card")
    markdown.write(made, source.read_text(encoding="utf-8"))
    made.see_also([("ssc", 1), ("libssc", 3), ("SSCardDriver", 3), ("SSSE32", 3), ("ssc.toml", 5), ("ssc-errors", 7)])
    return made.text()
