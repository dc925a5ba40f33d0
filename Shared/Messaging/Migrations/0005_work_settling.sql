-- What becomes of work that was taken. The rules are those of 0003_work_wanting.sql.

-- Keeps a lease in our hands until the end of the transaction. An error if another worker has taken the job over: then
-- nothing of this transaction may come true.
CREATE FUNCTION work_hold(the_lease uuid) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    PERFORM FROM work_leases WHERE id = the_lease FOR UPDATE;
    IF NOT FOUND THEN RAISE EXCEPTION 'the lease is lost' USING ERRCODE = 'SW001'; END IF;
END $$;

-- Puts rows of a job back: for another time, or as failures for people.
CREATE FUNCTION work_put_back(
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
                WHEN w.wanted_seq > w.taken_seq AND t.verdict = 'again' THEN least(w.due_at, instant + t.pause)
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
            WHEN told.verdict = 'done' OR told.verdict = 'failed' AND told.is_repeated THEN 0
            WHEN told.count THEN attempt ELSE attempt - 1 END,
        is_alone = told.alone, is_unknown = told.verdict = 'unknown', lease_id = NULL, taken_seq = NULL,
        changed_at = instant, last_reason = told.reason, last_detail = told.detail
    FROM told WHERE (work.tenant_id, work.kind, work.key) = (told.tenant_id, told.kind, told.key);
END $$;

-- Settles a job. Per key: `done` removes the row, unless it is wanted again or every so often; `failed` keeps it for
-- people, unless it is wanted again; `again` and `unknown` come back after a pause. What is not counted was no attempt.
CREATE FUNCTION work_settle(
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

    DELETE FROM work USING unnest(keys, verdicts) AS told (key, verdict)
    WHERE work.lease_id = the_lease AND work.key = told.key AND told.verdict <> 'unknown'
        AND (work.is_cancelled OR told.verdict = 'done' AND work.every IS NULL AND work.wanted_seq = work.taken_seq);
    GET DIAGNOSTICS gone = ROW_COUNT;
    IF gone < cardinality(keys) THEN
        PERFORM work_put_back(the_lease, keys, verdicts, pauses, counts, alones, reasons, details);
    END IF;

    UPDATE work_lines SET free_at = instant, due_at = least(due_at, instant)
    WHERE (tenant_id, shop, endpoint_class) = (line.tenant_id, line.shop, line.endpoint_class);
    UPDATE work_tenants SET turn_at = least(turn_at, instant) WHERE tenant_id = line.tenant_id;
END $$;

-- The partner said "too many". Its budget rests as long as it asked for, else twice as long each time, and goes on at
-- nine tenths of the rate; at half of it if that is too much at once again.
CREATE FUNCTION work_throttled(
    the_app text, class text, the_account uuid, start double precision, retry_after double precision
) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    instant timestamptz := clock_timestamp();
    budget work_budgets;
    pause interval;
BEGIN
    INSERT INTO work_budgets (app, endpoint_class, account, rate, tokens, refilled_at, raised_at)
    VALUES (the_app, class, the_account, start, 0, instant, instant) ON CONFLICT DO NOTHING;
    SELECT * INTO budget FROM work_budgets
    WHERE (app, endpoint_class, account) = (the_app, class, the_account) FOR UPDATE;
    -- Calls that were under way at the same time say the same thing once more.
    IF budget.blocked_until <= instant THEN
        budget.streak :=
            CASE WHEN budget.blocked_until > instant - interval '5 seconds' THEN budget.streak + 1 ELSE 1 END;
        budget.throttled_rate := budget.rate;
        budget.rate := greatest(0.05, budget.rate * CASE WHEN budget.streak > 1 THEN 0.5 ELSE 0.9 END);
        budget.epoch := budget.epoch + 1;
    END IF;
    pause := make_interval(secs => least(3600, coalesce(retry_after,
        least(60, power(2, least(budget.streak, 10) - 1)) + random() / 2)));
    UPDATE work_budgets SET rate = budget.rate, throttled_rate = budget.throttled_rate, throttled_at = instant,
        streak = budget.streak, epoch = budget.epoch, tokens = least(tokens, 0),
        blocked_until = greatest(blocked_until, instant + pause),
        refilled_at = greatest(blocked_until, instant + pause)
    WHERE (app, endpoint_class, account) = (the_app, class, the_account);
END $$;

-- Whether one more failure opens a breaker: there were enough of them, or the probe has failed.
CREATE FUNCTION work_opens(old work_breakers, the_account uuid, the_lease uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT CASE old.state
        WHEN 'closed' THEN
            old.failed_at >= clock_timestamp() - interval '1 minute'
            AND old.failures + 1 >= CASE WHEN old.account = the_account THEN 5 ELSE 20 END
        WHEN 'half' THEN old.probe = the_lease
        ELSE false END
$$;

-- The partner did not answer, or not sensibly. After five times in a row an account's breaker opens, after twenty the
-- partner's; for ten seconds at first, twice as long each time a probe fails, up to five minutes.
CREATE FUNCTION work_blame(the_app text, class text, the_account uuid, the_lease uuid) RETURNS void
LANGUAGE sql SET enable_seqscan = off AS $$
    INSERT INTO work_breakers AS old (app, endpoint_class, account, state, failures, failed_at)
    SELECT DISTINCT the_app, class, account, 'closed', 1, clock_timestamp()
    FROM unnest(ARRAY[the_account, work_nobody()]) AS named (account) ORDER BY account
    ON CONFLICT (app, endpoint_class, account) DO UPDATE SET
        failed_at = excluded.failed_at,
        failures = CASE WHEN old.state = 'closed' AND old.failed_at < excluded.failed_at - interval '1 minute'
            THEN 1 ELSE old.failures + 1 END,
        state = CASE WHEN work_opens(old, the_account, the_lease) THEN 'open' ELSE old.state END,
        openings = CASE WHEN work_opens(old, the_account, the_lease) THEN old.openings + 1 ELSE old.openings END,
        open_until = CASE WHEN work_opens(old, the_account, the_lease)
            THEN excluded.failed_at + make_interval(secs =>
                least(300, 10 * power(2, least(old.openings, 10))) * (1 + 0.2 * random()))
            ELSE old.open_until END
$$;

-- The partner answered. Closes what the lease was to try out, and forgets failures that were not in a row.
CREATE FUNCTION work_absolve(the_app text, class text, the_account uuid, the_lease uuid) RETURNS void
LANGUAGE sql SET enable_seqscan = off AS $$
    UPDATE work_breakers SET state = 'closed', failures = 0, openings = 0, probe = NULL, open_until = '-infinity'
    WHERE app = the_app AND endpoint_class = class AND account IN (the_account, work_nobody()) AND failures > 0
        AND (state = 'closed' OR probe = the_lease)
$$;

-- The attempt says nothing about the partner; if it was the probe, somebody else may be it.
CREATE FUNCTION work_pass_probe_on(the_app text, class text, the_account uuid, the_lease uuid) RETURNS void
LANGUAGE sql SET enable_seqscan = off AS $$
    UPDATE work_breakers SET state = 'open', probe = NULL, open_until = clock_timestamp()
    WHERE app = the_app AND endpoint_class = class AND account IN (the_account, work_nobody())
        AND probe = the_lease
$$;
