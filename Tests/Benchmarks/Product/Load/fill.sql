-- A past of many brands, so that reading can be measured: every order after the model of one that the platform itself
-- has made, with its stock, its parcel and what it adds to the figures.
--
--   psql -v ON_ERROR_STOP=1 -v orders=100000 -v brands=100 -v skus=10000 -f fill.sql URL
--
-- The first brand has a tenth of the orders and so many SKUs; `brands` others have 20 SKUs each. Orders were placed one
-- after the other over ninety days, the last one just now. What reading never sees is left out: recipients, sheets.

\set QUIET on
SET client_min_messages = warning;
BEGIN;
SET LOCAL session_replication_role = replica;
SET LOCAL synchronous_commit = off;
SET LOCAL work_mem = '256MB';

-- ----------------------------------------------------------------------------------------------- who, and what of whom

CREATE SCHEMA bench;

-- An id of RFC 9562's version 7, as of a time.
CREATE FUNCTION bench.id(at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(r, 1, 3) || '8'
        || substr(r, 4, 15))::uuid FROM (SELECT md5(random()::text)) AS digits (r)
$$;

CREATE FUNCTION bench.text(at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

CREATE TABLE bench.brands AS
SELECT n, bench.id(now()) AS tenant, bench.id(now()) AS shop, bench.id(now()) AS place,
    CASE n WHEN 0 THEN :skus ELSE 20 END AS skus
FROM generate_series(0, :brands) AS n;

-- The large brand is asked so often that one key would ask too much.
CREATE TABLE bench.keys AS
SELECT n, tenant, k, 'shop_bench_' || n || '_' || k AS key
FROM bench.brands, generate_series(1, CASE n WHEN 0 THEN 20 ELSE 1 END) AS k;

CREATE TABLE bench.wares AS
SELECT n, tenant, shop, place, w, bench.id(now()) AS sku FROM bench.brands, generate_series(0, skus - 1) AS w;

CREATE TABLE bench.models AS
SELECT row_number() OVER () - 1 AS m, tenant_id, id FROM ingestion.orders WHERE version > 0;

CREATE TABLE bench.sales AS
SELECT i, b.n, tenant, shop, place, (hashint8(i) & 2147483647) % b.skus AS w, bench.id(at) AS sale,
    bench.id(at) AS shipment,
    (576800000000000000 + (:orders - i) * 1000003::bigint)::text AS name, at,
    i % (SELECT count(*) FROM bench.models) AS m
FROM (
    SELECT i, CASE i % 10 WHEN 0 THEN 0 ELSE 1 + (i / 10 * 9 + i % 10) % :brands END AS n,
        date_trunc('milliseconds', now() - i * interval '90 days' / :orders) AS at
    FROM generate_series(0, :orders - 1) AS i) AS placed
JOIN bench.brands AS b USING (n);
CREATE INDEX ON bench.sales (tenant, i);
ANALYZE bench.brands, bench.wares, bench.models, bench.sales;

-- ----------------------------------------------------------------------------------------------- accounts

INSERT INTO accounts.tenants (tenant_id, kind, name, created_at) SELECT tenant, 'brand', 'Filled ' || n, now()
FROM bench.brands;
INSERT INTO accounts.api_keys (tenant_id, key_id, name, prefix, digest, scopes, created_at, created_by)
SELECT tenant, bench.id(now()), 'bench', 'bench' || n || '_' || k, sha256(key::bytea),
    ARRAY['orders:read', 'stock:read', 'analytics:read', 'shipments:read'], now(), 'bench'
FROM bench.keys;

-- ----------------------------------------------------------------------------------------------- orders

INSERT INTO ingestion.accounts SELECT copy.*
FROM bench.brands AS b, (SELECT a FROM ingestion.accounts AS a LIMIT 1) AS model,
    jsonb_populate_record(a, jsonb_build_object('tenant_id', b.tenant)) AS copy;
INSERT INTO ingestion.connections SELECT copy.*
FROM bench.brands AS b, (SELECT c FROM ingestion.connections AS c LIMIT 1) AS model,
    jsonb_populate_record(c, jsonb_build_object(
        'tenant_id', b.tenant, 'shop_id', b.shop, 'channel_shop', 'filled ' || b.n, 'title', 'Filled ' || b.n)) AS copy;

INSERT INTO ingestion.orders SELECT copy.*
FROM bench.sales AS s JOIN bench.models AS m USING (m)
JOIN ingestion.orders AS model ON (model.tenant_id, model.id) = (m.tenant_id, m.id),
    jsonb_populate_record(model, jsonb_build_object(
        'tenant_id', s.tenant, 'id', s.sale, 'shop_id', s.shop, 'channel_order', s.name, 'placed_at', s.at,
        'updated_at', s.at, 'first_seen_at', s.at, 'snapshot', model.snapshot || jsonb_build_object(
            'channelOrder', s.name, 'placedAt', bench.text(s.at), 'paidAt', bench.text(s.at)))) AS copy;
INSERT INTO ingestion.order_events SELECT copy.*
FROM bench.sales AS s JOIN bench.models AS m USING (m)
JOIN ingestion.order_events AS model ON (model.tenant_id, model.order_id) = (m.tenant_id, m.id),
    jsonb_populate_record(model, jsonb_build_object(
        'tenant_id', s.tenant, 'order_id', s.sale, 'happened_at', s.at, 'recorded_at', s.at)) AS copy;

-- ----------------------------------------------------------------------------------------------- stock

INSERT INTO inventory.locations (tenant_id, location_id, name, is_default) SELECT tenant, place, 'Shelf', true
FROM bench.brands;
INSERT INTO inventory.skus (tenant_id, sku_id, code, is_low)
SELECT tenant, sku, 'W' || lpad(w::text, 6, '0'), w % 50 = 0 FROM bench.wares;
INSERT INTO inventory.listings (tenant_id, shop_id, channel_sku, channel_product, seller_sku, title, synced_at)
SELECT tenant, shop, n || '-' || w, n || '-' || w / 20, 'W' || w, 'Ware ' || w, now() FROM bench.wares;
INSERT INTO inventory.components (tenant_id, shop_id, channel_sku, sku_id, units)
SELECT tenant, shop, n || '-' || w, sku, 1 FROM bench.wares;
INSERT INTO inventory.orders (tenant_id, order_id, shop_id, version, state, location_id, turn_at)
SELECT tenant, sale, shop, 1, CASE WHEN at > now() - interval '2 days' THEN 'reserved' ELSE 'deducted' END, place, at
FROM bench.sales;
INSERT INTO inventory.needs (tenant_id, order_id, channel_sku, sku_id, shop_id, location_id, each, wanted, reserved,
    deducted)
SELECT s.tenant, sale, s.n || '-' || w, sku, s.shop, s.place, 1, open, open, 1 - open
FROM bench.sales AS s JOIN bench.wares USING (n, w),
    LATERAL (SELECT (s.at > now() - interval '2 days')::int) AS state (open);
INSERT INTO inventory.levels (tenant_id, sku_id, location_id, on_hand, reserved, version, counted_at)
SELECT tenant, sku, place, 10000, coalesce(open, 0), 1, now()
FROM bench.wares AS w LEFT JOIN (
    SELECT tenant_id, sku_id, sum(reserved) AS open FROM inventory.needs GROUP BY 1, 2) AS taken
    ON (taken.tenant_id, taken.sku_id) = (w.tenant, w.sku);
INSERT INTO inventory.moves (tenant_id, move_id, sku_id, location_id, kind, on_hand, reserved, order_id, at)
SELECT tenant_id, bench.id(o.turn_at), sku_id, n.location_id, kind, on_hand, change, order_id, o.turn_at
FROM inventory.needs AS n JOIN inventory.orders AS o USING (tenant_id, order_id)
JOIN (VALUES ('reserved', 0, 1), ('deducted', -1, -1)) AS step (kind, on_hand, change)
    ON kind = 'reserved' OR n.deducted > 0
WHERE tenant_id IN (SELECT tenant FROM bench.brands);

-- ----------------------------------------------------------------------------------------------- parcels

INSERT INTO fulfillment.shipments SELECT copy.*
FROM bench.sales AS s JOIN bench.models AS m USING (m)
JOIN fulfillment.shipments AS model ON (model.tenant_id, model.order_id) = (m.tenant_id, m.id),
    jsonb_populate_record(model, jsonb_build_object(
        'tenant_id', s.tenant, 'order_id', s.sale, 'shipment_id', s.shipment, 'shop_id', s.shop,
        'channel_order', s.name, 'created_at', s.at, 'changed_at', s.at, 'tracking_key', 'BENCH' || s.i,
        'body', model.body || jsonb_build_object(
            'id', s.shipment, 'tenant', s.tenant, 'orderID', s.sale, 'shop', s.shop, 'order', model.body -> 'order'
                || jsonb_build_object('order', s.sale, 'shop', s.shop, 'channelOrder', s.name)))) AS copy;
INSERT INTO fulfillment.shipment_events (tenant_id, shipment_id, kind, sentence, actor, at)
SELECT s.tenant, s.shipment, e.kind, e.sentence, e.actor, s.at
FROM bench.sales AS s JOIN bench.models AS m USING (m)
JOIN fulfillment.shipments AS model ON (model.tenant_id, model.order_id) = (m.tenant_id, m.id)
JOIN fulfillment.shipment_events AS e ON (e.tenant_id, e.shipment_id) = (model.tenant_id, model.shipment_id)
ORDER BY s.i DESC, e.event_id;

-- ----------------------------------------------------------------------------------------------- figures

INSERT INTO analytics.rollups (tenant_id, grain, at, shop_id, currency, channel_product, paid_orders, units, gmv,
    net_revenue, due, shipped_in_time, ready, labelled_in_time, labels, parcels)
SELECT tenant, grain, start, shop, 'USD', CASE WHEN grain LIKE 'product%' THEN n || '-' || w / 20 ELSE '' END,
    count(*), count(*), count(*) * 1000, count(*) * 900, count(*), count(*), count(*), count(*), count(*), count(*)
FROM bench.sales, (VALUES ('halfHour', '30 minutes'), ('day', '1 day'), ('productHalfHour', '30 minutes'),
    ('productDay', '1 day')) AS grains (grain, length),
    date_bin(length::interval, at, '2000-01-01T00:00:00Z') AS start
GROUP BY 1, 2, 3, 4, 5, 6;
INSERT INTO analytics.products (tenant_id, shop_id, channel_product, title, told_at)
SELECT tenant, shop, n || '-' || w / 20, 'Product ' || w / 20, now() FROM bench.wares WHERE w % 20 = 0;
INSERT INTO analytics.parcels (tenant_id, shipment_id, shop_id, order_id, handed_over_at, delivered_at, fate)
SELECT tenant, shipment, shop, sale, at + interval '1 day',
    CASE WHEN at < now() - interval '5 days' THEN at + interval '1 day' + i % 50 * interval '1 hour' END,
    CASE WHEN at < now() - interval '5 days' THEN 'delivered' ELSE 'open' END
FROM bench.sales WHERE at < now() - interval '1 day';
INSERT INTO analytics.freshness SELECT tenant, now() FROM bench.brands;
INSERT INTO analytics.shops (tenant_id, shop_id, version) SELECT tenant, shop, 1 FROM bench.brands;
COMMIT;

VACUUM ANALYZE;
CHECKPOINT;
