"""The least exchanges and characters for a piece of work: from tests/bench/least.toml, the file map (card-spec) and what
is on the sample card (keys-sim/samples). Nothing here looks at what our own code sends."""
import collections
import dataclasses
import pathlib
import sys
import tomllib

from .world import ROOT

sys.path.insert(0, str(ROOT / "tools"))
from generate_card_spec import read_spec  # noqa: E402  (the path comes first)
from generator.files import key_name, length_of  # noqa: E402  (found through generate_card_spec)
from generator.source import Errors  # noqa: E402

MOST = 256  # bytes of one answer (ISO/IEC 7816-4 §5.1, short Le)
HEADER, PROCEDURE, STATUS = 5, 1, 2  # characters of T=0 (ISO/IEC 7816-3 §10.3)


@dataclasses.dataclass(frozen=True)
class Row:
    """One command that cannot be left out: bytes of data out and in."""
    chip: str
    kind: str
    what: str
    out: int = 0
    into: int = 0

    def exchanges(self):
        return 2 if self.out and self.into else 1

    def characters(self):
        return sum(transfer(data) for data in (self.out, self.into) if data) or transfer(0)


def transfer(data):
    """Characters of a T=0 command with data in one direction: one procedure byte is the least where there are any."""
    return HEADER + (PROCEDURE + data if data else 0) + STATUS


class Card:
    """A sample card: its generation's file map and what it holds."""

    def __init__(self, name, facts, spec):
        self.name, self.facts = name, facts
        self.files = {(f["df"], f["fid"]): f for f in spec["files"][facts["generation"]]}
        sample = ROOT / "keys-sim" / "samples" / f"card-{name.lower()}.toml"
        self._content = tomllib.loads(sample.read_text(encoding="utf-8"))["files"]

    def size(self, value):
        """`24 + block` in bytes."""
        terms = str(value).split(" + ")
        return sum(self.facts[term] if term in self.facts else int(term) for term in terms)

    def written_records(self, file):
        return len(self._content.get(file["df"], {}).get(file["fid"], {}).get("rows", []))


def packed(sizes):
    """The fewest answers that hold whole records of these sizes, in their order: bytes of each."""
    answers = [0]
    for size in sizes:
        if answers[-1] + size > MOST:
            answers.append(0)
        answers[-1] += size
    return answers


def answers_of(card, file, tags):
    """Bytes of each READ that a file, or items of it, needs. Between wanted records one answer brings the others too."""
    if file["type"] == "transparent":
        size = int(file["size"], 16)
        return [min(MOST, size - at) for at in range(0, size, MOST)]
    if file["type"] == "cyclicRecord":
        return packed([int(file["size"], 16)] * card.written_records(file))
    layout = [(f["tag"], 2 + length_of(f)) for f in file["fields"] for _ in range(f.get("occurrences", 1))]
    if tags:
        wanted = [i for i, (tag, _) in enumerate(layout) if tag in tags]
        layout = layout[wanted[0]:wanted[-1] + 1]
    return packed([size for _, size in layout])


def parse_address(text):
    """[(df, fid, tags)] of an address as iReadCard takes it."""
    files = []
    for part in filter(None, text.split("$")):
        name, *tags = filter(None, part.split("|"))
        files.append((name[:4], name[4:], tags))
    return files


def proofs_needed(files):
    """(whether the PIN is needed, the keys): where a PIN is needed anyway, it opens what PIN or key opens."""
    rules = [file["read"] for file, _ in files]
    pin = any(rule == "PIN" or rule.startswith("PIN&") for rule in rules)
    keys = {key_name(rule) for rule in rules if not (pin and rule.startswith("PIN|"))}
    return pin, sorted(keys - {None})


class Bounds:
    def __init__(self):
        table = tomllib.loads((ROOT / "tests" / "bench" / "least.toml").read_text(encoding="utf-8"))
        errors = Errors()
        spec = read_spec(pathlib.Path(ROOT / "card-spec"), errors)
        if errors.lines:
            sys.exit("\n".join(errors.lines))
        self.cards = {name: Card(name, facts, spec) for name, facts in table["cards"].items()}
        self.work, self._steps = table["work"], table["steps"]

    def step(self, card, name):
        return [Row(r["chip"], r["kind"], r["what"], card.size(r.get("out", 0)), card.size(r.get("in", 0)))
                for r in self._steps[name]]

    def rows(self, card, work):
        rows = [row for step in work["steps"] for row in self.step(card, step)]
        return rows + (self._for_files(card, work["files"]) if "files" in work else [])

    def _for_files(self, card, wanted):
        if wanted == "all":
            files = [(file, None) for file in card.files.values()]
        else:
            files = [(card.files[df, fid], tags) for df, fid, tags in parse_address(wanted)]
        pin, keys = proofs_needed(files)
        rows = self.step(card, "pin") if pin else []
        rows += self.step(card, "module") if keys else []
        rows += [row for _ in keys for row in self.step(card, "proof")]
        # By identifier: two bytes are the shortest way to name a directory.
        directories = {file["df"] for file, _ in files} - {"SSSE"}
        rows += [Row("card", "select", f"SELECT {df}", out=2) for df in sorted(directories)]
        for file, tags in files:
            if (file["df"], file["fid"]) == ("SSSE", "EF05"):
                continue  # read when the card was recognised
            rows += [Row("card", "read", f"{file['df']}/{file['fid']}", into=size) for size in answers_of(card, file, tags)]
        return rows


def summary(rows):
    """{"exchanges", "characters", "kinds": {kind: exchanges}}"""
    kinds = collections.Counter()
    for row in rows:
        kinds[row.kind] += row.exchanges()
    return {"exchanges": sum(kinds.values()), "characters": sum(row.characters() for row in rows), "kinds": dict(kinds)}
