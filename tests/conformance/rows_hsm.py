"""H: the functions that work with the caller's HSM. What it computes is computed here anew (back_office.py)."""
import time

import back_office
import world
from case import CONTACT, RIGHT_PIN, TIME
from rows_basic import other_sample
from steps import step

SHORT_SESSION_SECONDS = 5  # long enough that a busy machine comes to look while it lasts
REFUSED = (-25536, -25537, -25538)
NO_AUTHENTICATION = "0" * 16


def sessions(work, **settings):
    """With an HSM in the configuration."""
    def configured(case):
        with case.site(more=back_office.references(**settings) + 'RK1DF04 = "TEST:RK1-DF04"\n'):
            work(case)
    return configured


def short_sessions(work):
    return sessions(work, session_ms=SHORT_SESSION_SECONDS * 1000)


def basic(case, proven=True):
    """Step 1 of the basic read: its fields, and the key for step 2."""
    fields = case.ok("iReadCardBas_HSM_Step1", CONTACT).fields()
    case.assertEqual((len(fields), fields[8]), (9, ""))
    office = case.office(fields[2])
    key = office.authentication("IRK", fields[4], fields[5]) + "|"
    if fields[6] and proven:
        key += office.authentication("RKSSSE", fields[6], fields[7]) + "|"
    return fields, key


def with_zeros(case):
    """The basic read's fields, the terminal number as the HSM path has it."""
    return "|".join([*case.fields[:9], "0" * 12, *case.fields[10:]])


def opened(case, key, name, *arguments):
    """Step 1 of a function that asks for one key: the office for the card's algorithm, and the key for step 2."""
    fields = case.ok(f"{name}_HSM_Step1", CONTACT, case.info, *arguments).fields()
    case.assertEqual((len(fields), fields[4]), (5, ""))
    case.assertRegex("|".join(fields), r"^0[13]\|[!-{}~]{0,16}\|[0-9A-F]{16}\|[0-9A-F]{16}\|$")
    office = case.office(fields[0])
    return fields, office, office.authentication(key, fields[2], fields[3])


@step("H01")
@sessions
def the_basic_read(case):
    fields, key = basic(case)
    case.assertEqual((fields[0], fields[1], fields[3]), (case.region, case.historical, case.fields[3]))
    case.assertEqual((bool(fields[6]), bool(fields[7])), (case.generation == "3",) * 2)
    case.assertEqual(case.ok("iReadCardBas_HSM_Step2", key).text, with_zeros(case))


@step("H02")
@sessions
def another_proof_of_the_card(case):
    _, key = basic(case)
    case.fails(-21, "iReadCardBas_HSM_Step2", NO_AUTHENTICATION + key[16:])
    case.fails(-12, "iReadCardBas_HSM_Step2", key)


@step("H03")
@sessions
def another_proof_of_the_terminal(case):
    _, key = basic(case)
    case.fails(REFUSED, "iReadCardBas_HSM_Step2", key[:33] + NO_AUTHENTICATION + key[49:])
    for shortened in (33, 32):
        _, key = basic(case)
        answer = case.call("iReadCardBas_HSM_Step2", key[:shortened])
        case.assertLess(answer.code, 0, answer)
        case.assertNotIn(case.fields[1], answer.text)
    _, key = basic(case)
    case.ok("iReadCardBas_HSM_Step2", key)  # sets the tries back


@step("H04", "taken", cards=["3.0-SM4"])
@sessions
def keys_of_generation_3(case):
    for length in (65, 66):
        _, key = basic(case)
        case.assertEqual(case.ok("iReadCardBas_HSM_Step2", key[:length]).text, with_zeros(case))


@step("H04", "taken of older cards", cards=["2.0-3DES"])
@sessions
def keys_of_older_cards(case):
    for length in (32, 33):
        _, key = basic(case)
        case.assertEqual(case.ok("iReadCardBas_HSM_Step2", key[:length]).text, with_zeros(case))
    _, key = basic(case)  # programs that always send both parts
    case.assertEqual(case.ok("iReadCardBas_HSM_Step2", key + "0" * 32 + "|").text, with_zeros(case))


@step("H04", "refused")
@sessions
def keys_that_are_none(case):
    for key, code in (("X" * 32, -41), ("0" * 127, -42), ("0" * 4000, -42), ("0" * 31, -42), ("", -42)):
        basic(case)
        case.fails(code, "iReadCardBas_HSM_Step2", key)


@step("H05")
@sessions
def steps_out_of_order(case):
    for name in ("iReadCardBas", "iReadCard", "iReloadPIN", "iUnblockPIN", "iDoDebit"):
        case.fails(-12, f"{name}_HSM_Step2", "0" * 32)
    _, key = basic(case)
    case.ok("iReadCardBas_HSM_Step2", key)
    case.fails(-12, "iReadCardBas_HSM_Step2", key)
    for name in ("iReloadPIN", "iUnblockPIN"):
        case.fails(-12, f"{name}_HSM_Step3", "0" * 18)


@step("H06", own=True)
@sessions
def another_card_between_the_steps(case):
    profile, row = other_sample(case)
    other = row.split("|")
    _, key = basic(case)
    seat = world.Seat("card")
    world.card("swap", profile)
    seat.await_back()
    answer = case.call("iReadCardBas_HSM_Step2", key)
    case.assertLess(answer.code, 0, answer)
    for field in (other[1], other[3], other[4]):
        case.assertNotIn(field, answer.text)
    case.assert_reader_is_free()
    case.assertEqual(case.ok("iReadCardBas", CONTACT).text, row)


@step("H07")
@short_sessions
def too_late(case):
    _, key = basic(case)
    case.assertNotEqual(case.held_slots(patience=0), [], "the session holds the reader")
    time.sleep(SHORT_SESSION_SECONDS + 1)
    case.assert_reader_is_free()
    case.fails(-12, "iReadCardBas_HSM_Step2", key)


@step("H08")
@sessions
def another_function_between_the_steps(case):
    _, key = basic(case)
    case.reads_well()
    case.fails(-12, "iReadCardBas_HSM_Step2", key)
    fields, key = basic(case)
    case.assertEqual(case.read("SSSEEF05|07|$"), f"SSSEEF05|{case.fields[2]}|$")
    case.fails(-12, "iReadCardBas_HSM_Step2", key)


@step("H09")
@sessions
def which_files_ask_for_a_key(case):
    for address in ("SSSEEF05|07|$", "DF04EF08|$"):
        case.fails(-2204, "iReadCard_HSM_Step1", CONTACT, case.info, address)
    before = case.prompts()
    reading_key = "UK2DF01" if case.generation == "1" else "RK1DF01"
    _, _, key = opened(case, reading_key, "iReadCard", "DF01EF07|29|$")
    case.assertEqual(case.prompts(), before)
    case.assertRegex(case.ok("iReadCard_HSM_Step2", key).text, r"^DF01EF07\|\d\|\$$")
    fields, _, key = opened(case, "RK1DF04", "iReadCard", "DF04EF06|90|$")
    case.assertEqual((fields[1], case.prompts()), ("TEST:RK1-DF04", before + 1))
    case.assertRegex(case.ok("iReadCard_HSM_Step2", key).text, r"^DF04EF06\|\d+\|\$$")


@step("H09", "no PIN")
@sessions
def the_pin_is_cancelled(case):
    case.enter("cancel")
    case.fails(-31, "iReadCard_HSM_Step1", CONTACT, case.info, "DF04EF06|90|$")


@step("H10")
@sessions
def two_files(case):
    _, _, key = opened(case, "RK1DF04", "iReadCard", "DF04EF06|90|$DF01EF07|29|$")
    case.assertRegex(case.ok("iReadCard_HSM_Step2", key).text, r"^DF04EF06\|\d+\|\$$")


@step("H11")
@sessions
def data_of_another_shape(case):
    old = case.read("SSSEEF06|0A|$")
    for data in ("SSSEEF06|1|2|$", "SSSEEF05|1|$", "SSSEEF06|1|"):
        _, _, key = opened(case, "UKSSSE", "iWriteCard", "SSSEEF06|0A|$")
        case.fails(-23, "iWriteCard_HSM_Step2", key, data)
    case.assertEqual(case.read("SSSEEF06|0A|$"), old)


@step("H11", "right")
@sessions
def data_of_the_right_shape(case):
    """Else nothing said above would be worth much."""
    for value in ("2", "1"):
        fields, _, key = opened(case, "UKSSSE", "iWriteCard", "SSSEEF06|0A|$")
        case.assertEqual(fields[1], "TEST:UK-SSSE")
        case.assertEqual(case.ok("iWriteCard_HSM_Step2", key, f"SSSEEF06|{value}|$").text, "")
        case.assertEqual(case.read("SSSEEF06|0A|$"), f"SSSEEF06|{value}|$")


def new_pin(case, pin):
    """Steps 1 and 2 of a reload: the algorithm and the command for step 3."""
    case.enter(pin, pin)
    first, office, key = opened(case, "PUK", "iReloadPIN")
    fields = case.ok("iReloadPIN_HSM_Step2", key).fields()
    header = {"03": "8424000114", "01": "842400010C"}[first[0]]
    case.assertEqual((len(fields), fields[0], fields[1], fields[3:]), (6, first[0], "TEST:STK-SSSE", [header, pin, ""]))
    command = office.protected(header, fields[2], pin)
    case.assertEqual(len(command), {"03": 50, "01": 34}[first[0]])
    return command


@step("H12")
@sessions
def reloading(case):
    for pin in ("87654321", RIGHT_PIN):
        case.assertEqual(case.ok("iReloadPIN_HSM_Step3", new_pin(case, pin)).text, "")
        case.verify(pin)


@step("H12", "wrong MAC")
@sessions
def reloading_with_a_wrong_mac(case):
    command = new_pin(case, "87654321")
    case.fails(-27016, "iReloadPIN_HSM_Step3", command[:-8] + "00000000")
    case.verify(RIGHT_PIN)
    case.ok("iReloadPIN_HSM_Step3", new_pin(case, RIGHT_PIN))


@step("H13")
@sessions
def unblocking(case):
    case.lock()
    _, office, key = opened(case, "PUK", "iUnblockPIN")
    fields = case.ok("iUnblockPIN_HSM_Step2", key).fields()
    case.assertEqual((len(fields), fields[1], fields[3:]), (6, "TEST:STK-SSSE", ["8424000004", "", ""]))
    command = office.protected(fields[3], fields[2])
    case.assertEqual(len(command), 18)
    case.assertEqual(case.ok("iUnblockPIN_HSM_Step3", command).text, "")
    case.verify(RIGHT_PIN)


def debit_opened(case):
    pay = f"100.00|80.00|{TIME}|"
    fields = case.ok("iDoDebit_HSM_Step1", CONTACT, case.info, pay).fields()
    case.assertEqual((len(fields), fields[4:]), (9, ["0000271000001F40", "32", "0" * 12, TIME, ""]))
    return fields, case.office(fields[0])


@step("H14")
@sessions
def debiting(case):
    fields, office = debit_opened(case)
    mac1 = office.purchase(*fields[2:8], "0000002A")
    result = case.ok("iDoDebit_HSM_Step2", f"0000002A|{TIME}|{mac1}|").fields()
    case.assertEqual((len(result), result[10]), (11, ""))
    case.assertEqual(result[2:9], [fields[3], "000000000000271000001F40", "32", "0" * 12, "0000002A", TIME, fields[0]])
    case.assertEqual((result[0], result[1]), (office.proof(result), office.mac2(*fields[2:5], "0000002A")))
    newest = case.ok("iReadDebitRecord", CONTACT).fields()[0]
    case.assertEqual(newest, f"{int(fields[3], 16)}^2^{'0' * 12}^{TIME}^0.00^100.00^80.00")


@step("H14", "wrong MAC1")
@sessions
def debiting_with_a_wrong_mac(case):
    known = case.ok("iReadDebitRecord", CONTACT).text
    debit_opened(case)
    case.fails(-37634, "iDoDebit_HSM_Step2", f"0000002A|{TIME}|00000000|")
    case.assertEqual(case.ok("iReadDebitRecord", CONTACT).text, known)
