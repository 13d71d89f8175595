#!/usr/bin/env bash
# Gives what we write to programs that others wrote: SARIF, JUnit, GitLab and GitHub files of the shipped fixtures, made by the real command.
# Needs python3, npm and their registries; ends with 1 where one of the programs refuses a file.
set -euo pipefail
cd "$(dirname "$0")/../.."
here="$PWD"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

echo "== the command"
if [ -n "${1:-}" ]; then
  lint="$(realpath "$1")"
else
  cargo build --quiet
  lint="${CARGO_TARGET_DIR:-$here/target}/debug/frontegg-lint"
fi

echo "== the programs"
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet sarif-tools==3.0.5 junitparser==5.0.3 jsonschema==4.26.0 lxml==6.1.3 markdown-it-py==4.0.0
npm install --silent --no-audit --no-fund --prefix "$scratch/npm" @microsoft/sarif-multitool@5.7.0

# One run of each kind: findings, damaged recordings among them, nothing wrong, nothing that can be read.
run() {
  local name="$1" code="$2"; shift 2
  local formats=() format
  for format in sarif junit gitlab github ndjson json concise markdown; do
    formats+=(--format "$format=$scratch/$name.$format")
  done
  local ended=0
  (cd fixtures && "$lint" --no-config "${formats[@]}" "$@") > "$scratch/$name.out" 2> "$scratch/$name.err" || ended=$?
  if [ "$ended" != "$code" ]; then
    echo "the run \`$name\` ended with $ended and not with $code"; cat "$scratch/$name.err"; exit 1
  fi
}

cd fixtures
mapfile -t all < <(find har incidents operations readme http hurl copied -type f \( -name '*.har' -o -name '*.sh' -o -name '*.http' -o -name '*.hurl' \) | sort)
cd "$here"
run all 2 "${all[@]}"
run found 1 readme/session.har readme/first-call.sh
run clean 0 operations/users.sh
run unreadable 2 har/no-such-file.har

echo "== what they say"
"$scratch/venv/bin/python" tests/consumers/read.py "$scratch" fixtures/schemas
multitool() {
  local name="$1" kind="$2" said
  # It says so on standard output, and its exit code is not to be relied on.
  said="$(DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$scratch/npm/node_modules/.bin/sarif-multitool" validate "$scratch/$name.sarif" --rule-kind "$kind" 2>&1 || true)"
  echo "sarif-multitool, $name, rules of $kind: $(grep -c ': error ' <<< "$said" || true) errors, $(grep -c ': warning ' <<< "$said" || true) warnings"
  if grep --quiet -E ': (error|warning) ' <<< "$said" || ! grep --quiet 'Analysis completed successfully' <<< "$said"; then
    echo "$said"; exit 1
  fi
}
for name in all found clean unreadable; do
  "$scratch/venv/bin/sarif" summary "$scratch/$name.sarif" > "$scratch/$name.summary"
  multitool "$name" Sarif
done
# What GitHub asks for besides.
for kind in Gh Ghas; do multitool all "$kind"; done
# It does see a mistake.
sed 's/"startLine": [0-9]*/"startLine": 0/' "$scratch/all.sarif" > "$scratch/wrong.sarif"
if (multitool wrong Sarif) > "$scratch/wrong.txt"; then echo "a place on line 0 was taken"; exit 1; fi
echo "sarif summary all: $(tr '\n' ' ' < "$scratch/all.summary")"
echo "the consumers take what we write"
