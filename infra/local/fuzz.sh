#!/usr/bin/env bash
# Has an independent tester (Schemathesis) make up requests from the gateway's own description and look for answers
# that it does not promise: a 5xx, a status or a media type that is not described, a body of another shape, a route
# that works without the key it asks for. Then the routes that it cannot try: live views and signed webhooks.
#
#   fuzz.sh DIR    DIR keeps the tools; the platform is that of with-platform.sh
#
# SEED makes the same requests again (1), FUZZ_SECONDS is for how long requests are made up (200).

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
readonly clients=$(cd "$here/../../Tests/Clients" && pwd -P)
readonly seconds=${FUZZ_SECONDS:-200} seed=${SEED:-1}

[[ $# -eq 1 && -n ${PLATFORM:-} ]] || { sed -n 's/^# \{0,1\}//; 2,9p' "${BASH_SOURCE[0]}" >&2; exit 64; }
python=$("$here/python.sh" "$1") || { [[ $? -eq 3 && -z ${CI:-} ]] && exit 0 || exit 1; }
home=$(state_directory "$1/fuzz")
gateway=$(<"$PLATFORM/services/address")
# The agency's key: it has every scope, for all brands.
key=$(<"$PLATFORM/secrets/agency_key")

#   fact QUERY
fact() { psql -XqAt "$DATABASE_URL" -c "$1" | head -n 1; }

#   made ADDRESS BODY MEMBER
made() {
    curl -fsS -H "Authorization: Bearer $key" -H 'Content-Type: application/json' -d "$2" \
        "$gateway$1?tenant=$tenant" | jq -r ".$3"
}

# Things that are there, so that made-up requests find something now and then.
facts() {
    local tenant sku location place
    tenant=$(fact 'SELECT tenant_id FROM ingestion.connections')
    sku=$(fact 'SELECT sku_id FROM inventory.levels ORDER BY on_hand DESC')
    location=$(fact 'SELECT location_id FROM inventory.levels ORDER BY on_hand DESC')
    place="\"sku\": \"$sku\", \"location\": \"$location\", \"units\": 1, \"reason\": \"fuzz\""
    jq -n --arg tenant "$tenant" --arg sku "$sku" --arg location "$location" \
        --arg shop "$(fact 'SELECT shop_id FROM ingestion.connections')" \
        --arg channelSKU "$(fact 'SELECT channel_sku FROM inventory.components')" \
        --arg order "$(fact 'SELECT id FROM ingestion.orders ORDER BY placed_at DESC')" \
        --arg shipment "$(fact 'SELECT shipment_id FROM fulfillment.shipments')" \
        --arg hold "$(made /v1/stock/holds "{$place}" hold)" \
        --arg move "$(made /v1/stock/adjustments "{$place}" move.move)" \
        --arg key "$(made /v1/keys '{"name": "fuzz", "scopes": ["orders:read"]}' key.id)" '$ARGS.named'
}

#   check OPTIONS…
check() {
    (cd "$home" && SCHEMATHESIS_HOOKS=fuzz_hooks PYTHONPATH=$clients "$python/schemathesis" run openapi.json \
        --url "$gateway" --seed "$seed" --generation-database none --request-timeout 20 --continue-on-failure \
        --checks all --exclude-checks positive_data_acceptance --exclude-path /v1/events \
        --warnings off --no-color "$@")
}

curl -fsS "$gateway/openapi.json" >"$home/openapi.json"
"$python/python" -m openapi_spec_validator "$home/openapi.json"
FUZZ_FACTS=$(facts)
export FUZZ_FACTS
status=0
echo "== with a key"
check -H "Authorization: Bearer $key" --phases coverage,fuzzing,stateful --max-time "$seconds" || status=1
echo "== without a key"
check --phases coverage --max-time 60 || status=1
echo "== live views and signed webhooks"
source <(grep -E '^(TIKTOK_APP_KEY|TIKTOK_APP_SECRET|SHIPPO_WEBHOOK_TOKEN)=' "$PLATFORM/services/gateway.env")
APP_KEY=$TIKTOK_APP_KEY APP_SECRET=$TIKTOK_APP_SECRET SHIPPO_TOKEN=$SHIPPO_WEBHOOK_TOKEN KEY=$key \
    "$python/python" "$clients/fuzz_edges.py" "$gateway" "$home/openapi.json" "$seed" || status=1
exit "$status"
