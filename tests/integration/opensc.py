"""opensc-tool, a client nobody here wrote, as a source of raw answers."""
import re
import shlex

FIRST_LINE = "Sending: "
_STATUS = re.compile(r"Received \(SW1=0x(..), SW2=0x(..)\)")
_HEX_COLUMNS = 48  # sixteen bytes; the text behind them repeats them as characters


def command(*apdus, slot=0):
    """The command line that sends these APDUs; `-c default` keeps OpenSC from probing for cards that it knows."""
    sends = [word for apdu in apdus for word in ("-s", apdu)]
    return shlex.join(["opensc-tool", "-r", str(slot), "-c", "default", *sends])


def answers(text):
    """The answers, status word at the end, in hexadecimal."""
    found = []
    for part in text.split(FIRST_LINE)[1:]:
        lines = part.splitlines()
        at = next((number for number, line in enumerate(lines) if _STATUS.match(line)), None)
        if at is None:
            raise ValueError(f"no answer in: {part}")
        data = "".join(line[:_HEX_COLUMNS] for line in lines[at + 1:])
        found.append("".join(data.split()).upper() + "".join(_STATUS.match(lines[at]).groups()).upper())
    return found
