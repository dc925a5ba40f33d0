#!/usr/bin/env bash
# Measures the workload W1 beside its floor on servers of its own, and compares with the result that was stored last.
#
#   bench.sh DIR    keeps the result in DIR/bench/result.json, and the logs beside it
#
# One round of 8,000 orders; FULL=1 takes five rounds of 20,000. CRASH=1 measures nothing: it kills each stage in the
# middle of its work and compares what is stored. KEEP=1 stores the result in docs/benchmarks/last.json. SEED (1) and
# SKEW (0.3, the share of lines that name a viral SKU) decide the orders. BENCH_PROGRAMS is a folder with programs that
# are built already. Exit code 1 when what is stored is not what was ordered, never for being slow.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
readonly here

[[ $# -eq 1 ]] || { sed -n 's/^# \{0,1\}//; 2,10p' "${BASH_SOURCE[0]}" >&2; exit 64; }
folder=$(state_directory "$1/bench")
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
    for product in W1 W1Driver; do
        swift build -c release --product "$product" >"$folder/build.log" 2>&1 9>&- ||
            die "the build failed: see $folder/build.log."
    done
    BENCH_PROGRAMS=$(swift build -c release --show-bin-path)
}

cd "$here/../.."
[[ -n ${BENCH_PROGRAMS:-} ]] || build
[[ -x $BENCH_PROGRAMS/W1 && -x $BENCH_PROGRAMS/W1Driver ]] || die "W1 and W1Driver are not in '$BENCH_PROGRAMS'."

export BENCH_FORM=short BENCH_ROUNDS=1 BENCH_ORDERS=8000 BENCH_PACED_ORDERS=1000
if [[ ${FULL:-} == 1 ]]; then
    BENCH_FORM=full BENCH_ROUNDS=5 BENCH_ORDERS=20000 BENCH_PACED_ORDERS=4000
fi
# The stages must not be through before the last of them was killed.
if [[ ${CRASH:-} == 1 ]]; then BENCH_ORDERS=20000; fi

export BENCH_CRASH=${CRASH:-} BENCH_KEEP=${KEEP:-} BENCH_PGBENCH=$pgbench BENCH_FOLDER=$folder
export BENCH_LAST=$PWD/docs/benchmarks/last.json
# Durable, unlike for tests, and where the state is: a disk in memory would give the wrong figures.
export DURABLE=1 TMPDIR=$folder
in_session "$here/with-servers.sh" "$BENCH_PROGRAMS/W1Driver"
