#!/usr/bin/env python3
"""How fast a terminal program answers keys: time from a key to the last byte of its answer, bytes a frame, wake-ups at rest.

    Benchmarks/terminal.py clew CASE LEDGER    the workbench (.build/release/clew, or $CLEW) on a case and a ledger
    Benchmarks/terminal.py tig REPOSITORY      the same measure on tig
    Benchmarks/terminal.py mc FOLDER           ... on mc
    Benchmarks/terminal.py htop                ... on htop

The program runs in a pseudo-terminal of 200x60 as TERM=xterm-256color. A key is written, then everything is read until
nothing came for 30 ms; the answer took until the last byte. Wake-ups are system calls that strace counts while nobody
types for five seconds (ptrace must be allowed). Needs Python 3.9, strace, and the programs themselves from Debian.
"""
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time

COLUMNS, ROWS = 200, 60
QUIET = 0.030


class Terminal:
    def __init__(self, arguments, environment):
        self.began = time.perf_counter()
        self.child, self.file = pty.fork()
        if self.child == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execvpe(arguments[0], arguments, {**os.environ, **environment, "TERM": "xterm-256color"})

    def answer(self, quiet=QUIET, patience=10.0):
        """Reads until it is quiet; answers the moment of the last byte and how many came."""
        last, count, end = None, 0, time.perf_counter() + patience
        while time.perf_counter() < end:
            ready, _, _ = select.select([self.file], [], [], quiet)
            if not ready:
                break
            try:
                data = os.read(self.file, 1 << 16)
            except OSError:
                break
            if not data:
                break
            last = time.perf_counter()
            count += len(data)
        return last, count

    def press(self, keys):
        begin = time.perf_counter()
        os.write(self.file, keys.encode())
        last, count = self.answer()
        return (last - begin) * 1000 if last else 0.0, count

    def close(self):
        try:
            os.kill(self.child, signal.SIGTERM)
            os.close(self.file)
            os.waitpid(self.child, 0)
        except OSError:
            pass


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))]


def measure(terminal, name, keys, times):
    taken = [terminal.press(key) for _ in range(times) for key in keys]
    answered = [t for t in taken if t[1] > 0]
    if not answered:
        print(f"{name:28} no answer")
        return
    milliseconds = [t[0] for t in answered]
    size = [t[1] for t in answered]
    print(
        f"{name:28} {len(answered):5} keys   p50 {percentile(milliseconds, 0.5):7.2f} ms   p99 {percentile(milliseconds, 0.99):7.2f} ms"
        f"   bytes p50 {percentile(size, 0.5):6}   max {max(size):7}")


def wakeups(child, seconds=5):
    """System calls of the whole process in that many seconds of rest; None when strace may not look."""
    trace = f"/tmp/clew-strace-{os.getpid()}"
    look = subprocess.run(
        ["timeout", "-s", "INT", str(seconds), "strace", "-f", "-c", "-o", trace, "-p", str(child)], stderr=subprocess.PIPE)
    try:
        with open(trace) as file:
            lines = file.read().splitlines()
        os.unlink(trace)
    except OSError:
        return None
    if b"attached" not in look.stderr:
        return None
    total = [line.split() for line in lines if line.endswith("total")]
    if not total:
        return 0
    numbers = [word for word in total[0] if word.isdigit()]
    return int(numbers[0]) if numbers else None


PLANS = {
    # Name of the measure, the keys that go round, and how often.
    "clew": [
        ("move in the list", ["1"] + ["j"] * 10 + ["k"] * 10, 10),
        ("walk in the graph", ["2", "l", "l", "j", "k", "h", "h", "1"], 15),
        ("expand and fold", ["2l", "+", "-", "h1"], 15),
        ("filter while typing", ["/", "a", "b", "c", "\x1b"], 20),
        ("open palette and help", [":", "t", "\x1b", "?", "\x1b"], 15),
        ("zoom (whole screen anew)", ["z", "z"], 20),
    ],
    "tig": [("move in the list", ["j"] * 10 + ["k"] * 10, 10), ("open and close a commit", ["\r", "q"], 20)],
    "mc": [("move in the list", ["\x1bOB"] * 10 + ["\x1bOA"] * 10, 10), ("other panel", ["\t", "\t"], 20)],
    "htop": [("move in the list", ["\x1bOB"] * 10 + ["\x1bOA"] * 10, 10)],
}


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in PLANS:
        sys.exit(__doc__)
    name, rest = sys.argv[1], sys.argv[2:]
    environment = {}
    if name == "clew":
        program = os.environ.get("CLEW", os.path.dirname(os.path.abspath(__file__)) + "/../.build/release/clew")
        arguments = [program, "open", rest[0]] + (["--ledger", rest[1]] if len(rest) > 1 else [])
    elif name == "tig":
        os.chdir(rest[0])
        arguments = ["tig"]
    elif name == "mc":
        arguments = ["mc", "-u", rest[0]]
    else:
        arguments = ["htop", "-d", "100"]
    terminal = Terminal(arguments, environment)
    ready, _, _ = select.select([terminal.file], [], [], 10)
    print(f"{name}: first byte after {(time.perf_counter() - terminal.began) * 1000:.1f} ms", end="")
    last, count = terminal.answer(quiet=0.5)
    print(f", screen complete after {((last or 0) - terminal.began) * 1000:.1f} ms, {count} bytes")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for plan in PLANS[name]:
        measure(terminal, *plan)
    calls = wakeups(terminal.child)
    print("system calls in 5 s of rest: " + ("not counted (strace missing or not allowed)" if calls is None else str(calls)))
    terminal.close()


main()
