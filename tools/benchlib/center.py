"""The back office under load: citizens' visits at sixteen terminals, on SQLite and on PostgreSQL with everything durable.

Client and server share the machine. The bound is what the four SM2 operations of a request (two signatures, two
verifications) leave possible on its cores; it is measured in the same run. Then what mutual TLS costs."""
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from .world import ROOT, say, verdict

LEAST_RATE = 1000       # requests a second
MOST_P95 = 50.0         # milliseconds
TERMINALS = 16
QUERIES = 7             # of a visit
VISITORS = 5000         # of the people: who come, one after the other
QUICK = (5, 20_000)     # seconds, people
FULL = (60, 1_000_000)
MAKING_LIMIT = 1800.0   # seconds, for inventing the people
TLS_ROUNDS = 1000

sys.path.insert(0, str(ROOT / "tests" / "center"))
import attack_world  # noqa: E402  pylint: disable=wrong-import-position
import postgres      # noqa: E402  pylint: disable=wrong-import-position


def items(build):
    """Every query item that a card may ask."""
    listed = subprocess.run([build.program("ssc"), "catalogue", "--json"], check=True, stdout=subprocess.PIPE, text=True)
    return [item["id"] for item in json.loads(listed.stdout)["items"]
            if item["flow"] in ("query", "query_print") and item["physicalCard"]]


def plan(build, center):
    terminals = [center.terminal() for _ in range(TERMINALS)]
    names = ("aac002", "aac003", "aaz500", "aaz501", "aaz508", "aab301", "reset_info")
    people = [dict(zip(names, row)) for row in center.database.rows(f"{attack_world.PERSON} LIMIT {VISITORS}")]
    return {"url": center.url, "authority": center.authority, "area": center.area, "point": center.point,
            "institution": attack_world.INSTITUTION, "queries": QUERIES, "items": items(build), "people": people,
            "terminals": [{"devNo": each.dev_no, "kid": each.kid, "signNo": each.sign_no, "counter": each.counter,
                           "sessionKey": each.session_key, "signKey": each.sign_key, **each.tls} for each in terminals]}


@contextlib.contextmanager
def center_of(build, people):
    """A center that does not serve yet."""
    attack_world.BUILD, attack_world.PEOPLE, attack_world.READY_LIMIT = str(build.folder), str(people), MAKING_LIMIT
    with contextlib.closing(attack_world.Client()) as client, contextlib.closing(
            attack_world.Center(client, settings=("--rate", "100000", "--burst", "100000"), sessions=8)) as center:
        yield center


def run(build, asked, program, *words):
    """What a program of ours measured with the terminals of a plan."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(asked, file)
        file.flush()
        done = subprocess.run([build.program(program), *words, file.name], check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def load(build, seconds, people, progress):
    """One center, made and asked."""
    progress(f"inventing {people} people …")
    with center_of(build, people) as center:
        if attack_world.SERVER is not None:  # what follows a bulk load would else go on behind the measurement
            center.database.rows("VACUUM (ANALYZE)")
            center.database.rows("CHECKPOINT")
        center.serve()
        progress(f"{seconds} s of visits …")
        figures = run(build, plan(build, center), "ssc_center_load", str(seconds))
    rate = figures["all"]["count"] / figures["seconds"]
    return {**figures, "people": people, "rate": rate, "share": rate / figures["bound"]}


def tls(build):
    """The same handler in one process over mutual TLS and in the open, and full handshakes."""
    attack_world.SERVER = None
    with center_of(build, 20) as center:
        process = center.serve()
        asked = plan(build, center)
        process.stop()
        return run(build, asked, "ssc_center_http_bench", str(center.state), str(TLS_ROUNDS))


def measure(build, size):
    seconds, people = size
    attack_world.SERVER = None
    figures = {}
    figures["sqlite"] = load(build, seconds, people, lambda text: say(f"h  SQLite: {text}"))
    try:
        with postgres.Server(durable=True) as attack_world.SERVER:
            figures["postgresql"] = load(build, seconds, people, lambda text: say(f"h  PostgreSQL: {text}"))
    except unittest.SkipTest as why:
        sys.exit(str(why))
    return {"databases": figures, "tls": tls(build)}


def good(figures):
    return figures["rate"] >= LEAST_RATE and figures["all"]["p95"] <= MOST_P95


def missed(figures):
    return not all(good(each) for each in figures["databases"].values())


def show(figures):
    say(f"\nh  the back office: visits at {TERMINALS} terminals, {QUERIES} queries each between sign-in and end; server and client on "
        f"{os.cpu_count()} cores")
    for name, each in figures["databases"].items():
        whole = each["all"]
        say(f"   {name:<10}  {each['people']} people, {each['seconds']} s: {each['rate']:.0f} requests/s  "
            f"(≥ {LEAST_RATE} {verdict(each['rate'] >= LEAST_RATE)}), median {whole['p50']:.1f} ms, p95 {whole['p95']:.1f} ms  "
            f"(≤ {MOST_P95:.0f} {verdict(whole['p95'] <= MOST_P95)}), worst {whole['worst']:.0f} ms")
        say(f"               bound by the four SM2 operations of a request on these cores: {each['bound']:.0f} requests/s; "
            f"share reached {each['share']:.2f}")
        for infno, row in sorted(each["transactions"].items()):
            say(f"               {infno}  {row['count']:>7} requests, median {row['p50']:.1f} ms, p95 {row['p95']:.1f} ms")
    one = figures["tls"]
    say(f"   one signed message (9010) over mutual TLS {one['tls']:.2f} ms, over plain HTTP {one['plain']:.2f} ms, medians in turns: "
        f"ratio {one['tls'] / one['plain']:.2f}")
    say(f"   full handshakes of TLS 1.3 with both certificates, client on the same cores: {one['handshakes']:.0f}/s")
