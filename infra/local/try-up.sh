#!/usr/bin/env bash
# Tries `make up` and `make down` as a person does, but without a terminal: what is printed at the end must be true.
#
#   try-up.sh
#
# Everything happens in a folder of its own, on ports of its own, with the debug build.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

state=$(mktemp -d "${TMPDIR:-/tmp}/shop-up.XXXXXX")
other=$(mktemp -d "${TMPDIR:-/tmp}/shop-up.XXXXXX")
port=$(free_port)
# The database may run as another user, who has to pass through.
chmod 711 "$state"
export BUILD=debug PORT=$port

up() { make --no-print-directory up STATE="$state" "$@" </dev/null >"$state/said" 2>&1; }

take_down() {
    trap - EXIT
    local each
    for each in "$state" "$other"; do
        make --no-print-directory down STATE="$each" >/dev/null 2>&1 || true
        infra/local/database.sh remove "$each" >/dev/null 2>&1 || true
        rm -rf "$each"
    done
}
trap take_down EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
    cat "$state/said" >&2
    die "$*"
}

# Says how long a step took.
#   took WHAT
took() {
    echo "$1: $((SECONDS - began)) s"
    began=$SECONDS
}

# The processes that were started, by the files that keep their ids.
pids() {
    head -qn 1 "$state"/services/*.pid "$state"/broker/{pid,epmd.pid} "$(<"$state/database/place")/data/postmaster.pid"
}

began=$SECONDS
up ORDERS=5 || fail "make up failed."
grep -qE '^orders +5$' "$state/said" || fail "make up does not tell of its five orders."
for line in 'webhooks in ' 'policies: the broker is as the topology says' 'labels bought ' 'The page: ' 'The key: '; do
    grep -qF "$line" "$state/said" || fail "make up does not say '$line'."
done
grep -qE '^stock at the channel +[1-9][0-9]* listings compared with our books, 0 differ$' "$state/said" ||
    fail "the channel's stock is not that of our books."
! grep -q $'\r' "$state/said" || fail "a progress bar was drawn where nobody looks."
took "make up"

curl -fsS "http://127.0.0.1:$port/" | grep -q '<title>Shop OS</title>' || fail "the page is not there."
lines=$(grep -E '^ +curl ' "$state/said") || true
[[ $(wc -l <<<"$lines") -eq 3 ]] || fail "three curl lines are promised."
while read -r line; do
    [[ $line == 'curl -f'* ]] || fail "the line does not tell when it fails: $line"
    bash -c "$line" </dev/null | jq -e 'type == "object"' >/dev/null || fail "the printed line does not work: $line"
done <<<"$lines"
make --no-print-directory status STATE="$state" >"$state/status" || fail "make status: $(<"$state/status")"
took "the page, the three lines and make status"

up ORDERS=0 || fail "a second make up failed."
[[ $((SECONDS - began)) -lt 60 ]] || fail "a second make up took $((SECONDS - began)) s."
took "make up again"

# Before anything is started or built, in one sentence.
sentence=$(infra/local/up.sh "$other" 2>&1) && fail "a second platform got the port of the first one."
[[ $sentence == *"port $port is in use"* && $(wc -l <<<"$sentence") -eq 1 ]] ||
    fail "what is said of a port in use is not one clear sentence: $sentence"
[[ -z $(ls "$other") ]] || fail "what could not start has left something behind: $(ls "$other")"
took "a port in use"

running=$(pids) || fail "the processes are not known."
make --no-print-directory down STATE="$state" >"$state/down" 2>&1 || fail "make down failed: $(<"$state/down")"
for pid in $running; do
    ! is_alive "$pid" || fail "after make down this still runs: $(ps -o pid=,args= -p "$pid")"
done
! is_listening "$port" || fail "after make down something still listens on port $port."
took "make down"
