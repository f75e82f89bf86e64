"""W: iWriteCard."""
import tampered
import winscard
import world
from case import CONTACT, KEY
from steps import EMPTY, step

SELECT_SSSE, SELECT_DF01 = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF", "00A4000002DF01"
VERIFY_RIGHT_PIN, READ_FIRST_RECORD = "0020000003123456", "00B2012C00"  # EF05 of the DF by its short identifier
UPDATES = ("00DC", "04DC", "00D6", "04D6", "00E2", "04E2")
HOUSEHOLD, FINGERPRINT, FINGERPRINT_BYTES = "DF01EF05|20|$", "SSSEEF07|$", 0x300


def first_record(case):
    """Of DF01EF05, as another program reads it with the holder's PIN."""
    with winscard.Context() as context, context.connected(0, disposition=winscard.SCARD_RESET_CARD) as card:
        for command in (SELECT_SSSE, VERIFY_RIGHT_PIN, SELECT_DF01):
            card.transmit(command)
        answer = card.transmit(READ_FIRST_RECORD)
        return card.transmit(READ_FIRST_RECORD[:-2] + answer[2:]) if answer.startswith("6C") else answer


@step("W01")
def one_item(case):
    old = case.read(HOUSEHOLD)
    case.write(HOUSEHOLD, "DF01EF05|7|$")
    case.assertEqual(case.read(HOUSEHOLD), "DF01EF05|7|$")
    record = first_record(case)
    case.assertRegex(record, "^20(0237|02370{2}|0137)(00)*9000$" if case.generation == "1" else "^20023700.*9000$")
    case.write(HOUSEHOLD, old)
    case.assertEqual(case.read(HOUSEHOLD), old)


@step("W02")
def values_that_do_not_fit(case):
    address = "SSSEEF06|09|0D|$"
    old = case.read(address)
    with case.commands() as sent:
        for data in ("SSSEEF06|" + "长" * 16 + "|19900101|$", "SSSEEF06|测试|1990x101|$", "SSSEEF06|测试|199001011|$"):
            case.write_fails(-23, address, data)
    case.assertFalse([one for one in sent if one[1].startswith(UPDATES)])
    case.assertEqual(case.read(address), old)


@step("W03", own=True)
def a_new_record(case):
    """As often as needed to see the oldest leave."""
    records = case.read("DF02EF07|$").split("|")[1:-1]
    most = 0
    for number in range(1, 31):
        new = f"2020203^202401{number:02}^20241231^测试公司"
        case.write("DF02EF07|$", f"DF02EF07|{new}|$")
        now = case.read("DF02EF07|$").split("|")[1:-1]
        case.assertEqual(now, [new, *records][:len(now)])
        most = len(now)
        if most == len(records):
            break
        case.assertEqual(most, len(records) + 1)
        records = now
    case.assertIn(most, range(4, 31), "the file keeps at least four")


@step("W04")
def a_transparent_file(case):
    old = case.read(FINGERPRINT)
    content = old.split("|")[1]
    case.write(FINGERPRINT, "SSSEEF07|0102030405|$")
    case.assertEqual(case.read(FINGERPRINT), f"SSSEEF07|0102030405{content[10:]}|$")
    case.write_fails(-23, FINGERPRINT, "SSSEEF07|" + "00" * (FINGERPRINT_BYTES + 1) + "|$")
    whole = bytes(number % 251 for number in range(FINGERPRINT_BYTES)).hex().upper()
    for text in (f"SSSEEF07|{whole}|$", old):
        case.write(FINGERPRINT, text)
        case.assertEqual(case.read(FINGERPRINT), text)


@step("W05")
def the_record_of_debits(case):
    with case.commands() as sent:
        case.write_fails(-27010, "DF04EF08|$", "DF04EF08|0001^2^999900000001^20250101000000^0^0^0|$")
    case.assertFalse([one for one in sent if one[1].startswith(UPDATES)], sent)


@step("W06")
def another_shape(case):
    with case.untouched():
        for address, data in (("SSSEEF06|09|$", "SSSEEF06|测试|1|$"), ("SSSEEF06|09|0A|$", "SSSEEF06|测试|$"),
                              ("SSSEEF06|09|$", "SSSEEF05|测试|$"), ("SSSEEF06|09|$DF01EF05|20|$", "SSSEEF06|测试|$"),
                              ("SSSEEF06|09|$", "SSSEEF06|测试|")):
            case.write_fails(-23, address, data)


@step("W07", "key missing", psam="psam-no-uk")
def the_psam_lacks_the_key(case):
    case.write_fails(-27272, "DF04EF06|93|$", "DF04EF06|00|$")


class Spoiled:
    """Changes the last byte of the data of one command, on their way to the card."""

    def __init__(self, *header):
        self._header, self._missing = bytes(header), 0

    def __call__(self, characters):
        if self._missing == 0 and characters[:len(self._header)] == self._header:
            self._missing, characters_of_data = characters[4], characters[5:]
            if not characters_of_data:
                return characters
            return characters[:5] + self(characters_of_data)
        if self._missing == 0:
            return characters
        self._missing -= len(characters)
        return characters if self._missing else characters[:-1] + bytes([characters[-1] ^ 1])


@step("W07", "proof refused", card=EMPTY)
def the_card_refuses_the_proof(case):
    with tampered.card(f"{world.SAMPLES}/card-a.toml", to_card=Spoiled(0x00, 0x82)) as line:
        case.write_fails((-25536, -25537, -25538), "DF01EF07|29|$", "DF01EF07|2|$")
        case.assertGreaterEqual(line.hits, 1)


@step("W08")
def torn(case):
    address = "DF01EF06|24|28|2D|$"
    old, new = case.read(address), "DF01EF06|999900|000-1|000-2|$"
    before = world.status()["exchanges"]
    case.write(address, new)
    count, seat = world.status()["exchanges"] - before, world.Seat("card")
    world.card("pull-at", str(count))  # the last update
    answer = case.fails((-2, -4), "iWriteCard", CONTACT, case.info, address, new)
    case.assertRegex(answer.text, "EF06 24.*EF06 28")
    case.assertNotIn("2D", answer.text)
    case.assert_reader_is_free()
    seat.put_back()
    case.write(address, old)
    case.assertEqual(case.read(address, KEY), old)
