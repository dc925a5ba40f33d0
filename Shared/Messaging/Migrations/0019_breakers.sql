-- A partner that is out is waited for: often asked by one, and by nobody in vain.
--
-- A breaker stays open for ten seconds, however often a probe has failed. One call in ten seconds harms no partner,
-- while pauses that grow keep work waiting for minutes after the partner is back.

-- The partner did not answer, or not sensibly. The account may be the partner's only one, which then is blamed once.
CREATE OR REPLACE FUNCTION work_blame(the_app text, class text, the_account uuid, the_lease uuid) RETURNS void
LANGUAGE sql SET enable_seqscan = off AS $$
    INSERT INTO work_breakers AS old (app, endpoint_class, account, state, failures, failed_at)
    SELECT the_app, class, named.account, 'closed', 1, clock_timestamp()
    FROM (SELECT DISTINCT account FROM unnest(ARRAY[the_account, work_nobody()]) AS given (account)) AS named
    ORDER BY named.account
    ON CONFLICT (app, endpoint_class, account) DO UPDATE SET
        failed_at = excluded.failed_at,
        failures = CASE WHEN old.state = 'closed' AND old.failed_at < excluded.failed_at - interval '1 minute'
            THEN 1 ELSE old.failures + 1 END,
        state = CASE WHEN work_opens(old, the_account, the_lease) THEN 'open' ELSE old.state END,
        openings = CASE WHEN work_opens(old, the_account, the_lease) THEN old.openings + 1 ELSE old.openings END,
        -- A fifth more by chance, so that the breakers of many accounts do not let everybody in at once.
        open_until = CASE WHEN work_opens(old, the_account, the_lease)
            THEN excluded.failed_at + make_interval(secs => 10 * (1 + 0.2 * random())) ELSE old.open_until END
$$;

-- Since when attempts fail in a row; NULL: the last one did not. Work that is tried for ever is late by that.
ALTER TABLE work ADD COLUMN failing_since timestamptz;

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
        failing_since = CASE
            WHEN told.verdict IN ('done', 'visited') THEN NULL
            WHEN told.count THEN coalesce(failing_since, instant) ELSE failing_since END,
        is_alone = told.alone, is_unknown = told.verdict = 'unknown', lease_id = NULL, taken_seq = NULL,
        changed_at = instant, last_reason = told.reason, last_detail = told.detail
    FROM told WHERE (work.tenant_id, work.kind, work.key) = (told.tenant_id, told.kind, told.key);
END $$;
