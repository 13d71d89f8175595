#!/usr/bin/env bash
# A real browser shows the page of a shipped recording: its words are there, and it complains of nothing.
# Takes the program to try, else the one that cargo has built. The browser is CHROMIUM, else chromium.
set -euo pipefail
cd "$(dirname "$0")/../.."

program=$(realpath "${1:-target/debug/frontegg-lint}")
browser=${CHROMIUM:-chromium}
command -v "$browser" >/dev/null || { echo "page.sh: no $browser here" >&2; exit 2; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# shown PAGE: what the browser makes of it, on stdout; what it logs, in $scratch/log.
shown() {
  timeout 60 "$browser" --headless --no-sandbox --disable-gpu --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync \
    --user-data-dir="$scratch/profile" --enable-logging=stderr --v=0 \
    --dump-dom "file://$1" 2>"$scratch/log"
}

complaints() { grep -E ':CONSOLE|Refused to|Content Security Policy' "$scratch/log" || true; }

fail() { echo "page.sh: $1" >&2; exit 1; }

# The log of this browser tells of violations at all, or silence would mean nothing.
cat >"$scratch/broken.html" <<'PAGE'
<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="default-src 'none'"><title>x</title><script>1</script>
PAGE
shown "$scratch/broken.html" >/dev/null
[ -n "$(complaints)" ] || fail "the browser logs no violations"

recordings=(fixtures/incidents/webhook-list-no-tenant.har fixtures/incidents/user-by-email.sh fixtures/har/chrome-har.har)
"$program" check --no-config --fail-on never --region eu "${recordings[@]}" \
  --format html="$scratch/page.html" --format json="$scratch/report.json" 2>/dev/null || [ $? -le 2 ]
shown "$scratch/page.html" >"$scratch/dom.html"
[ -z "$(complaints)" ] || fail "the browser complains: $(complaints)"
grep -q '<title>frontegg-lint: ' "$scratch/dom.html" || fail "no title"
rules=$(grep -o '"rule": "[a-z0-9-]*"' "$scratch/report.json" | cut -d'"' -f4 | sort -u)
[ -n "$rules" ] || fail "these recordings have no finding"
for rule in $rules; do
  grep -q ">$rule<" "$scratch/dom.html" || fail "$rule is not on the page"
done
grep -q 'class="finding ' "$scratch/dom.html" || fail "no finding"
echo "page.sh: $(grep -o 'class="finding ' "$scratch/dom.html" | wc -l) findings shown, nothing to complain of"
