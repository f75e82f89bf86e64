"""Instructions, by callgrind: the same on a busy machine as on a quiet one."""
import pathlib
import re
import subprocess
import tempfile

from .world import say, verdict

LIMIT = 600


def count(build, *command, inside=None):
    """Instructions a command executes in all, its threads included; `inside`: options of the world it runs in."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "callgrind.out"
        counted = ["valgrind", "--tool=callgrind", "--quiet", f"--callgrind-out-file={out}", *command]
        if inside:
            build.in_world(inside, *counted)
        else:
            subprocess.run(counted, check=True, stdout=subprocess.DEVNULL)
        return int(re.search(r"^summary: (\d+)", out.read_text(), re.M).group(1))


def each(build, *command, lengths, inside=None):
    """Instructions of one repetition: two run lengths leave start-up out. The length is the command's last word."""
    short, long = lengths
    counted = [count(build, *command, str(length), inside=inside) for length in lengths]
    return (counted[1] - counted[0]) / (long - short)


def measure(build):
    session, bare = (each(build, build.program("ssc_transmit_count"), what, lengths=(1000, 11000))
                     for what in ("session", "bare"))
    reader = "SSC Simulated Reader 00 0"
    whole = count(build, build.program("ssc"), "read", inside=["--card", "A"])
    raw = count(build, build.program("ssc_raw_read"), reader + "0", reader + "2", "3", inside=["--card", "A"])
    return {"perTransmit": session - bare, "session": session, "bare": bare, "sscRead": whole, "rawRead": raw,
            "ratio": whole / raw}


def missed(figures):
    return figures["perTransmit"] > LIMIT


def show(figures):
    say("\nd  instructions")
    say(f"   Session::transmit above SCardTransmit  {figures['perTransmit']:.0f}  (≤ {LIMIT} {verdict(not missed(figures))})")
    say(f"   whole `ssc read` {figures['sscRead']:,}, raw C program {figures['rawRead']:,}: {figures['ratio']:.2f} times")
