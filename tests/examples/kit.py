"""The HIS integration kit as a newcomer gets it: what was installed, and the commands and snippets of its page."""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PAGE = os.path.join(ROOT, "docs", "his-integration.md")
EXIT_SKIP = 77
IN_THE_WORLD = '"$SSC/dev" sim -- '  # on the page in front of what runs in the simulated world; tests are in one already
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"  # whom the system trusts; npm has a list of its own
NO_REGISTRY = r"\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTCACHED|E\w*CERT\w*|\w+_CERT\w*)\b"
FENCE = r"```\w*\n(?P<text>.*?)^```$"


def _fences(marker):
    """[(words of the marker, text)] of the fenced blocks of the page that stand behind `<!-- marker: words -->`."""
    with open(PAGE, encoding="utf-8") as file:
        page = file.read()
    pattern = rf"^<!-- {marker}: (?P<words>[^>]*?) -->\n{FENCE}"
    return [(found["words"], found["text"]) for found in re.finditer(pattern, page, re.MULTILINE | re.DOTALL)]


def snippets():
    """[(file of the project, its excerpt)]: what the page shows of the examples."""
    return _fences("from")


def slip():
    """The page's picture of the slip."""
    (_, text), = _fences("slip")
    return text


def commands(name):
    """The commands that build an example, and the one that runs it."""
    (text,) = [text for words, text in _fences("run") if words == name]
    *build, run = text.strip().splitlines()
    assert run.startswith(IN_THE_WORLD), run
    return "\n".join(build), run.removeprefix(IN_THE_WORLD)


def need(*tools):
    """Ends the program with 77 where a tool, a program or a file, is missing; with 1 where it is required."""
    missing = [tool for tool in tools if not (os.path.exists(tool) if tool.startswith("/") else shutil.which(tool))]
    if missing:
        _leave(f"{', '.join(missing)} missing: ./dev deps --examples")


def _leave(reason):
    required = os.environ.get("SSC_REQUIRE_EXAMPLES", "") not in ("", "0")
    print(f"{'failed' if required else 'skipped'}: {reason}", file=sys.stderr, flush=True)
    raise SystemExit(1 if required else EXIT_SKIP)


def _run(command, **options):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **options)


class Kit:
    """A prefix that the build was installed to, and one example copied from there to a folder outside the tree."""

    def __init__(self, build, example):
        self._holder = tempfile.TemporaryDirectory(prefix="ssc-example-")
        self._build = build
        prefix = os.path.join(self._holder.name, "prefix")
        self.folder = os.path.join(self._holder.name, example)
        installed = _run(["cmake", "--install", build, "--prefix", prefix])
        assert installed.returncode == 0, installed.stderr
        self._environment = self._seen_by_the_integrator(prefix)
        shutil.copytree(os.path.join(prefix, "share", "doc", "ssc", "examples", example), self.folder)

    def _seen_by_the_integrator(self, prefix):
        """Nothing of the build folder is in reach: loader, pkg-config and CMake are shown the prefix alone."""
        (module,) = glob.glob(os.path.join(prefix, "**", "SSCardDriver.pc"), recursive=True)
        packages = os.path.dirname(module)
        path = [part for part in os.environ["PATH"].split(os.pathsep) if not part.startswith(self._build)]
        return dict({"NODE_EXTRA_CA_CERTS": CERTIFICATES}, **os.environ) | {
            "PATH": os.pathsep.join(path), "LD_LIBRARY_PATH": os.path.dirname(packages), "PKG_CONFIG_PATH": packages,
            "CMAKE_PREFIX_PATH": prefix, "npm_config_cache": os.path.join(self._build, "npm-cache"),
            "npm_config_prefer_offline": "true", "npm_config_fetch_retries": "1", "npm_config_update_notifier": "false",
            "npm_config_audit": "false"}

    def build(self, script, network=False):
        """Runs what builds the example. Where that fetches packages, no network is a missing tool."""
        built = _run(["bash", "-ec", script], cwd=self.folder, env=self._environment)
        if built.returncode != 0 and network and re.search(NO_REGISTRY, built.stderr):
            _leave(f"no package registry in reach: {built.stderr}")
        assert built.returncode == 0, f"{script}\n{built.stdout}{built.stderr}"

    def run(self, command, *arguments):
        return _run(["bash", "-c", f'exec {command} "$@"', "example", *arguments], cwd=self.folder, timeout=60,
                    env=self._environment)

    def close(self):
        self._holder.cleanup()
