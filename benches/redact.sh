#!/bin/sh
# Sends a recording of 1 GB through `redact` with the release binary.
#
# usage: sh benches/redact.sh [SIZE]
#
# The recording is made up. Prints the peak memory of `redact`, its time, and how many times as long
# as `check` it takes: it writes the recording, searches what it wrote, and checks both. Exits with
# 1 if the peak reaches 64 MiB. SIZE is in megabytes, 1000 unless told.
set -eu
cd "$(dirname "$0")/.."
size=${1:-1000}
target=${CARGO_TARGET_DIR:-target}
[ -n "${NO_BUILD:-}" ] || cargo build --release --quiet --bins --example make_har
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$target/release/examples/make_har" --size "${size}M" --layout chrome --credential last >"$folder/in.har"
python3 - "$target/release/frontegg-lint" "$folder" <<'PYTHON'
import os
import resource
import subprocess
import sys
import time

binary, folder = map(os.path.abspath, sys.argv[1:])


def run(*arguments):
    """Seconds, the exit code, and what was said."""
    start = time.monotonic()
    done = subprocess.run([binary, *arguments], cwd=folder, capture_output=True, text=True)
    return time.monotonic() - start, done.returncode, done.stderr.strip().splitlines()[-1:]


def peak():
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


checked, _, _ = run("check", "--no-config", "--format", "json", "in.har")
before = peak()
redacted, code, said = run("redact", "--no-config", "in.har", "-o", "out.har")
size = os.path.getsize(os.path.join(folder, "in.har")) // 1_000_000
written = os.path.getsize(os.path.join(folder, "out.har")) // 1_000_000 if code == 0 else 0
print(f"{size} MB in, {written} MB out, exit {code}: {' '.join(said)}")
print(f"check  {checked:6.1f} s, peak {before} MiB")
print(f"redact {redacted:6.1f} s, peak {peak()} MiB, {redacted / checked:.1f} times check")
sys.exit(code != 0 or peak() >= 64)
PYTHON
