-- The partner did not answer, or not sensibly. The account may be the partner's only one, which then is blamed once:
-- with the time of each row among what is distinct, it was there twice, and nothing could be saved.
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
        open_until = CASE WHEN work_opens(old, the_account, the_lease)
            THEN excluded.failed_at + make_interval(secs =>
                least(300, 10 * power(2, least(old.openings, 10))) * (1 + 0.2 * random()))
            ELSE old.open_until END
$$;
