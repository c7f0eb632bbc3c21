#!/usr/bin/env python3
"""How fast a terminal program answers keys: from the key to the last byte of its answer, bytes a frame, the first frame,
wake-ups at rest. Several programs are measured side by side, a round of each in turn, so that what else the machine does
meets all alike.

    Benchmarks/terminal.py --clew CASE LEDGER [--hub ADDRESS] [--tig REPOSITORY] [--mc FOLDER] [--htop] [--rounds 10]

Each runs in a pseudo-terminal of 200x60 as TERM=xterm-256color. A key is written, then everything is read until nothing
came for 30 ms; the answer took until the last byte. The journal of the case is filtered while typing (Benchmarks/case_growth.py makes
one of 100,000 events), and with `--hub`, an address with many transactions, their table, too. A first frame takes from starting the program to the last byte of what it wrote before
it first paused for 15 ms. Wake-ups are system calls that strace counts while nobody types for five seconds (ptrace must be
allowed). The program is .build/release/clew, or $CLEW. Needs Python 3.9, strace, and tig, mc, htop from Debian.
"""
import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

COLUMNS, ROWS = 200, 60
QUIET = 0.030
PAUSE = 0.015
UP, DOWN = "\x1bOA", "\x1bOB"


class Terminal:
    """A program in a pseudo-terminal that nobody looks at."""

    def __init__(self, arguments, environment=None, folder=None):
        self.began = time.perf_counter()
        self.child, self.file = pty.fork()
        if self.child == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            if folder:
                os.chdir(folder)
            os.execvpe(arguments[0], arguments, {**os.environ, **(environment or {}), "TERM": "xterm-256color"})

    def answer(self, quiet=QUIET, patience=10.0):
        """Reads until it is quiet; answers the moments of the first and last byte and how many came."""
        first = last = None
        count, end = 0, time.perf_counter() + patience
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
            first = first or last
            count += len(data)
        return first, last, count

    def press(self, keys):
        """Milliseconds to the last byte and bytes; None when nothing came."""
        begin = time.perf_counter()
        os.write(self.file, keys.encode())
        _, last, count = self.answer()
        return ((last - begin) * 1000, count) if last else None

    def first_frame(self):
        """Milliseconds to the first byte and to the end of the first frame, and its bytes."""
        select.select([self.file], [], [], 20)
        first, last, count = self.answer(quiet=PAUSE)
        return (first - self.began) * 1000, (last - self.began) * 1000, count

    def memory(self):
        """Resident memory that is the program's own, in MB."""
        with open(f"/proc/{self.child}/status") as status:
            return sum(int(line.split()[1]) for line in status if line.startswith("RssAnon")) / 1000

    def close(self):
        try:
            os.kill(self.child, signal.SIGTERM)
            os.close(self.file)
            os.waitpid(self.child, 0)
        except OSError:
            pass


def wakeups(child, seconds=5):
    """System calls of the whole process in that many seconds of rest; None when strace may not look."""
    with tempfile.NamedTemporaryFile() as trace:
        look = subprocess.run(
            ["timeout", "-s", "INT", str(seconds), "strace", "-f", "-o", trace.name, "-p", str(child)], stderr=subprocess.PIPE)
        if b"attached" not in look.stderr:
            return None
        # What slept when strace came shows as restarted; it did not wake.
        calls = [line for line in open(trace.name, errors="replace") if "(" in line and "restart_syscall" not in line
                 and "<unfinished" not in line and "<detached" not in line and "resumed" not in line]
        return len(calls)


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))]


class Program:
    """A program with what is measured on it: a name, keys before (not measured), keys measured, keys after."""

    def __init__(self, name, arguments, plans, folder=None):
        self.name, self.arguments, self.folder, self.plans = name, arguments, folder, plans
        self.taken = {plan[0]: [] for plan in plans}
        self.silent = {plan[0]: 0 for plan in plans}
        self.frames = []

    def start(self):
        terminal = Terminal(self.arguments, folder=self.folder)
        self.frames.append(terminal.first_frame())
        return terminal

    def open(self):
        self.terminal = self.start()
        self.terminal.answer(quiet=0.7)

    def round(self):
        for name, before, keys, after in self.plans:
            for key in before:
                self.terminal.press(key)
                self.terminal.answer(quiet=0.2)
            for key in keys:
                took = self.terminal.press(key)
                if took:
                    self.taken[name].append(took)
                else:
                    self.silent[name] += 1
            for key in after:
                self.terminal.press(key)


def programs(options):
    chosen = []
    if options.clew:
        here = os.path.dirname(os.path.abspath(__file__))
        program = os.environ.get("CLEW", here + "/../.build/release/clew")
        plans = [
            ("move in the list", ["1", "g"], ["j"] * 10 + ["k"] * 10, []),
            ("walk in the graph", ["1", "g", "2"], ["l", "l", "j", "k", "h", "h"], []),
            ("expand and fold", ["1", "g", "2", "l"], ["+", "-"] * 3, ["1"]),
            ("filter the list", ["1", "/"], ["a", "b", "c", "\x7f", "\x7f"], ["\x1b"]),
            ("palette and help", ["1"], [":", "t", "\x1b", "?", "\x1b"], []),
            ("whole screen anew", ["1"], ["z", "z"], []),
        ]
        plans += [
            ("move in the journal", ["9", "\x1b", "\x1b", "G", "g"], ["j"] * 10 + ["k"] * 5, []),
            ("filter the journal", ["9", "\x1b", "\x1b", "/"], list("note") + ["\x7f"] * 2 + list("te 10"), ["\x1b", "1"]),
        ]
        if options.hub:
            plans += [
                ("move in a hub's transactions", ["F", options.hub, "\r", "4", "G", "g"], ["j"] * 10 + ["k"] * 5, []),
                ("filter them", ["4", "/", "unspent", "\x1b", "/"], list("received") + ["\x7f"] * 3 + list("ved"), ["\x1b", "1"]),
                ("filter them by amount", ["4", "/"], list("amount>0.01"), ["\x1b", "1"]),
            ]
        chosen.append(Program("clew", [program, "open", options.clew[0], "--ledger", options.clew[1]], plans))
    if options.tig:
        plans = [("move in the list", [], ["j"] * 10 + ["k"] * 10, []), ("open and close a commit", [], ["\r", "q"] * 2, [])]
        chosen.append(Program("tig", ["tig"], plans, folder=options.tig))
    if options.mc:
        plans = [("move in the list", [], [DOWN] * 10 + [UP] * 10, []), ("the other panel", [], ["\t", "\t"], [])]
        chosen.append(Program("mc", ["mc", "-u", options.mc], plans))
    if options.htop:
        chosen.append(Program("htop", ["htop", "-d", "100"], [("move in the list", [], [DOWN] * 10 + [UP] * 10, [])]))
    return chosen


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clew", nargs=2, metavar=("CASE", "LEDGER"))
    parser.add_argument("--hub", metavar="ADDRESS")
    parser.add_argument("--tig", metavar="REPOSITORY")
    parser.add_argument("--mc", metavar="FOLDER")
    parser.add_argument("--htop", action="store_true")
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    chosen = programs(options)
    if not chosen:
        sys.exit(__doc__)
    for _ in range(7):
        for program in chosen:
            terminal = program.start()
            terminal.answer(quiet=0.3)
            terminal.close()
    for program in chosen:
        program.open()
    for _ in range(options.rounds):
        for program in chosen:
            program.round()

    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, {options.rounds} rounds\n")
    print("| program | what | keys | p50 ms | p99 ms | bytes p50 | bytes most | no answer |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for program in chosen:
        for name, taken in program.taken.items():
            if not taken:
                print(f"| {program.name} | {name} | 0 | | | | | {program.silent[name]} |")
                continue
            times, sizes = zip(*taken)
            print(f"| {program.name} | {name} | {len(taken)} | {percentile(times, .5):.2f} | {percentile(times, .99):.2f} "
                  f"| {percentile(sizes, .5)} | {max(sizes)} | {program.silent[name]} |")
    print("\n| program | first byte ms | first frame ms | its bytes | system calls in 5 s of rest | memory MB |")
    print("| --- | --- | --- | --- | --- | --- |")
    for program in chosen:
        first, whole, size = (statistics.median(values) for values in zip(*program.frames))
        calls = wakeups(program.terminal.child)
        rest = "not counted" if calls is None else calls
        print(f"| {program.name} | {first:.0f} | {whole:.0f} | {size:.0f} | {rest} | {program.terminal.memory():.0f} |")
        program.terminal.close()


main()
