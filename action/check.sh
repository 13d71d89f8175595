#!/usr/bin/env bash
# Runs the linter as the inputs say, which come as LINT_… variables and never through a shell's eye.
# Writes the outputs `exit-code` and `sarif`, and ends as the linter does.
#
# The bash of macOS is 3.2: no `mapfile`, and an empty array is unbound.
set -euo pipefail

refuse() {
  printf '::error title=frontegg-lint::%s\n' "$1"
  exit 2
}

case "$LINT_SUMMARY" in
  true | false) ;;
  *) refuse "the input summary takes true or false" ;;
esac
case "$LINT_BINARY" in
  /* | ?:*) ;;
  */*) LINT_BINARY="$PWD/$LINT_BINARY" ;;
esac
cd -- "$LINT_FOLDER" || refuse "the input working-directory names no folder"

results="$(mktemp -d "$RUNNER_TEMP/frontegg-lint-results.XXXXXX")"
sarif="$results/frontegg-lint.sarif"
summary="$results/summary.md"

command=("$LINT_BINARY" check --format github "--format=sarif=$sarif" "--format=markdown=$summary")
if [ -n "$LINT_CONFIG" ]; then
  command+=("--config=$LINT_CONFIG")
fi
if [ -n "$LINT_FAIL_ON" ]; then
  command+=("--fail-on=$LINT_FAIL_ON")
fi

# Adds each line of a text to the command, as one argument.
add_lines() {
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    line="${line%$'\r'}"
    if [ -n "$line" ]; then
      command+=("$line")
    fi
  done <<< "$1"
}
add_lines "$LINT_ARGS"
command+=(--)
before=${#command[@]}
add_lines "$LINT_PATHS"
if [ "${#command[@]}" = "$before" ]; then
  command+=(.)
fi

code=0
"${command[@]}" || code=$?

echo "exit-code=$code" >> "$GITHUB_OUTPUT"
if [ -s "$sarif" ]; then
  echo "sarif=$sarif" >> "$GITHUB_OUTPUT"
fi
if [ "$LINT_SUMMARY" = true ] && [ -s "$summary" ]; then
  cat "$summary" >> "$GITHUB_STEP_SUMMARY"
fi
exit "$code"
