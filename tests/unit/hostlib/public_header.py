#!/usr/bin/env python3
"""Holds an installed C header and its shared library against each other.

  public_header.py compile HEADER COMPILER…        the header compiles alone, as C99 and as C++ (a compiler's name tells)
  public_header.py exports HEADER MAP LIBRARY      the library exports exactly the names of the map; the header declares
                                                   and documents each
"""
import pathlib
import re
import shutil
import subprocess
import sys

STRICT = ["-Wall", "-Wextra", "-Werror", "-pedantic", "-pedantic-errors", "-fsyntax-only"]


def compile_alone(header, compilers):
    found = [compiler for compiler in compilers if shutil.which(compiler)]
    for compiler in found:
        language = ["-x", "c++", "-std=c++11"] if "++" in compiler else ["-x", "c", "-std=c99"]
        text = f'#include "{header}"\n#include "{header}"\n'  # twice: the guard
        result = subprocess.run([compiler, *language, *STRICT, "-"], input=text, text=True, capture_output=True, check=False)
        if result.returncode != 0:
            sys.exit(f"{compiler}: {result.stderr}")
    if not any("++" in c for c in found) or all("++" in c for c in found):
        sys.exit(f"a C and a C++ compiler are needed; found {found}")
    print(f"{header} compiles alone with {', '.join(found)}")


def names_of_map(path):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    return set(re.findall(r"(\w+);", re.search(r"global:(.*?)local:", text, re.S).group(1)))


def exported_names(library):
    listed = subprocess.run(["nm", "-D", "--defined-only", library], text=True, capture_output=True, check=True).stdout
    return {line.split()[-1].split("@")[0] for line in listed.splitlines() if line}


def documented_names(header):
    """Names declared with SSC_API right behind a comment that has more to say than the name."""
    text = pathlib.Path(header).read_text(encoding="utf-8")
    pattern = r"/\*((?:[^*]|\*(?!/))*)\*/\s*SSC_API[^;(]*?\b(\w+)\("
    return {name for comment, name in re.findall(pattern, text) if len(comment.split()) >= 5}


def check_exports(header, map_file, library):
    wanted = names_of_map(map_file)
    for what, names in (("exported by the library", exported_names(library)), ("documented in the header", documented_names(header))):
        if names != wanted:
            sys.exit(f"{what} but not in the map: {sorted(names - wanted)}; in the map but not {what}: {sorted(wanted - names)}")
    print(f"{len(wanted)} names: map, library and header agree")


def main(words):
    if len(words) >= 3 and words[0] == "compile":
        compile_alone(words[1], words[2:])
    elif len(words) == 4 and words[0] == "exports":
        check_exports(*words[1:])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
