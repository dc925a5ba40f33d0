-- What is cancelled is not done. Only what a worker has in hand is kept, marked, until the worker is through with it or
-- has died; nothing that is marked is ever taken again. What somebody waits for is not cancelled by hand while it goes
-- on, and nothing else of which the effect would have to be accounted for: that is decided where it is chosen.

-- What was marked before and never ended is wanted after all, since its effect may be there.
UPDATE work SET is_cancelled = false WHERE is_cancelled AND state <> 'leased';

-- Wants things no more. What is in work is only marked. Answers how many rows it found.
CREATE OR REPLACE FUNCTION work_cancel(tenants uuid[], kinds text[], keys text[]) RETURNS bigint LANGUAGE sql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
    WITH named AS MATERIALIZED (
        SELECT w.tenant_id, w.kind, w.key, w.state = 'leased' AS is_kept
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

-- Takes jobs out of hands that have held them too long. Nobody knows what became of them, and each may have been the
-- death of its worker, so they are tried again alone, and not for ever; what was cancelled meanwhile is not. Answers
-- how many.
CREATE OR REPLACE FUNCTION work_take_over(line work_lines, terms work_terms[], instant timestamptz) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    expired record;
    found integer := 0;
BEGIN
    FOR expired IN
        SELECT lease.id, coalesce(known.attempts, 2147483647) AS attempts
        FROM work_leases AS lease LEFT JOIN unnest(terms) AS known ON known.kind = lease.kind
        WHERE (lease.tenant_id, lease.shop, lease.endpoint_class) = (line.tenant_id, line.shop, line.endpoint_class)
            AND lease.lease_until <= instant
        FOR UPDATE OF lease SKIP LOCKED
    LOOP
        found := found + 1;
        DELETE FROM work_leases WHERE id = expired.id;
        DELETE FROM work WHERE lease_id = expired.id AND is_cancelled;
        UPDATE work SET
            state = CASE WHEN attempt >= expired.attempts AND every IS NULL THEN 'failed'
                WHEN deaths = 0 THEN 'ready' ELSE 'waiting' END,
            due_at = instant + make_interval(secs => work_death_pause(deaths + 1)),
            deaths = deaths + 1, failing_since = coalesce(failing_since, instant),
            lease_id = NULL, taken_seq = NULL, is_unknown = true, is_alone = true, changed_at = instant,
            last_reason = work_death(), last_detail = format('%s in a row', deaths + 1)
        WHERE lease_id = expired.id;
    END LOOP;
    RETURN found;
END $$;

-- As before, and what was cancelled goes whatever came of it.
CREATE OR REPLACE FUNCTION work_settle(
    the_lease uuid, keys text[], verdicts text[], pauses double precision[], counts boolean[], alones boolean[],
    reasons text[], details text[]
) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    instant timestamptz := clock_timestamp();
    line work_leases;
    gone integer;
BEGIN
    DELETE FROM work_leases WHERE id = the_lease RETURNING * INTO line;
    IF NOT FOUND THEN RAISE EXCEPTION 'the lease is lost' USING ERRCODE = 'SW001'; END IF;

    WITH removed AS (
        DELETE FROM work USING unnest(keys, verdicts) AS told (key, verdict)
        WHERE work.lease_id = the_lease AND work.key = told.key
            AND (work.is_cancelled
                OR told.verdict = 'done' AND work.every IS NULL AND work.wanted_seq = work.taken_seq)
        RETURNING work.*, told.verdict
    ), remembered AS (
        INSERT INTO work_done (tenant_id, kind, key, correlation, causation, attempt, last_reason, wanted_at, done_at)
        SELECT tenant_id, kind, key, correlation, causation, attempt, last_reason, created_at, instant FROM removed
        WHERE attempt > 1 AND correlation IS NOT NULL AND verdict = 'done'
    )
    SELECT count(*) INTO gone FROM removed;
    IF gone < cardinality(keys) THEN
        PERFORM work_put_back(the_lease, keys, verdicts, pauses, counts, alones, reasons, details);
    END IF;

    UPDATE work_lines SET free_at = instant, due_at = least(due_at, instant)
    WHERE (tenant_id, shop, endpoint_class) = (line.tenant_id, line.shop, line.endpoint_class);
    UPDATE work_tenants SET turn_at = least(turn_at, instant) WHERE tenant_id = line.tenant_id;
END $$;
