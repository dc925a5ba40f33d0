#!/usr/bin/env bash
# Runs the examples of the producers' guide, each as a producer of its own, and sees at the API that its order has come
# once, its webhook was taken and its broken order is told as a failure; and that it does not repeat what is refused. A
# language that is not there is passed over.
#
#   examples.sh DIR    DIR keeps the tools; the platform is that of with-platform.sh
#
# Python takes pika from the package index, Go its client from GOPATH (Debian: golang-github-rabbitmq-amqp091-go-dev),
# Node amqplib from where `npm install` has put it.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
readonly examples=$(cd "$here/../../docs/examples" && pwd -P)

[[ $# -eq 1 && -n ${PLATFORM:-} ]] || { sed -n 's/^# \{0,1\}//; 2,10p' "${BASH_SOURCE[0]}" >&2; exit 64; }
home=$(state_directory "$1/examples")
gateway=$(<"$PLATFORM/services/address")
key=$(<"$PLATFORM/secrets/demo_key")
broker=$AMQP_URL
sql() { psql -XqAt -v ON_ERROR_STOP=1 "$DATABASE_URL" "$@"; }

#   put PATH JSON
put() { curl -fsS -o /dev/null -X PUT -H 'Content-Type: application/json' -d "$2" "$MANAGEMENT_URL/api/$1"; }

# A broker user that may write the keys of a name, by default its own, and nothing else.
#   user USER [NAME]
user() {
    put "users/$1" '{"password": "secret", "tags": ""}'
    put "permissions/%2F/$1" '{"configure": "^$", "write": "^shop\\.webhooks$", "read": "^$"}'
    put "topic-permissions/%2F/$1" \
        "{\"exchange\": \"shop.webhooks\", \"write\": \"^in\\\\.${2:-$1}\\\\.\", \"read\": \"^\$\"}"
}

# A user that speaks for the demo shop, too: as the guide says.
#   let_in USER
let_in() {
    user "$1"
    sql -v user="$1" <<-'END'
		INSERT INTO ingestion.producers (tenant_id, user_name, shop_id)
		SELECT tenant_id, :'user', shop_id FROM ingestion.connections LIMIT 1 ON CONFLICT DO NOTHING
	END
}

# A program that is refused says so at once; one that repeats it six times takes half a minute.
#   refused NAME CREDENTIALS COMMAND…
refused() {
    local name=$1 credentials=$2 status=0
    shift 2
    AMQP_URL=${broker/guest:guest/$credentials} SHOP=1 APP_KEY=k APP_SECRET=s SHOPOS_URL=$gateway SHOPOS_KEY=$key \
        timeout 15 "$@" >"$home/refused.log" 2>&1 || status=$?
    [[ $status -ne 0 && $status -ne 124 ]] ||
        die "$name: what is refused is repeated ($status): $(tail -n 1 "$home/refused.log")"
    echo "$name: refused: $(grep -m 1 -oE '40[36][^0-9].*' "$home/refused.log" | cut -c1-100)"
}

#   run NAME COMMAND…
run() {
    local name=$1 said number i
    shift
    user "$name-shut" nobody
    refused "$name" "$name-shut:secret" "$@"
    refused "$name" "$name-shut:wrong" "$@"
    let_in "$name"
    said=$(
        source <(grep -E '^TIKTOK_APP_(KEY|SECRET)=' "$PLATFORM/services/gateway.env")
        export AMQP_URL=${broker/guest:guest/$name:secret} SHOPOS_URL=$gateway SHOPOS_KEY=$key
        export APP_KEY=$TIKTOK_APP_KEY APP_SECRET=$TIKTOK_APP_SECRET SHOP
        SHOP=$(sql -c 'SELECT channel_shop FROM ingestion.connections LIMIT 1')
        timeout 120 "$@" 2>&1
    ) || die "$name: $said"
    echo "$name: $said" | sed "2,\$s/^/$name: /"
    number=$(sed -n 's/^sent //p' <<<"$said")
    grep -q "^failed $number-broken: the order cannot be read: lines is empty$" <<<"$said" ||
        die "$name: the broken order's failure does not say what is wrong."
    for ((i = 0; i < 100; i++)); do
        [[ $(orders "$number") != 1 || $(webhooks "$name") != 1 ]] || return 0
        sleep 0.2
    done
    die "$name: there are $(orders "$number") orders $number and $(webhooks "$name") webhooks, and not one of each."
}

# How many orders have a number that begins so.
orders() { curl -fsS -H "Authorization: Bearer $key" "$gateway/v1/orders?search=$1" | jq '.orders | length'; }

# How many webhooks a producer has brought.
webhooks() { sql -v user="$1" <<<"SELECT count(*) FROM ingestion.webhooks WHERE producer = :'user'"; }

if python=$("$here/python.sh" "$1"); then run python "$python/python" "$examples/python/producer.py"; fi
if ! command -v go >/dev/null; then
    echo "go: skipped: there is no Go"
elif [[ ! -d ${GOPATH:=/usr/share/gocode}/src/github.com/rabbitmq/amqp091-go ]]; then
    echo "go: skipped: there is no amqp091-go under $GOPATH"
else
    export GOPATH GO111MODULE=off GOCACHE=$home/go
    go build -o "$home/producer" "$examples/go/producer.go"
    run go "$home/producer"
fi
if ! command -v node >/dev/null; then
    echo "node: skipped: there is no Node"
elif ! (cd "$examples/node" && node --input-type=module -e 'await import("amqplib")' >/dev/null 2>&1); then
    node --check "$examples/node/producer.mjs" || die "node: the example is no JavaScript."
    echo "node: skipped: there is no amqplib"
else
    run node node "$examples/node/producer.mjs"
fi
