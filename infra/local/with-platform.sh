#!/usr/bin/env bash
# Runs a command with the whole platform of its own: broker, database, services of the debug build, a connected demo
# shop. Takes all of it down whatever happens.
#
#   with-platform.sh COMMAND [ARGUMENT…]
#
# The command finds the platform's folder in PLATFORM, broker and database in AMQP_URL, MANAGEMENT_URL and DATABASE_URL;
# its exit code is passed on. ORDERS says how many the shop sells before (10).

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)

[[ $# -gt 0 ]] || { sed -n 's/^# \{0,1\}//; 2,8p' "${BASH_SOURCE[0]}" >&2; exit 64; }
state=$(mktemp -d "${TMPDIR:-/tmp}/shop-platform.XXXXXX")
# The database may run as another user, who has to pass through.
chmod 711 "$state"

take_down() {
    trap - EXIT
    trap '' INT TERM
    "$here/services.sh" stop "$state" || true
    "$here/broker.sh" stop "$state" || true
    "$here/database.sh" remove "$state" || true
    rm -rf "$state"
}
trap take_down EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

"$here/database.sh" start "$state" --fast &
database=$!
"$here/broker.sh" start "$state"
wait "$database"
PORT=0 "$here/services.sh" start "$state" "$here/../../.build/debug"
"$here/demo.sh" "$state" "${ORDERS:-10}" >"$state/demo.log" 2>&1 ||
    die "the demo shop does not sell: $(tail -n 1 "$state/demo.log")"

set -a
source "$state/broker/env"
source "$state/database/env"
PLATFORM=$state
set +a
"$@"
