-- What the broker has confirmed is remembered for three days. A queue that somebody deleted is told it once more, under
-- the same ids: whoever has handled a message recognises it. Cut to the millisecond, so that an Instant points exactly.
CREATE TABLE told (
    told_at     timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
    id          uuid        NOT NULL,
    type        text        NOT NULL,
    tenant_id   uuid,
    correlation text,
    causation   uuid,
    headers     text,
    body        bytea       NOT NULL,
    sealed_key  text,                            -- as in the outbox
    PRIMARY KEY (told_at, id)
) PARTITION BY RANGE (told_at);
-- Under this name it is erased with the buyer.
CREATE INDEX told_of_journey ON told (lower(correlation)) WHERE sealed_key IS NOT NULL;

-- Read by workers only; the owner's policy is for the functions that it defines.
ALTER TABLE told ENABLE ROW LEVEL SECURITY;
ALTER TABLE told FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_only ON told TO CURRENT_USER USING (true) WITH CHECK (true);

-- Makes the days up to a week ahead and drops those that are over for three. Several instances may call it at once.
CREATE FUNCTION keep_told_partitions() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = :schema, pg_temp SET client_min_messages = warning AS $$
DECLARE
    midnight timestamptz;
    partition text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext(':schema.told'));
    FOR offset_days IN 0..7 LOOP
        midnight := date_trunc('day', now(), 'UTC') + make_interval(days => offset_days);
        partition := 'told_' || to_char(midnight AT TIME ZONE 'UTC', 'YYYYMMDD');
        IF to_regclass(partition) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF told FOR VALUES FROM (%L) TO (%L)', partition, midnight,
                midnight + interval '1 day');
            -- Whoever names a partition must not get past its parent's policy.
            EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', partition);
            EXECUTE format('CREATE POLICY owner_only ON %I TO CURRENT_USER USING (true) WITH CHECK (true)', partition);
        END IF;
    END LOOP;
    FOR partition IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'told'::regclass
            AND c.relname < 'told_' || to_char(now() AT TIME ZONE 'UTC' - interval '3 days', 'YYYYMMDD')
    LOOP
        EXECUTE format('DROP TABLE %I', partition);
    END LOOP;
END $$;
SELECT keep_told_partitions();

-- As before, and what was told is forgotten with what waits.
CREATE OR REPLACE FUNCTION erase_messages(tenants uuid[], names text[]) RETURNS bigint LANGUAGE sql AS $$
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
    ), sent AS (
        DELETE FROM told USING pairs
        WHERE sealed_key IS NOT NULL AND tenant_id = pairs.tenant AND lower(correlation) = pairs.name
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM failed) + (SELECT count(*) FROM waiting) + (SELECT count(*) FROM unsent)
        + (SELECT count(*) FROM sent)
$$;
