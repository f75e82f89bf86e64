"""B: iReadCardBas."""
import tampered
import winscard
import world
import wrong_card
from case import CONTACT, CONTACT_FIRST, CONTACTLESS, CONTACTLESS_FIRST
from steps import EMPTY, GENERATION_3, changed, step

LONG_NAME = "测试阿卜杜热依木·买买提明江㐀·艾合麦提江"  # four bytes of 㐀 stand on both sides of the fields' border
ELSEWHERE = ((r'^01 = "999900D1', '01 = "999901D1'), (r'^(historical-bytes = ".{12}999999)00', r"\g<1>01"))
ANOTHER_CITY = changed("card-a", *ELSEWHERE)
READ_HOLDER = "00B201355B"  # EF06 by its short identifier
EXTERNAL_AUTHENTICATE = "0082"
SELECT_SSSE = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"


def other_sample(case):
    """A card that is not the one in the slot: profile and row."""
    name = "C" if case.row != world.expected_rows()["C"] else "B"
    return f"{world.SAMPLES}/card-{name.lower()}.toml", world.expected_rows()[name]


@step("B01")
def eleven_fields(case):
    fields = case.ok("iReadCardBas", CONTACT).fields()
    case.assertEqual("|".join(fields), case.row)
    case.assertEqual((len(fields), fields[11], fields[0]), (12, "", fields[3][:6]))


@step("B02", card=changed("card-b", (r'^name = "李四"', f'name = "{LONG_NAME}"')), cards=["2.0-3DES"])
@step("B02", "generation 3", card=changed("card-a", (r'^name = "张三"', f'name = "{LONG_NAME}"')), cards=["3.0-SM4"])
def a_name_in_two_items(case):
    answer = case.ok("iReadCardBas", CONTACT)
    case.assertEqual(answer.fields()[4], LONG_NAME)
    case.assertIn(b"|" + LONG_NAME.encode("gb18030") + b"|", answer.bytes)


@step("B03", card=changed("card-c", (r"^03 = .*\n", "")))
def no_version(case):
    with case.commands() as sent:
        fields = case.ok("iReadCardBas", CONTACT).fields()
    case.assertEqual((fields[6], fields[4]), ("", case.fields[4]))
    case.assertEqual(case.position(sent, EXTERNAL_AUTHENTICATE), -1)


@step("B04", "generation 3", cards=GENERATION_3)
def the_terminal_proves_itself_first(case):
    with case.commands() as sent:
        case.reads_well()
    proof, read = case.position(sent, EXTERNAL_AUTHENTICATE), case.position(sent, READ_HOLDER)
    case.assertTrue(0 <= proof < read, sent)


@step("B04", "older", cards=["2.0-3DES"])
def older_cards_ask_for_no_proof(case):
    with case.commands() as sent:
        case.reads_well()
    case.assertEqual(case.position(sent, EXTERNAL_AUTHENTICATE), -1)
    case.assertGreaterEqual(case.position(sent, READ_HOLDER), 0, sent)


@step("B05", "no card")
def no_card(case):
    seat = world.Seat("card")
    seat.pull()
    case.fails(-2, "iReadCardBas", CONTACT)
    seat.put_back()
    case.reads_well()


@step("B05", "memory card", card=EMPTY)
def a_memory_card(case):
    with wrong_card.LinkedCard(wrong_card.SLE4442_ATR):
        world.eventually(lambda: world.slot_state(0).present, "pcscd sees the card")
        case.fails(-1, "iReadCardBas", CONTACT)
    world.eventually(lambda: not world.slot_state(0).present, "pcscd sees the slot empty")


@step("B05", "mute card", own=True)
def a_mute_card(case):
    seat = world.Seat("card")
    seat.pull()
    world.card("mute", "on")
    seat.put_back()
    seat = world.Seat("card")
    case.fails(-4, "iReadCardBas", CONTACT)
    seat.pull()
    world.card("mute", "off")
    seat.put_back()
    case.reads_well()


def refusal(code):
    return lambda case: case.fails(code, "iReadCardBas", CONTACT)


step("B06", "none", psam=EMPTY)(refusal(-2201))
step("B06", "without SM4", psam="psam-3des", cards=["3.0-SM4"])(refusal(-2202))
step("B06", "without RKSSSE", psam="psam-no-rk", cards=GENERATION_3)(refusal(-2203))
step("B06", "level", psam="psam-city", card=ANOTHER_CITY, cards=["3.0-SM4"])(refusal(-24))
step("B06", "key missing", psam="psam-no-irk")(refusal(-27272))


@step("B07")
def a_card_that_is_not_genuine(case):
    world.card("fake", "on")
    case.fails(-21, "iReadCardBas", CONTACT)
    world.card("fake", "off")
    case.reads_well()


@step("B08")
def bad_parameters(case):
    with case.untouched(), case.untouched("psam"):
        for interface in (0, 5, -1):
            case.fails(-14, "iReadCardBas", interface)
        case.fails(-14, "iReadCardBas", CONTACT, no_reply=True)


@step("B09")
def two_cards(case):
    profile, row = other_sample(case)
    with tampered.inserted(profile, world.folder("reader", "slot1.sock"), 1):
        case.assertEqual(case.ok("iReadCardBas", CONTACT_FIRST).text, case.row)
        case.assertEqual(case.ok("iReadCardBas", CONTACTLESS_FIRST).text, row)
        case.assertEqual(case.ok("iReadCardBas", CONTACT).text, case.row)
        case.assertEqual(case.ok("iReadCardBas", CONTACTLESS).text, row)
    case.fails(-2, "iReadCardBas", CONTACTLESS)


@step("B10", card=EMPTY)
def only_a_contactless_card(case):
    with tampered.inserted(f"{world.SAMPLES}/card-c.toml", world.folder("reader", "slot1.sock"), 1):
        case.fails(-2, "iReadCardBas", CONTACT)
        case.assertEqual(case.ok("iReadCardBas", CONTACT_FIRST).text, world.expected_rows()["C"])


@step("B11", "held")
def another_program_holds_the_card(case):
    with case.site(more="wait_ms = 300"):
        with winscard.Context() as context, context.connected(0, winscard.SCARD_SHARE_EXCLUSIVE):
            case.fails(-11, "iReadCardBas", CONTACT)
        case.reads_well()


@step("B11", "gone", own=True)
def the_reader_is_gone(case):
    world.sim("stop-pcscd")
    case.fails(-11, "iReadCardBas", CONTACT)
    world.sim("start-pcscd")
    world.sim("wait-ready")
    case.reads_well()


@step("B12")
def pulled_behind_select(case):
    seat = world.Seat("card")
    world.card("pull-at", "2")
    case.fails((-2, -4), "iReadCardBas", CONTACT)
    case.assertFalse(world.status()["inserted"])
    case.assert_reader_is_free()
    seat.put_back()
    case.reads_well()


@step("B13", card="card-f")
def a_blank_card(case):
    text = case.ok("iReadCardBas", CONTACT).text
    case.assertEqual((text, text.count("|")), (world.expected_rows()["F"], 11))


def id_of_11(characters):
    return characters.replace(bytes.fromhex("0110999900D1"), bytes.fromhex("0110119900D1"))


@step("B14", "another id")
def nothing_says_the_algorithm(case):
    with winscard.Context() as context, context.connected(0, disposition=winscard.SCARD_RESET_CARD) as card:
        waiting = card.transmit(SELECT_SSSE)
        case.assertNotIn("9F0C", card.transmit("00C00000" + waiting[2:]))
    with case.commands() as sent:
        case.reads_well()
    case.assertGreaterEqual(case.position(sent, SELECT_SSSE, "psam"), 0, sent)  # its 3DES environment


@step("B14", "id from 11", card=EMPTY)
def an_id_that_begins_with_11(case):
    """SSF33 is chosen: no PSAM here has it."""
    with tampered.card(f"{world.SAMPLES}/card-b.toml", to_reader=id_of_11) as line:
        case.fails(-2202, "iReadCardBas", CONTACT)
        case.assertGreaterEqual(line.hits, 1)


def a_rare_name(name):
    def work(case):
        case.assertIn(b"|" + name.encode("gb18030") + b"|", case.ok("iReadCardBas", CONTACT).bytes)
        case.assertEqual(case.ok("ssc_iReadCardBas", CONTACT, capacity=1024).fields()[4], name)
    return work


RARE, LIKE_SEPARATORS = "测试㛃䶮𠮷", "测试琟玘珅"  # the latter's second bytes are 5E, 5E, 7C
step("B15", "four bytes", card="card-e")(a_rare_name(RARE))
step("B15", "bytes like separators", card=changed("card-e", (f'^name = "{RARE}"', f'name = "{LIKE_SEPARATORS}"')))(
    a_rare_name(LIKE_SEPARATORS))
