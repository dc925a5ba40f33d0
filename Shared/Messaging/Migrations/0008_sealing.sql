-- Bodies of messages that tell of a person (PersonalMessage) lie sealed wherever they wait, are shown without their
-- values, and are erased with the buyer.

ALTER TABLE outbox ADD COLUMN sealed_key text;       -- the key that sealed the body; null: it lies as it is

ALTER TABLE deferred
    ADD COLUMN sealed_key text,
    ADD COLUMN orders     text[] NOT NULL DEFAULT '{}',  -- lower case: the orders that a sealed body is about
    ADD COLUMN outline    text,                          -- the body's shape, for people: names without values
    ADD COLUMN erased_at  timestamptz;                   -- when the body was emptied for ever
CREATE INDEX deferred_of_orders ON deferred USING gin (orders) WHERE sealed_key IS NOT NULL;

ALTER TABLE failures
    ADD COLUMN sealed_key text,
    ADD COLUMN orders     text[] NOT NULL DEFAULT '{}',
    ADD COLUMN outline    text,
    ADD COLUMN erased_at  timestamptz;
CREATE INDEX failures_of_orders ON failures USING gin (orders) WHERE sealed_key IS NOT NULL;
CREATE INDEX failures_sealed ON failures (first_at) WHERE sealed_key IS NOT NULL;

-- The same as its namesake, for bodies of which some are sealed. The namesake stays for instances of the last version.
CREATE FUNCTION publish(
    ids uuid[], exchanges text[], routing_keys text[], types text[], tenants uuid[], correlations text[],
    causations uuid[], headers text[], bodies bytea[], sealed_keys text[], claim double precision
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = :schema, pg_temp AS $$
BEGIN
    PERFORM check_tenants(tenants);
    INSERT INTO outbox
        (id, exchange, routing_key, type, tenant_id, correlation, causation, headers, body, sealed_key, claimed_until)
    SELECT new.*, now() + make_interval(secs => claim)
    FROM unnest(ids, exchanges, routing_keys, types, tenants, correlations, causations, publish.headers, bodies,
        sealed_keys) AS new;
END $$;

-- Empties what waiting and failed messages hold of these orders' buyers, and drops what was not sent yet; a pair is a
-- brand and one of an order's names. The rows of failures stay, with their reasons. A message that came without a brand
-- is meant too: the channel's names are its own. Answers how many bodies went.
CREATE FUNCTION erase_messages(tenants uuid[], names text[]) RETURNS bigint LANGUAGE sql AS $$
    WITH pairs AS MATERIALIZED (
        SELECT tenant, lower(name) AS name FROM unnest(tenants, names) AS pair (tenant, name) WHERE name IS NOT NULL
    ), failed AS (
        UPDATE failures SET body = '', sealed_key = NULL, erased_at = now() FROM pairs
        WHERE sealed_key IS NOT NULL AND orders @> ARRAY[pairs.name]
            AND (tenant_id = pairs.tenant OR tenant_id IS NULL)
        RETURNING 1
    ), waiting AS (
        UPDATE deferred SET body = '', sealed_key = NULL, erased_at = now() FROM pairs
        WHERE sealed_key IS NOT NULL AND orders @> ARRAY[pairs.name]
            -- Not read as JSON, which PostgreSQL refuses where a sender's zero byte is in it.
            AND coalesce(substring(message from '"tenant":"([0-9a-f-]{36})"')::uuid, pairs.tenant) = pairs.tenant
        RETURNING 1
    ), unsent AS (
        DELETE FROM outbox USING pairs
        WHERE sealed_key IS NOT NULL AND tenant_id = pairs.tenant AND lower(correlation) = pairs.name
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM failed) + (SELECT count(*) FROM waiting) + (SELECT count(*) FROM unsent)
$$;

DO $$
DECLARE
    tenant text := current_schema() || '_tenant';
BEGIN
    REVOKE EXECUTE ON FUNCTION
        publish(uuid[], text[], text[], text[], uuid[], text[], uuid[], text[], bytea[], text[], double precision),
        erase_messages FROM PUBLIC;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = tenant) THEN
        EXECUTE format('GRANT EXECUTE ON FUNCTION publish(uuid[], text[], text[], text[], uuid[], text[], uuid[],
            text[], bytea[], text[], double precision) TO %I', tenant);
    END IF;
END $$;
