#!/usr/bin/env bash
# Builds the linter from the action's own checkout. Writes the output `binary`.
set -euo pipefail

root="$RUNNER_TEMP/frontegg-lint"
cargo install --quiet --locked --path "$GITHUB_ACTION_PATH" --root "$root"
binary="$root/bin/frontegg-lint"
if [ -e "$binary.exe" ]; then
  binary="$binary.exe"
fi
echo "binary=$binary" >> "$GITHUB_OUTPUT"
