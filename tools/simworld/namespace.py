"""A private mount namespace whose /run/pcscd is ours alone.

pcscd's socket path is compiled in, so every world needs its own /run/pcscd. Root unshares the mount namespace; an
ordinary user takes a user namespace along and keeps the own uid there: the programs started inside run unprivileged.
"""
import ctypes
import errno
import glob
import os
import signal

CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000
MS_BIND, MS_MOVE, MS_REC, MS_PRIVATE = 4096, 8192, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
RUN, PCSCD_FOLDER = "/run", "/run/pcscd"

libc = ctypes.CDLL(None, use_errno=True)


class Refused(Exception):
    """This machine gives no private mount namespace."""


def _checked(result, what):
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")


def _mount(source, target, kind=None, flags=0, data=None):
    encode = lambda text: None if text is None else text.encode()
    _checked(libc.mount(encode(source), encode(target), encode(kind), flags, encode(data)), f"mount {target}")


def become_subreaper():
    """Orphans of the command become our children, so that none of them outlives the world."""
    _checked(libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "prctl")


def follow_parent(death_signal):
    """For a child before exec: ends with its parent, and starts with no signal blocked."""
    libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def _unshare_with_user():
    uid, gid = os.geteuid(), os.getegid()
    _checked(libc.unshare(CLONE_NEWUSER | CLONE_NEWNS), "unshare (user and mount namespace)")
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{uid} {uid} 1")
    _write("/proc/self/gid_map", f"{gid} {gid} 1")


def _unshare():
    if os.geteuid() == 0:
        if libc.unshare(CLONE_NEWNS) == 0:
            return
        if ctypes.get_errno() != errno.EPERM:
            _checked(-1, "unshare (mount namespace)")
    _unshare_with_user()


def _mirror(source, target):
    """One entry of /run, seen again at `target`."""
    if os.path.islink(source):
        os.symlink(os.readlink(source), target)
        return
    if os.path.isdir(source):
        os.mkdir(target)
    else:
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o600))
    _mount(source, target, flags=MS_BIND | MS_REC)


def _rebuild_run(stage):
    """Where /run/pcscd is missing and /run is not ours: a new /run with all that the old one shows, and pcscd."""
    os.mkdir(stage)
    _mount("tmpfs", stage, "tmpfs", data="mode=755")
    for entry in os.listdir(RUN):
        try:
            _mirror(f"{RUN}/{entry}", f"{stage}/{entry}")
        except OSError:
            continue  # an entry we may not even look at stays invisible inside
    os.mkdir(f"{stage}/pcscd", 0o755)
    _mount(stage, RUN, flags=MS_MOVE)


def _hide_usb_drivers():
    """The private pcscd must not take real USB readers away from the machine's own pcscd."""
    for bundle in glob.glob("/usr/lib/pcsc/drivers/*.bundle"):
        _mount("tmpfs", bundle, "tmpfs", data="mode=755")


def enter(world):
    """Moves this process into the private namespace. Raises Refused with the reason."""
    try:
        _unshare()
        _mount("none", "/", flags=MS_REC | MS_PRIVATE)
        if os.path.isdir(PCSCD_FOLDER):
            _mount("tmpfs", PCSCD_FOLDER, "tmpfs", data="mode=755")
        else:
            _rebuild_run(os.path.join(world, "run"))
        _hide_usb_drivers()
    except OSError as error:
        raise Refused(error.args[1] if len(error.args) > 1 else str(error)) from error
