"""K: certificates. X: what holds for the libraries as a whole."""
import base64
import os
import shutil
import subprocess
import sys

import c_interface
import c_pki
import world
from case import CONTACT, KEY, Caller
from steps import NotHere, step

PKI = "[pki]\nenabled = true"
PIN_OF_PKI, TEXT = "123456", "测试文本\0 with a NUL".encode()
LONG_LOOP, WARM_UP = 10_000, 200
GROWTH_BYTES = 64 * 1024  # seven bytes a call
USER_SLOT, RFU_SLOT = 0x01, 0x10
SELECT_SSSE, PHOTO = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF", "00B0870000"


def coded(data):
    return base64.b64encode(data).decode()


@step("K01", cards=["3.0-SM4"])
def signing(case):
    certificate = "".join(c_pki.signing_certificate().splitlines()[1:-1])
    with case.site(more=PKI):
        signature = case.ok("PKI_SignData", PIN_OF_PKI, coded(TEXT), CONTACT).text
        case.assertEqual(case.ok("PKI_VerifySign", "", certificate, coded(TEXT), signature, CONTACT).text, "")
        case.fails(-23, "PKI_VerifySign", "", certificate, coded(TEXT + b"."), signature, CONTACT)
        case.fails(-51, "PKI_SignData", "654321", coded(TEXT), CONTACT)
        case.ok("PKI_SignData", PIN_OF_PKI, coded(TEXT), CONTACT)
    case.fails(-13, "PKI_SignData", PIN_OF_PKI, coded(TEXT), CONTACT)


@step("K01", "no application", cards=["2.0-3DES"])
def no_certificates(case):
    with case.site(more=PKI):
        case.fails(-13, "PKI_SignData", PIN_OF_PKI, coded(TEXT), CONTACT)


# ---- X01

def mixed(case):
    """Requests of different functions, and what each has to answer."""
    number = f"SSSEEF05|{case.fields[2]}|$"
    read = case.request("iReadCard", CONTACT, KEY, case.info, "SSSEEF05|07|$") | {"times": 10}
    basic = case.request("iReadCardBas", CONTACT) | {"times": 5}
    refused = case.request("iReadCard", CONTACT, KEY, case.info, "SSSEEF77|09|$") | {"times": 5}
    return [(read, 0, number), (basic, 0, case.row), (refused, -27266, None)]


def assert_all(case, requests, answers):
    for (request, code, text), several in zip(requests, answers, strict=True):
        case.assertEqual(len(several), request["times"])
        for raw in several:
            answer = case.judged(request["call"], raw)
            case.assertEqual((answer.code, answer.text), (code, answer.text if text is None else text))


@step("X01", "threads")
def two_threads(case):
    requests = mixed(case)
    assert_all(case, requests, case.caller.ask({"together": [request for request, _, _ in requests],
                                                "config": os.environ["SSC_CONFIG"]}))


@step("X01", "programs")
def two_programs(case):
    requests, other = mixed(case), Caller()
    case.addCleanup(other.close)
    for caller in (case.caller, other):
        caller.start({"together": [request for request, _, _ in requests], "config": os.environ["SSC_CONFIG"]})
    for caller in (case.caller, other):
        assert_all(case, requests, caller.result())


# ---- X02

def footprint(pid):
    """Resident bytes without shared pages, threads, open files."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        _, resident, shared, *_ = map(int, file.read().split())
    return ((resident - shared) * os.sysconf("SC_PAGE_SIZE"), len(os.listdir(f"/proc/{pid}/task")),
            len(os.listdir(f"/proc/{pid}/fd")))


@step("X02", own=True)
def ten_thousand_calls(case):
    for _ in range(WARM_UP):
        case.reads_well()
    memory, threads, files = footprint(case.caller.pid)
    for _ in range(LONG_LOOP):
        case.reads_well()
    after = footprint(case.caller.pid)
    case.assertLess(after[0], memory + GROWTH_BYTES)
    case.assertEqual(after[1:], (threads, files))


# ---- X03

CALLERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "callers")


def built(compiler, *arguments):
    """A caller made by a compiler of this machine, against the library under test."""
    if shutil.which(compiler) is None:
        raise NotHere(f"{compiler} is not installed")
    program = world.folder("caller")
    made = subprocess.run([compiler, *arguments, f"-o{program}"], cwd=CALLERS, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return program


def library_folder():
    return next(path for path in os.environ["LD_LIBRARY_PATH"].split(os.pathsep)
                if os.path.exists(os.path.join(path, "libSSCardDriver.so")))


def assert_calls(case, program):
    """Right with the card, -2 without."""
    ended = subprocess.run([program], capture_output=True, check=True, timeout=world.LONGEST_RUN)
    case.assertEqual(ended.stdout.splitlines(), [b"0", case.row.encode("gb18030")])
    seat = world.Seat("card")
    seat.pull()
    ended = subprocess.run([program], capture_output=True, check=True, timeout=world.LONGEST_RUN)
    seat.put_back()
    case.assertEqual(ended.stdout.splitlines()[0], b"-2")


def a_caller_in_c_that_declares(result):
    return lambda case: assert_calls(
        case, built("gcc", f"-DRESULT={result}", "read.c", f"-L{library_folder()}", "-lSSCardDriver"))


for declared in ("int", "long", "long long"):
    step("X03", f"C, {declared}")(a_caller_in_c_that_declares(declared))


@step("X03", "Free Pascal")
def a_caller_in_pascal(case):
    assert_calls(case, built("fpc", "-v0", f"-Fl{library_folder()}", f"-FU{world.folder()}", "read.pas"))


@step("X03", "C")
def a_caller_in_c(case):
    result = world.driver("--gb18030")
    case.assertEqual(result.code, 0, result)
    case.assertEqual("".join(line[24:] + "|" for line in result.out.splitlines()), case.row)


@step("X03", "Python")
def a_caller_in_python(case):
    result = world.run(sys.executable, c_interface.EXAMPLE, "--json")
    case.assertEqual((result.code, result.row()), (0, case.row), result)


@step("X03", "a failure")
def the_same_code_everywhere(case):
    seat = world.Seat("card")
    seat.pull()
    python = world.run(sys.executable, c_interface.EXAMPLE, "--json")
    case.assertEqual((world.driver_code(world.driver()), python.json()["code"]), (-2, -2))
    case.fails(-2, "iReadCardBas", CONTACT)
    seat.put_back()


# ---- X04

@step("X04")
def the_low_level_library(case):
    for name in ("AUTO", "COM1"):
        handle = case.low_level("Open", name)[0]
        case.assertGreaterEqual(handle, 0)
        case.assertEqual(case.low_level("PowerOn", handle, RFU_SLOT), (-14, ""))
        length, answer = case.low_level("PowerOn", handle, USER_SLOT)
        case.assertEqual(length, len(answer) // 2)
        case.assertIn(case.historical, answer)
        command = bytes.fromhex(SELECT_SSSE)
        case.assertEqual(case.low_level("Application", handle, USER_SLOT, len(command), command)[1][:2], "61")
        command = bytes.fromhex(PHOTO)
        length, answer = case.low_level("Application", handle, USER_SLOT, len(command), command)
        case.assertEqual((length, answer[-4:]), (258, "9000"))
        case.assertEqual(case.low_level("Close", handle)[0], 0)
    case.assertLess(case.low_level("Open", "USB1")[0], 0)


# ---- X05, X06

TWINS = (("ssc_iReadCardBas_HSM_Step1", CONTACT),  # the next one ends its session
         ("ssc_iReadCardBas", CONTACT),
         ("ssc_iReadCard", CONTACT, KEY, "INFO", "SSSEEF06|09|08|$"),
         ("ssc_iReadDebitRecord", CONTACT),
         ("ssc_iWriteCard", CONTACT, "INFO", "SSSEEF06|0A|$", "SSSEEF06|1|$"), ("ssc_iVerifyPIN", CONTACT))


@step("X05")
def capacities(case):
    for name, *arguments in TWINS:
        arguments = [case.info if one == "INFO" else one for one in arguments]
        with case.untouched(), case.untouched("psam"):
            needed = case.fails(-14, name, *arguments, capacity=0).used
            for capacity in (1, needed - 1):
                if capacity < needed:
                    answer = case.fails(-14, name, *arguments, capacity=capacity)
                    case.assertEqual((answer.used, answer.bytes), (needed, b""), f"{name} {capacity}")
        answer = case.ok(name, *arguments, capacity=needed)
        case.assertEqual(answer.used, len(answer.bytes) + 1, name)


def named_size(case, room):
    """What the basic read, refused for want of room, says it needs."""
    with case.site(more=f"[out_cap]\niReadCardBas = {room}"), case.untouched():
        answer = case.fails(-14, "iReadCardBas", CONTACT)
    case.assertLess(len(answer.bytes), room)
    case.assertRegex(answer.text, r"\d", f"no size in {room} bytes")
    return case.first_number(answer)


@step("X06")
def smaller_buffers(case):
    needed = named_size(case, 100)
    with case.site(more=f"[out_cap]\niReadCardBas = {needed}"):
        case.reads_well()
    case.assertEqual(named_size(case, needed - 1), needed)
    for room in (60, 40):  # a text that is cut must still name it
        case.assertEqual(named_size(case, room), needed)


@step("X06", "a file")
def smaller_buffers_for_files(case):
    with case.site(more="[out_cap]\niReadCard = 40"), case.untouched():
        case.read_fails(-14, "SSSEEF06|09|08|$")
    with case.site(more="[out_cap]\niReadCard = 40"):
        case.assertEqual(case.read("SSSEEF06|0A|$"), "SSSEEF06|1|$")


@step("X06", "list of debits")
def a_smaller_list(case):
    for _ in range(3):
        case.ok("iDoDebit", CONTACT, case.info, "1|1|20250102030405|")
    whole = case.ok("iReadDebitRecord", CONTACT).text.split("|")[:-1]
    length = len(whole[0]) + 1
    for room, count in ((2 * length + 1, 2), (2 * length, 1), (length, 0)):
        with case.site(more=f"[out_cap]\niReadDebitRecord = {room}"):
            found = case.ok("iReadDebitRecord", CONTACT).text.split("|")[:-1]
        case.assertEqual(found, whole[:count])
