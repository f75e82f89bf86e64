"""D and L: the medical settlement and its record."""
import threading

import tampered
import world
from case import CONTACT, RIGHT_PIN, TIME
from rows_write import Spoiled
from steps import EMPTY, step

LIST_REPLY, MOST_RECORDS = 4096, 30
REPLY_FIELDS = 10
LARGEST = "42949672.95"


def debit(case, pay="100.00|80.00", code=0):
    return case.fails(code, "iDoDebit", CONTACT, case.info, f"{pay}|{TIME}|")


def records(case):
    return [record for record in case.ok("iReadDebitRecord", CONTACT).fields() if record]


@step("D01")
def a_settlement(case):
    known = records(case)
    fields = debit(case).fields()
    case.assertEqual((len(fields), fields[REPLY_FIELDS]), (REPLY_FIELDS + 1, ""))
    case.assertRegex("|".join(fields), r"^[0-9A-F]{8}\|\|[0-9A-F]{4}\|000000000000271000001F40\|32\|\d{12}\|[0-9A-F]{8}\|"
                     + TIME + r"\|0[13]\|[ -{}~]{0,16}\|$")
    case.assertEqual(fields[5], case.fields[9])
    case.assertEqual(fields[0], case.office(fields[8]).proof(fields))
    newest = f"{int(fields[2], 16)}^2^{fields[5]}^{TIME}^0.00^100.00^80.00"
    case.assertEqual(records(case)[:len(known) + 1], [newest, *known])


@step("D02")
def amounts(case):
    for amount, slot in (("0", "00000000"), ("0.1", "0000000A"), (LARGEST, "FFFFFFFF")):
        case.assertEqual(debit(case, f"{amount}|0").fields()[3], f"00000000{slot}00000000")
    with case.untouched():
        for amount in ("42949672.96", "-1", "1.234", "1e3", "abc"):
            debit(case, f"{amount}|0", -23)
            debit(case, f"0|{amount}", -23)


@step("D03")
def a_second_amount_that_is_greater(case):
    case.assertEqual(debit(case, "0.1|5").fields()[3], "000000000000000A000001F4")
    answer = case.ok("iDoDebit", CONTACT, case.info, f"0.1|5|{TIME}")  # and without the last bar
    case.assertEqual(answer.fields()[3], "000000000000000A000001F4")


@step("D04")
def days_that_do_not_exist(case):
    before = case.prompts()
    for time in ("20230230101010", "20231301101010", "20230101250000", "2023010110101", "2023010110101x"):
        case.fails(-23, "iDoDebit", CONTACT, case.info, f"1|1|{time}|")
    case.assertEqual(case.prompts(), before)


@step("D05", psam="psam-no-debit")
def a_psam_that_cannot_debit(case):
    known = records(case)
    debit(case, code=-37891)
    case.assertEqual(records(case), known)


def sample_of(case):
    return f"{world.SAMPLES}/card-{'a' if case.generation == '3' else 'b'}.toml"


@step("D06", card=EMPTY)
def a_changed_mac(case):
    with tampered.card(sample_of(case), to_card=Spoiled(0xB0, 0x2C)) as line:
        known = records(case)
        debit(case, code=-37634)
        case.assertEqual(line.hits, 1)
        case.assertEqual(records(case), known)


class TooPoor:
    """The answer to INITIALIZE FOR PURCHASE becomes 9401."""

    def __init__(self):
        self._asked = False

    def to_card(self, characters):
        self._asked = self._asked or characters[:2] == b"\xB0\x28"
        return characters

    def to_reader(self, characters):
        if not self._asked or characters[-2:-1] != b"\x61":
            return characters
        self._asked = False
        return characters[:-2] + b"\x94\x01"


@step("D07", card=EMPTY)
def a_balance_that_is_too_low(case):
    """The account's slot is always zero, so that no card says this by itself."""
    poor = TooPoor()
    with tampered.card(sample_of(case), to_card=poor.to_card, to_reader=poor.to_reader) as line:
        debit(case, code=-37889)
        case.assertEqual(line.hits, 1)
        case.assertEqual(records(case), [])


@step("D08", own=True)
def pulled(case):
    debit(case, "1|1")
    before = world.status()["exchanges"]
    debit(case, "1|1")
    last = world.status()["exchanges"] - before
    for how, code, more in (("pull-at", -4, 0), ("lose-answer", 0, 1)):
        known, seat = len(records(case)), world.Seat("card")
        world.card(how, str(last))
        holder = threading.Thread(target=seat.put_back)
        holder.start()
        debit(case, "1|1", code)
        holder.join()
        case.assertEqual(len(records(case)), known + more, how)


@step("D08", "not put back", own=True)
def pulled_for_good(case):
    before = world.status()["exchanges"]
    debit(case, "1|1")
    last, seat = world.status()["exchanges"] - before, world.Seat("card")
    world.card("lose-answer", str(last))
    with case.site(more="[debit]\nreinsert_ms = 1000"):
        debit(case, "1|1", -4)
    seat.put_back()
    case.assertEqual(len(records(case)), 2)


@step("D09", own=True)
def the_sequence_rises(case):
    def sequence():
        return int(debit(case, "1|1").fields()[6], 16)

    numbers = [sequence(), sequence()]
    world.sim("restart-pcscd")
    world.sim("wait-ready")
    numbers.append(sequence())
    seat = world.Seat("psam")
    seat.pull()
    seat.put_back()
    numbers.append(sequence())
    case.caller.close()
    case.begin(case.fields)  # another process
    numbers.append(sequence())
    case.assertEqual(numbers, sorted(set(numbers)))


@step("L01", own=True)
def the_list(case):
    case.assertEqual(case.ok("iReadDebitRecord", CONTACT).text, "")
    last = 0
    for count in range(1, MOST_RECORDS + 3):
        last = int(debit(case, f"{LARGEST}|{LARGEST}").fields()[2], 16)
        if count == 1:
            case.assertEqual(len(records(case)), 1)
    answer = case.ok("iReadDebitRecord", CONTACT)
    found = answer.fields()
    case.assertLess(len(answer.bytes), LIST_REPLY)
    case.assertEqual((found[-1], len(found) - 1), ("", MOST_RECORDS))
    for at, record in enumerate(found[:-1]):
        case.assertEqual(record, f"{last - at}^2^{case.fields[9]}^{TIME}^0.00^{LARGEST}^{LARGEST}")


@step("L02")
def a_wrong_pin(case):
    tries = case.tries()
    case.enter("999999")
    answer = case.fails(-51, "iReadDebitRecord", CONTACT)
    case.assertEqual(case.first_number(answer), tries - 1)
    case.verify(RIGHT_PIN)
