"""How a row's implementation says what it is: one or more steps, each with the world it needs.

`@step("B06", "no PSAM", psam="none")` on a function that takes a Case. A profile is a sample's name, or the name with
changes of its lines, each a pattern and its replacement, which must fit. None for `card`: that of the combination.
"""
from collections import namedtuple

Step = namedtuple("Step", "row title work card psam cards own")
Changed = namedtuple("Changed", "sample changes")

class NotHere(Exception):
    """Raised by a step that finds something missing on this machine; the text says what."""


STEPS = []
EMPTY = "none"  # no card in the slot, no PSAM


def changed(sample, *changes):
    return Changed(sample, changes)


def step(row, title="", *, card=None, psam="psam-full", cards=None, own=False):
    """`cards`: only with these combinations of the row. `own`: in a world of its own."""
    def register(work):
        STEPS.append(Step(row, title, work, card, psam, cards, own))
        return work
    return register


# The combinations: specification of the card and its algorithm.
COMBINATIONS = {
    "3.0-SM4": "card-a",
    "2.0-3DES": "card-b",
    "1.0-3DES": "card-c",
    "3.0-3DES": changed("card-a", (r"^algorithm = .*$", 'algorithm = "3des"')),
}
GENERATION_3 = ("3.0-SM4", "3.0-3DES")
