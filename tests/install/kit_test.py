"""The install kit from outside the tree: installed, moved, then used as strangers use it, in the simulated world.

  kit_test.py BUILD
"""
import json
import os
import re
import shutil
import subprocess
import sys
import unittest

from prefix import HERE, ROOT, Prefix, run, run_well

TEXT = (".cmake", ".pc", ".h", ".hpp", ".toml", ".1", ".3", ".5", ".7", ".fish")
LIBRARIES = {"libSSCardDriver.so": "libSSCardDriver.so", "libSSSE32.so": "libSSSE32.so", "libssc.so": "libssc.so.1"}
PROGRAMS = {"holder": ("SSCardDriver", "holder.c"), "atr": ("SSSE32", "atr.c"), "handles": ("ssc", "handles.cpp")}
ATR_LENGTH = "17\n"      # of the sample card A
CARD_NUMBER = "T00000028"
PLAIN_CONFIG = 'device_number = "INSTALLED"\n'


def setUpModule():  # noqa: N802 (unittest's name)
    global prefix
    prefix = Prefix(BUILD)
    unittest.addModuleCleanup(prefix.close)


def folder_for(name):
    """An empty folder outside the tree."""
    folder = os.path.join(prefix.outside, name)
    os.mkdir(folder)
    return folder


class Files(unittest.TestCase):
    def test_everything_is_there(self):
        for path in ("bin/ssc", "include/SSCardDriver.h", "include/SSSE32.h", "include/ssc.h", "include/ssc.hpp",
                     "share/ssc/hw-profiles/ssc-sim-reader.toml", "share/doc/ssc/LICENSE", "share/doc/ssc/docs/errors.md",
                     "share/doc/ssc/examples/his-c/read_card.c", "share/man/man1/ssc.1", "share/man/man3/iReadCardBas.3",
                     "share/man/man5/ssc.toml.5", "share/man/man7/ssc-errors.7", "share/bash-completion/completions/ssc"):
            self.assertTrue(os.path.isfile(prefix.path(path)), path)

    def test_no_file_knows_where_it_was_built_or_installed_first(self):
        for path in prefix.files():
            if path.endswith(TEXT) or os.access(path, os.X_OK) or ".so" in path:
                with open(path, "rb") as file:
                    content = file.read()
                for place in (ROOT, prefix.build, prefix.first):
                    self.assertFalse(place.encode() + b"/" in content, f"{path} names {place}")

    def test_sonames_and_no_search_path(self):
        for name, soname in LIBRARIES.items():
            listed = run_well(["readelf", "-d", os.path.join(prefix.libraries(), name)])
            self.assertEqual(re.findall(r"SONAME\).*\[(.*)\]", listed), [soname])
            self.assertNotRegex(listed, r"R(UN)?PATH")
        self.assertNotRegex(run_well(["readelf", "-d", prefix.path("bin/ssc")]), r"R(UN)?PATH")

    def test_the_link_of_the_linker_leads_to_the_soname(self):
        self.assertEqual(os.readlink(os.path.join(prefix.libraries(), "libssc.so")), "libssc.so.1")

    def test_man_finds_the_pages(self):
        for name, page in {"ssc": "ssc.1", "iReadCard": "SSCardDriver_read.3", "ssc_card_read": "ssc_files.3"}.items():
            found = run_well(["man", "-w", name], env=prefix.environment(MANPATH=prefix.path("share/man")))
            self.assertEqual(os.path.basename(found.strip()), page)


class Package(unittest.TestCase):
    """find_package(ssc CONFIG)."""

    def configure(self, name, version):
        folder = folder_for(name)
        shutil.copytree(os.path.join(HERE, "consumer"), os.path.join(folder, "source"))
        return folder, run(["cmake", "-S", f"{folder}/source", "-B", f"{folder}/build", f"-DCMAKE_PREFIX_PATH={prefix.folder}",
                            f"-DWANTED_VERSION={version}", "-DCMAKE_BUILD_TYPE=Release"], env=prefix.environment())

    def test_programs_in_c_and_cpp_build_and_run(self):
        folder, configured = self.configure("package", "0.1")
        self.assertEqual(configured.returncode, 0, configured.stderr)
        run_well(["cmake", "--build", f"{folder}/build"], env=prefix.environment())
        for name in PROGRAMS:
            check_program(self, os.path.join(folder, "build", name))

    def test_another_minor_version_is_refused(self):
        for number, version in enumerate(("0.2", "0.0", "1.0")):
            _, configured = self.configure(f"refused-{number}", version)
            self.assertNotEqual(configured.returncode, 0, version)
            self.assertIn("compatible with requested version", " ".join(configured.stderr.split()))

    def test_the_targets_name_no_library_of_ours_or_others(self):
        for path in prefix.files():
            if path.endswith(".cmake"):
                with open(path, encoding="utf-8") as file:
                    self.assertNotRegex(file.read(), r"LINK_DEPENDENT|INTERFACE_LINK|fmt|pcsc|OpenSSL", path)


class PkgConfig(unittest.TestCase):
    def flags(self, name, *options):
        packages = os.path.join(prefix.libraries(), "pkgconfig")
        return run_well(["pkg-config", *options, name], env=prefix.environment(PKG_CONFIG_PATH=packages)).split()

    def test_programs_in_c_and_cpp_build_and_run(self):
        folder = folder_for("pkg-config")
        for name, (package, source) in PROGRAMS.items():
            compiler = ["c++", "-std=c++17"] if source.endswith(".cpp") else ["cc", "-std=c99"]
            program = os.path.join(folder, name)
            run_well([*compiler, os.path.join(HERE, "consumer", source), *self.flags(package, "--cflags", "--libs"), "-o", program],
                     cwd=folder, env=prefix.environment())
            check_program(self, program, LD_LIBRARY_PATH=prefix.libraries())

    def test_the_version_is_that_of_the_project(self):
        wanted = run_well([prefix.path("bin/ssc"), "--version"]).split()[1]
        for package, _ in PROGRAMS.values():
            self.assertEqual(self.flags(package, "--modversion"), [wanted])

    def test_nothing_is_required_of_others(self):
        for package, _ in PROGRAMS.values():
            self.assertEqual(self.flags(package, "--print-requires", "--print-requires-private"), [])


def check_program(case, program, **environment):
    """It runs in the world, with the libraries of the moved prefix."""
    environment = prefix.environment(**environment)
    loaded = run_well(["ldd", program], env=environment)
    case.assertIn(os.path.realpath(prefix.libraries()), os.path.realpath(re.search(r"=> (\S*lib(?:ssc|SSC|SSS)\S*)", loaded)[1]))
    result = run([program], env=environment)
    case.assertEqual(result.returncode, 0, result)
    name = os.path.basename(program)
    if name == "atr":
        case.assertEqual(result.stdout, ATR_LENGTH)
    elif name == "holder":
        case.assertEqual(result.stdout.split("|")[2], CARD_NUMBER)
    else:
        case.assertEqual(json.loads(result.stdout)["card"]["cardNumber"], CARD_NUMBER)


class Data(unittest.TestCase):
    """Libraries and program find the hardware profiles of the prefix they lie in now."""

    def environment(self):
        config = os.path.join(prefix.outside, "plain.toml")
        with open(config, "w", encoding="utf-8") as file:
            file.write(PLAIN_CONFIG)
        return prefix.environment(SSC_CONFIG=config, LD_LIBRARY_PATH=prefix.libraries())

    def test_the_program_finds_the_profile_of_the_reader(self):
        listed = json.loads(run_well([prefix.path("bin/ssc"), "readers", "--json"], env=self.environment()))
        self.assertEqual(listed["readers"][0]["profile"], "ssc-sim-reader")

    def test_it_finds_it_through_path_and_link_too(self):
        folder = folder_for("links")
        os.symlink(prefix.path("bin/ssc"), os.path.join(folder, "ssc"))
        environment = dict(self.environment(), PATH=folder)
        listed = json.loads(run_well(["/usr/bin/env", "ssc", "readers", "--json"], env=environment, cwd=folder))
        self.assertEqual(listed["readers"][0]["profile"], "ssc-sim-reader")

    def test_a_library_finds_it(self):
        script = ("import ctypes; d = ctypes.CDLL('libSSCardDriver.so'); out = ctypes.create_string_buffer(1024); "
                  "d.iReadCardBas.restype = ctypes.c_int64; print(d.iReadCardBas(3, out), out.value.decode('gb18030'))")
        self.assertIn(f"|{CARD_NUMBER}|", run_well([sys.executable, "-c", script], env=self.environment()))

    def test_without_its_data_the_reader_is_a_plain_one(self):
        profiles = prefix.path("share/ssc/hw-profiles")
        os.rename(profiles, profiles + ".away")
        self.addCleanup(os.rename, profiles + ".away", profiles)
        listed = json.loads(run_well([prefix.path("bin/ssc"), "readers", "--json"], env=self.environment()))
        self.assertNotEqual(listed["readers"][0]["profile"], "ssc-sim-reader")


if __name__ == "__main__":
    BUILD = sys.argv.pop(1)
    try:
        unittest.main(verbosity=2)
    except subprocess.TimeoutExpired as error:
        sys.exit(f"hung: {error}")
