"""The measuring half of large.sh: runs commands over its recordings and compares the answers."""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

BINARY = os.path.abspath(os.environ["LARGE_BINARY"])
FOLDER = Path(os.environ["LARGE_FOLDER"])
LIMIT_KB = 64 * 1024
RUNS = 5


# A process begins with the peak of the one that started it, so a small one starts what is measured.
MEASURE = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stderr=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
code = os.waitstatus_to_exitcode(status)
print(used.ru_utime, used.ru_stime, used.ru_maxrss, code, file=sys.stderr)
"""


def run(command, piped=None):
    """User and system seconds, peak memory in kB, and what was printed."""
    answer = FOLDER / "answer.json"
    measured = [sys.executable, "-S", "-c", MEASURE, *command]
    with open(answer, "wb") as out, open(piped or os.devnull, "rb") as input:
        # A pipe, not a file in its place: it cannot be read ahead or mapped.
        source = subprocess.Popen(["cat"], stdin=input, stdout=subprocess.PIPE) if piped else None
        stdin = source.stdout if source else input
        child = subprocess.Popen(measured, stdin=stdin, stdout=out, stderr=subprocess.PIPE)
        stdin.close()
        figures = child.communicate()[1].split()
        if source:
            source.wait()
    user, system, peak, code = (float(figure) for figure in figures)
    if code not in (0, 1):
        sys.exit(f"{command} ended with {code:.0f}")
    return user, system, peak, answer.read_bytes()


def check(argument, piped=None):
    now = ["--now", "2026-05-11T10:00:00Z"]
    return run([BINARY, "check", "--no-config", "--format", "json", *now, str(argument)], piped)


def nameless(answer):
    """The answer without the input's name, which fingerprints are made of as well."""

    def strip(value):
        if isinstance(value, dict):
            dropped = ("file", "fingerprint")
            return {key: strip(part) for key, part in value.items() if key not in dropped}
        return [strip(part) for part in value] if isinstance(value, list) else value

    return strip(json.loads(answer))


def layout(name):
    file = FOLDER / f"{name}.har"
    packed = FOLDER / f"{name}.har.gz"
    ways = {
        "file": (file, None),
        "pipe": ("-", file),
        "gzip": (packed, None),
        "gzip piped": ("-", packed),
    }
    answers, good = [], True
    print(f"{name}: {file.stat().st_size / 1e6:.0f} MB in {count_lines(file)} lines")
    for way, (argument, piped) in ways.items():
        user, system, peak, answer = check(argument, piped)
        answers.append(nameless(answer))
        good &= peak < LIMIT_KB
        print(f"  {way:<11} {user:6.2f} s user {system:6.2f} s system {peak / 1024:7.1f} MiB peak")
    same = all(answer == answers[0] for answer in answers)
    summary = answers[0]["summary"]
    print(f"  {summary['exchanges']} calls, {summary['errors']} errors, ", end="")
    print(f"{summary['more']} more; the answers are {'equal' if same else 'DIFFERENT'}")
    return good and same


def count_lines(file):
    return int(subprocess.run(["wc", "-l", file], capture_output=True, check=True).stdout.split()[0])


def beside(name):
    """Medians of interleaved runs, so that a busy machine is busy for all of them."""
    file = FOLDER / f"{name}.har"
    parse = "import json,sys; json.load(open(sys.argv[1], 'rb'))"
    commands = {
        "frontegg-lint": [BINARY, "check", "--no-config", "--format", "json", str(file)],
        "wc -l": ["wc", "-l", str(file)],
        "python3 json.load": [sys.executable, "-c", parse, str(file)],
    }
    times = {label: [] for label in commands}
    for _ in range(RUNS):
        for label, command in commands.items():
            user, system, _, _ = run(command)
            times[label].append((user, system))
    print(f"{name}: medians of {RUNS} runs, taken in turn")
    for label, runs in times.items():
        user, system = (statistics.median(part) for part in zip(*runs))
        print(f"  {label:<18} {user:6.2f} s user {system:6.2f} s system")


good = [layout(name) for name in ("chrome", "compact")]
beside("chrome")
sys.exit(0 if all(good) else 1)
