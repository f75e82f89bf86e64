#!/usr/bin/env python3
"""Holds installed C headers and their shared libraries against each other.

  public_header.py compile HEADER… COMPILER…       each header compiles alone, and all together in any order, as C99 and
                                                   C11, or as C++11 and C++20 (a compiler's name tells)
  public_header.py exports HEADER MAP LIBRARY      the library exports exactly the names of the map; the header declares
                                                   and documents each
"""
import pathlib
import re
import shutil
import subprocess
import sys

STRICT = ["-Wall", "-Wextra", "-Werror", "-pedantic", "-pedantic-errors", "-fsyntax-only"]


def languages(compiler):
    """What the compiler is told, once for the oldest standard that callers may have and once for ours."""
    return [["-x", "c++", "-std=c++11"], ["-x", "c++", "-std=c++20"]] if "++" in compiler else \
           [["-x", "c", "-std=c99"], ["-x", "c", "-std=c11"]]


def compile_text(text, compiler):
    for language in languages(compiler):
        result = subprocess.run([compiler, *language, *STRICT, "-"], input=text, text=True, capture_output=True, check=False)
        if result.returncode != 0:
            sys.exit(f"{compiler} {' '.join(language)}:\n{text}{result.stderr}")


def compile_headers(headers, compilers):
    found = [compiler for compiler in compilers if shutil.which(compiler)]
    if not any("++" in c for c in found) or all("++" in c for c in found):
        sys.exit(f"a C and a C++ compiler are needed; found {found}")
    units = [(header, header) for header in headers]  # twice: the guard
    units += [headers, list(reversed(headers))]
    for compiler in found:
        for unit in units:
            compile_text("".join(f'#include "{header}"\n' for header in unit), compiler)
    print(f"{', '.join(headers)}: alone and together with {', '.join(found)}")


def names_of_map(path):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    return set(re.findall(r"(\w+);", re.search(r"global:(.*?)local:", text, re.S).group(1)))


def exported_names(library):
    listed = subprocess.run(["nm", "-D", "--defined-only", library], text=True, capture_output=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines() if line]
    return {row[-1].split("@")[0] for row in rows if row[-2] != "A"}  # A: the name of a version of the map


def documented_names(header):
    """Names declared with SSC_API or SSC_FUNCTION right behind a comment that has more to say than the name."""
    text = pathlib.Path(header).read_text(encoding="utf-8")
    pattern = r"/\*((?:[^*]|\*(?!/))*)\*/\s*SSC_(?:API|FUNCTION)[^;(]*?\b(\w+)\("
    return {name for comment, name in re.findall(pattern, text) if len(comment.split()) >= 5}


def check_exports(header, map_file, library):
    wanted = names_of_map(map_file)
    for what, names in (("exported by the library", exported_names(library)), ("documented in the header", documented_names(header))):
        if names != wanted:
            sys.exit(f"{what} but not in the map: {sorted(names - wanted)}; in the map but not {what}: {sorted(wanted - names)}")
    print(f"{len(wanted)} names: map, library and header agree")


def main(words):
    headers = [word for word in words[1:] if word.endswith(".h")]
    compilers = [word for word in words[1:] if not word.endswith(".h")]
    if words[:1] == ["compile"] and headers and compilers:
        compile_headers(headers, compilers)
    elif len(words) == 4 and words[0] == "exports":
        check_exports(*words[1:])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
