#!/usr/bin/env bash
# Runs a command with a broker and a database of its own, and takes both down whatever happens.
#
#   with-servers.sh COMMAND [ARGUMENT…]
#
# The command finds them in TEST_AMQP_URL, TEST_MANAGEMENT_URL and TEST_DATABASE_URL; its exit code is passed on.
# DURABLE=1 gives the database the durability that tests do without; TEST_SERVERS is the folder of both servers.
# KEEP_STATE=1 keeps the servers' files, logs among them, and tells where they are.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)

[[ $# -gt 0 ]] || die "which command is to be run?"

state=$(mktemp -d "${TMPDIR:-/tmp}/shop-servers.XXXXXX")
# The database may run as another user, who has to pass through.
chmod 711 "$state"

take_down() {
    trap - EXIT
    trap '' INT TERM
    "$here/broker.sh" stop "$state" || true
    if [[ ${KEEP_STATE:-} == 1 ]]; then
        "$here/database.sh" stop "$state" || true
        echo "the servers' files are under $state" >&2
    else
        "$here/database.sh" remove "$state" || true
        rm -rf "$state"
    fi
}
trap take_down EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

speed=(--fast)
[[ ${DURABLE:-} != 1 ]] || speed=()
# Both at once: the broker takes seconds.
"$here/database.sh" start "$state" "${speed[@]}" &
database=$!
"$here/broker.sh" start "$state"
wait "$database"

set -a
source "$state/broker/env"
source "$state/database/env"
TEST_AMQP_URL=$AMQP_URL TEST_MANAGEMENT_URL=$MANAGEMENT_URL TEST_DATABASE_URL=$DATABASE_URL
TEST_SERVERS=$state
set +a

# A process group of its own, so that an interrupted command goes with all its children before the servers do.
set -m
"$@" <&0 &
child=$!
set +m
end_child() {
    kill -TERM -- "-$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
    exit "$1"
}
trap 'end_child 130' INT
trap 'end_child 143' TERM

status=0
wait "$child" || status=$?
exit "$status"
