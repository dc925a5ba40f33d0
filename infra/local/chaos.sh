#!/usr/bin/env bash
# Strikes the platform with every fault there is, under load, and compares what is left with the partners' books.
#
#   chaos.sh                  runs
#   chaos.sh clear DIR        ends what a run has left behind under DIR; the run itself does so, even one that is killed
#
# SEED (1) decides everything that chance decides. STRIKES, HITS, RESTARTS, RATE, STILL_SECONDS, SPELL_SECONDS make a
# run shorter or milder, FAULTS="kill-9 broker-killed" chooses some, FROM=restart begins there. BUILD is the
# configuration (release). PREVIOUS is a folder with the programs of the build before this one, or a commit that is
# built for it, for the class rolling-restart, which is left out without it. The table grows on the standard output and
# in DIR/report, a line with each class, where DIR is CHAOS_FOLDER or a new folder. Exit code 1 when a promise did not
# hold.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
readonly build=${BUILD:-release}

# First the run, so that it starts nobody any more, then what it started: all that is in its session and one of its
# programs. Then the servers, whose scripts wait for one that is still at work on them.
clear_up() {
    local run pid home
    if [[ -s $folder/run ]]; then
        { read -r run; mapfile -t homes; } <"$folder/run"
        if pid=$(process_of <(echo "$run") /Chaos); then kill -KILL "$pid" 2>/dev/null || true; fi
        for pid in $(pgrep -s "$run" || true); do
            for home in "${homes[@]}"; do
                if process_of <(echo "$pid") "$home/" >/dev/null; then kill -KILL "$pid" 2>/dev/null || true; fi
            done
        done
        rm -f "$folder/run"
    fi
    "$here/broker.sh" stop "$folder" || true
    "$here/database.sh" remove "$folder" || true
}

# Builds the programs of a commit in a tree of its own, which is kept for the next run; tells where they are.
build_commit() {
    local commit tree
    commit=$(git rev-parse --quiet --verify "$1^{commit}") || die "PREVIOUS names '$1', neither a folder nor a commit."
    tree=$PWD/.build/previous/$commit
    if [[ ! -d $tree ]]; then git worktree add --quiet --detach "$tree" "$commit" >&2; fi
    echo "building $1, the build before this one (the first time takes some minutes)" >&2
    (cd "$tree" && swift build -c "$build" >"$tree.log" 2>&1) || die "the build failed: see $tree.log"
    (cd "$tree" && swift build -c "$build" --show-bin-path)
}

if [[ ${1:-} == clear && $# -eq 2 ]]; then
    folder=$(cd "$2" && pwd -P)
    clear_up
    exit
fi
[[ $# -eq 0 ]] || { sed -n 's/^# \{0,1\}//; 2,13p' "${BASH_SOURCE[0]}" >&2; exit 64; }

if [[ -n ${PREVIOUS:-} ]]; then
    if [[ ! -d $PREVIOUS ]]; then PREVIOUS=$(build_commit "$PREVIOUS"); fi
    previous=$(cd "$PREVIOUS" && pwd -P)
    [[ -x $previous/gateway ]] || die "there are no programs in '$previous'."
    export CHAOS_PREVIOUS=$previous
fi
if [[ -z ${CHAOS_FOLDER:-} ]]; then CHAOS_FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/shop-chaos.XXXXXX"); fi
folder=$(state_directory "$CHAOS_FOLDER")
# The database may run as another user, who has to pass through.
chmod 711 "$folder"
rm -f "$folder/run"

# Somebody outside of our session waits until we are gone, however we went: then our end of the pipe is closed. Nobody
# else may hold it, so everything below is started without it.
exec 7> >(
    exec >"$folder/clear.log" 2>&1
    exec setsid bash -c 'cat >/dev/null; exec "$0" clear "$1"' "$here/chaos.sh" "$folder"
)
readonly clearer=$!
take_down() {
    trap - EXIT
    trap '' INT TERM
    exec 7>&-
    wait "$clearer" || true
    echo "logs and report are under $folder"
}
trap take_down EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The database is durable here, unlike for tests: what it says is committed must be there after a crash.
"$here/database.sh" start "$folder" 7>&-
"$here/broker.sh" start "$folder" 7>&-

if [[ -z ${CHAOS_PROGRAMS:-} ]]; then
    echo "building (the first time takes some minutes)"
    swift build -c "$build" 2>&1 7>&- | { grep -E 'error:' || true; } 7>&-
    CHAOS_PROGRAMS=$(swift build -c "$build" --show-bin-path 7>&-)
fi
programs=$(cd "$CHAOS_PROGRAMS" && pwd -P)
[[ -x $programs/Chaos && -x $programs/gateway ]] || die "the build failed: run swift build -c $build to see why."

set -a
source "$folder/broker/env"
source "$folder/database/env"
CHAOS_FOLDER=$folder/logs CHAOS_SERVERS=$folder CHAOS_PROGRAMS=$programs
set +a

# A session of its own, by which what it started is known; in the background, so that a signal finds us waiting.
: >"$folder/report"
setsid "$programs/Chaos" >"$folder/report" 2>"$folder/chaos.log" 7>&- &
readonly striker=$!
printf '%s\n' "$striker" "$programs" ${previous:+"$previous"} >"$folder/run"
tail -n +1 -f --pid="$striker" "$folder/report" 7>&- &
readonly told=$!
status=0
wait "$striker" || status=$?
wait "$told" || true
exit "$status"
