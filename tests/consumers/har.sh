#!/usr/bin/env bash
# What redact makes of the shipped recordings is a HAR: a validator that others wrote takes it, and a real browser plays it back.
# Takes the program to try, else the one that cargo has built. Needs npm and its registry; the browser is CHROMIUM, else chromium.
set -euo pipefail
cd "$(dirname "$0")/../.."

program=$(realpath "${1:-target/debug/frontegg-lint}")
browser=$(command -v "${CHROMIUM:-chromium}") || { echo "har.sh: no browser here" >&2; exit 2; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
npm install --silent --no-audit --no-fund --prefix "$scratch" har-validator@5.1.5 playwright-core@1.65.1

mkdir "$scratch/before" "$scratch/after"
for har in fixtures/har/*.har fixtures/incidents/*.har fixtures/readme/*.har; do
  name=$(basename "$har")
  # What cannot be read wholly, or would be judged otherwise, is not handed over; a test says which.
  if "$program" redact --no-config "$har" -o "$scratch/after/$name" 2>/dev/null; then
    cp "$har" "$scratch/before/$name"
  fi
done
cp tests/consumers/har.js "$scratch/har.js"
node "$scratch/har.js" "$browser" "$scratch"
