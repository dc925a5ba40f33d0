#!/usr/bin/env bash
# A private PostgreSQL on the loopback interface, for development and tests: user postgres, no password, TCP only.
#
#   database.sh start DIR [--port N] [--fast]    starts it unless it runs; 0 (the default) is any free port
#   database.sh stop DIR                         ends it, and nothing else; its data stays
#   database.sh status DIR                       tells whether it runs; exit code 3 if not
#   database.sh remove DIR                       ends it and deletes its data
#   database.sh crash DIR                        ends it at once, in the middle of whatever it does; its data stays
#
# --fast gives up durability: right for tests, whose data nobody needs after a power cut; DATABASE_OPTIONS are more
# options of the server's. Files are under DIR/database; `start` leaves DATABASE_URL in DIR/database/env. PostgreSQL
# refuses to run as root, so root starts it as the user postgres, and where that user may not enter DIR the data lies in
# /var/tmp, named in DIR/database/place.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() { sed -n 's/^# \{0,1\}//; 2,13p' "${BASH_SOURCE[0]}" >&2; exit 64; }

# Where PostgreSQL's programs are: the newest version from 15 on.
find_programs() {
    local found
    found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t / -k 5 -n | tail -n 1) || true
    if [[ -z $found ]]; then found=$(pg_config --bindir 2>/dev/null || true); fi
    [[ -x $found/initdb ]] || die "PostgreSQL is not installed: run infra/local/install.sh."
    programs=$found
}

# Runs a program as the user who owns the data.
as_owner() {
    if [[ $EUID -eq 0 ]]; then
        (cd / && exec runuser -u postgres -- env -i PATH="$PATH" LC_ALL=C.UTF-8 "$@")
    else
        (cd / && exec env -i PATH="$PATH" LC_ALL=C.UTF-8 "$@")
    fi
}

postmaster() { process_of "$data/postmaster.pid" "-D $data"; }

# Finds or makes the place of the data, and remembers it.
find_place() {
    if [[ ! -s $home/place ]]; then
        make_place
        echo "$place" >"$home/place"
    fi
    place=$(<"$home/place")
    data=$place/data
}

make_place() {
    place=$home/files
    mkdir -p "$place"
    [[ $EUID -eq 0 ]] || return 0
    id postgres >/dev/null 2>&1 || die "there is no user 'postgres' to run the database as: run infra/local/install.sh."
    chown postgres "$place"
    if ! as_owner test -w "$place"; then
        rmdir "$place"
        place=$(mktemp -d /var/tmp/shop-database.XXXXXX)
        chown postgres "$place"
    fi
}

start() {
    find_programs
    find_place
    if postmaster >/dev/null; then
        [[ $port == 0 || $port == "$(running_port)" ]] ||
            die "the database under '$home' runs already on port $(running_port): stop it first."
        tell
        return
    fi
    port=$(port_or_die "$port" "the database" --port)
    [[ -s $data/PG_VERSION ]] || initialise
    launch
    tell
}

initialise() {
    as_owner rm -rf "$data"
    as_owner "$programs/initdb" -D "$data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync \
        >"$home/initdb.log" 2>&1 || die "the database could not be made: $(tail -n 1 "$home/initdb.log")"
}

launch() {
    local options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200"
    if [[ $fast == yes ]]; then
        options+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    fi
    options+=" ${DATABASE_OPTIONS:-}"
    as_owner "$programs/pg_ctl" start -D "$data" -l "$place/log" -w -t 60 -o "$options" \
        </dev/null >"$home/start.log" 2>&1 9>&- ||
        die "the database did not start: $(reason)."
}

# The most telling line of what a failed start wrote.
reason() {
    local line
    line=$(as_owner grep -hE 'FATAL|ERROR|could not' "$place/log" 2>/dev/null | tail -n 1 || true)
    echo "${line:-$(tail -n 1 "$home/start.log")}"
}

stop() {
    [[ -s $home/place ]] || return 0
    find_programs
    find_place
    if postmaster >/dev/null; then
        as_owner "$programs/pg_ctl" stop -D "$data" -m "${1:-fast}" -w -t 60 >"$home/stop.log" 2>&1 ||
            die "the database did not stop: $(tail -n 1 "$home/stop.log")"
    fi
    rm -f "$home/env"
}

remove() {
    stop
    if [[ -n ${place:-} ]]; then rm -rf "$place"; fi
    rm -rf "$home"
}

# What it had committed is found again in its log when it starts; that is what the log is for.
crash() { stop immediate; }

# The fourth line of PostgreSQL's own pid file.
running_port() { sed -n 4p "$data/postmaster.pid"; }

tell() {
    local url
    url="postgresql://postgres@127.0.0.1:$(running_port)/postgres"
    echo "DATABASE_URL=$url" >"$home/env"
    echo "database: $url"
}

[[ $# -ge 2 ]] || usage
command=$1 directory=$2 port=0 fast=no
shift 2
while [[ $# -gt 0 ]]; do
    case $1 in
        --port)
            [[ $# -ge 2 ]] || usage
            port=$2
            shift
            ;;
        --fast) fast=yes ;;
        *) usage ;;
    esac
    shift
done

case $command in
    start)
        home=$(state_directory "$directory/database")
        lock "$home"
        start
        ;;
    stop | remove | crash)
        [[ -d $directory/database ]] || exit 0
        home=$(state_directory "$directory/database")
        lock "$home"
        "$command"
        ;;
    status)
        [[ -s $directory/database/place ]] && home=$(cd "$directory/database" && pwd -P) && find_place &&
            postmaster >/dev/null || { echo "database: not running"; exit 3; }
        tell
        ;;
    *) usage ;;
esac
