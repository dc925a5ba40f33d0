-- How a budget learns what a partner bears. A refusal says that the rate was too much; it does not say that the rate is
-- the limit: in a storm a partner refuses at any rate. So a limit is believed where it was met twice in succession at
-- about the same rate, with calm between. Near a believed one the rate grows slowly, by 0.3 % of it a second, as more
-- is refused; near one that was met once five times as fast, so that after a storm the way back takes ten seconds
-- and not fifty. The functions are those of 0004_work_taking.sql and 0005_work_settling.sql but for that.
ALTER TABLE work_budgets ADD COLUMN is_believed boolean NOT NULL DEFAULT false;

CREATE OR REPLACE FUNCTION work_take_token(
    the_app text, class text, the_account uuid, start double precision, highest double precision,
    OUT is_taken boolean, OUT good_at timestamptz, OUT good_epoch bigint
) LANGUAGE plpgsql AS $$
DECLARE
    instant timestamptz := clock_timestamp();
    budget work_budgets;
    growth double precision;
BEGIN
    is_taken := false;
    SELECT * INTO budget FROM work_budgets
    WHERE (app, endpoint_class, account) = (the_app, class, the_account) FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        INSERT INTO work_budgets (app, endpoint_class, account, rate, tokens, refilled_at, raised_at)
        VALUES (the_app, class, the_account, start, greatest(start, 1), instant, instant) ON CONFLICT DO NOTHING;
        SELECT * INTO budget FROM work_budgets
        WHERE (app, endpoint_class, account) = (the_app, class, the_account) FOR UPDATE SKIP LOCKED;
    END IF;
    IF NOT FOUND THEN  -- in somebody's hands for a moment
        good_at := instant + interval '5 ms';
        RETURN;
    ELSIF budget.blocked_until > instant THEN
        good_at := budget.blocked_until;
        RETURN;
    END IF;

    budget.tokens := least(greatest(budget.rate, 1),
        budget.tokens + budget.rate * greatest(0, extract(epoch FROM instant - budget.refilled_at)));
    IF budget.tokens < 1 THEN
        -- The rate is what holds us up, so it grows: near what was too much as above, elsewhere by a tenth of the
        -- starting rate a second.
        growth := CASE
            WHEN budget.rate BETWEEN 0.89 * budget.throttled_rate AND 1.05 * budget.throttled_rate
            THEN CASE WHEN budget.is_believed THEN 0.003 ELSE 0.015 END * budget.throttled_rate
            ELSE 0.1 * start END;
        budget.rate := least(highest,
            budget.rate + growth * least(1, extract(epoch FROM instant - budget.raised_at)));
        budget.raised_at := instant;
    END IF;
    IF budget.tokens >= 1 THEN
        is_taken := true;
        good_at := instant;
        budget.tokens := budget.tokens - 1;
    ELSIF 1 - budget.tokens <= 10 * budget.rate THEN
        -- The waiting get numbers, so that they do not all come back for the same token.
        good_at := instant + make_interval(secs => (1 - budget.tokens) / budget.rate);
        good_epoch := budget.epoch;
        budget.tokens := budget.tokens - 1;
    ELSE
        good_at := instant + interval '10 seconds';
    END IF;
    UPDATE work_budgets SET rate = budget.rate, tokens = budget.tokens, refilled_at = instant,
        raised_at = budget.raised_at
    WHERE (app, endpoint_class, account) = (the_app, class, the_account);
END $$;

CREATE OR REPLACE FUNCTION work_throttled(
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
        budget.is_believed := budget.streak = 1 AND coalesce(
            budget.rate BETWEEN 0.8 * budget.throttled_rate AND 1.25 * budget.throttled_rate, false);
        budget.throttled_rate := budget.rate;
        budget.rate := greatest(0.05, budget.rate * CASE WHEN budget.streak > 1 THEN 0.5 ELSE 0.9 END);
        budget.epoch := budget.epoch + 1;
    END IF;
    pause := make_interval(secs => least(3600, coalesce(retry_after,
        least(60, power(2, least(budget.streak, 10) - 1)) + random() / 2)));
    UPDATE work_budgets SET rate = budget.rate, throttled_rate = budget.throttled_rate,
        is_believed = budget.is_believed, throttled_at = instant,
        streak = budget.streak, epoch = budget.epoch, tokens = least(tokens, 0),
        blocked_until = greatest(blocked_until, instant + pause),
        refilled_at = greatest(blocked_until, instant + pause)
    WHERE (app, endpoint_class, account) = (the_app, class, the_account);
END $$;
