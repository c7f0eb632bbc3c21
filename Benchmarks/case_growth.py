#!/usr/bin/env python3
"""How opening a case and adding to it grow with its events.

    python3 Benchmarks/case_growth.py .build/release/clew FOLDER [EVENTS...]
    python3 Benchmarks/case_growth.py make CASE EVENTS      makes one such case and measures nothing

Makes a case of each size in FOLDER (journals as docs/formats.md describes them), then takes the medians of 7 rounds of the
whole program: processor time and elapsed time of showing the case as of its last event, with case.json and, every event
replayed, without it; and the calls that write and sync one more event, counted by strace where it is installed.
"""
import hashlib, json, os, shutil, statistics, subprocess, sys, time

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
FLAGGED = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
# CHAIN=bitcoin-regtest makes a case that goes with the ledgers of the benchmarks.
CHAIN = os.environ.get("CHAIN", "bitcoin")
EVENTS_PER_ADDRESS = int(os.environ.get("EVENTS_PER_ADDRESS", "50"))
VERSION = b"\0" if CHAIN == "bitcoin" else b"\x6f"


def canonical(value):
    """RFC 8785 of what stands in these journals: ASCII, no fractions."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def address(number):
    payload = VERSION + hashlib.sha256(str(number).encode()).digest()[:20]
    payload += hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    value, text = int.from_bytes(payload, "big"), ""
    while value:
        value, digit = divmod(value, 58)
        text = ALPHABET[digit] + text
    return "1" * (len(payload) - len(payload.lstrip(b"\0"))) + text


def body(number, addresses):
    subject = {"address": addresses[number % len(addresses)]}
    if number == 1:
        return "created", {"chain": CHAIN, "name": "Large", "question": ""}
    return [
        ("note", {"subject": subject, "text": f"Seen again on the list of the exchange, entry {number}."}),
        ("label", {"subject": subject, "label": f"Deposit {number}"}),
        ("flag", {"subject": subject, "flagged": number // 5 % 2 == 0}),
        ("role", {"subject": subject, "role": ["victim", "service", "suspect", "other"][number // 5 % 4]}),
        ("label", {"subject": subject, "label": f"Address {number}"}),
    ][number % 5]


def make(folder, events):
    """A case of that many events: one address for every EVENTS_PER_ADDRESS of them, a note in every fifth."""
    os.makedirs(folder + "/exhibits", 0o700)
    os.chmod(folder, 0o700)
    addresses = [address(number) for number in range(max(1, events // EVENTS_PER_ADDRESS))]
    previous = []
    with open(folder + "/journal.jsonl", "wb") as journal:
        for number in range(1, events + 1):
            kind, content = body(number, addresses)
            salt = hashlib.sha256(b"salt %d" % number).digest()
            event = {
                "schema": 1, "sequence": number, "author": "MK", "kind": kind, "previous": previous,
                "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_712_000_000 + number)),
                "commitment": hashlib.sha256(salt + canonical(content)).hexdigest(),
            }
            event["hash"] = hashlib.sha256(b"clew-journal-1\n" + canonical(event)).hexdigest()
            previous = [event["hash"]]
            journal.write(canonical(event | {"salt": salt.hex(), "body": content}) + b"\n")
    os.chmod(folder + "/journal.jsonl", 0o600)


def run(arguments):
    """Seconds of processor and of the clock."""
    begun = time.monotonic()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(arguments)} ended with {status}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - begun


def replay(clew, folder):
    """Seconds of showing the case from its journal alone."""
    if os.path.exists(folder + "/case.json"):
        os.rename(folder + "/case.json", folder + "/away")
    times = run([clew, "case", "show", folder])
    if os.path.exists(folder + "/away"):
        os.rename(folder + "/away", folder + "/case.json")
    return times


def syncs(clew, folder, flag):
    """How often one more event makes the journal durable; None without strace."""
    if not shutil.which("strace"):
        return None
    log = folder + ".strace"
    subprocess.run(
        ["strace", "-f", "-y", "-o", log, "-e", "trace=fdatasync", clew, "case", "flag", FLAGGED, "--case", folder] + flag,
        check=True, capture_output=True)
    return sum("journal.jsonl" in line and "fdatasync(" in line for line in open(log))


def main():
    if sys.argv[1] == "make":
        return make(sys.argv[2], int(sys.argv[3]))
    clew, place = sys.argv[1:3]
    sizes = [int(text) for text in sys.argv[3:]] or [1_000, 10_000, 100_000]
    print("| events | journal | open and show: processor | elapsed | of that the program itself | replay and show: processor | elapsed | syncs of the journal an event |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    idle = statistics.median(run([clew, "--version"])[0] for _ in range(7))
    for events in sizes:
        folder = f"{place}/{events}.clew"
        shutil.rmtree(folder, ignore_errors=True)
        make(folder, events)
        run([clew, "case", "flag", FLAGGED, "--case", folder])
        rounds = [run([clew, "case", "show", folder]) for _ in range(7)]
        processor, elapsed = (statistics.median(values) for values in zip(*rounds))
        again = [replay(clew, folder) for _ in range(7)]
        replay_processor, replay_elapsed = (statistics.median(values) for values in zip(*again))
        size = os.path.getsize(folder + "/journal.jsonl") / 1e6
        count = syncs(clew, folder, ["--remove"])
        print(f"| {events:,} | {size:.1f} MB | {processor * 1e3:.0f} ms | {elapsed * 1e3:.0f} ms | {idle * 1e3:.0f} ms | {replay_processor * 1e3:.0f} ms | {replay_elapsed * 1e3:.0f} ms | {count} |")


main()
