#!/usr/bin/env bash
# Measures the product itself: all its services as processes, on servers of its own, beside the floor of W1.
#
#   bench-product.sh DIR    keeps the result in DIR/bench-product/FORM.json, and the logs beside it
#
# FORM is what is measured: flow, parcels, limits, push, http, reads, growth, fairness. FULL=1 takes the large sizes,
# ROUNDS and SIZE (orders of a round, of fairness those of its burst) others. SHIPPING=SELLER has labels bought from the
# carriers' partner instead of the channel; CLAIMS=first-come has the work of fairness claimed in its order of arrival;
# SCARCE=1 has nearly all orders of growth wait that want what everybody wants.
# http and reads need wrk. KEEP=1 stores the result in docs/benchmarks/product.json. SEED (1) and SKEW (0.3, the share
# of lines that name a viral SKU) decide the orders. BENCH_PROGRAMS is a folder with programs that are built already.
# Exit code 1 when what is stored is not what was ordered, a service ends by itself, fairness misses its aim, or what
# takes seconds has not come in a quarter of an hour; else never for being slow.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
readonly here
readonly programs=(accounts analytics credit fulfillment gateway ingestion inventory sandbox shopos W1Driver
    ProductDriver)

[[ $# -eq 1 ]] || { sed -n 's/^# \{0,1\}//; 2,13p' "${BASH_SOURCE[0]}" >&2; exit 64; }
folder=$(state_directory "$1/bench-product")
# The database may run as another user, who has to pass through.
chmod 711 "$folder"
lock "$folder"

# Of the same version as the server that database.sh starts: the newest.
pgbench=$(printf '%s\n' /usr/lib/postgresql/*/bin/pgbench | sort -t / -k 5 -n | tail -n 1)
[[ -x $pgbench ]] || pgbench=$(command -v pgbench) ||
    die "pgbench is not installed, though it comes with PostgreSQL: run infra/local/install.sh."

build() {
    echo "building (the first time takes some minutes)"
    local product
    for product in "${programs[@]}"; do
        swift build -c release --product "$product" >"$folder/build.log" 2>&1 9>&- ||
            die "the build failed: see $folder/build.log."
    done
    BENCH_PROGRAMS=$(swift build -c release --show-bin-path)
}

cd "$here/../.."
[[ -n ${BENCH_PROGRAMS:-} ]] || build
for program in "${programs[@]}"; do
    [[ -x $BENCH_PROGRAMS/$program ]] || die "$program is not in '$BENCH_PROGRAMS'."
done

rm -rf "$folder/logs"
export FORM=${FORM:-flow} FULL=${FULL:-} KEEP=${KEEP:-} BENCH_PGBENCH=$pgbench BENCH_PSQL=${pgbench%/*}/psql
export BENCH_FOLDER=$folder
export BENCH_LAST=$PWD/docs/benchmarks/product.json
# Which statements cost what.
export DATABASE_OPTIONS="-c shared_preload_libraries=pg_stat_statements ${DATABASE_OPTIONS:-}"
# When something was committed, and not only when it was begun.
[[ $FORM != fairness ]] || DATABASE_OPTIONS+=" -c track_commit_timestamp=on"
# Durable, unlike for tests, and where the state is: a disk in memory would give the wrong figures.
export DURABLE=1 TMPDIR=$folder
in_session "$here/with-servers.sh" "$BENCH_PROGRAMS/ProductDriver"
