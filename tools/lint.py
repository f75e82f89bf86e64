#!/usr/bin/env python3
"""All checks of `./dev lint`: one line each, `ok` or `FAILED`, with what was looked at and how long it took.

  lint.py [NAME …]      only these checks
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

import layers
import tidy

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "release"

# What must not stand in any file, each with its reason. Written so that this file does not match itself.
FORBIDDEN = [
    (r"(?<![\w.:/-])/(?:home|root|wor[k])/\w", "a path of one machine"),
    (r"\.\./share[d]\b", "a path outside the project"),
    (r"^(?:<{7}|>{7}) ", "a conflict marker"),
    (r"\b(?:car[d]|terminal-ap[i])\.md\b", "cite the standard or a page of docs/ instead"),
]


def tracked(*suffixes):
    """Files git knows or would take, with one of the suffixes (all files when none is given)."""
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
                            check=True, capture_output=True, text=True).stdout.split("\0")
    names = sorted({name for name in listed if name and (ROOT / name).is_file()})
    return [name for name in names if not suffixes or name.endswith(suffixes)]


def run(*command, **options):
    return subprocess.run([str(word) for word in command], cwd=ROOT, capture_output=True, text=True, check=False, **options)


def findings_of(result):
    if result.returncode == 0:
        return []
    return (result.stdout + result.stderr).splitlines() or [f"exit code {result.returncode}"]


# ---- the checks: each returns (findings, what was counted)

def check_format():
    files = tracked(".hpp", ".cpp", ".h", ".c")
    return findings_of(run("clang-format-19", "--dry-run", "-Werror", *files)), f"{len(files)} files"


def check_layers():
    problems, files = layers.check_tree(ROOT, ROOT / "docs" / "house.toml")
    return [f"{problem} (docs/house.toml)" for problem in problems], f"{files} files"


def check_tidy():
    return tidy.check(ROOT, BUILD)


def is_shell(name):
    if name.endswith(".sh"):
        return True
    with open(ROOT / name, "rb") as file:
        return re.match(rb"#!.*\b(ba)?sh\b", file.readline(80)) is not None


def check_shell():
    files = [name for name in tracked() if is_shell(name)]
    return findings_of(run("shellcheck", "--external-sources", *files)), f"{len(files)} scripts"


def syntax_error(name):
    try:
        compile((ROOT / name).read_text(encoding="utf-8"), name, "exec")
        return None
    except (SyntaxError, UnicodeDecodeError) as error:
        return f"{name}:{getattr(error, 'lineno', 1)}: {error}"


def check_python():
    files = tracked(".py")
    return [error for name in files if (error := syntax_error(name))], f"{len(files)} files"


def check_headers():
    """Each installed header compiles alone, as C11 and as C++20, strictly."""
    headers = [name for name in tracked(".h") if name.startswith("hostlib/include/")]
    found = []
    for name in headers:
        for compiler, language in ((["gcc", "-std=c11"], "c"), (["g++", "-std=c++20"], "c++")):
            found += findings_of(run(*compiler, "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only",
                                     "-x", language, "-", input=f'#include "{ROOT / name}"\n'))
    return found, f"{len(headers)} headers, as C and as C++"


def forbidden_lines(name, rules):
    try:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []  # a binary file
    return [f"{name}:{number}: {reason}: {found.group(0)}" for number, line in enumerate(lines, 1)
            for rule, reason in rules if (found := rule.search(line))]


def check_words():
    rules = [(re.compile(pattern), reason) for pattern, reason in FORBIDDEN]
    files = tracked()
    return [line for name in files for line in forbidden_lines(name, rules)], f"{len(files)} files"


def check_errors_page():
    tool, rows, page = "tools/generate_reasons.py", "hostlib/flows/reasons.toml", "docs/errors.md"
    if not (ROOT / tool).exists():
        return [], "no reasons yet"
    return findings_of(run(sys.executable, tool, "--input", rows, "--docs", page, "--check")), f"{page}, tables of his-integration.md"


def check_services_page():
    tool, room, page = "tools/generate_catalogue.py", "hostlib/catalogue", "docs/services.md"
    return findings_of(run(sys.executable, tool, "--source", room, "--docs", page, "--check")), page


def check_api_page():
    """The tables of the page; its bodies need the built center and are held against it by center.openapi.page."""
    return findings_of(run(sys.executable, "tools/generate_openapi.py", "--check")), "docs/api/openapi.yaml"


def check_kiosk():
    """Every text is there in both languages and is used; the page of the screens is what the table says."""
    screens, page = "kiosk-app/machine/screens.toml", "docs/kiosk/screens.md"
    texts = run(sys.executable, "tools/generate_texts.py", "--input", "kiosk-app/texts.toml", "--check", "kiosk-app")
    return findings_of(texts) + findings_of(run(sys.executable, "tools/generate_screens.py", "--input", screens, "--docs", page, "--check")), page


def check_links():
    return findings_of(run(sys.executable, "tools/check_links.py")), f"{len(tracked('.md'))} pages"


CHECKS = {
    "format": check_format, "layers": check_layers, "shell": check_shell, "python": check_python,
    "headers": check_headers, "words": check_words, "errors": check_errors_page, "services": check_services_page, "kiosk": check_kiosk,
    "api": check_api_page, "links": check_links,
    "tidy": check_tidy,
}


def perform(name):
    """Runs one check and prints its line; True when it passed."""
    start = time.monotonic()
    findings, counted = CHECKS[name]()
    for line in findings:
        print(line)
    verdict = f"FAILED ({len(findings)} findings)" if findings else "ok"
    print(f"{name:<8} {verdict}  {counted}, {time.monotonic() - start:.1f} s", flush=True)
    return not findings


def main():
    names = sys.argv[1:] or list(CHECKS)
    if unknown := [name for name in names if name not in CHECKS]:
        sys.exit(f"lint: no check {unknown[0]}; there are {', '.join(CHECKS)}")
    missing = [tool for tool in ("clang-format-19", tidy.TOOL, "shellcheck") if not shutil.which(tool)]
    if missing:
        sys.exit(f"lint: {', '.join(missing)} missing: ./dev deps")
    os.chdir(ROOT)
    results = [perform(name) for name in names]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
