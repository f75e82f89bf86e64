#!/usr/bin/env python3
"""Compares our certificates, envelopes and key files with the openssl command, in both directions.

Ours must verify and read there, one made there must verify here, and each comparison is also made with something that
must not pass. A missing openssl command is a failure.
"""

import argparse
import calendar
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cross_check import ID, Report, Tool

DISTID = "distid:" + ID
CA_KEY = bytes(31) + b"\x05"
NOW = calendar.timegm((2026, 6, 1, 0, 0, 0))
ENVELOPED_DATA = "1.2.156.10197.6.1.4.2.3"


class Openssl:
    """The openssl command in a folder of its own."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def run(self, *words, data=b"", check=True):
        return subprocess.run(["openssl", *words], input=data, capture_output=True, check=check, timeout=30,
                              cwd=self.folder)

    def output(self, *words, data=b""):
        return self.run(*words, data=data).stdout

    def write(self, name, data):
        Path(self.folder, name).write_bytes(data)
        return name

    def to_pem(self, der):
        return self.output("x509", "-inform", "DER", data=der)


def verifies(openssl, authority, certificate, when=NOW):
    openssl.write("ca.pem", openssl.to_pem(authority))
    openssl.write("leaf.pem", openssl.to_pem(certificate))
    done = openssl.run("verify", "-attime", str(when), "-x509_strict", "-CAfile", "ca.pem", "-vfyopt", DISTID,
                       "leaf.pem", check=False)
    return done.returncode == 0


def new_key(openssl):
    """A private key of theirs in key.pem, and its point X || Y."""
    openssl.run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", "key.pem")
    return openssl.output("pkey", "-in", "key.pem", "-pubout", "-outform", "DER")[-64:]


def check_ours(tool, openssl, report):
    point = new_key(openssl)
    root = tool.data("certificate-root", CA_KEY)
    leaf = tool.data("certificate-issue", CA_KEY, point, b"\0")
    other = tool.data("certificate-root", bytes(31) + b"\x06")
    report.same("certificate verifies", "openssl", verifies(openssl, root, leaf), True)
    report.same("of another authority", "openssl", verifies(openssl, other, leaf), False)
    report.same("certificate expires", "openssl", verifies(openssl, root, leaf, calendar.timegm((2035, 1, 2, 0, 0, 0))), False)
    altered = leaf.replace(b"\x02\x02\x12\x34", b"\x02\x02\x12\x35")
    report.same("altered certificate", "openssl", verifies(openssl, root, altered), False)

    text = openssl.output("x509", "-inform", "DER", "-noout", "-text", "-nameopt", "RFC2253,-esc_msb", data=leaf).decode()
    for line in ("Version: 3 (0x2)", "Signature Algorithm: SM2-with-SM3", "CN=测试张三,O=TEST 测试,C=CN",
                 "CN=TEST CA 测试,O=TEST 测试,C=CN", "Not After : Jan  1 00:00:00 2035 GMT", "ASN1 OID: SM2",
                 "Digital Signature, Non Repudiation", "CA:FALSE", "Serial Number: 4660 (0x1234)"):
        report.same("printed: " + line, "openssl", line in text, True)


def check_theirs(tool, openssl, report):
    new_key(openssl)
    openssl.run("req", "-new", "-x509", "-key", "key.pem", "-sm3", "-sigopt", DISTID, "-days", "10", "-utf8", "-subj",
                "/C=CN/O=TEST/CN=测试", "-addext", "keyUsage=critical,digitalSignature,keyCertSign", "-out", "theirs.pem")
    certificate = openssl.output("x509", "-in", "theirs.pem", "-outform", "DER")
    ours = tool.data("certificate-root", CA_KEY)
    now, later = (int(time.time() + days * 86400).to_bytes(4, "big") for days in (1, 20))
    report.same("theirs verifies", "openssl", tool.ask("certificate-check", certificate, certificate, now), "ok")
    report.different("theirs expires", "openssl", tool.ask("certificate-check", certificate, certificate, later), "ok")
    report.different("theirs, not ours", "openssl", tool.ask("certificate-check", certificate, ours, now), "ok")


def octets(openssl, der):
    """The OCTET STRINGs of an object, and its object identifiers, as asn1parse prints them."""
    text = openssl.output("asn1parse", "-inform", "DER", data=der).decode()
    strings = [bytes.fromhex(value) for value in re.findall(r"OCTET STRING +\[HEX DUMP\]:([0-9A-F]+)", text)]
    content = re.search(r"(\d+):d=\d+ +hl=(\d+) l= *(\d+) prim: cont \[ 0 \]", text)
    start, header, size = (int(group) for group in content.groups())
    return strings, der[start + header:start + header + size], text


def check_envelope(tool, openssl, report):
    certificate = tool.data("certificate-issue", CA_KEY, new_key(openssl), b"\x01")
    for message in (b"", b"abc", bytes(range(256)) * 40):
        (wrapped, iv), content, text = octets(openssl, tool.data("envelope-seal", certificate, message))
        report.same("envelope type", "openssl", ENVELOPED_DATA in text, True)
        openssl.write("wrapped.der", wrapped)
        key = openssl.output("pkeyutl", "-decrypt", "-inkey", "key.pem", "-in", "wrapped.der")
        decrypted = openssl.output("enc", "-d", "-sm4-cbc", "-K", key.hex(), "-iv", iv.hex(), data=content)
        report.same("envelope opens", "openssl", decrypted, message)


def check_key_files(tool, openssl, report):
    d = bytes(range(1, 33))
    openssl.write("ours.pem", tool.data("sm2-key-file", d))
    text = openssl.output("pkey", "-in", "ours.pem", "-noout", "-text").decode()
    printed = bytes.fromhex(re.search(r"priv:([0-9a-f:\s]+)pub:", text).group(1).replace(":", ""))
    report.same("key file reads", "openssl", printed[-32:], d)
    report.same("key file is on SM2", "openssl", "ASN1 OID: SM2" in text, True)
    report.same("key file checks", "openssl", openssl.run("pkey", "-in", "ours.pem", "-check", "-noout").returncode, 0)

    point = new_key(openssl)
    theirs = tool.data("sm2-key-file-read", Path(openssl.folder, "key.pem").read_bytes())
    report.same("their key file reads", "openssl", tool.data("sm2-public", theirs), point)


def tls_verifies(openssl, *words):
    return openssl.run("verify", "-attime", str(NOW), "-x509_strict", "-CAfile", "tls-ca.pem", *words, "tls.pem",
                       check=False).returncode == 0


def check_tls(tool, openssl, report):
    openssl.run("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "tls.key",
                "-utf8", "-subj", "/CN=测试 server", "-out", "theirs.csr")
    key, request = (Path(openssl.folder, name).read_bytes() for name in ("tls.key", "theirs.csr"))
    ours = openssl.write("ours.csr", tool.data("tls-request", key, "测试 server".encode()))
    checked = openssl.run("req", "-in", ours, "-verify", "-noout", "-subject", "-nameopt", "utf8")
    report.same("our request verifies", "openssl", b"verify OK" in checked.stderr + checked.stdout, True)
    report.same("our request's name", "openssl", "CN=测试 server" in checked.stdout.decode(), True)

    for made_of in (request, Path(openssl.folder, ours).read_bytes()):
        authority, end = tool.data("tls-issue", made_of).split(b"-----END CERTIFICATE-----\n")[:2]
        for name, pem in (("tls-ca.pem", authority), ("tls.pem", end)):
            openssl.write(name, pem + b"-----END CERTIFICATE-----\n")
        for words, good in ((("-purpose", "sslserver"), True), (("-purpose", "sslclient"), False),
                            (("-verify_hostname", "center.test"), True), (("-verify_hostname", "other.test"), False),
                            (("-verify_ip", "127.0.0.1"), True), (("-verify_ip", "127.0.0.2"), False)):
            report.same("tls " + " ".join(words), "openssl", tls_verifies(openssl, *words), good)
        public = openssl.output("x509", "-in", "tls.pem", "-noout", "-pubkey")
        report.same("tls public key", "openssl", public, openssl.output("pkey", "-in", "tls.key", "-pubout"))
        text = openssl.output("x509", "-in", "tls.pem", "-noout", "-text", "-nameopt", "utf8").decode()
        for line in ("ecdsa-with-SHA256", "ASN1 OID: prime256v1", "CN=测试 server", "CN=TEST authority",
                     "DNS:center.test, IP Address:127.0.0.1", "CA:FALSE"):
            report.same("tls printed: " + line, "openssl", line in text, True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", required=True, help="path of ssc-crypto-tool")
    options = parser.parse_args()
    report, tool = Report(), Tool(options.tool)
    with tempfile.TemporaryDirectory() as folder:
        openssl = Openssl(folder)
        check_ours(tool, openssl, report)
        check_theirs(tool, openssl, report)
        check_envelope(tool, openssl, report)
        check_key_files(tool, openssl, report)
        check_tls(tool, openssl, report)
    tool.close()
    for (what, against), count in sorted(report.compared.items()):
        print(f"{what:50} {against:9} {count:4} compared")
    print(f"{report.failures} differences")
    return 1 if report.failures or not report.compared else 0


if __name__ == "__main__":
    sys.exit(main())
