#!/usr/bin/env bash
# Tries `make up` and `make down` as a person does, but without a terminal: what is printed at the end must be true.
#
#   try-up.sh
#
# Everything happens in a folder of its own, on ports of its own, with the debug build. Only the first `make up` is told
# its port.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

state=$(mktemp -d "${TMPDIR:-/tmp}/shop-up.XXXXXX")
other=$(mktemp -d "${TMPDIR:-/tmp}/shop-up.XXXXXX")
port=$(free_port)
# The database may run as another user, who has to pass through.
chmod 711 "$state"
export BUILD=debug
unset PORT

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

# What `make up` must have said of a run with five orders.
check_five() {
    local line
    grep -qE '^orders +5$' "$state/said" || fail "make up does not tell of its five orders."
    for line in 'webhooks in ' 'policies: the broker is as the topology says' 'labels bought ' \
        "The page:  http://127.0.0.1:$port/" 'The key: '; do
        grep -qF "$line" "$state/said" || fail "make up does not say '$line'."
    done
    grep -qE '^stock at the channel +[1-9][0-9]* listings compared with our books, 0 differ$' "$state/said" ||
        fail "the channel's stock is not that of our books."
    grep -qE ': 0 mismatches; ledger and levels: 0 differ; promised twice: 0$' "$state/said" ||
        fail "the books do not agree with themselves."
    ! grep -q $'\r' "$state/said" || fail "a progress bar was drawn where nobody looks."
}

# The printed lines, each as somebody would type it.
check_lines() {
    local lines line
    lines=$(grep -E '^ +curl ' "$state/said") || true
    [[ $(wc -l <<<"$lines") -eq 3 ]] || fail "three curl lines are promised."
    while read -r line; do
        [[ $line == 'curl -f'* ]] || fail "the line does not tell when it fails: $line"
        bash -c "$line" </dev/null | jq -e 'type == "object"' >/dev/null || fail "the printed line does not work: $line"
    done <<<"$lines"
}

# What up.sh must refuse with, in one sentence and before anything is started or built.
#   refuses PHRASE VARIABLE=VALUE… DIR
refuses() {
    local sentence
    sentence=$(env "${@:2:$#-2}" infra/local/up.sh "${!#}" 2>&1) || true
    [[ $sentence == *"$1"* && $(wc -l <<<"$sentence") -eq 1 ]] ||
        fail "what should be one clear sentence about '$1' is: $sentence"
}

# Each service comes to the broker as itself, with rights that are not those of everybody.
check_users() {
    ! grep -l 'AMQP_URL=.*guest' "$state"/services/*.env || fail "a service comes to the broker as its administrator."
    local user rights
    for user in accounts analytics credit fulfillment gateway ingestion inventory operator; do
        rights=$(infra/local/broker.sh ctl "$state" -s list_user_permissions "$user") ||
            fail "the rights of $user are not known."
        [[ $rights == *'^('* ]] ||
            fail "the broker's user $user has no rights of its own."
        [[ $rights != *'.*'* ]] ||
            fail "the broker's user $user may do everything."
    done
}

check_down() {
    local running pid
    running=$(pids) || fail "the processes are not known."
    make --no-print-directory down STATE="$state" >"$state/down" 2>&1 || fail "make down failed: $(<"$state/down")"
    for pid in $running; do
        ! is_alive "$pid" || fail "after make down this still runs: $(ps -o pid=,args= -p "$pid")"
    done
    ! is_listening "$port" || fail "after make down something still listens on port $port."
}

began=$SECONDS
up ORDERS=5 PORT="$port" || fail "make up failed."
check_five
took "make up"

# Read as a whole: curl fails where its reader leaves before the end.
page=$(curl -fsS "http://127.0.0.1:$port/") || fail "the page is not there."
[[ $page == *'<title>Shop OS</title>'* ]] || fail "the page is another one."
check_lines
check_users
make --no-print-directory status STATE="$state" >"$state/status" || fail "make status: $(<"$state/status")"
took "the page, the three lines and make status"

up ORDERS=0 || fail "a second make up failed."
grep -qF 'the programs are up to date' "$state/said" || fail "a second make up builds again what has not changed."
grep -qF "The page:  http://127.0.0.1:$port/" "$state/said" || fail "a second make up looks for the page elsewhere."
took "make up again"

# What is sold after the dump is lost with the database, and found again.
make --no-print-directory dump STATE="$state" FILE="$state/dump" >"$state/said" 2>&1 || fail "make dump failed."
up ORDERS=5 || fail "make up with more orders failed."
make --no-print-directory restore STATE="$state" FILE="$state/dump" >"$state/said" 2>&1 || fail "make restore failed."
grep -qE '^orderStock +[1-9][0-9]* +0 +ok\b' "$state/said" || fail "after make restore the orders are not compared."
took "a dump, more orders, and a restore"

# The same programs, but inventory is another file, as after an edit: it alone is started again.
built=$(<"$state/services/bin")
mkdir "$state/programs"
ln -s "$built"/*.resources "$built"/{sandbox,accounts,fulfillment,analytics,credit,ingestion,gateway,shopos} \
    "$state/programs"
cp "$built/inventory" "$state/programs"
before=$(grep -H . "$state"/services/*.pid)
infra/local/services.sh start "$state" "$state/programs" >"$state/said" 2>&1 || fail "services.sh start failed."
[[ $(grep 'is started again' "$state/said") == 'inventory: is started again, as it was built anew' ]] ||
    fail "services.sh does not say which service ran old code."
changed=$(diff <(echo "$before") <(grep -H . "$state"/services/*.pid) | grep '^>') || true
[[ $changed == *inventory.pid* && $(wc -l <<<"$changed") -eq 1 ]] ||
    fail "of the services inventory alone should be another process: $changed"
took "a service built anew"

refuses "the gateway runs already on port $port" PORT="$(free_port)" "$state"
refuses "port $port is in use" PORT="$port" "$other"
[[ -z $(ls "$other") ]] || fail "what could not start has left something behind: $(ls "$other")"
took "ports that cannot be had"

mkdir "$other/programs"
printf '%s\n' '#!/bin/sh' 'echo "error: no such module" >&2' 'exit 1' >"$other/programs/swift"
chmod +x "$other/programs/swift"
said=$(PATH="$other/programs:$PATH" PORT=0 AMQP_URL=none DATABASE_URL=none infra/local/up.sh "$other" 2>&1) &&
    fail "up.sh goes on after a build that failed."
[[ $said == *"error: no such module"*"the build failed"* ]] || fail "up.sh does not say that the build failed: $said"
took "a build that fails"

check_down
took "make down"

# The sandbox has forgotten everything, the services nothing: another shop is connected, and its orders are counted.
up ORDERS=5 || fail "make up after make down failed."
check_five
took "make up after make down"

check_down
took "make down again"
