#!/usr/bin/env bash
# Connects a demo shop through the sandbox's own consent page, sells, and shows what became of the orders.
#
#   demo.sh DIR ORDERS
#
# The platform of services.sh must run under DIR. Figures come from the services' tables and from the sandbox's books.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[[ $# -eq 2 && $2 =~ ^[0-9]+$ ]] || { sed -n 's/^# \{0,1\}//; 2,6p' "${BASH_SOURCE[0]}" >&2; exit 64; }
state=$(cd "$1" && pwd -P)
orders=$2
home=$state/services
secrets=$state/secrets
gateway=$(<"$home/address")
sandbox=http://127.0.0.1:$(<"$home/sandbox.port")
source "$state/database/env"

sql() { psql -XqAt -v ON_ERROR_STOP=1 "$DATABASE_URL" "$@"; }

# Asks the gateway; an answer that is no success ends the script with the problem's sentence.
#   ask METHOD PATH [BODY]
ask() {
    local answer status
    answer=$(curl -sS -m 30 -X "$1" -H "Authorization: Bearer $key" -H 'Content-Type: application/json' \
        -w '\n%{http_code}' ${3:+-d "$3"} "$gateway$2")
    status=${answer##*$'\n'}
    answer=${answer%$'\n'*}
    [[ $status == 2* ]] || die "$1 $2 was answered with $status: $(jq -r '.detail // .' <<<"$answer" 2>/dev/null)"
    echo "$answer"
}

# ------------------------------------------------------------------------------------------------ a brand with a key

# The first key of an installation is made by hand; with it a brand, and the brand's own key, which is kept.
make_brand() {
    local brand scopes
    key=$(set -a; source "$home/accounts.env"; "$(<"$home/bin")/accounts" bootstrap 2>/dev/null | tail -n 1)
    [[ -n $key ]] || die "no key could be made: see $home/accounts.log"
    (umask 077 && echo "$key" >"$secrets/agency_key")
    brand=$(ask POST /v1/tenants '{"name":"Demo brand"}' | jq -r .id)
    scopes=$(curl -sS "$gateway/openapi.json" |
        jq -c '[.. | .enum? // empty | select(index("orders:read"))]
            | first | map(select(startswith("tenants") or startswith("credit") | not))')
    (umask 077 && ask POST "/v1/keys?tenant=$brand" "{\"name\":\"demo\",\"scopes\":$scopes}" |
        jq -r .secret >"$secrets/demo_key")
}

# ------------------------------------------------------------------------------------------------ a connected shop

# The way of a seller's browser: our page, TikTok Shop's consent page, and back.
connect() {
    local consent query seller back cookies=$home/cookies.txt
    consent=$(curl -sS -o /dev/null -w '%{redirect_url}' -c "$cookies" -H "Authorization: Bearer $key" \
        "$gateway/api/tiktokshop/auth?market=us")
    [[ $consent == "$sandbox"/* ]] || die "the gateway sends sellers to '$consent', not to the sandbox."
    seller=$(curl -sS "$consent" | grep -o 'name="seller" value="[^"]*"' | head -n 1 | cut -d '"' -f 4)
    query=${consent#*\?}
    back=$(curl -sS -o /dev/null -w '%{redirect_url}' --data "$query" --data-urlencode "seller=$seller" \
        --data decision=approve "${consent%%\?*}")
    back=$(curl -sS -o "$home/callback.txt" -w '%{redirect_url}' -b "$cookies" "$back")
    rm -f "$cookies"
    [[ $back == *tiktokshop_connected=true ]] ||
        die "the shop could not be connected: $(head -c 300 "$home/callback.txt")"
}

# The sandbox that runs. What it granted it forgets when it ends, while our books go on saying "connected".
world() { cat "$home/sandbox.pid" "$home/sandbox.seed"; }

is_connected() {
    [[ $(cat "$home/connected_to" 2>/dev/null) == "$(world)" ]] && grep -q ' connected$' <<<"$(connections true)"
}

# The brand's connections to shops of the sandbox that runs (true), or of those before it (false): our id and a state.
#   connections true|false
connections() {
    ask GET /v1/connections | jq -r --argjson is_there "$1" --argjson world "$(curl -fsS "$sandbox/_sandbox/shops")" '
        ($world.shops | map(.id)) as $shops
        | .connections[] | select((.channelShop | IN($shops[])) == $is_there) | "\(.shop) \(.state)"'
}

# A sandbox that has ended takes its shops with it: nobody need ask for their orders any more.
leave_old_shops() {
    local old shop state
    old=$(connections false)
    while read -r shop state; do
        [[ -z $shop || $state == disconnected ]] || ask DELETE "/v1/connections/$shop" >/dev/null
    done <<<"$old"
}

# ------------------------------------------------------------------------------------------------ a person with a score

# Asks as the person.
as_person() {
    local key
    key=$(<"$secrets/person_key")
    ask "$@"
}

# A person who is scored by the shop: added and offered the shop by the brand, taken up by the person, who declares what
# the market asks for.
score_owner() {
    local made shop region link document
    if [[ ! -s $secrets/person_key ]]; then
        made=$(ask POST /v1/subjects '{"name":"Demo founder"}')
        (umask 077 && jq -r .key.secret <<<"$made" >"$secrets/person_key")
        jq -r .subject.id <<<"$made" >"$home/person"
    fi
    read -r shop region <<<"$(ask GET /v1/connections |
        jq -r '[.connections[] | select(.state == "connected")] | last | "\(.shop) \(.region)"')"
    link=$(ask POST "/v1/subjects/$(<"$home/person")/links" "{\"account\":\"$shop\",\"kind\":\"seller\"}")
    [[ $(jq -r .state <<<"$link") != offered ]] ||
        as_person POST "/v1/credit/links/$(jq -r .link <<<"$link")/accept" >/dev/null
    case $region in
        US) set -- businessEntity employerIdentificationNumber ;;
        CA) set -- businessEntity ;;
        GB | FR | DE | IT | ES) set -- limitedCompany vatRegistration ;;
        *) set -- localEntity marketRules ;;
    esac
    for document; do
        as_person POST /v1/credit/documents "{\"market\":\"$region\",\"document\":\"$document\"}" >/dev/null
    done
}

# What the shop has sold in the 90 days before it is connected: what counts for the score of its owner.
readonly past=200
sell_before() {
    local shop
    for shop in $(curl -fsS "$sandbox/_sandbox/shops" | jq -r '.shops[].id'); do
        curl -fsS -o /dev/null -d "{\"orders\":$past,\"days\":85}" "$sandbox/_sandbox/shops/$shop/history" ||
            die "the sandbox makes no past: see $home/sandbox.log"
    done
}

# The score with why it is not higher, as soon as an order counts for it.
show_score() {
    local i told
    for ((i = 0; i < 120; i++)); do
        told=$(as_person GET /v1/credit/score)
        [[ $(jq -r '.score.figures.orders // 0' <<<"$told") -gt 0 ]] && break
        sleep 0.5
    done
    jq -r 'if .score then .score
        | "score of the owner    \(.scaled) of \(.least) to \(.most), \(.band); of \(.figures.orders) orders",
            (.reasons[] | "  \(.lost | tonumber * 10 | round / 10) points: \(.sentence)")
        else "score of the owner    none yet", (.obstacles[] | "  \(.sentence)") end' <<<"$told"
}

# All of the past must have been seen before the first sale, or it is counted as sold by this run.
await_past() {
    local shop i
    shop=$(connections true | sed -n '/ connected$/s/ .*//p' | tail -n 1)
    for ((i = 0; i < 600; i++)); do
        [[ $(sql -c "SELECT count(*) FROM ingestion.orders WHERE shop_id = '$shop'") -lt $past ]] || return 0
        sleep 0.2
    done
    die "the shop's past did not arrive in two minutes: see $home/ingestion.log"
}

# Every listing of the shop must be counted before the first sale, or its orders wait for that.
await_catalogue() {
    local i
    for ((i = 0; i < 300; i++)); do
        [[ -n $(join -v 1 <(offered) <(counted)) ]] || return 0
        sleep 0.2
    done
    die "the shop's catalogue did not arrive in a minute: see $home/ingestion.log"
}

# The listings whose stock is in our books.
counted() {
    sql -c "SELECT DISTINCT channel_sku FROM inventory.components JOIN inventory.levels USING (tenant_id, sku_id)
        WHERE counted_at IS NOT NULL" | sort
}

# Has the carrier partner's webhooks sent to the gateway, as one does once for a real account; the sandbox forgets it
# when it ends.
hear_carrier() {
    local hooks=$sandbox/shippo/webhooks token address
    token=$(source "$home/fulfillment.env" && echo "$SHIPPO_TOKEN")
    address=$gateway/webhooks/shippo?token=$(source "$home/gateway.env" && echo "$SHIPPO_WEBHOOK_TOKEN")
    curl -fsS -H "Authorization: ShippoToken $token" "$hooks" |
        jq -e --arg url "$address" 'any(.results[]; .url == $url)' >/dev/null ||
        curl -fsS -o /dev/null -H "Authorization: ShippoToken $token" -H 'Content-Type: application/json' \
            -d "{\"url\":\"$address\",\"event\":\"all\",\"active\":true,\"is_test\":false}" "$hooks" ||
        die "the sandbox does not take the address of Shippo's webhooks: see $home/sandbox.log"
}

# ------------------------------------------------------------------------------------------------ orders

sell() {
    curl -fsS -o /dev/null -d "{\"per_minute\":600,\"count\":$orders}" "$sandbox/_sandbox/generator" ||
        die "the sandbox does not sell: see $home/sandbox.log"
}

# Orders that are ours to send, and those that have come to an end: shipped, cancelled, or waiting for a person.
progress() {
    sql -F ' ' -c "
        SELECT count(*), count(*) FILTER (WHERE state IN ('shipped', 'inTransit', 'delivered', 'failed', 'cancelled')
            OR needs_person OR waits_for IN ('stock', 'confirmation'))
        FROM fulfillment.shipments WHERE is_listed AND created_at >= '$began'"
}

show_progress() {
    local total done width=40 filled seen steady=0 i
    for ((i = 0; i < 600; i++)); do
        read -r total done < <(progress)
        seen=$(sql -c "SELECT count(*) FROM ingestion.orders WHERE first_seen_at >= '$began'")
        filled=$((total > 0 ? done * width / total : 0))
        [[ ! -t 1 ]] || printf '\r%s%s %d orders seen, %d of %d parcels settled ' \
            "$(printf '%*s' "$filled" '' | tr ' ' '#')" "$(printf '%*s' $((width - filled)) '' | tr ' ' '.')" \
            "$seen" "$done" "$total"
        if [[ $seen -ge $orders && $done -ge $total ]]; then steady=$((steady + 1)); else steady=0; fi
        [[ $steady -lt 3 ]] || break
        sleep 0.5
    done
    [[ ! -t 1 ]] || echo
    [[ $seen -ge $orders ]] || die "only $seen of $orders orders have arrived in five minutes: see $home/ingestion.log"
}

# ------------------------------------------------------------------------------------------------ summary

# When the channel sent each webhook about an order's state, by the sandbox's books: order and time, a line each.
rings() {
    local page after=0
    while true; do
        page=$(curl -fsS "$sandbox/_sandbox/webhooks?limit=1000&after=$after")
        jq -r '.deliveries[] | select(.topic | startswith("1 ")) | [.subject, .at] | @tsv' <<<"$page"
        [[ $(jq '.deliveries | length' <<<"$page") -eq 1000 ]] || return 0
        after=$((after + 1000))
    done
}

# What the channel still offers, by the sandbox's books: listing and units.
offered() {
    local shop
    for shop in $(curl -fsS "$sandbox/_sandbox/shops" | jq -r '.shops[].id'); do
        curl -fsS "$sandbox/_sandbox/stock?shop=$shop" | jq -r '.skus[] | "\(.id) \(.total_available_quantity)"'
    done | sort
}

# What our books say that may be sold of the same listings: those that are one unit of one SKU.
sellable() {
    sql -F ' ' -c "
        SELECT channel_sku, sum(greatest(0, on_hand - reserved - held - coalesce(skus.buffer, settings.buffer, 0)))
        FROM inventory.components JOIN inventory.skus USING (tenant_id, sku_id)
        JOIN inventory.levels USING (tenant_id, sku_id) LEFT JOIN inventory.settings USING (tenant_id)
        WHERE units = 1 AND (tenant_id, shop_id, channel_sku) IN (
            SELECT tenant_id, shop_id, channel_sku FROM inventory.components GROUP BY 1, 2, 3 HAVING count(*) = 1)
        GROUP BY channel_sku" | sort
}

# Channel and books are a moment apart, as orders still come to their ends: what differs is looked at again for a while.
compare_stock() {
    local compared=0 differ=0 i
    for ((i = 0; i < 60; i++)); do
        read -r compared differ < <(join <(offered) <(sellable) |
            awk '{ n++; if ($2 != $3) d++ } END { print n + 0, d + 0 }')
        [[ $differ -gt 0 ]] || break
        sleep 0.5
    done
    echo "stock at the channel  $compared listings compared with our books, $differ differ"
}

# What the sandbox's books find wrong with themselves, and ours with us: each is 0, or something is badly wrong.
stock_invariants() {
    local mismatches unlike oversold
    mismatches=$(curl -fsS "$sandbox/_sandbox/check" | jq '.mismatches | length')
    unlike=$(sql -c "
        SELECT count(*) FROM inventory.levels l LEFT JOIN (
            SELECT tenant_id, sku_id, location_id, sum(on_hand) AS on_hand, sum(reserved) AS reserved, sum(held) AS held
            FROM inventory.moves GROUP BY 1, 2, 3) m USING (tenant_id, sku_id, location_id)
        WHERE (l.on_hand, l.reserved, l.held)
            <> (coalesce(m.on_hand, 0), coalesce(m.reserved, 0), coalesce(m.held, 0))")
    oversold=$(sql -c "SELECT count(*) FROM inventory.levels WHERE reserved + held > on_hand")
    echo "stock invariants      the channel's books: $mismatches mismatches; ledger and levels: $unlike differ;" \
        "promised twice: $oversold"
    [[ $mismatches$unlike$oversold == 000 ]] || echo "Stock is wrong: make shopos ARGS=check says where." >&2
}

# All of this run alone: from the first order that it sold.
summary() {
    local rung
    rung=$(mktemp)
    rings >"$rung"
    sql -F ' ' <<-END
		CREATE TEMP TABLE rings (channel_order text, at timestamptz);
		\copy rings FROM '$rung'
		CREATE TEMP TABLE ours AS SELECT tenant_id, id AS order_id, channel_order FROM ingestion.orders
		WHERE first_seen_at >= '$began';
		CREATE TEMP TABLE parcels AS SELECT s.* FROM fulfillment.shipments s JOIN ours USING (tenant_id, order_id);
		SELECT 'webhooks in          ', count(*) FROM ingestion.webhooks WHERE received_at >= '$began';
		SELECT 'orders               ', count(*) FROM ours;
		SELECT '  stock: ' || rpad(state, 12), count(*) FROM inventory.orders JOIN ours USING (tenant_id, order_id)
		GROUP BY state ORDER BY state;
		SELECT '  parcel: ' || rpad(state, 11), count(*) FROM parcels WHERE is_listed GROUP BY state ORDER BY state;
		SELECT 'labels bought        ', count(*) FROM parcels JOIN fulfillment.shipment_events
		USING (tenant_id, shipment_id) WHERE kind = 'labelBought';
		-- From the webhook which told that the order may be shipped: the first one after what was known before.
		WITH known AS (
		    SELECT tenant_id, order_id, channel_order, min(version) AS version, min(recorded_at) AS at
		    FROM ours JOIN ingestion.order_events USING (tenant_id, order_id)
		    WHERE status = 'awaitingShipment' GROUP BY 1, 2, 3
		), began AS (
		    SELECT tenant_id, order_id, (
		        SELECT min(rings.at) FROM rings WHERE channel_order = known.channel_order AND rings.at <= known.at
		        AND rings.at > coalesce((
		            SELECT max(recorded_at) FROM ingestion.order_events e
		            WHERE (e.tenant_id, e.order_id) = (known.tenant_id, known.order_id) AND e.version < known.version
		        ), '-infinity')) AS at
		    FROM known
		), waits AS (
		    SELECT extract(epoch FROM min(e.at) - began.at)::numeric AS s FROM began JOIN parcels
		    USING (tenant_id, order_id) JOIN fulfillment.shipment_events e USING (tenant_id, shipment_id)
		    WHERE e.kind = 'labelBought' AND began.at IS NOT NULL GROUP BY shipment_id, began.at
		)
		SELECT 'webhook to label     ', 'p50 ' || round(percentile_cont(0.5) WITHIN GROUP (ORDER BY s)::numeric, 2)
		    || ' s, p99 ' || round(percentile_cont(0.99) WITHIN GROUP (ORDER BY s)::numeric, 2) || ' s, of '
		    || count(*) || ' labels' FROM waits HAVING count(*) > 0;
		SELECT 'sold without stock   ', count(*) || ' orders' FROM inventory.orders JOIN ours
		USING (tenant_id, order_id) WHERE is_oversell;
	END
    rm -f "$rung"
    compare_stock
    stock_invariants
    show_score
    cat <<-END

		The page:  $gateway/
		The key:   $key
		The owner's key, which shows the score there:
		           $(<"$secrets/person_key")

		  curl -fsS -H 'Authorization: Bearer $key' '$gateway/v1/orders?limit=3'
		  curl -fsS -H 'Authorization: Bearer $key' '$gateway/v1/stock?limit=3'
		  curl -fsS -H 'Authorization: Bearer $key' '$gateway/v1/analytics/summary?window=today'

		It stays up: make status, make logs, make down.
	END
}

[[ -s $secrets/demo_key ]] || make_brand
key=$(<"$secrets/demo_key")
leave_old_shops
if ! is_connected; then
    sell_before
    connect
    await_past
    world >"$home/connected_to"
fi
hear_carrier
await_catalogue
score_owner
echo "A person has taken the shop up, and its 90 days before are told:"
show_score
began=$(sql -c "SELECT now()")
if [[ $orders -gt 0 ]]; then
    sell
    show_progress
fi
summary
