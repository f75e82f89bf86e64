#!/usr/bin/env python3
"""Settles 128.50 yuan with the social security card in the reader and prints the slip, as a hospital's program does.

Uses the UTF-8 twins of the standard functions and nothing but Python's standard library. The loader finds the library in
the system's folders or in LD_LIBRARY_PATH. Exit code 0: settled; 1: not settled, the reason is on standard error (with
--json on standard output); 2: wrong arguments.
The PIN is entered at the PIN pad and never comes here. Only the slip holds personal data, the messages do not.
"""
import argparse
import ctypes
import datetime
import json
import sys

LIBRARY = "libSSCardDriver.so"
OUT_ROOM = 32768      # bytes behind pOutInfo: more than any call here needs
CONTACT_FIRST = 3     # iType: the contact slot, then the contactless one
BY_KEY = 2            # iAuthType: the PSAM opens the medical file
AMOUNT_FEN = 12850    # money is counted in fen: a float cannot hold 128.10
BEIJING = datetime.timezone(datetime.timedelta(hours=8))  # the card's clock, whatever the time zone of this machine
NOTHING = "未扣款。"
LOOK = "是否扣款以卡内交易记录为准：请先查询，不要直接重新结算。"
CARD = ("region", "socialSecurityNumber", "cardNumber", "cardId", "name", "resetInformation", "version", "issueDate",
        "validUntil", "terminalNumber", "deviceNumber")
MEDICAL = {"insuranceType": "81", "insuredRegion": "84", "insuredClass": "8C", "hospital": "83"}
DEBIT = ("tac", "mac2", "cardSequence", "amounts", "kind", "terminal", "terminalSequence", "time", "algorithm", "key")
LINE = "-" * 40
SLIP = (LINE, ("姓名", "name"), ("社会保障号码", "socialSecurityNumber"), ("卡号", "cardNumber"),
        ("参保地区划", "insuredRegion"), ("参保类型", "insuranceType"), ("医疗人员类别", "insuredClass"),
        ("定点医疗机构", "hospital"), LINE, ("结算金额", "amount"), ("交易时间", "time"), ("终端机编号", "terminal"),
        ("终端交易序号", "terminalSequence"), ("卡交易序号", "cardSequence"), ("交易验证码", "tac"))


class CardError(Exception):
    """Which step failed, the library's code and its text for people, and what to do about the money."""

    def __init__(self, step, code, text, advice):
        super().__init__(text)
        self.step, self.code, self.text, self.advice = step, code, text, advice


class Driver:
    def __init__(self):
        try:
            self._library = ctypes.CDLL(LIBRARY)
        except OSError as error:
            raise CardError("载入动态库", LIBRARY, str(error), NOTHING) from error

    def call(self, step, name, *arguments, advice=NOTHING):
        """ssc_NAME(arguments …, out, size): the reply; raises CardError when the result is not 0."""
        function = getattr(self._library, "ssc_" + name)
        function.restype = ctypes.c_int64  # ctypes would cut the result to 32 bits otherwise
        out, size = ctypes.create_string_buffer(OUT_ROOM), ctypes.c_uint32(OUT_ROOM)
        inputs = [value.encode() if isinstance(value, str) else value for value in arguments]
        code = function(*inputs, out, ctypes.byref(size))
        if code != 0:
            raise CardError(step, code, out.value.decode(), advice)
        return out.value.decode()


def fields(reply, names):
    """The fields of a reply, each followed by a bar, by their names; what stands behind them is left alone."""
    values = reply.split("|")
    if len(values) <= len(names):
        raise ValueError(f"the reply has {len(values) - 1} fields instead of {len(names)}")
    return dict(zip(names, values))


def ask_for_pin():
    print("请持卡人在密码键盘上输入密码。", file=sys.stderr, flush=True)


def settle(driver, fen):
    """Reads the card, checks the PIN, reads the medical file, settles: all that the slip shows."""
    card = fields(driver.call("读卡", "iReadCardBas", CONTACT_FIRST), CARD)
    card_info = f"{card['cardId']}|{card['cardNumber']}|"
    ask_for_pin()
    driver.call("验证密码", "iVerifyPIN", CONTACT_FIRST)
    items = "DF04EF05|" + "".join(tag + "|" for tag in MEDICAL.values()) + "$"
    reply = driver.call("读取医保信息", "iReadCard", CONTACT_FIRST, BY_KEY, card_info, items)
    medical = fields(reply, ("file", *MEDICAL))
    yuan = f"{fen // 100}.{fen % 100:02}"
    now = datetime.datetime.now(BEIJING).strftime("%Y%m%d%H%M%S")
    ask_for_pin()
    pay_info = f"{yuan}|{yuan}|{now}|"  # in all, of which from account and pool, when
    debit = fields(driver.call("结算", "iDoDebit", CONTACT_FIRST, card_info, pay_info, advice=LOOK), DEBIT)
    time = datetime.datetime.strptime(debit["time"], "%Y%m%d%H%M%S")
    return {**card, **medical, **debit, "amountFen": fen, "amount": f"{yuan} 元", "time": str(time)}


def is_simulated(settled):
    return settled["region"].startswith("9999")  # no such region: test cards


def print_slip(settled):
    print("社会保障卡医疗费用结算单")
    if is_simulated(settled):
        print("【模拟】测试卡，数据均为虚构")
    for row in SLIP:
        print(row if row is LINE else row[0].ljust(7, "\u3000") + settled[row[1]])


def print_json(settled):
    names = [row[1] for row in SLIP if row is not LINE and row[1] != "amount"]
    answer = {"ok": True, "simulated": is_simulated(settled), "amountFen": settled["amountFen"]}
    print(json.dumps({**answer, **{name: settled[name] for name in names}}, ensure_ascii=False, indent=2))


def fail(options, error):
    if options.json:
        print(json.dumps({"ok": False, "step": error.step, "code": error.code, "text": error.text,
                          "advice": error.advice}, ensure_ascii=False, indent=2))
    else:
        print(f"结算未完成：{error.step}（{error.code}）\n{error.text}\n{error.advice}", file=sys.stderr)
    return 1


def main():
    parser = argparse.ArgumentParser(description="Settles 128.50 yuan with the card in the reader.")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    options = parser.parse_args()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # whatever the locale
    try:
        settled = settle(Driver(), AMOUNT_FEN)
    except CardError as error:
        return fail(options, error)
    except (AttributeError, ValueError) as error:  # another library, or not the reply this program expects
        return fail(options, CardError("程序错误", LIBRARY, str(error), LOOK))
    print_json(settled) if options.json else print_slip(settled)
    return 0


if __name__ == "__main__":
    sys.exit(main())
