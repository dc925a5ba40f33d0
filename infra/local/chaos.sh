#!/usr/bin/env bash
# Strikes the platform with every fault there is, under load, and compares what is left with the partners' books.
#
#   chaos.sh
#
# SEED (1) decides everything that chance decides. STRIKES, HITS, RESTARTS, RATE, STILL_SECONDS, SPELL_SECONDS make a
# run shorter or milder, FAULTS="kill-9 broker-killed" chooses some. BUILD is the configuration (release). PREVIOUS is a
# folder with the programs of the build before this one, for the class rolling-restart, which is left out without it.
# The table goes to the standard output and to DIR/report, where DIR is CHAOS_FOLDER or a new folder. Exit code 1 when
# a promise did not hold.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
readonly build=${BUILD:-release}

if [[ -z ${CHAOS_FOLDER:-} ]]; then CHAOS_FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/shop-chaos.XXXXXX"); fi
folder=$(state_directory "$CHAOS_FOLDER")
# The database may run as another user, who has to pass through.
chmod 711 "$folder"

# Ends what the run left behind, should it have been interrupted: each by its number, if it is still what we started.
take_down() {
    trap - EXIT
    trap '' INT TERM
    local file pid
    for file in "$folder"/logs/*.pid; do
        if pid=$(process_of "$file" "$programs/") || pid=$(process_of "$file" "${previous:-$programs}/"); then
            kill -KILL "$pid" 2>/dev/null || true
        fi
    done
    "$here/broker.sh" stop "$folder" || true
    "$here/database.sh" remove "$folder" || true
    echo "logs and report are under $folder"
}

if [[ -n ${PREVIOUS:-} ]]; then
    previous=$(cd "$PREVIOUS" 2>/dev/null && pwd -P) || die "PREVIOUS names '$PREVIOUS', which is no folder."
    [[ -x $previous/gateway ]] || die "there are no programs in '$previous'."
    export CHAOS_PREVIOUS=$previous
fi

# The database is durable here, unlike for tests: what it says is committed must be there after a crash.
"$here/database.sh" start "$folder"
programs=.
trap take_down EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
"$here/broker.sh" start "$folder"

if [[ -z ${CHAOS_PROGRAMS:-} ]]; then
    echo "building (the first time takes some minutes)"
    swift build -c "$build" 2>&1 | { grep -E 'error:' || true; }
    CHAOS_PROGRAMS=$(swift build -c "$build" --show-bin-path)
fi
programs=$(cd "$CHAOS_PROGRAMS" && pwd -P)
[[ -x $programs/Chaos && -x $programs/gateway ]] || die "the build failed: run swift build -c $build to see why."

set -a
source "$folder/broker/env"
source "$folder/database/env"
CHAOS_FOLDER=$folder/logs CHAOS_SERVERS=$folder CHAOS_PROGRAMS=$programs
set +a

status=0
"$programs/Chaos" > >(tee "$folder/report") 2>"$folder/chaos.log" || status=$?
exit "$status"
