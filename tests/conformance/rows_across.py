"""A: the central functions across generations, algorithms, kinds of PSAM, interfaces, and both paths.

On the PSAM path the result follows from what the PSAM lacks of what the function needs. The path through the caller's
HSM asks no PSAM: it must succeed whatever stands in the PSAM's slot.
"""
import os
import tomllib
from collections import namedtuple

import rows_hsm
import world
from case import CONTACT, CONTACT_FIRST, CONTACTLESS, CONTACTLESS_FIRST, KEY, TIME
from rows_basic import ELSEWHERE
from steps import COMBINATIONS, EMPTY, Changed, changed, step

ELSEWHERE_KIND = "PSAM of another city"
Kind = namedtuple("Kind", "psam lacks")  # lacks: keys, or what every use of the PSAM fails for
KINDS = {
    "full PSAM": Kind("psam-full", ()),
    "no PSAM": Kind(EMPTY, ("PSAM",)),
    "PSAM without SM4": Kind("psam-3des", ("SM4",)),
    ELSEWHERE_KIND: Kind("psam-city", ("level",)),
    "PSAM without RKSSSE": Kind("psam-no-rk", ("RKSSSE",)),
    "PSAM without IRK": Kind("psam-no-irk", ("IRK",)),
    "PSAM without UKSSSE": Kind(changed("psam-no-uk", ('"UK2DF04"', '"UKSSSE"')), ("UKSSSE",)),
    "PSAM without DPK": Kind("psam-no-debit", ("DPK",)),
}
# What is asked of the PSAM comes in this order; the first that is missing decides.
CODES = {"PSAM": -2201, "SM4": -2202, "level": -24, "IRK": -27272, "RKSSSE": -2203, "UKSSSE": -27272, "DPK": -37891}
FLAG = "SSSEEF06|0A|$"
PAY = f"100.00|80.00|{TIME}|"


def expected(kind, needed):
    return next((CODES[lack] for lack in CODES if lack in KINDS[kind].lacks and lack in needed), 0)


def terminal_number(kind):
    psam = KINDS[kind].psam
    path = os.path.join(world.SAMPLES, f"{psam.sample if isinstance(psam, Changed) else psam}.toml")
    with open(path, "rb") as file:
        return tomllib.load(file)["terminal-number"]


def asked(case, *keys):
    """What a call needs of the PSAM: to be there, the card's algorithm, its level; then the keys."""
    sm4 = ("SM4",) if case.algorithm == "SM4" else ()
    return ("PSAM", "level", *sm4, *keys)


def judge(case, kind, needed, name, *arguments):
    code = expected(kind, needed)
    answer = case.call(name, *arguments)
    case.assertEqual(answer.code, code, f"{kind}: {name}{arguments}: {answer}")
    return answer


# ---- each function: on the PSAM path with the result it must have, then on the HSM path, where it must succeed

def basic_read(case, kind):
    needed = asked(case, "IRK", *(["RKSSSE"] if case.generation == "3" else []))
    for interface in (CONTACT, CONTACT_FIRST, CONTACTLESS_FIRST):
        answer = judge(case, kind, needed, "iReadCardBas", interface)
        if answer.code == 0:
            case.assertEqual(answer.fields(), [*case.fields[:9], terminal_number(kind), *case.fields[10:]])
    case.fails(-2, "iReadCardBas", CONTACTLESS)
    _, key = rows_hsm.basic(case)
    case.assertEqual(case.ok("iReadCardBas_HSM_Step2", key).text, rows_hsm.with_zeros(case))


def file_read(case, kind):
    answer = judge(case, kind, asked(case), "iReadCard", CONTACT, KEY, case.info, "DF01EF07|29|$")
    _, _, key = rows_hsm.opened(case, "UK2DF01" if case.generation == "1" else "RK1DF01", "iReadCard", "DF01EF07|29|$")
    by_hsm = case.ok("iReadCard_HSM_Step2", key).text
    case.assertRegex(by_hsm, r"^DF01EF07\|\d\|\$$")
    if answer.code == 0:
        case.assertEqual(answer.text, by_hsm)


def flag(case):
    """An item that a PSAM's holder may write, read without PSAM: by the HSM, or freely where the card asks for no key."""
    if case.fails((0, -2204), "iReadCard_HSM_Step1", CONTACT, case.info, FLAG).code:
        return case.read(FLAG)
    _, _, key = rows_hsm.opened(case, "RKSSSE", "iReadCard", FLAG)
    return case.ok("iReadCard_HSM_Step2", key).text


def write(case, kind):
    before = flag(case)
    answer = judge(case, kind, asked(case, "UKSSSE"), "iWriteCard", CONTACT, case.info, FLAG, "SSSEEF06|2|$")
    case.assertEqual(flag(case), before if answer.code else "SSSEEF06|2|$")
    _, _, key = rows_hsm.opened(case, "UKSSSE", "iWriteCard", FLAG)
    case.assertEqual(case.ok("iWriteCard_HSM_Step2", key, before).text, "")
    case.assertEqual(flag(case), before)


def settlement(case, kind):
    judge(case, kind, asked(case, "DPK"), "iDoDebit", CONTACT, case.info, PAY)
    fields, office = rows_hsm.debit_opened(case)
    mac1 = office.purchase(*fields[2:8], "0000002A")
    result = case.ok("iDoDebit_HSM_Step2", f"0000002A|{TIME}|{mac1}|").fields()
    case.assertEqual(result[0], office.proof(result))


FUNCTIONS = {"A01": basic_read, "A02": file_read, "A03": write, "A04": settlement}


def at(profile):
    """The card of a combination, issued in another city."""
    name, changes = profile if isinstance(profile, Changed) else (profile, ())
    return changed(name, *changes, *ELSEWHERE)


def work_of(function, kind, combination):
    def work(case):
        case.algorithm = combination.partition("-")[2]
        if kind == ELSEWHERE_KIND:
            case.move()
        rows_hsm.sessions(lambda configured: function(configured, kind))(case)
    return work


for _row, _function in FUNCTIONS.items():
    for _kind, _profiles in KINDS.items():
        for _combination, _card in COMBINATIONS.items():
            step(_row, f"{_kind}, {_combination}", psam=_profiles.psam, cards=[_combination],
                 card=at(_card) if _kind == ELSEWHERE_KIND else None)(work_of(_function, _kind, _combination))
