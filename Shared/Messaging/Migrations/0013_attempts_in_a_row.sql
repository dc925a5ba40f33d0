-- Attempts are counted in a row. A visit that went well, and comes back later, ends the row of failures before it: else
-- work that lives for weeks would be given up for outages that were over long ago.

-- Puts rows of a job back: for another time, or as failures for people.
CREATE OR REPLACE FUNCTION work_put_back(
    the_lease uuid, keys text[], verdicts text[], pauses double precision[], counts boolean[], alones boolean[],
    reasons text[], details text[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    instant timestamptz := clock_timestamp();
BEGIN
    WITH told AS MATERIALIZED (
        SELECT w.tenant_id, w.kind, w.key, t.verdict, t.count, t.alone, t.reason, t.detail,
            w.wanted_seq > w.taken_seq AS is_repeated,
            CASE
                WHEN t.verdict = 'unknown' THEN instant + t.pause
                WHEN w.wanted_seq > w.taken_seq AND t.verdict IN ('again', 'visited')
                    THEN least(w.due_at, instant + t.pause)
                WHEN w.wanted_seq > w.taken_seq THEN w.due_at
                WHEN t.verdict = 'done' THEN instant + make_interval(secs => w.every * (0.9 + 0.2 * random()))
                ELSE instant + t.pause END AS due
        FROM unnest(keys, verdicts, pauses, counts, alones, reasons, details)
            AS given (key, verdict, seconds, count, alone, reason, detail)
        CROSS JOIN LATERAL (
            SELECT given.*, make_interval(secs => coalesce(given.seconds, 0)) AS pause) AS t
        JOIN work AS w ON w.lease_id = the_lease AND w.key = t.key
    )
    UPDATE work SET
        state = CASE
            WHEN told.verdict = 'failed' AND NOT told.is_repeated THEN 'failed'
            WHEN told.due <= instant THEN 'ready' ELSE 'waiting' END,
        due_at = told.due,
        wanted_by = CASE WHEN told.verdict = 'done' AND NOT told.is_repeated THEN told.due ELSE wanted_by END,
        attempt = CASE
            WHEN told.verdict IN ('done', 'visited') OR told.verdict = 'failed' AND told.is_repeated THEN 0
            WHEN told.count THEN attempt ELSE attempt - 1 END,
        is_alone = told.alone, is_unknown = told.verdict = 'unknown', lease_id = NULL, taken_seq = NULL,
        changed_at = instant, last_reason = told.reason, last_detail = told.detail
    FROM told WHERE (work.tenant_id, work.kind, work.key) = (told.tenant_id, told.kind, told.key);
END $$;
