-- Work of a journey that took more than one attempt is remembered for two weeks when it is done: what is done at the
-- first shows by its effect, and costs nothing here.
CREATE TABLE work_done (
    work_id     uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id   uuid        NOT NULL,
    kind        text        NOT NULL,
    key         text        NOT NULL,
    correlation text        NOT NULL,
    causation   uuid,
    attempt     integer     NOT NULL,
    last_reason text,                                -- why the attempt before the last came to nothing
    wanted_at   timestamptz NOT NULL,
    done_at     timestamptz NOT NULL
);
CREATE INDEX work_done_of_journey ON work_done (correlation);
CREATE INDEX work_done_in_time ON work_done (done_at);
ALTER TABLE work_done ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_done FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_only ON work_done TO CURRENT_USER USING (true) WITH CHECK (true);

-- As before, and what is done after several attempts is remembered.
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
        WHERE work.lease_id = the_lease AND work.key = told.key AND told.verdict <> 'unknown'
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
