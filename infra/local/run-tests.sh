#!/usr/bin/env bash
# Runs the tests that are built, and says at the very end which failed and why: what fails first scrolls away.
#
#   run-tests.sh [PATTERN]    all tests, or those whose names match

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

log=$(mktemp "${TMPDIR:-/tmp}/shop-tests.XXXXXX")
trap 'rm -f "$log"' EXIT

status=0
swift test --skip-build ${1:+--filter "$1"} 2>&1 | tee "$log" || status=$?
if [[ $status -ne 0 ]]; then
    echo "== what failed (the first ${most:=30} findings)"
    grep -aE '^✘ Test .* recorded an issue|[Ff]atal error|error: ' "$log" | cut -c1-600 | awk '!seen[$0]++' |
        head -n "$most" || true
    grep -aE '^✘ Suite|^✘ Test run' "$log" || true
fi
exit "$status"
