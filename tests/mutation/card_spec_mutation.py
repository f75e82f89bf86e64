#!/usr/bin/env python3
"""Host and simulator read the same card-spec, so a wrong row would be wrong on both sides. Here one row at a time is
changed in a copy of card-spec; a small test program (literal transcripts, card-spec tables) is linked with the tables of
that copy and must turn red. With the unchanged copy it must be green.

  card_spec_mutation.py --source DIR --build DIR --probe TARGET

Compiler and linker are called as the build calls them (ninja -t commands).
"""
import argparse
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

# name, file, text, changed text, part of the name of a test case that must fail
MUTATIONS = [
    ("KID of RKSSSE", "keys.toml", '"RKSSSE", df = "SSSE", kid = "0A"', '"RKSSSE", df = "SSSE", kid = "0B"', "byte by byte"),
    ("PSAM identifier of RKSSSE", "keys.toml", 'kid = "0A", psam = "67/0A"', 'kid = "0A", psam = "67/0B"', "byte by byte"),
    ("PSAM identifier of IRK", "keys.toml", 'kid = "00", psam = "67/08"', 'kid = "00", psam = "67/0C"', "byte by byte"),
    ("length of the name", "files-v2.toml", 'tag = "09", name = "name", label = "姓名", coding = "an", length = "1E"',
     'tag = "09", name = "name", label = "姓名", coding = "an", length = "1F"', "byte by byte"),
    ("tag of the name", "files-v1.toml", '{ tag = "09", name = "name"', '{ tag = "4E", name = "name"', "generation 1"),
    ("read rule of EF06, generation 3", "files-v3.toml", 'fid = "EF06"\nread = "RKSSSE"', 'fid = "EF06"\nread = "PIN"', "byte by byte"),
    ("read rule of EF06, generation 2", "files-v2.toml",
     'label = "持卡人基本信息"\ntype = "variableRecord"\nclass = "enabled"\nread = "free"',
     'label = "持卡人基本信息"\ntype = "variableRecord"\nclass = "enabled"\nread = "RKSSSE"', "byte by byte"),
    ("a status word", "status_words.toml", 'sw = "9303"', 'sw = "9304"', "status words"),
]


def run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def build_commands(build, target):
    """The command that compiles the tables and the one that links the target."""
    listed = run(["ninja", "-C", build, "-t", "commands", target])
    lines = [line for line in listed.stdout.splitlines() if not line.startswith("ninja: ")]
    compiles = [line for line in lines if re.search(r" -c \S*generated/card-spec/tables\.cpp", line)]
    links = [line for line in lines if re.search(rf" -o \S*\b{re.escape(target)}(?=\s|$)", line)]
    if len(compiles) != 1 or len(links) != 1:
        sys.exit(f"{len(compiles)} commands compile the tables, {len(links)} link {target}: {listed.stderr}")
    return words(compiles[0]), words(links[0])


def words(line):
    return [word for word in shlex.split(line) if word not in (":", "&&")]


def following(command, option, value):
    """The command with another value behind the option."""
    place = command.index(option) + 1
    return [*command[:place], str(value), *command[place + 1:]]


def checked(command, build, what):
    result = run(command, cwd=build)
    if result.returncode != 0:
        sys.exit(f"{what}: {result.stdout}{result.stderr}")


class Probe:
    def __init__(self, options, folder):
        self.options, self.folder = options, pathlib.Path(folder)
        self.compile, self.link = build_commands(options.build, options.probe)
        self.spec = self.folder / "card-spec"
        shutil.copytree(options.source / "card-spec", self.spec)

    def run(self):
        """Tables of the copy as it stands, the program with them, its result."""
        tables, made, program = self.folder / "tables.cpp", self.folder / "tables.o", self.folder / "probe"
        tool = self.options.source / "tools" / "generate_card_spec.py"
        checked([sys.executable, tool, "--spec-dir", self.spec, "--output", tables], self.options.build, "the generator refuses")
        compile_it = [word for word in following(following(self.compile, "-c", tables), "-o", made)]
        compile_it = ["-O0" if word.startswith("-O") else word for word in compile_it if not word.startswith("-D_FORTIFY_SOURCE")]
        first = next(i for i, word in enumerate(compile_it) if word.startswith("-"))
        compile_it[first:first] = ["-I", str(self.folder)]  # the copy's headers, wherever they are included from
        place = compile_it.index("-MD") if "-MD" in compile_it else None
        if place is not None:  # no dependency file: the build's own must stay
            del compile_it[place:place + 5]
        checked(compile_it, self.options.build, "compile")
        link_it = following(self.link, "-o", program)
        checked([*link_it[:1], str(made), *link_it[1:]], self.options.build, "link")  # before the archive: its tables win
        return run([program, "--no-colors=true"], cwd=self.options.source)


def failed_cases(output):
    blocks = output.split("=" * 79)
    return [match.group(1).strip() for block in blocks if "ERROR: " in block
            and (match := re.search(r"TEST CASE:  (.*)", block))]


def try_mutation(probe, name, file, old, new, expected):
    path = probe.spec / file
    original = path.read_text(encoding="utf-8")
    if original.count(old) != 1:
        return f"{name}: {file} has this text {original.count(old)} times: {old}"
    path.write_text(original.replace(old, new), encoding="utf-8")
    result = probe.run()
    path.write_text(original, encoding="utf-8")
    failed = failed_cases(result.stdout)
    if result.returncode != 1 or not any(expected in case for case in failed):
        return f"{name}: no test \"…{expected}…\" turned red (exit {result.returncode}, failed: {failed})"
    print(f"red, as it must be: {name} ({len(failed)} test cases)", flush=True)
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for option in ("--source", "--build"):
        parser.add_argument(option, type=pathlib.Path, required=True)
    parser.add_argument("--probe", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ssc-mutation-") as folder:
        probe = Probe(options, folder)
        unchanged = probe.run()
        if unchanged.returncode != 0:
            sys.exit(f"the unchanged specification is not green:\n{unchanged.stdout}")
        print("green: the unchanged specification", flush=True)
        problems = [problem for mutation in MUTATIONS if (problem := try_mutation(probe, *mutation))]
    if problems:
        sys.exit("\n".join(problems))


if __name__ == "__main__":
    main()
