-- How work is wanted, and wanted no more. The tables are explained in 0002_work.sql, taking is in 0004_work_taking.sql,
-- settling in 0005_work_settling.sql.
--
-- Two rules keep it free of deadlocks and of forgotten rows:
-- * Who takes work never waits: every lock is taken with SKIP LOCKED. Who wants or settles work may wait for it.
-- * A line is put to sleep only by one who holds its tenant's gate alone, and looks once more with the gate in hand.
--   Who wants work holds the gate, together with others, until the commit. So nobody puts a line to sleep while
--   somebody's rows for it are on their way, and awake lines need not be written to when more work comes.
--
-- The entry points forbid plans that read or sort whole tables: the server's statistics lag behind a burst, and a plan
-- made while the table was small must still be good when it holds a million rows.

-- No shop, no tenant, the app's own account.
CREATE FUNCTION work_nobody() RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '00000000-0000-0000-0000-000000000000'::uuid;

-- The advisory lock of a tenant's lines; the table's own id keeps the services of one database apart.
CREATE FUNCTION work_gate(tenant uuid) RETURNS bigint LANGUAGE sql STABLE
RETURN uuid_hash_extended(tenant, 'work_lines'::regclass::oid::bigint);

-- Makes lines and their tenants look for work at these times at the latest; those awake are left alone.
CREATE FUNCTION work_wake(tenants uuid[], shops uuid[], classes text[], dues timestamptz[]) RETURNS void
LANGUAGE sql AS $$
    WITH wanted AS (
        SELECT tenant, shop, class, greatest(min(due), clock_timestamp()) AS due
        FROM unnest(tenants, shops, classes, dues) AS new (tenant, shop, class, due)
        GROUP BY tenant, shop, class
    ), woken AS (
        INSERT INTO work_lines AS line (tenant_id, shop, endpoint_class, due_at)
        SELECT wanted.tenant, wanted.shop, wanted.class, wanted.due
        FROM wanted LEFT JOIN work_lines AS known ON known.tenant_id = wanted.tenant
            AND known.shop = wanted.shop AND known.endpoint_class = wanted.class
        WHERE known.due_at IS NULL OR known.due_at > wanted.due
        ORDER BY wanted.tenant, wanted.shop, wanted.class
        ON CONFLICT (tenant_id, shop, endpoint_class) DO UPDATE SET due_at = least(line.due_at, excluded.due_at)
        RETURNING tenant_id, turn_at
    )
    INSERT INTO work_tenants AS tenant (tenant_id, turn_at)
    SELECT tenant_id, min(turn_at) FROM woken GROUP BY tenant_id ORDER BY tenant_id
    ON CONFLICT (tenant_id) DO UPDATE SET turn_at = excluded.turn_at WHERE tenant.turn_at > excluded.turn_at
$$;

-- Wants things; call it in the transaction that decided so. A key may be named once per call.
CREATE FUNCTION work_enqueue(
    kinds text[], tenants uuid[], keys text[], shops uuid[], classes text[], pauses double precision[],
    wanted_bys timestamptz[], priorities smallint[], everys double precision[], payloads jsonb[],
    correlations text[], causations uuid[], traceparents text[]
) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    instant timestamptz := clock_timestamp();
BEGIN
    PERFORM pg_advisory_xact_lock_shared(work_gate(tenant))
    FROM (SELECT DISTINCT unnest(tenants) AS tenant ORDER BY tenant) AS named;

    INSERT INTO work AS old (
        kind, tenant_id, key, shop, endpoint_class, state, due_at, wanted_by, priority, every, payload, correlation,
        causation, traceparent)
    SELECT n.kind, n.tenant, n.key, n.shop, n.class, CASE WHEN n.pause > 0 THEN 'waiting' ELSE 'ready' END,
        instant + make_interval(secs => n.pause), coalesce(n.wanted_by, instant + make_interval(secs => n.pause)),
        n.priority, n.every, n.payload, n.correlation, n.causation, n.traceparent
    FROM unnest(kinds, tenants, keys, shops, classes, pauses, wanted_bys, priorities, everys, payloads, correlations,
            causations, traceparents)
        AS n (kind, tenant, key, shop, class, pause, wanted_by, priority, every, payload, correlation, causation,
            traceparent)
    ORDER BY n.tenant, n.kind, n.key
    ON CONFLICT (tenant_id, kind, key) DO UPDATE SET
        wanted_seq = old.wanted_seq + 1,
        shop = excluded.shop,
        endpoint_class = excluded.endpoint_class,
        priority = excluded.priority,
        every = coalesce(excluded.every, old.every),
        payload = excluded.payload,
        correlation = excluded.correlation,
        causation = excluded.causation,
        traceparent = excluded.traceparent,
        changed_at = instant,
        is_cancelled = false,
        -- A failed row is wanted anew. One of unknown outcome is not hurried: its effect may still be on its way.
        attempt = CASE WHEN old.state = 'failed' THEN 0 ELSE old.attempt END,
        state = CASE
            WHEN old.state = 'failed' THEN excluded.state
            WHEN old.state = 'waiting' AND NOT old.is_unknown THEN excluded.state
            ELSE old.state END,
        due_at = CASE
            WHEN old.state = 'waiting' AND old.is_unknown THEN old.due_at
            WHEN old.state = 'failed' OR old.wanted_seq = old.taken_seq THEN excluded.due_at
            ELSE least(old.due_at, excluded.due_at) END,
        wanted_by = CASE
            WHEN old.state = 'failed' OR old.wanted_seq = old.taken_seq THEN excluded.wanted_by
            ELSE least(old.wanted_by, excluded.wanted_by) END;

    PERFORM work_wake(tenants, shops, classes, array_agg(instant + make_interval(secs => pause) ORDER BY place))
    FROM unnest(pauses) WITH ORDINALITY AS given (pause, place);
END $$;

-- Wants things no more. What is in work, or of unknown outcome, is only marked: its effect has to be accounted for.
-- Answers how many rows it found.
CREATE FUNCTION work_cancel(tenants uuid[], kinds text[], keys text[]) RETURNS bigint LANGUAGE sql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
    WITH named AS MATERIALIZED (
        SELECT w.tenant_id, w.kind, w.key, w.state = 'leased' OR w.is_unknown AS is_kept
        FROM (SELECT DISTINCT * FROM unnest(tenants, kinds, keys) AS n (tenant, kind, key) ORDER BY 1, 2, 3) AS n
        JOIN work AS w ON (w.tenant_id, w.kind, w.key) = (n.tenant, n.kind, n.key)
        FOR UPDATE OF w
    ), marked AS (
        UPDATE work SET is_cancelled = true, changed_at = clock_timestamp() FROM named
        WHERE (work.tenant_id, work.kind, work.key) = (named.tenant_id, named.kind, named.key) AND named.is_kept
        RETURNING 1
    ), removed AS (
        DELETE FROM work USING named
        WHERE (work.tenant_id, work.kind, work.key) = (named.tenant_id, named.kind, named.key) AND NOT named.is_kept
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM marked) + (SELECT count(*) FROM removed)
$$;

-- Tries failed rows again, `spread` seconds apart; all that match, at most `most`. Answers how many.
CREATE FUNCTION work_retry(
    the_tenant uuid, the_kind text, the_key text, the_reason text, most integer, spread double precision
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    tenants uuid[] := ARRAY(
        SELECT DISTINCT tenant_id FROM work
        WHERE state = 'failed' AND (the_tenant IS NULL OR tenant_id = the_tenant) ORDER BY tenant_id);
    found bigint;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(work_gate(tenant)) FROM unnest(tenants) AS tenant;
    WITH chosen AS MATERIALIZED (
        SELECT tenant_id, kind, key FROM work
        WHERE state = 'failed' AND tenant_id = ANY(tenants) AND (the_kind IS NULL OR kind = the_kind)
            AND (the_key IS NULL OR key = the_key) AND (the_reason IS NULL OR last_reason = the_reason)
        ORDER BY changed_at LIMIT most FOR UPDATE SKIP LOCKED
    ), numbered AS (
        SELECT *, clock_timestamp() + make_interval(secs => spread * (row_number() OVER () - 1)) AS due FROM chosen
    ), changed AS (
        UPDATE work SET state = 'waiting', due_at = numbered.due, attempt = 0,
            changed_at = clock_timestamp()
        FROM numbered WHERE (work.tenant_id, work.kind, work.key) = (numbered.tenant_id, numbered.kind, numbered.key)
        RETURNING work.tenant_id, shop, endpoint_class, work.due_at
    ), woken AS (
        SELECT work_wake(array_agg(tenant_id), array_agg(shop), array_agg(endpoint_class), array_agg(due_at))
        FROM changed
    )
    SELECT count(*) INTO found FROM changed, woken;
    RETURN found;
END $$;

-- Lets lines be looked at at once, after what held them up is gone.
CREATE FUNCTION work_stir(the_tenant uuid, the_shop uuid) RETURNS void LANGUAGE sql AS $$
    WITH stirred AS (
        UPDATE work_lines SET free_at = clock_timestamp()
        WHERE (the_tenant = work_nobody() OR tenant_id = the_tenant) AND (the_shop = work_nobody() OR shop = the_shop)
            AND free_at > clock_timestamp()
        RETURNING tenant_id, turn_at
    )
    UPDATE work_tenants SET turn_at = least(work_tenants.turn_at, first.turn_at)
    FROM (SELECT tenant_id, min(turn_at) AS turn_at FROM stirred GROUP BY tenant_id ORDER BY tenant_id) AS first
    WHERE work_tenants.tenant_id = first.tenant_id
$$;
