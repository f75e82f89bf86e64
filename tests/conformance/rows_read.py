"""R: iReadCard."""
from case import CONTACT, KEY, PIN
from steps import EMPTY, changed, step

OTHER_CARD = "999900D15600000500000009FFFFFFFF|T00000095|"  # of no sample
PIN_OR_KEY, PIN_AND_KEY, CYCLIC = "DF01EF07|29|$", "DF04EF06|90|$", "DF02EF07"
VERIFY, EXTERNAL_AUTHENTICATE = "0020", "0082"
LONGEST_REQUEST = 4095
LONG_REPLY = 32768

# Every file and item that the notice on files and items of generation 2 has, the repeated ones one by one. Tag 60 stands
# in DF02EF06 or in DF03EF05, never in both.
EVERYTHING = """
SSSEEF05 01 02 03 04 05 06 07
SSSEEF06 08 09 4E 0A 0B 0C 0D
SSSEEF07
SSSEEF08
DF01EF05 20 21 0E
DF01EF06 23 24 28 2C 2D
DF01EF07 29
DF01EF08 2B
DF01EF09 2E 30 32
DF01EF0A 37 38 39
DF01EF15 2A 40:01 40:02 40:03
DF02EF05 42 41 43:01 43:02 44:01 44:02
DF02EF06 4C 4B 4D 60 4F 50 3A
DF02EF07
DF02EF09 55 56 96 97
DF02EF15 99:01 99:02 99:03 99:04 0F 1F
DF02EF16
DF03EF05 61 98 62 63 64 65 66
DF03EF06 45 46 47 48 49 67 6B 4A:01 4A:02 4A:03
DF03EF07 70 71 6E 6C 6F 73
DF03EF15 7A 7B 7C
DF03EF16 51 5F
DF03EF17 3B 3C 3D 3E 3F
DF03EF18 74 75 76 77 78
DF03EF19 79:01 79:02 79:03 79:04
DF04EF05 81 84 87 8C 80 8B 8A 83 86 89 7D 7E 7F 8D 8E 8F
DF04EF06 90 92 93
DF04EF08
DF04EF15
DF07EF05 F0 F1 F2 F3 F4
DF07EF06 F5 F6 F7
DF07EF07 F8 F9
""".split("\n")[1:-1]


def request_for_everything():
    return "".join("|".join(line.split()) + "|$" for line in EVERYTHING)


@step("R01")
def the_shape_of_the_request(case):
    issued, number, code = case.fields[7], case.fields[2], case.fields[3]
    case.assertEqual(case.read("SSSEEF05|07|$"), f"SSSEEF05|{number}|$")
    case.assertEqual(case.read("SSSEEF05|07|05|01|$"), f"SSSEEF05|{number}|{issued}|{code}|$")
    both = case.read("SSSEEF05|07|$SSSEEF06|09|08|$")
    case.assertEqual(both, f"SSSEEF05|{number}|$SSSEEF06|{case.fields[4]}|{case.fields[1]}|$")


@step("R02")
def by_pin(case):
    with case.untouched("psam"):
        text = case.read(PIN_OR_KEY, PIN)
    case.assertRegex(text, r"^DF01EF07\|\d\|\$$")
    case.assertEqual(case.read(PIN_OR_KEY, KEY), text)


@step("R03")
def by_key(case):
    before = case.prompts()
    case.assertRegex(case.read(PIN_OR_KEY, KEY), r"^DF01EF07\|\d\|\$$")
    case.assertEqual(case.prompts(), before)


@step("R04")
def by_nothing(case):
    before = case.prompts()
    for way in (0, 3):
        case.read_fails(-14, PIN_OR_KEY, way)
    case.assertEqual(case.prompts(), before)


@step("R05")
def pin_and_key(case):
    for order in (None, "pin-first", "key-first"):
        with case.site(pin=f'with_key = "{order}"' if order else ""), case.commands() as sent:
            case.assertRegex(case.read(PIN_AND_KEY), r"^DF04EF06\|\d+\|\$$")
        verify, proof = case.position(sent, VERIFY), case.position(sent, EXTERNAL_AUTHENTICATE)
        case.assertGreaterEqual(min(verify, proof), 0, sent)
        case.assertEqual(verify > proof, order == "key-first", sent)


@step("R05", "no PSAM", psam=EMPTY)
def pin_and_key_without_psam(case):
    before = case.prompts()
    case.read_fails(-2201, PIN_AND_KEY)
    case.assertEqual(case.prompts(), before)


@step("R06")
def a_wrong_pin(case):
    tries = case.tries()
    case.enter("999999")
    answer = case.read_fails(-51, PIN_OR_KEY, PIN)
    case.assertEqual((case.first_number(answer), case.tries()), (tries - 1, tries - 1))
    case.verify()
    case.assertEqual(case.tries(), tries)


@step("R07")
def no_pin(case):
    tries = case.tries()
    for entry, code in (("cancel", -31), ("123", -33), ("1234567890123", -33)):
        case.enter(entry)
        case.read_fails(code, PIN_OR_KEY, PIN)
    with case.site(pin="entry_ms = 1000"):
        case.enter("silence")
        case.read_fails(-32, PIN_OR_KEY, PIN)
    case.assertEqual(case.tries(), tries)


@step("R08")
def a_locked_pin(case):
    case.lock()
    case.read_fails(-52, PIN_OR_KEY, PIN)
    case.ok("iUnblockPIN", CONTACT, case.info)
    case.read(PIN_OR_KEY, PIN)


@step("R09")
def which_card_is_meant(case):
    for info, code in ((OTHER_CARD, -22), (case.info[:-1], -23), ("", -23), ("9" * 64, -23)):
        case.fails(code, "iReadCard", CONTACT, KEY, info, "SSSEEF05|07|$")


@step("R10")
def cyclic(case):
    records = case.read(f"{CYCLIC}|$").split("|")[1:-1]
    case.assertGreaterEqual(len(records), 1)
    for record in records:
        case.assertEqual(record.count("^"), 3, record)
    dates = [record.split("^")[1] for record in records]
    case.assertEqual(dates, sorted(dates, reverse=True))
    number = min(3, len(records))
    for last in (f"{CYCLIC}:{number:02}|$", f"{CYCLIC}:{number}|$"):
        case.assertEqual(case.read(last), last.replace("$", f"{records[number - 1]}|$"))
    case.read_fails(-27267, f"{CYCLIC}:FE|$")


@step("R11")
def the_photo(case):
    answer = case.ok("iReadCard", CONTACT, KEY, case.info, "SSSEEF08|$")
    digits = answer.text.removeprefix("SSSEEF08|").removesuffix("|$")
    case.assertEqual(len(digits), 2 * 0x1000)
    case.assertRegex(digits, r"^[0-9A-F]+$")


@step("R12", card=changed("card-a", (r'^40 = .*$', '40 = ["hex:57033330345803080605", "hex:57033330335803080604"]')))
def a_repeated_item(case):
    first, second = (case.read(f"DF01EF15|40:0{number}|$") for number in (1, 2))
    case.assertTrue("304" in first and "303" in second, f"{first} {second}")
    case.assertEqual(case.read("DF01EF15|40:2|$"), second)
    case.assertEqual(case.read("DF01EF15|40|$"), first)
    case.read_fails(-27267, "DF01EF15|40:04|$")


@step("R13")
def grammar(case):
    for address, code in (("SSSEEF06|09|", -23), ("SSSEEF06||$", -23), ("SSSEEF77|09|$", -27266), ("SSSEEF06|77|$", -27267)):
        case.read_fails(code, address)


@step("R13", "longest")
def the_longest_request(case):
    longest = 2 * "SSSEEF05|07|$" + "SSSEEF05|" + "07|" * 1353 + "$"
    case.assertEqual(len(longest), LONGEST_REQUEST)
    case.assertEqual(case.read(longest).count(case.fields[2]), 1355)
    case.read_fails(-23, longest[:-1] + "|$")
    case.read_fails(-23, longest.replace("SSSEEF05|07|$", "SSSEEF05|07:01|$", 1))


@step("R14", psam=EMPTY)
def a_free_file_without_psam(case):
    case.assertEqual(case.read("SSSEEF05|07|$"), f"SSSEEF05|{case.fields[2]}|$")


@step("R15", psam=EMPTY)
def a_key_without_psam(case):
    case.read_fails(-2201, PIN_OR_KEY, KEY)


@step("R16")
def other_names_of_the_environment(case):
    for name in ("3F00", "MF", "mf", "SSSE"):
        case.assertEqual(case.read(f"{name}EF06|08|$"), f"{name}EF06|{case.fields[1]}|$")


@step("R17", card=changed("card-b", (r'^name = "李四"', 'name = "测试琟玘珅"')), cards=["2.0-3DES"])
@step("R17", "generation 3", card=changed("card-a", (r'^name = "张三"', 'name = "测试琟玘珅"')), cards=["3.0-SM4"])
def separators_inside_characters(case):
    answer = case.ok("iReadCard", CONTACT, KEY, case.info, "SSSEEF06|09|08|$")
    case.assertEqual(answer.text, f"SSSEEF06|测试琟玘珅|{case.fields[1]}|$")


@step("R18")
def everything(case):
    text = case.read(request_for_everything(), PIN)
    case.assertLess(len(text.encode("gb18030")), LONG_REPLY)
    names = [part.split("|")[0] for part in text.split("$")[:-1]]
    case.assertEqual(names, [line.split()[0] for line in EVERYTHING])
