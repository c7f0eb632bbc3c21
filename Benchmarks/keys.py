#!/usr/bin/env python3
"""Times the workbench from key to screen: python3 keys.py COLUMNS ROWS clew open CASE --ledger LEDGER

Runs the command in a pseudo terminal, walks through list and graph, and prints for each key how long the first and the
last byte of the answer took (pauses of more than 120 ms end an answer; keys that change nothing are left out)."""
import fcntl, os, pty, re, select, struct, sys, termios, time

columns, rows, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
pid, terminal = pty.fork()
if pid == 0:
    os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8")
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def answer(patience, pause):
    """Seconds to the first and to the last byte; None when nothing came."""
    start = time.perf_counter()
    if not select.select([terminal], [], [], patience)[0]:
        return None
    first = last = time.perf_counter() - start
    while select.select([terminal], [], [], pause)[0]:
        os.read(terminal, 65536)
        last = time.perf_counter() - start
    return first * 1e3, last * 1e3


def percentiles(values):
    values = sorted(values)
    at = lambda share: values[min(len(values) - 1, int(share * len(values)))]
    return f"p50 {at(.5):.1f} ms, p90 {at(.9):.1f} ms, most {values[-1]:.1f} ms"


opened = answer(20, 1)
print(f"open: first byte {opened[0]:.0f} ms, at rest after {opened[1]:.0f} ms")
walk = ["jjjjjj", "kkkkkk", "jj\r", "lllhhhjjkkll", "+lljjj", "\rllljjhh", "[", "2jjjkkk", "1j\rlljj+ll", "1j\rljl+jl", "1j\rlljl"]
times = []
for key in "".join(walk):
    os.write(terminal, key.encode())
    times.append(answer(0.5, 0.12))
seen = [one for one in times if one]
print(f"{len(seen)} keys: first byte {percentiles([a for a, _ in seen])}; last byte {percentiles([b for _, b in seen])}")
with open(f"/proc/{pid}/status") as status:
    print(", ".join(re.findall(r"(?:RssAnon|RssFile):\s+\d+ kB", status.read())))
os.write(terminal, b"q")
