#!/usr/bin/env bash
# Checks the rules for Prometheus and runs their tests, with promtool.
#
#   alerts.sh DIR    a promtool that is not installed is fetched from the archive into DIR, and only that program:
#                    the package would bring a server that runs

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
readonly rules=$here/../prometheus

[[ $# -eq 1 ]] || { sed -n 's/^# \{0,1\}//; 2,6p' "${BASH_SOURCE[0]}" >&2; exit 64; }

fetch() {
    local tools
    command -v apt-get >/dev/null || die "promtool is not installed: it comes with Prometheus."
    tools=$(state_directory "$1/promtool")
    if [[ ! -x $tools/usr/bin/promtool ]]; then
        (cd "$tools" && apt-get -qq download prometheus && dpkg -x prometheus_*.deb . && rm -f prometheus_*.deb) >&2 ||
            die "promtool could not be fetched: try apt-get update, or install Prometheus."
    fi
    echo "$tools/usr/bin/promtool"
}

promtool=$(command -v promtool || fetch "$1")
"$promtool" check config --syntax-only "$rules/prometheus.yml"
"$promtool" check rules "$rules"/rules/*.yml
"$promtool" test rules "$rules"/tests/*.yml
