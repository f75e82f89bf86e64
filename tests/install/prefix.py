"""A prefix that the build was installed to and that was moved somewhere else afterwards."""
import os
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
LONGEST_STEP = 120.0


def run(command, **options):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=LONGEST_STEP,
                          **options)


def run_well(command, **options):
    result = run(command, **options)
    assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"
    return result.stdout


class Prefix:
    """`folder`: where it is now; nothing is left where it was installed to."""

    def __init__(self, build):
        self._holder = tempfile.TemporaryDirectory(prefix="ssc-install-")
        self.outside = self._holder.name
        self.build = os.path.abspath(build)
        self.first, self.folder = os.path.join(self.outside, "first"), os.path.join(self.outside, "moved", "here")
        run_well(["cmake", "--install", build, "--prefix", self.first, "--strip"])
        os.makedirs(os.path.dirname(self.folder))
        os.rename(self.first, self.folder)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def files(self):
        """Every file, not followed."""
        for folder, _, names in os.walk(self.folder):
            for name in names:
                yield os.path.join(folder, name)

    def find(self, name):
        (found,) = [path for path in self.files() if os.path.basename(path) == name]
        return found

    def libraries(self):
        """The folder of the shared libraries."""
        return os.path.dirname(self.find("libSSCardDriver.so"))

    def environment(self, **more):
        """As outside: nothing of the build is on a path."""
        kept = {name: value for name, value in os.environ.items() if name not in ("LD_LIBRARY_PATH", "PKG_CONFIG_PATH")}
        path = [part for part in kept["PATH"].split(os.pathsep) if not part.startswith(self.build)]
        return dict(kept, PATH=os.pathsep.join(path), **more)

    def close(self):
        self._holder.cleanup()
