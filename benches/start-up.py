#!/usr/bin/env python3
"""Measures what a pasted command costs: user and system CPU of the whole release process.

usage: python3 benches/start-up.py [CALL] [--runs 50] [--no-build]

CALL is a file with a call to paste, or a Markdown file whose first fenced `sh` or `console` block
holds one. Without it, the README's first call counts, or fixtures/readme/first-call.sh where the
README has none. Exits with 1 if the median reaches 10 ms.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
LIMIT_MS = 10.0
FENCE = re.compile(r"^```(?:sh|console|bash|shell)[^\n]*\n(.*?)^```", re.M | re.S)


def calls(text):
    """The curl commands in the fenced blocks of a page; prompts and output are left out."""
    for block in FENCE.findall(text):
        command = []
        for line in block.splitlines():
            bare = re.sub(r"^[$>] ", "", line)
            starts = re.match(r"(\S*frontegg-lint )?curl\s", bare)
            if starts or command:
                command.append(bare[len(starts.group(1) or "") :] if starts else bare)
                if not bare.endswith("\\"):
                    break
        if command:
            yield "\n".join(command) + "\n"


def first_call(path):
    if path and path.suffix != ".md":
        return path, path.read_text()
    page = path or HOME / "README.md"
    found = next(calls(page.read_text()), None) if page.exists() else None
    if found:
        return page, found
    if path:
        sys.exit(f"{path}: no fenced block holds a curl command")
    path = HOME / "fixtures/readme/first-call.sh"
    return path, path.read_text()


def cpu_ms(binary, call):
    """One run, with the call on standard input: CPU in ms, and the exit code."""
    with tempfile.TemporaryFile() as pasted:
        pasted.write(call.encode())
        pasted.seek(0)
        child = subprocess.Popen(
            [binary, "check"], stdin=pasted, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    return (used.ru_utime + used.ru_stime) * 1000, child.returncode


def main():
    about, usage = __doc__.split("\n\n", 1)
    arguments = argparse.ArgumentParser(
        description=about, epilog=usage, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("call", nargs="?", type=Path)
    arguments.add_argument("--runs", type=int, default=50)
    arguments.add_argument("--no-build", action="store_true", help="take the binary as it is")
    given = arguments.parse_args()
    if not given.no_build:
        subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=HOME, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", HOME / "target"))
    binary = target / "release/frontegg-lint"
    path, call = first_call(given.call)
    runs = [cpu_ms(binary, call) for _ in range(given.runs)]
    # 0 is clean and 1 is a finding; anything else means that nothing was checked.
    if any(code not in (0, 1) for _, code in runs):
        sys.exit(f"the command could not check {path}")
    times = [ms for ms, _ in runs]
    median = statistics.median(times)
    name = path.relative_to(HOME) if path.is_relative_to(HOME) else path
    print(f"{name}: user + system CPU of {len(times)} runs, in ms")
    print(f"median {median:.2f}   min {min(times):.2f}   max {max(times):.2f}")
    if median >= LIMIT_MS:
        sys.exit(f"the median is not under {LIMIT_MS:.0f} ms")


if __name__ == "__main__":
    main()
