#!/usr/bin/env bash
# Dumps the platform's database while it works, and puts it back: docs/runbooks/restore.md in commands.
#
#   restore.sh dump DIR FILE       writes all schemas as they are at one moment; services go on meanwhile
#   restore.sh restore DIR FILE    stops the services, puts FILE in the database's place, starts them again, has lost
#                                  messages told once more and the channels read, and compares
#
# DIR is the state folder of `make up`. The database as it was before is kept beside the new one, under the name that is
# told. What was done after the dump is lost here and found again at the partners as far as they know it.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
readonly schemas=(accounts inventory fulfillment analytics credit ingestion)
# What acts on partners, as service and kind: not before the books know again what was done there already.
readonly acting=(fulfillment:label.buy fulfillment:label.refund fulfillment:labels.reconcile ingestion:stock.set
    ingestion:order.ship ingestion:order.cancel ingestion:tracking.fix)
readonly mark=restore.sh

usage() { sed -n 's/^# \{0,1\}//; 2,9p' "${BASH_SOURCE[0]}" >&2; exit 64; }

sql() { PGOPTIONS='-c client_min_messages=warning' psql -XqAt -v ON_ERROR_STOP=1 "$@"; }

shopos() { "$here/services.sh" shopos "$directory" "$@"; }

dump() {
    local schemas_of=()
    for schema in "${schemas[@]}"; do schemas_of+=(-n "$schema"); done
    # Under another name until it is whole: one that fails must not take the place of the last good one.
    (umask 077 && pg_dump --format=custom "${schemas_of[@]}" --file="$file.part" "$DATABASE_URL") || {
        rm -f "$file.part"
        die "the dump failed; $file is as it was."
    }
    mv -f "$file.part" "$file"
    echo "dumped to $file: $(stat -c %s "$file") bytes, as of $(date -u +%FT%TZ) at the latest"
}

# The database's address in its parts: what comes before its name, the name, and what comes after it.
parse_address() {
    local address=${DATABASE_URL%%\?*}
    query=${DATABASE_URL#"$address"} name=${address##*/} server=${address%/*}
}

# Another database of the same server, by which this one can be renamed.
elsewhere() { echo "$server/template1$query"; }

# The old database keeps everything, should the dump turn out to be the wrong one.
put_back() {
    local kept
    kept=${name}_$(date -u +%Y%m%d%H%M%S)
    sql "$(elsewhere)" -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$name'" >/dev/null
    sql "$(elsewhere)" -c "ALTER DATABASE \"$name\" RENAME TO \"$kept\""
    echo "the database as it was is kept as $kept"
    if ! sql "$(elsewhere)" -c "CREATE DATABASE \"$name\" TEMPLATE template0"; then
        sql "$(elsewhere)" -c "ALTER DATABASE \"$kept\" RENAME TO \"$name\""
        die "no empty database could be made; $name is again as it was."
    fi
    pg_restore --exit-on-error --dbname="$DATABASE_URL" "$file" || die "the dump could not be read; $kept is as it was."
}

# Before any service runs, so that none of it begins.
hold_back() {
    local each
    for each in "${acting[@]}"; do
        sql "$DATABASE_URL" -c "INSERT INTO ${each%:*}.work_pauses (kind, reason, paused_by)
            VALUES ('${each#*:}', 'restored from a dump', '$mark') ON CONFLICT DO NOTHING"
    done
}

# What a person had stopped before the dump stays stopped.
let_go() {
    local each ours
    for each in "${acting[@]}"; do
        ours=$(sql "$DATABASE_URL" -c "SELECT count(*) FROM ${each%:*}.work_pauses
            WHERE kind = '${each#*:}' AND paused_by = '$mark'")
        [[ $ours -eq 0 ]] || shopos work resume --service "${each%:*}" --kind "${each#*:}"
    done
}

# Queues that hear events hold what was told after the dump, by services that know nothing of it any more. Webhooks come
# from elsewhere and stay.
find_queues() {
    local definitions
    definitions=$(shopos topology definitions) || die "the topology's queues are not known."
    queues=$(jq -r '[.bindings[] | select(.source == "shop.events") | .destination] | unique[]' <<<"$definitions")
    [[ -n $queues ]] || die "the topology has no queues that hear events."
}

empty_queues() {
    local queue vhost=${AMQP_URL#*://}
    [[ $vhost == */?* ]] && vhost=${vhost#*/} || vhost=%2F
    for queue in $queues; do
        curl -fsS -m 30 -o /dev/null -X DELETE "$MANAGEMENT_URL/api/queues/$vhost/$queue/contents" ||
            die "$queue could not be emptied."
    done
}

# What was told before the dump and handled after it.
tell_again() {
    local queue said
    for queue in $queues; do
        echo "telling $queue again"
        said=$(shopos resend queue "$queue" --since 3d --timeout 60 2>&1) ||
            die "$queue was not told everything again: $said" \
                "Nothing acts on partners until you go on at 7 of docs/runbooks/restore.md."
    done
}

# Until every poll of the channels' orders has run since then, and what it found is read. What has failed for good is
# a person's, and what is found later is no part of what was lost.
await_polls() {
    local since=$1 i open=1
    for ((i = 0; i < 600; i++)); do
        open=$(sql "$DATABASE_URL" -c "SELECT count(*) FROM ingestion.work WHERE state <> 'failed'
            AND (kind = 'orders.poll' AND due_at <= '$since'::timestamptz
                OR kind = 'orders.fetch' AND created_at <= '$since'::timestamptz + interval '1 minute')")
        [[ $open -gt 0 ]] || return 0
        sleep 1
    done
    die "after ten minutes $open pieces of reading are left (make shopos ARGS='work list --service ingestion');" \
        "nothing acts on partners until you go on at 8 of docs/runbooks/restore.md."
}

# Labels that were bought after the dump are of parcels that may be on their way, so none is given back: they are told,
# a person decides about each at the carrier's, and comparisons pass over them from now on.
settle_labels() {
    local said status=0 label
    said=$(shopos check --rule labels --json --settle 0) || status=$?
    # 1: something differs, as is to be expected. Anything else: nobody knows, and labels must not be given back.
    [[ $status -le 1 ]] || die "the labels could not be compared; go on at 9 of docs/runbooks/restore.md."
    echo "labels that were bought after the dump (docs/runbooks/restore.md):"
    while read -r label; do
        echo "  $label"
        sql "$DATABASE_URL" -v label="$label" <<-'END'
			INSERT INTO fulfillment.purchases_left_alone (transaction_id, reason)
			VALUES (:'label', 'bought after the dump that was restored') ON CONFLICT DO NOTHING
		END
    done < <(jq -r '.differences[] | select(.sentence | startswith("The carrier has sold")) | .subject' <<<"$said")
}

# Services are a moment apart, and what was held back has only begun.
compare() {
    local i
    for ((i = 0; i < 10; i++)); do
        ! shopos check --settle 10 >/dev/null || break
    done
    shopos check --settle 10
}

restore() {
    [[ -r $file ]] || die "$file cannot be read."
    pg_restore --list "$file" >/dev/null || die "$file is no dump of pg_dump --format=custom."
    [[ -n ${MANAGEMENT_URL:-} ]] || die "MANAGEMENT_URL is not set: queues could not be emptied."
    find_queues
    "$here/services.sh" stop "$directory" "${schemas[@]}"
    put_back
    hold_back
    empty_queues
    # The sandbox and the gateway go on as they are: the sandbox would forget what is to be found again there.
    "$here/services.sh" start "$directory" "$(<"$directory/services/bin")" "${schemas[@]}"
    tell_again
    shopos work hurry --service ingestion --kind orders.poll >/dev/null
    await_polls "$(sql "$DATABASE_URL" -c "SELECT now()")"
    settle_labels
    let_go
    compare
}

[[ $# -eq 3 ]] || usage
command=$1 directory=$2 file=$3
[[ -r $directory/services/bin ]] || die "nothing was started under '$directory': run make up first."
set -a
source "$directory/broker/env"
source "$directory/database/env"
set +a
parse_address
case $command in
    dump | restore) "$command" ;;
    *) usage ;;
esac
