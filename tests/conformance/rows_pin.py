"""P: the PIN."""
import world
from case import CONTACT, RIGHT_PIN
from rows_basic import ANOTHER_CITY
from steps import changed, step

OTHER_CARD = "999900D15600000500000009FFFFFFFF|T00000095|"
WITHOUT_PUK = changed("psam-full", (r'^name = "psam-full"', 'name = "psam-no-puk"\nmissing-keys = ["PUK"]'))


def change(case, old, new, again=None, code=0):
    case.enter(old, new, again or new)
    return case.fails(code, "iChangePIN", CONTACT)


@step("P01")
def verifying(case):
    most = case.tries()
    case.assertEqual(case.verify().text, "")
    told = case.lock()
    case.assertEqual(told, list(range(most - 1, 0, -1)))
    case.verify(RIGHT_PIN, -52)
    case.ok("iUnblockPIN", CONTACT, case.info)
    case.assertEqual(case.tries(), most)
    case.verify()


@step("P02")
def shortest_and_longest(case):
    for old, new in ((RIGHT_PIN, "4680"), ("4680", "135791357913"), ("135791357913", RIGHT_PIN)):
        change(case, old, new)
        case.verify(new)


@step("P03")
def changing(case):
    tries = case.tries()
    change(case, RIGHT_PIN, "4680", "4681", code=-34)
    case.assertEqual(case.tries(), tries)
    answer = change(case, "999999", "4680", code=-51)
    case.assertEqual((case.first_number(answer), case.tries()), (tries - 1, tries - 1))
    case.assertEqual(change(case, RIGHT_PIN, RIGHT_PIN).text, "")
    case.verify()


@step("P04")
def the_old_and_the_new_one(case):
    change(case, RIGHT_PIN, "24681357")
    case.verify(RIGHT_PIN, -51)
    case.verify("24681357")
    change(case, "24681357", RIGHT_PIN)
    case.verify()


@step("P05")
def reloading(case):
    before = case.prompts()
    case.fails(-22, "iReloadPIN", CONTACT, OTHER_CARD)
    case.assertEqual(case.prompts(), before)
    for pin in ("8642", RIGHT_PIN):
        case.enter(pin, pin)
        case.assertEqual(case.ok("iReloadPIN", CONTACT, case.info).text, "")
        case.verify(pin)
    case.assertEqual(case.prompts(), before + 6)


@step("P05", "no key", psam=WITHOUT_PUK)
def reloading_without_the_key(case):
    before = case.prompts()
    case.fails(-27272, "iReloadPIN", CONTACT, case.info)
    case.fails(-27272, "iUnblockPIN", CONTACT, case.info)
    case.assertEqual(case.prompts(), before)


@step("P05", "level", psam="psam-city", card=ANOTHER_CITY, cards=["3.0-SM4"])
def reloading_at_too_low_a_level(case):
    case.fails(-24, "iReloadPIN", CONTACT, case.info.replace("999900D1", "999901D1"))


@step("P06")
def unblocking(case):
    most = case.tries()
    case.lock()
    case.assertEqual(world.status()["tries"]["PIN"], 0)
    case.assertEqual(case.ok("iUnblockPIN", CONTACT, case.info).text, "")
    case.assertEqual(case.tries(), most)
    case.verify(RIGHT_PIN)
