"""Crypto against `openssl speed`, by tests/bench/crypto."""
import json
import pathlib
import subprocess
import sys
import tempfile

from .world import ROOT, say, verdict

LIMIT = 0.90


def measure(build, rounds):
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        subprocess.run([sys.executable, str(ROOT / "tests/bench/crypto/compare_openssl.py"), "--bench",
                        build.program("ssc_bench_crypto"), "--rounds", str(rounds), "--json", file.name],
                       check=True, stdout=subprocess.DEVNULL)
        return json.loads(pathlib.Path(file.name).read_text())


def missed(figures):
    return [row for row in figures["results"] if row["ratio"] < LIMIT]


def show(figures):
    say("\nc  crypto against openssl speed")
    for row in figures["results"]:
        say(f"   {row['case']:<24} ratio {row['ratio']:.2f}  (≥ {LIMIT:.2f} {verdict(row['ratio'] >= LIMIT)})")
