#!/usr/bin/env python3
"""Holds installed headers, their shared libraries, their manual and the record of what was promised against each other.

  public_header.py compile HEADER… COMPILER…       each header compiles alone, and all together in any order, as C99 and
                                                   C11, or as C++11 and C++20 (a compiler's name tells); *.hpp as C++17
  public_header.py contract HEADER MAP LIBRARY SONAME RECORD MANUAL
                                                   the library exports exactly the names of the map and has this soname; the
                                                   header declares and documents each, the manual too; all declarations are
                                                   those of the record
  public_header.py record HEADER RECORD VERSION    adds what is new in the header to the record; never changes a row
"""
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tools"))
from manual import header as headers_of  # noqa: E402

STRICT = ["-Wall", "-Wextra", "-Werror", "-pedantic", "-pedantic-errors", "-fsyntax-only"]


def languages(compiler, text):
    """What the compiler is told, once for the oldest standard that callers may have and once for ours."""
    if ".hpp" in text:
        return [["-x", "c++", "-std=c++17"], ["-x", "c++", "-std=c++20"]] if "++" in compiler else []
    return [["-x", "c++", "-std=c++11"], ["-x", "c++", "-std=c++20"]] if "++" in compiler else \
           [["-x", "c", "-std=c99"], ["-x", "c", "-std=c11"]]


def compile_text(text, compiler):
    for language in languages(compiler, text):
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


def dynamic_names(library, which):
    listed = subprocess.run(["nm", "-D", which, library], text=True, capture_output=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines() if line]
    return {row[-1].split("@")[0] for row in rows if row[-2] != "A"}  # A: the name of a version of the map


def documented_names(parsed):
    """Functions right behind a comment that has more to say than the name."""
    return {one.name for one in parsed.functions() if len(one.comment.split()) >= 5}


def manual_names(folder, parsed):
    """Functions in the synopsis of the header's pages, that `man NAME` finds too."""
    found = set()
    for page in parsed.pages:
        text = (folder / "man3" / f"{page.name}.3").read_text(encoding="ascii")
        text = re.search(r'^\.SH "SYNOPSIS"\n(.*?)^\.SH', text, re.S | re.M)[1]
        found |= set(re.findall(r"\\fB(\w+)\\fP\(", text))
    return {name for name in found if (folder / "man3" / f"{name}.3").exists()}


def soname_of(library):
    listed = subprocess.run(["readelf", "-d", library], text=True, capture_output=True, check=True).stdout
    return re.findall(r"\(SONAME\).*\[(.*)\]", listed)


def check_names(header, map_file, library, manual):
    wanted = names_of_map(map_file)
    parsed = headers_of.read(header)
    for what, names in (("exported by the library", dynamic_names(library, "--defined-only")),
                        ("documented in the header", documented_names(parsed)),
                        ("in the manual", manual_names(manual, parsed))):
        if names != wanted:
            sys.exit(f"{what} but not in the map: {sorted(names - wanted)}; in the map but not {what}: {sorted(wanted - names)}")
    if missing := {name for name in dynamic_names(library, "--undefined-only") if re.match(r"ssc_|ICC_|PKI_|i[A-Z]", name)}:
        sys.exit(f"{library} asks others for {sorted(missing)}")
    return wanted


def check_soname(library, soname, header):
    if soname_of(library) != [soname]:
        sys.exit(f"{library}: soname {soname_of(library)}, not {soname}")
    major = re.search(r"#define SSC_ABI_MAJOR (\d+)", pathlib.Path(header).read_text(encoding="utf-8"))
    if major and not soname.endswith(f".so.{major[1]}"):
        sys.exit(f"{header}: SSC_ABI_MAJOR is {major[1]}, the soname {soname}")


# ---- the record: "since-version  declaration", one row each

# The number that grows with each addition is no promise of its own.
NO_PROMISE = "#define SSC_ABI_MINOR"


def declarations(header):
    parsed = headers_of.read(header)
    every = [*parsed.common, *(one for page in parsed.pages for one in page.declarations)]
    rows = [re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", one.text, flags=re.S)).strip() for one in every]
    return [row for row in rows if not row.startswith(NO_PROMISE)]


def recorded(path):
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    rows = [line.split("  ", 1) for line in lines if line and not line.startswith("#")]
    if bad := [row for row in rows if len(row) != 2 or not re.fullmatch(r"\d+\.\d+\.\d+", row[0])]:
        sys.exit(f"{path}: not 'version  declaration': {bad[0]}")
    return [row[1] for row in rows]


def check_record(header, path):
    now, promised = declarations(header), recorded(path)
    if broken := [row for row in promised if row not in now]:
        sys.exit(f"{header}: removed or changed, and callers that were built against it break:\n  " + "\n  ".join(broken) +
                 "\nThe standard interface never changes: give a new meaning a new name. In libssc an incompatible change raises "
                 f"SSC_ABI_MAJOR, the soname and the version (docs/versioning.md); then the row in {path} may change.")
    if fresh := [row for row in now if row not in promised]:
        sys.exit(f"{header}: new, and in no record:\n  " + "\n  ".join(fresh) + "\nRaise SSC_ABI_MINOR if it is libssc's, then: "
                 f"python3 {sys.argv[0]} record {header} {path} VERSION")


def add_to_record(header, path, version):
    promised = recorded(path)
    with open(path, "a", encoding="utf-8") as file:
        file.writelines(f"{version}  {row}\n" for row in declarations(header) if row not in promised)


def check_contract(header, map_file, library, soname, record, manual):
    names = check_names(header, map_file, library, pathlib.Path(manual))
    check_soname(library, soname, header)
    check_record(header, record)
    print(f"{len(names)} names: map, library, header, manual and record agree; soname {soname}")


def main(words):
    headers = [word for word in words[1:] if word.endswith((".h", ".hpp"))]
    compilers = [word for word in words[1:] if not word.endswith((".h", ".hpp"))]
    if words[:1] == ["compile"] and headers and compilers:
        compile_headers(headers, compilers)
    elif len(words) == 7 and words[0] == "contract":
        check_contract(*words[1:])
    elif len(words) == 4 and words[0] == "record":
        add_to_record(*words[1:])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
