#!/usr/bin/env python3
"""Reads the social security card in the reader through libSSCardDriver.so, with nothing but Python's standard library.

The loader finds the library: in the system's folders or in LD_LIBRARY_PATH. Exit code 0: card read; 1: it was not, the
reason is on standard error (with --json on standard output); 2: wrong arguments.
A real program shows these values to whoever needs them and writes none of them to a log.
"""
import argparse
import ctypes
import json
import sys

LIBRARY = "libSSCardDriver.so"
OUT_SHORT = 1024     # bytes behind pOutInfo, as SSCardDriver.h demands (SSC_OUT_SHORT)
ENCODING = "gb18030"  # not "gbk": names of minorities and rare characters need all of GB 18030
INTERFACES = {"contact": 1, "contactless": 2, "contact-first": 3, "contactless-first": 4}
FIELDS = ("region", "socialSecurityNumber", "cardNumber", "cardId", "name", "resetInformation", "version", "issueDate",
          "validUntil", "terminalNumber", "deviceNumber")


class CardError(Exception):
    """The library's failure code, and its text for people."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code, self.text = code, text


def load_driver():
    """The library, with its functions declared: ctypes would otherwise cut the result to 32 bits."""
    driver = ctypes.CDLL(LIBRARY)
    driver.iReadCardBas.argtypes = (ctypes.c_int, ctypes.c_char_p)
    driver.iReadCardBas.restype = ctypes.c_int64
    driver.ssc_version.argtypes = ()
    driver.ssc_version.restype = ctypes.c_char_p
    return driver


def split_fields(reply):
    """Eleven fields, each followed by a bar. What stands behind them is left alone: a later version may add some."""
    values = reply.split("|")
    if len(values) <= len(FIELDS):
        raise ValueError(f"the reply has {len(values) - 1} fields instead of {len(FIELDS)}")
    return dict(zip(FIELDS, values))


def read_card(driver, interface):
    out = ctypes.create_string_buffer(OUT_SHORT)
    code = driver.iReadCardBas(INTERFACES[interface], out)
    text = out.value.decode(ENCODING, errors="replace")
    if code != 0:
        raise CardError(code, text)
    return split_fields(text)


def print_card(card):
    for name, value in card.items():
        print(f"{name:<22}{value}")


def complain(options, code, text):
    if options.json:
        print(json.dumps({"ok": False, "code": code, "text": text}, ensure_ascii=False, indent=2))
    else:
        print("read_card: " + (text if code is None else f"{code} {text}"), file=sys.stderr)
    return 1


def main():
    parser = argparse.ArgumentParser(description="Reads the social security card in the reader.")
    parser.add_argument("--interface", choices=INTERFACES, default="contact-first", help="which slot the card is in")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    options = parser.parse_args()
    try:
        driver = load_driver()
        card = read_card(driver, options.interface)
    except OSError as error:
        return complain(options, None, f"{LIBRARY} cannot be loaded: {error}. Install it, or set LD_LIBRARY_PATH.")
    except CardError as error:
        return complain(options, error.code, error.text)
    except (AttributeError, ValueError) as error:
        return complain(options, None, f"{LIBRARY} is not the library this program expects: {error}")
    if options.json:
        library = driver.ssc_version().decode("ascii")
        print(json.dumps({"ok": True, "library": library, "card": card}, ensure_ascii=False, indent=2))
    else:
        print_card(card)
    return 0


if __name__ == "__main__":
    sys.exit(main())
