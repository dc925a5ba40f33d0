#!/usr/bin/env bash
# Has many people scored anew by the real Credit, on servers of its own, and samples its memory all along.
#
#   bench-credit.sh DIR    keeps the figures in DIR/bench-credit/result.json, and samples and logs beside it
#
# SUBJECTS (100,000) people have a shop each with ORDERS (12) orders. BUILD is the configuration (release), and
# CREDIT_PROGRAMS a folder with programs that are built already. Exit code 1 when somebody has no new score, or when the
# most memory of the second half exceeds that at 10 % by more than GROWTH_MB (64): what is kept for each person would.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
readonly here subjects=${SUBJECTS:-100000} orders=${ORDERS:-12} growth=${GROWTH_MB:-64} build=${BUILD:-release}
readonly pause=0.25

[[ $# -eq 1 ]] || { sed -n 's/^# \{0,1\}//; 2,9p' "${BASH_SOURCE[0]}" >&2; exit 64; }
[[ $subjects =~ ^[1-9][0-9]*$ && $orders =~ ^[0-9]+$ && $growth =~ ^[0-9]+$ ]] ||
    die "SUBJECTS, ORDERS and GROWTH_MB must be whole numbers."

# ------------------------------------------------------------------------------------------------ outside the servers

# The first time builds and starts the servers, which start this very script once more inside of them.
if [[ -z ${BENCH_CREDIT_FOLDER:-} ]]; then
    folder=$(state_directory "$1/bench-credit")
    # The database may run as another user, who has to pass through.
    chmod 711 "$folder"
    lock "$folder"
    cd "$here/../.."
    if [[ -z ${CREDIT_PROGRAMS:-} ]]; then
        echo "building (the first time takes some minutes)"
        for product in credit shopos; do
            swift build -c "$build" --product "$product" >"$folder/build.log" 2>&1 9>&- ||
                die "the build failed: see $folder/build.log."
        done
        CREDIT_PROGRAMS=$(swift build -c "$build" --show-bin-path)
    fi
    [[ -x $CREDIT_PROGRAMS/credit && -x $CREDIT_PROGRAMS/shopos ]] ||
        die "credit and shopos are not in '$CREDIT_PROGRAMS'."
    export CREDIT_PROGRAMS BENCH_CREDIT_FOLDER=$folder
    DURABLE=1 TMPDIR=$folder "$here/with-servers.sh" "${BASH_SOURCE[0]}" "$1" 9>&-
    exit
fi

# ------------------------------------------------------------------------------------------------ inside

readonly folder=$BENCH_CREDIT_FOLDER
credit=

end_credit() { [[ -z $credit ]] || end_process "$credit" 30; }
trap end_credit EXIT

ask() { PGOPTIONS='-c client_min_messages=warning' psql -XqAt -v ON_ERROR_STOP=1 "$DATABASE_URL" "$@"; }

# The database's address, and the broker's, as one of their users.
database_as() { echo "postgresql://$1@${DATABASE_URL#*@}"; }
broker_as() { echo "amqp://$1:$1@${AMQP_URL#*@}"; }

#   put PATH JSON
put() { curl -fsS -m 10 -o /dev/null -X PUT -H 'Content-Type: application/json' -d "$2" "$MANAGEMENT_URL/api/$1"; }

prepare() {
    ask -v schema=credit -f "$here/../postgres/roles.sql" >/dev/null
    DATABASE_URL=$(database_as credit_worker) MIGRATION_DATABASE_URL=$(database_as credit_owner) \
        "$CREDIT_PROGRAMS/credit" migrate >"$folder/migrate.log" 2>&1 ||
        die "Credit could not be migrated: $(tail -n 1 "$folder/migrate.log")"
    # Whom services answer what they answer nobody else.
    put users/operator '{"password": "operator", "tags": ""}'
    put permissions/%2F/operator '{"configure": ".*", "write": ".*", "read": ".*"}'
}

# People with a shop each, whose past is known and who were scored an hour ago; nobody is old enough to be scored for
# age alone.
seed() {
    ask -v subjects="$subjects" -v orders="$orders" <<-'END'
		BEGIN;
		CREATE TEMP TABLE people AS
		    SELECT n, md5('subject ' || n)::uuid AS subject, md5('shop ' || n)::uuid AS shop,
		        md5('link ' || n)::uuid AS link, md5('brand ' || n % 1000)::uuid AS brand
		    FROM generate_series(1, :subjects) AS n;
		INSERT INTO credit.accounts (tenant_id, link_id, brand_id, account_id, kind, is_linked, version, linked_at,
		        complete_since)
		    SELECT subject, link, brand, shop, 'seller', true, 2, now() - interval '10 days',
		        now() - interval '100 days' FROM people;
		INSERT INTO credit.shops (tenant_id, account_id, connection_version, connection, connection_at)
		    SELECT brand, shop, 1, jsonb_build_object('shop', shop, 'version', 1, 'channelShop', n::text,
		        'title', 'Shop ' || n, 'region', 'US', 'state', 'connected',
		        'connectedAt', '2026-01-01T00:00:00.000Z'), now() - interval '100 days' FROM people;
		INSERT INTO credit.documents (tenant_id, market, document, state)
		    SELECT subject, 'US', unnest(ARRAY['businessEntity', 'employerIdentificationNumber']), 'declared'
		    FROM people;
		INSERT INTO credit.orders (tenant_id, order_id, account_id, channel_order, paid_at, paid_on, currency,
		        completed, units, gmv, net, shipped, returned, ship_by, due, in_time)
		    SELECT subject, md5('order ' || n || '/' || k)::uuid, shop, n || '-' || k, paid,
		        (paid AT TIME ZONE 'UTC')::date, 'USD', 1, 1 + k % 3, 2490 * (1 + k % 3), 2490 * (1 + k % 3), 1,
		        (k % 10 = 9)::integer, paid + interval '2 days', 1, 1
		    FROM people CROSS JOIN generate_series(1, :orders) AS k
		    CROSS JOIN LATERAL (SELECT now() - interval '89 days' * k / (:orders + 1) AS paid) AS payment;
		INSERT INTO credit.standings (tenant_id, as_of, model, standing)
		    SELECT subject, now() - interval '1 hour', 1,
		        '{"asOf": "2026-01-01T00:00:00.000Z", "model": 1, "disputed": [], "obstacles": [], "accounts": []}'
		    FROM people;
		COMMIT;
		ANALYZE;
	END
}

start_credit() {
    local port i
    port=$(free_port)
    AMQP_URL=$AMQP_URL DATABASE_URL=$(database_as credit_worker) ADMIN_PORT=$port \
        "$CREDIT_PROGRAMS/credit" run </dev/null >"$folder/credit.log" 2>&1 &
    credit=$!
    for ((i = 0; i < 600; i++)); do
        ! curl -fsS -m 2 -o /dev/null "http://127.0.0.1:$port/readyz" 2>/dev/null || return 0
        is_alive "$credit" || die "Credit ended at once: $(tail -n 1 "$folder/credit.log")"
        sleep 0.1
    done
    die "Credit is not ready after a minute: see $folder/credit.log."
}

#   memory VmRSS|VmHWM    in kB of 1,024 bytes, as the kernel counts (proc(5))
memory() { sed -n "s/^$1:[^0-9]*\([0-9]*\) kB$/\1/p" "/proc/$credit/status"; }

now() { date +%s%3N; }

# A line for every look: milliseconds since the beginning, people scored, VmRSS.
sample() {
    local done_now
    is_alive "$credit" || die "Credit has ended: $(tail -n 1 "$folder/credit.log")"
    done_now=$(ask -c "SELECT count(*) FROM credit.standings WHERE as_of >= '$begin'")
    printf '%s\t%s\t%s\n' $(($(now) - started)) "$done_now" "$(memory VmRSS)" >>"$folder/samples.tsv"
    # From here on the kernel's own mark is that of the second half alone.
    if [[ -z $first_half && $((done_now * 2)) -ge $subjects ]]; then
        first_half=$(memory VmHWM)
        echo 5 >"/proc/$credit/clear_refs"
    fi
}

# Everybody is scored anew, as an operator has it done.
measure() {
    local shopos status=0
    : >"$folder/samples.tsv"
    begin=$(ask -c 'SELECT clock_timestamp()')
    idle=$(memory VmRSS)
    started=$(now)
    first_half=
    AMQP_URL=$(broker_as operator) "$CREDIT_PROGRAMS/shopos" credit recompute --timeout 60 --json \
        >"$folder/recompute.json" 2>"$folder/recompute.log" &
    shopos=$!
    while is_alive "$shopos"; do
        sample
        sleep "$pause"
    done
    took=$(($(now) - started))
    wait "$shopos" || status=$?
    [[ $status -eq 0 ]] || die "shopos credit recompute ended with $status: $(cat "$folder/recompute.log")"
    sample
    second_half=$(memory VmHWM)
    unscored=$(ask -c "
        SELECT count(*) FROM credit.accounts a WHERE NOT EXISTS (
            SELECT FROM credit.scores s WHERE s.tenant_id = a.tenant_id AND s.as_of >= '$begin')")
}

# VmRSS when so many percent were scored.
#   at PERCENT
at() { awk -v wanted=$((subjects * $1)) '$2 * 100 >= wanted {print $3; exit}' "$folder/samples.tsv"; }

tell() {
    jq -n --arg build "$build" --argjson subjects "$subjects" --argjson orders "$orders" --argjson ms "$took" \
        --argjson idle "$idle" --argjson ten "$(at 10)" --argjson half "$(at 50)" --argjson all "$(at 100)" \
        --argjson first "$first_half" --argjson second "$second_half" --argjson unscored "$unscored" \
        --argjson bound "$growth" '
        def mb: . / 102.4 | round / 10;
        {build: $build, subjects: $subjects, ordersEach: $orders, unscored: $unscored, seconds: ($ms / 1000),
         peoplePerSecond: ($subjects * 10000 / $ms | round / 10), rssIdleMB: ($idle | mb), rssAt10MB: ($ten | mb),
         rssAt50MB: ($half | mb), rssAt100MB: ($all | mb), peakMB: ([$first, $second, $ten, $all] | max | mb),
         peakOfSecondHalfMB: ($second | mb), growthMB: ($second - $ten | mb), mostGrowthMB: $bound}
    ' | tee "$folder/result.json"
}

prepare
echo "seeding $subjects people with $orders orders each"
seed
start_credit
measure
tell
[[ $unscored -eq 0 ]] || die "$unscored people have no new score."
[[ $(jq '.growthMB > .mostGrowthMB' "$folder/result.json") == false ]] ||
    die "memory grew by more than $growth MB after the first tenth: see $folder/samples.tsv."
