"""opensc-tool, a client nobody here wrote, as a source of raw answers."""
import re
import shlex

FIRST_LINE = "Sending: "
_STATUS = re.compile(r"Received \(SW1=0x(..), SW2=0x(..)\)")
_HEX_COLUMNS = 48  # sixteen bytes


def command(*apdus, slot=0):
    """The command line that sends these APDUs; `-c default` keeps OpenSC from probing for cards that it knows."""
    sends = [word for apdu in apdus for word in ("-s", apdu)]
    return shlex.join(["opensc-tool", "-r", str(slot), "-c", "default", *sends])


def _bytes_of(lines):
    """The bytes of a hex dump. Each line repeats its bytes as characters; behind the first line the hexadecimal part
    is padded, an only line is not."""
    counts = [len(line) // 4 if number == 0 else len(line) - _HEX_COLUMNS for number, line in enumerate(lines)]
    return "".join(line[:3 * count].replace(" ", "") for line, count in zip(lines, counts, strict=True))


def answers(text):
    """The answers, status word at the end, in hexadecimal."""
    found = []
    for part in text.split(FIRST_LINE)[1:]:
        lines = part.splitlines()
        at = next((number for number, line in enumerate(lines) if _STATUS.match(line)), None)
        if at is None:
            raise ValueError(f"no answer in: {part}")
        status = "".join(_STATUS.match(lines[at]).groups())
        found.append((_bytes_of(lines[at + 1:]) + status).upper())
    return found
