-- How a budget learns what a partner bears, and how it comes back from a storm, in which a partner refuses at any rate.
--
-- A limit is believed where it was met twice in succession at about the same rate, with calm between. Near a believed
-- one the rate grows slowly, by 0.3 % of it a second, as more is refused; near one that was met once by five times as
-- much.
-- What was refused several times in a row, within seconds, says nothing of a limit. Then the rate grows by three tenths
-- a second and more up to where it was before, less with each refusal; elsewhere by a tenth of the starting rate, as
-- ever.
--
-- And it grows while somebody waits for the token that was set aside, not only when somebody asks: at a twentieth of a
-- call a second nobody asked before ten seconds were over. The functions are those of 0004_work_taking.sql and
-- 0005_work_settling.sql but for that.
ALTER TABLE work_budgets
    ADD COLUMN is_believed   boolean NOT NULL DEFAULT false,
    ADD COLUMN calm_rate     double precision,        -- before refusals in a row began, less a fifth with each
    ADD COLUMN awaited_until timestamptz;     -- so long somebody waits: so long it is the rate that holds work up

-- By how much a rate grows in a second.
CREATE FUNCTION work_growth(budget work_budgets, start double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE RETURN
    CASE WHEN budget.streak = 1
            AND budget.rate BETWEEN 0.89 * budget.throttled_rate AND 1.05 * budget.throttled_rate
        THEN CASE WHEN budget.is_believed THEN 0.003 ELSE 0.015 END * budget.throttled_rate
        WHEN budget.streak > 1 AND budget.rate < 0.7 * budget.calm_rate THEN 0.1 * start + 0.3 * budget.rate
        ELSE 0.1 * start END;

-- How many seconds so many tokens take at a rate that grows, r t + g t² / 2.
CREATE FUNCTION work_wait(tokens double precision, rate double precision, growth double precision)
RETURNS double precision LANGUAGE sql IMMUTABLE RETURN
    CASE WHEN growth > 0 THEN (sqrt(rate * rate + 2 * growth * tokens) - rate) / growth ELSE tokens / rate END;

CREATE OR REPLACE FUNCTION work_take_token(
    the_app text, class text, the_account uuid, start double precision, highest double precision,
    OUT is_taken boolean, OUT good_at timestamptz, OUT good_epoch bigint
) LANGUAGE plpgsql AS $$
DECLARE
    instant timestamptz := clock_timestamp();
    budget work_budgets;
    before double precision;
    held double precision;    -- seconds for which the rate has held work up
    wait double precision;
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
        before := budget.rate;
        held := greatest(0, least(extract(epoch FROM instant - budget.raised_at),
            greatest(1, extract(epoch FROM budget.awaited_until - budget.raised_at))));
        budget.rate := least(highest, budget.rate + work_growth(budget, start) * held);
        budget.tokens := budget.tokens + (budget.rate - before) / 2 * held;
        budget.raised_at := instant;
    END IF;
    wait := work_wait(greatest(0, 1 - budget.tokens), budget.rate,
        CASE WHEN budget.rate < highest THEN work_growth(budget, start) ELSE 0 END);
    IF budget.tokens >= 1 THEN
        is_taken := true;
        good_at := instant;
        budget.tokens := budget.tokens - 1;
    ELSIF wait <= 10 THEN
        -- The waiting get numbers, so that they do not all come back for the same token.
        good_at := instant + make_interval(secs => wait);
        good_epoch := budget.epoch;
        budget.tokens := budget.tokens - 1;
        budget.awaited_until := greatest(budget.awaited_until, good_at);
    ELSE
        good_at := instant + interval '10 seconds';
        budget.awaited_until := greatest(budget.awaited_until, good_at);
    END IF;
    UPDATE work_budgets SET rate = budget.rate, tokens = budget.tokens, refilled_at = instant,
        raised_at = budget.raised_at, awaited_until = budget.awaited_until
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
        budget.calm_rate := CASE WHEN budget.streak = 1 THEN budget.rate
            ELSE greatest(budget.rate, 0.8 * budget.calm_rate) END;
        budget.throttled_rate := budget.rate;
        budget.rate := greatest(0.05, budget.rate * CASE WHEN budget.streak > 1 THEN 0.5 ELSE 0.9 END);
        budget.epoch := budget.epoch + 1;
    END IF;
    pause := make_interval(secs => least(3600, coalesce(retry_after,
        least(60, power(2, least(budget.streak, 10) - 1)) + random() / 2)));
    UPDATE work_budgets SET rate = budget.rate, throttled_rate = budget.throttled_rate,
        calm_rate = budget.calm_rate, is_believed = budget.is_believed, throttled_at = instant,
        streak = budget.streak, epoch = budget.epoch, tokens = least(tokens, 0),
        blocked_until = greatest(blocked_until, instant + pause),
        refilled_at = greatest(blocked_until, instant + pause),
        raised_at = greatest(blocked_until, instant + pause), awaited_until = NULL
    WHERE (app, endpoint_class, account) = (the_app, class, the_account);
END $$;
