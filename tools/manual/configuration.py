"""ssc.toml(5), from docs/configuration.md."""
from manual import markdown, roff


def page(source, stamp):
    text = source.read_text(encoding="utf-8")
    made = roff.Document("ssc.toml", 5, stamp, "File Formats Manual")
    made.name(["ssc.toml"], "configuration of the SSC Terminal")
    made.section("Description")
    markdown.write(made, text)
    made.section("Files")
    made.term("\\fI/etc/ssc/ssc.toml\\fP", "of the machine")
    made.term("\\fI\\(ti/.config/ssc/ssc.toml\\fP", "of a user, over the first")
    made.see_also([("ssc", 1), ("ssc-errors", 7), ("ssc-terminal", 7)])
    return made.text()
