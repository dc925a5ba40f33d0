-- What operators see of very much work, and what they do to it.

-- What was given up, of each kind by itself: counted exactly, while the rest is sampled.
CREATE INDEX work_failed_of_kind ON work (kind, changed_at) WHERE state = 'failed';

-- What was done of one thing after several attempts, such as the first reading of an order, which had no id yet.
CREATE INDEX work_done_of_key ON work_done (tenant_id, kind, key);

-- Tries failed rows again, `spread` seconds apart, at most `most` of those that match and were last changed before an
-- instant (NULL: whenever), the longest untouched first. Answers how many.
--
-- Only the gates of the tenants whose rows were chosen are held (see 0003_work_wanting.sql). Whoever holds a gate alone
-- waits for nobody, so they may be waited for with rows in hand.
CREATE FUNCTION work_retry(
    the_tenant uuid, the_kind text, the_key text, the_reason text, most integer, spread double precision,
    before timestamptz
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    tenants uuid[];
    kinds text[];
    keys text[];
    found bigint;
BEGIN
    SELECT array_agg(tenant_id), array_agg(kind), array_agg(key) INTO tenants, kinds, keys FROM (
        SELECT tenant_id, kind, key FROM work
        WHERE state = 'failed' AND (the_tenant IS NULL OR tenant_id = the_tenant)
            AND (the_kind IS NULL OR kind = the_kind) AND (the_key IS NULL OR key = the_key)
            AND (the_reason IS NULL OR last_reason = the_reason) AND (before IS NULL OR changed_at < before)
        ORDER BY changed_at LIMIT most FOR UPDATE SKIP LOCKED
    ) AS chosen;
    PERFORM pg_advisory_xact_lock_shared(work_gate(tenant))
    FROM (SELECT DISTINCT unnest(tenants) AS tenant ORDER BY tenant) AS named;
    WITH changed AS (
        UPDATE work SET state = 'waiting', attempt = 0, changed_at = clock_timestamp(),
            due_at = clock_timestamp() + make_interval(secs => spread * (n.place - 1))
        FROM unnest(tenants, kinds, keys) WITH ORDINALITY AS n (tenant, kind, key, place)
        WHERE (work.tenant_id, work.kind, work.key) = (n.tenant, n.kind, n.key)
        RETURNING work.tenant_id, shop, endpoint_class, work.due_at
    ), woken AS (
        SELECT work_wake(array_agg(tenant_id), array_agg(shop), array_agg(endpoint_class), array_agg(due_at))
        FROM changed
    )
    SELECT count(*) INTO found FROM changed, woken;
    RETURN found;
END $$;

-- As instances of the version before call it.
CREATE OR REPLACE FUNCTION work_retry(
    the_tenant uuid, the_kind text, the_key text, the_reason text, most integer, spread double precision
) RETURNS bigint LANGUAGE sql AS $$
    SELECT work_retry(the_tenant, the_kind, the_key, the_reason, most, spread, NULL)
$$;
