#!/usr/bin/env bash
# A real browser makes failing calls to the stand-in and records them as a HAR: each is diagnosed, and what the diagnosis says makes the call succeed.
# Takes the program to try, else the one that cargo has built. Needs curl, npm and its registry; the browser is CHROMIUM, else chromium.
set -euo pipefail
cd "$(dirname "$0")/../.."

program=$(realpath "${1:-target/debug/frontegg-lint}")
browser=$(command -v "${CHROMIUM:-chromium}") || { echo "browser.sh: no browser here" >&2; exit 2; }
scratch=$(mktemp -d)
trap 'kill %1 %2 2>/dev/null; rm -rf "$scratch"' EXIT
npm install --silent --no-audit --no-fund --prefix "$scratch" playwright-core@1.65.1
cp tests/consumers/browser.js "$scratch/browser.js"

cd "$scratch"
"$program" mock --port 0 --region us --certificate mock.pem > mock.txt &
"$program" mock --port 0 --region us --calls-a-minute 2 --certificate busy.pem > busy.txt &
until grep -qs '^# API token' mock.txt && grep -qs '^# API token' busy.txt; do
  kill -0 %1 %2 || { echo "browser.sh: no stand-in" >&2; exit 1; }
done
node browser.js "$program" "$browser"
