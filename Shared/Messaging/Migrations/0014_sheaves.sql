-- A message is written once: what it says into `told` when it is decided, and one row of the outbox names all messages
-- of a transaction until the broker has confirmed them. Before, each had a row in both, and its body went from the one
-- to the other.

ALTER TABLE outbox
    ADD COLUMN messages uuid[],                  -- their ids; null: a row of the version before, a message itself
    ADD COLUMN told_at  timestamptz,             -- when, in `told`
    ADD COLUMN due_at   timestamptz,             -- until then the instance that wrote or swept the row publishes them
    ALTER COLUMN exchange SET DEFAULT '',
    ALTER COLUMN routing_key SET DEFAULT '',
    ALTER COLUMN type SET DEFAULT '',
    ALTER COLUMN body SET DEFAULT '',
    -- No instance of the version before takes such a row for a message.
    ALTER COLUMN claimed_until SET DEFAULT 'infinity';
CREATE INDEX outbox_due ON outbox (due_at);
CREATE INDEX outbox_of_before ON outbox (claimed_until) WHERE messages IS NULL;

-- Rows that an instance of the version before has left behind become like the others. While both versions run, those
-- of a living one are its own business; where it was only slow, it finds its row gone, and none by its name.
CREATE FUNCTION adopt_outbox() RETURNS void LANGUAGE sql AS $$
    WITH left_behind AS (
        DELETE FROM outbox WHERE messages IS NULL AND claimed_until < now()
        RETURNING id, type, tenant_id, correlation, causation, headers, body, sealed_key, attempts, last_error
    ), named AS (
        INSERT INTO outbox (id, messages, told_at, due_at, attempts, last_error)
        SELECT gen_random_uuid(), ARRAY[id], date_trunc('milliseconds', now()), now() - interval '1 millisecond',
            attempts, last_error
        FROM left_behind
    )
    INSERT INTO told (id, type, tenant_id, correlation, causation, headers, body, sealed_key)
    SELECT id, type, tenant_id, correlation, causation, headers, body, sealed_key FROM left_behind
$$;

-- Appends messages, as `publish` did; that stays for instances of the version before.
CREATE FUNCTION tell(
    ids uuid[], types text[], tenants uuid[], correlations text[], causations uuid[], headers text[], bodies bytea[],
    sealed_keys text[], claim double precision
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = :schema, pg_temp AS $$
BEGIN
    PERFORM check_tenants(tenants);
    INSERT INTO outbox (id, messages, told_at, due_at)
    VALUES (ids[1], ids, date_trunc('milliseconds', now()), clock_timestamp() + make_interval(secs => claim));
    INSERT INTO told (id, type, tenant_id, correlation, causation, headers, body, sealed_key)
    SELECT * FROM unnest(ids, types, tenants, correlations, causations, tell.headers, bodies, sealed_keys);
END $$;

-- As before, but a day stays as long as something of it is to be sent.
CREATE OR REPLACE FUNCTION keep_told_partitions() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = :schema, pg_temp SET client_min_messages = warning AS $$
DECLARE
    midnight timestamptz;
    partition text;
    kept_from timestamptz;
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
    SELECT least(now() - interval '3 days', min(told_at)) INTO kept_from FROM outbox;
    FOR partition IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'told'::regclass
            AND c.relname < 'told_' || to_char(kept_from AT TIME ZONE 'UTC', 'YYYYMMDD')
    LOOP
        EXECUTE format('DROP TABLE %I', partition);
    END LOOP;
END $$;

DO $$
DECLARE
    tenant text := current_schema() || '_tenant';
BEGIN
    REVOKE EXECUTE ON FUNCTION tell FROM PUBLIC;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = tenant) THEN
        EXECUTE format('GRANT EXECUTE ON FUNCTION tell TO %I', tenant);
    END IF;
END $$;
