#!/bin/sh
# Sends recordings of 200 MB through the release binary, as file, as pipe and gzipped.
#
# usage: sh benches/large.sh [SIZE]
#
# The recordings are made up: both layouts, a 20 MB response body, non-ASCII and \u escapes, the
# only Authorization in the last entry. Prints peak memory, time, and whether the answers are equal;
# then the time beside `wc -l` and beside a JSON parser that keeps nothing but values, in one run.
# Exits with 1 if the answers differ or the peak reaches 64 MB. SIZE is in megabytes, 200 unless
# told.
set -eu
cd "$(dirname "$0")/.."
size=${1:-200}
target=${CARGO_TARGET_DIR:-target}
[ -n "${NO_BUILD:-}" ] || cargo build --release --quiet --bins --example make_har
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export LARGE_BINARY="$target/release/frontegg-lint" LARGE_FOLDER="$folder"
for layout in chrome compact; do
    "$target/release/examples/make_har" --size "$((size - 20))M" --body 20M --layout "$layout" \
        --credential last >"$folder/$layout.har"
    gzip -1 -c "$folder/$layout.har" >"$folder/$layout.har.gz"
done
python3 benches/large.py
