#!/usr/bin/env python3
"""The demo: three test cards (generations 1, 2, 3), each in a simulated world of its own, are authenticated and read
through the real PC/SC stack; then a citizen signs in at the back office with card and phone, and asks; then the network is cut,
and a hospital window settles three purchases that arrive later. Run it as ./dev demo."""
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CARDS = (
    ("card-c.toml", "generation 1, 3DES", "The PSAM checks that the card is genuine; the holder's data are free to read."),
    ("card-b.toml", "generation 2, 3DES", "As generation 1, with a name that may continue in a second field."),
    ("card-a.toml", "generation 3, SM4", "Card and terminal prove themselves to each other before the holder's data open."),
)
BOLD, DIM, END = ("\033[1m", "\033[2m", "\033[0m") if sys.stdout.isatty() else ("", "", "")


def read_in_world(profile):
    world = [sys.executable, str(ROOT / "tools" / "sim.py"), "--card", str(ROOT / "keys-sim" / "samples" / profile)]
    return subprocess.run([*world, "--", "ssc", "read", "--lang", "en", "--full", "--exchanges"]).returncode


OFFICE = (
    ("by card and PIN", "ssc query LP-HR-024 --lang en"),
    ("the phone shows a code, the terminal scans it", "ssc query YZ-050 --qr-scan --lang en"),
    ("the terminal shows a code that changes every second, the phone scans it", "ssc query LP-HR-033 --qr-show --lang en"),
)


def sign_in_and_ask():
    """One world with two back offices and a phone that confirms what comes."""
    steps = [f"printf '\\n{BOLD}%s{END}\\n{DIM}%s{END}\\n' '{title}' '$ {command}' && {command}" for title, command in OFFICE]
    world = [sys.executable, str(ROOT / "tools" / "sim.py"), "--center", "both", "--card", "A"]
    return subprocess.run([*world, "--", "sh", "-c", " && ".join(steps)]).returncode


POLICY = ROOT / "examples" / "settlement" / "test-policy.json"
SETTLING = (
    ("the center allows it: a policy marked as one of tests", f'ssc-center settlement policy {POLICY} --state "$SSC_SIM_DIR/center-999900"'),
    ("the terminal fetches policy and stop-list", "ssc upload --lang en"),
    ("the network is cut", f"{ROOT}/tools/sim.py ctl stop-center"),
    ("three purchases, each confirmed by the holder's PIN and debited by the card",
     "ssc settle 30 --offline N21 --visit V1 --yes --lang en && ssc settle 128.50 80 --visit V2 --yes --lang en && "
     "ssc settle 5.20 --kind pharmacy --visit V3 --yes --lang en"),
    ("a fourth on the same card is one too many", "! ssc settle 1 --yes --lang en"),
    ("the network is back", f"{ROOT}/tools/sim.py ctl start-center"),
    ("everything arrives, once", "ssc upload --lang en"),
    ("both ledgers, held against each other", "ssc reconcile --lang en"),
    ("and the journal is what it was", 'ssc journal verify "$SSC_SIM_DIR/terminal/settlement/journal.sqlite" --lang en'),
)


def settle_without_network():
    """One world whose center goes away and comes back."""
    frame = f"printf '\\n{BOLD}%s{END}\\n{DIM}%s{END}\\n'"
    steps = [f"{frame} {shlex.quote(title)} {shlex.quote('$ ' + shown(command))} && {command}" for title, command in SETTLING]
    world = [sys.executable, str(ROOT / "tools" / "sim.py"), "--center", "both", "--card", "A"]
    return subprocess.run([*world, "--", "sh", "-c", " && ".join(steps)]).returncode


def shown(command):
    """As a person would type it."""
    return command.replace(f"{ROOT}/tools/sim.py ctl", "./dev sim ctl").replace(str(ROOT) + "/", "").replace("! ", "").replace(" && ", " ; ")


def main():
    print(f"{BOLD}The simulated world:{END} real pcscd, real libccid driver; simulated reader, card and PSAM. Test keys only.")
    for number, (profile, title, remark) in enumerate(CARDS, 1):
        print(f"\n{BOLD}── {number}/5 · {title} " + "─" * (62 - len(title)) + f"{END}\n{DIM}{remark}{END}\n", flush=True)
        code = read_in_world(profile)
        if code != 0:
            return code
    title = "a citizen signs in at the back office, three ways"
    print(f"\n{BOLD}── 4/5 · {title} " + "─" * (62 - len(title)) + f"{END}", flush=True)
    code = sign_in_and_ask()
    if code != 0:
        return code
    title = "a hospital window settles while the network is down"
    print(f"\n{BOLD}── 5/5 · {title} " + "─" * (62 - len(title)) + f"{END}", flush=True)
    code = settle_without_network()
    if code != 0:
        return code
    print(f"\n{BOLD}Three cards read, three sign-ins, three settlements.{END} Next: ./dev sim -- ssc doctor · ./dev sim -- ssc read --json · ./dev test")
    return 0


if __name__ == "__main__":
    sys.exit(main())
