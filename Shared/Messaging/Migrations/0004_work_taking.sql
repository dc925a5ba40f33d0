-- How work is taken. The rules are those of 0003_work_wanting.sql.

-- What a worker says of a kind when it asks for work.
CREATE TYPE work_terms AS (
    kind     text,
    class    text,
    app      text,                -- null: nobody is called
    account  text,                -- 'shop', 'tenant' or 'app'
    start    double precision,    -- tokens a second
    highest  double precision,
    parallel integer,
    bundle   integer,
    lease    double precision,    -- seconds
    attempts integer
);

-- Takes a token, or says from when one is set aside for the caller (epoch is then not null), or when to ask again.
CREATE FUNCTION work_take_token(
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
        -- The rate is what holds us up, so it grows: near what was too much at the last throttling by 0.3 % of that a
        -- second, elsewhere by a tenth of the starting rate.
        growth := CASE WHEN budget.rate BETWEEN 0.89 * budget.throttled_rate AND 1.05 * budget.throttled_rate
            THEN 0.003 * budget.throttled_rate ELSE 0.1 * start END;
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

-- Asks breakers and budget whether a line may be served: `not_before` is null, or when to come again. Behind an open
-- breaker whose time is over, the lease becomes the one probe. A breaker that counts failures also wants to hear of
-- success.
CREATE FUNCTION work_admit(
    INOUT line work_lines, head work_terms, the_lease uuid, is_any_failing boolean,
    OUT not_before timestamptz, OUT is_watched boolean
) LANGUAGE plpgsql AS $$
DECLARE
    instant timestamptz := clock_timestamp();
    the_account uuid := CASE head.account
        WHEN 'shop' THEN line.shop WHEN 'tenant' THEN line.tenant_id ELSE work_nobody() END;
    broken bigint := 0;
    has_token boolean := false;
    ours bigint;
    token record;
BEGIN
    is_watched := false;
    IF is_any_failing THEN
        SELECT count(*) > 0, count(*) FILTER (WHERE state <> 'closed'),
            max(open_until) FILTER (WHERE state <> 'closed' AND open_until > instant)
        INTO is_watched, broken, not_before FROM work_breakers
        WHERE app = head.app AND endpoint_class = head.class AND account IN (the_account, work_nobody())
            AND failures > 0;
        IF not_before IS NULL AND broken > 0 THEN
            PERFORM FROM work_breakers
            WHERE app = head.app AND endpoint_class = head.class AND account IN (the_account, work_nobody())
                AND state <> 'closed' AND open_until <= instant FOR UPDATE SKIP LOCKED;
            GET DIAGNOSTICS ours = ROW_COUNT;
            -- Else somebody else is about to probe.
            IF ours < broken THEN not_before := instant + interval '50 ms'; END IF;
        END IF;
        IF not_before IS NOT NULL THEN RETURN; END IF;
    END IF;

    IF line.token_at IS NOT NULL THEN
        SELECT epoch = line.token_epoch AND blocked_until <= instant INTO has_token FROM work_budgets
        WHERE (app, endpoint_class, account) = (head.app, head.class, the_account);
    END IF;
    IF has_token AND line.token_at > instant THEN
        not_before := line.token_at;
        RETURN;
    ELSIF has_token THEN
        line.token_at := NULL;
    ELSE
        token := work_take_token(head.app, head.class, the_account, head.start, head.highest);
        line.token_at := CASE WHEN token.good_epoch IS NOT NULL THEN token.good_at END;
        line.token_epoch := token.good_epoch;
        IF NOT token.is_taken THEN
            not_before := token.good_at;
            RETURN;
        END IF;
    END IF;
    IF broken > 0 THEN
        UPDATE work_breakers
        SET state = 'half', probe = the_lease, open_until = instant + make_interval(secs => head.lease)
        WHERE app = head.app AND endpoint_class = head.class AND account IN (the_account, work_nobody())
            AND state <> 'closed';
    END IF;
END $$;

-- Takes jobs out of hands that have held them too long. Nobody knows what became of them, and each may have been the
-- death of its worker, so they are tried again alone, and not for ever. Answers how many.
CREATE FUNCTION work_take_over(line work_lines, terms work_terms[], instant timestamptz) RETURNS integer
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
        UPDATE work SET
            state = CASE WHEN attempt >= expired.attempts AND every IS NULL THEN 'failed' ELSE 'ready' END,
            due_at = instant, lease_id = NULL, taken_seq = NULL, is_unknown = true, is_alone = true,
            changed_at = instant, last_reason = 'its worker died or lost touch', last_detail = NULL
        WHERE lease_id = expired.id;
    END LOOP;
    RETURN found;
END $$;

-- Makes ready what is due, a bounded number at a time. Answers how many.
CREATE FUNCTION work_promote(line work_lines, instant timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    found integer;
BEGIN
    WITH due AS MATERIALIZED (
        SELECT tenant_id, kind, key FROM work
        WHERE (tenant_id, shop, endpoint_class) = (line.tenant_id, line.shop, line.endpoint_class)
            AND state = 'waiting' AND due_at <= instant
        ORDER BY due_at LIMIT 100 FOR UPDATE SKIP LOCKED
    )
    UPDATE work SET state = 'ready' FROM due
    WHERE (work.tenant_id, work.kind, work.key) = (due.tenant_id, due.kind, due.key);
    GET DIAGNOSTICS found = ROW_COUNT;
    RETURN found;
END $$;

-- The most urgent row of a line among the kinds that the worker knows. Kinds that are paused, or of which enough is in
-- work, come last: if such a one is the answer there is nothing else.
CREATE FUNCTION work_head(
    line work_lines, terms work_terms[], busy bigint, is_any_paused boolean,
    OUT head work_terms, OUT is_alone boolean, OUT is_paused boolean
) LANGUAGE plpgsql AS $$
DECLARE
    answer record;
BEGIN
    SELECT known AS terms, first.is_alone, pause.is_on INTO answer
    FROM unnest(terms) AS known
    CROSS JOIN LATERAL (
        SELECT w.priority, w.wanted_by, w.is_alone FROM work AS w
        WHERE (w.tenant_id, w.shop, w.endpoint_class, w.kind)
                = (line.tenant_id, line.shop, line.endpoint_class, known.kind) AND w.state = 'ready'
        ORDER BY w.priority, w.wanted_by LIMIT 1
    ) AS first
    CROSS JOIN LATERAL (
        SELECT is_any_paused AND EXISTS (
            SELECT FROM work_pauses
            WHERE tenant_id IN (line.tenant_id, work_nobody()) AND kind IN (known.kind, '')
                AND shop IN (line.shop, work_nobody())) AS is_on
    ) AS pause
    WHERE known.class = line.endpoint_class
    ORDER BY pause.is_on OR busy >= known.parallel, first.priority, first.wanted_by LIMIT 1;
    head := answer.terms;
    is_alone := answer.is_alone;
    is_paused := answer.is_on;
END $$;

-- Puts rows of a line into a worker's hands; the first ones of the kind, or its first one if that goes alone. False
-- when there was none after all.
CREATE FUNCTION work_lease(
    line work_lines, head work_terms, the_head_is_alone boolean, the_lease uuid, worker text, until timestamptz
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    WITH first AS MATERIALIZED (
        SELECT tenant_id, kind, key FROM work
        WHERE (tenant_id, shop, endpoint_class, kind) = (line.tenant_id, line.shop, line.endpoint_class, head.kind)
            AND state = 'ready' AND is_alone = the_head_is_alone
        ORDER BY priority, wanted_by LIMIT CASE WHEN the_head_is_alone THEN 1 ELSE head.bundle END
        FOR UPDATE SKIP LOCKED
    ), taken AS (
        UPDATE work SET state = 'leased', lease_id = the_lease, taken_seq = wanted_seq, attempt = attempt + 1
        FROM first WHERE (work.tenant_id, work.kind, work.key) = (first.tenant_id, first.kind, first.key)
        RETURNING 1
    )
    INSERT INTO work_leases (id, tenant_id, shop, endpoint_class, slot, kind, leased_by, leased_at, lease_until)
    SELECT the_lease, line.tenant_id, line.shop, line.endpoint_class, free.slot, head.kind, worker, clock_timestamp(),
        until
    FROM generate_series(1, head.parallel) AS free (slot)
    WHERE EXISTS (SELECT FROM taken) AND NOT EXISTS (
        SELECT FROM work_leases AS other
        WHERE (other.tenant_id, other.shop, other.endpoint_class, other.slot)
            = (line.tenant_id, line.shop, line.endpoint_class, free.slot))
    LIMIT 1;
    RETURN FOUND;
END $$;

-- When a line with nothing to do must be looked at again.
CREATE FUNCTION work_rest(line work_lines, terms work_terms[], lease_ends timestamptz) RETURNS timestamptz
LANGUAGE plpgsql AS $$
DECLARE
    instant timestamptz := clock_timestamp();
BEGIN
    IF NOT pg_try_advisory_xact_lock(work_gate(line.tenant_id)) THEN RETURN instant + interval '20 ms'; END IF;
    -- A new statement, so it sees what was committed before we had the gate. Rows of kinds that only a newer worker
    -- knows are left to it.
    RETURN coalesce(least(lease_ends, (
        SELECT due_at FROM work
        WHERE (tenant_id, shop, endpoint_class) = (line.tenant_id, line.shop, line.endpoint_class)
            AND state = 'waiting'
        ORDER BY due_at LIMIT 1
    ), (
        SELECT instant FROM work
        WHERE (tenant_id, shop, endpoint_class) = (line.tenant_id, line.shop, line.endpoint_class)
            AND state = 'ready' AND kind IN (SELECT known.kind FROM unnest(terms) AS known)
        LIMIT 1
    ), (
        SELECT instant + interval '1 second' FROM work
        WHERE (tenant_id, shop, endpoint_class) = (line.tenant_id, line.shop, line.endpoint_class)
            AND state = 'ready' LIMIT 1
    )), 'infinity');
END $$;

-- Serves one line. Answers it with its new times, the lease if there was something to take, and whether a breaker wants
-- to hear how it went even if it went well.
CREATE FUNCTION work_serve(
    INOUT line work_lines, terms work_terms[], worker text, is_any_paused boolean, is_any_failing boolean,
    OUT lease uuid, OUT is_watched boolean
) LANGUAGE plpgsql AS $$
DECLARE
    instant timestamptz := clock_timestamp();
    look record;
    choice record;
    admitted record;
    until timestamptz;
BEGIN
    SELECT count(*) AS busy, min(l.lease_until) AS ends, EXISTS (
        SELECT FROM work AS w
        WHERE (w.tenant_id, w.shop, w.endpoint_class) = (line.tenant_id, line.shop, line.endpoint_class)
            AND w.state = 'waiting' AND w.due_at <= instant
    ) AS is_more_due INTO look FROM work_leases AS l
    WHERE (l.tenant_id, l.shop, l.endpoint_class) = (line.tenant_id, line.shop, line.endpoint_class);
    line.free_at := instant;
    line.due_at := instant;
    IF look.ends <= instant THEN
        PERFORM work_take_over(line, terms, instant);
        RETURN;  -- the next visit finds the line changed
    ELSIF look.is_more_due THEN
        PERFORM work_promote(line, instant);
    END IF;

    choice := work_head(line, terms, look.busy, is_any_paused);
    IF choice.head IS NULL THEN
        line.due_at := work_rest(line, terms, look.ends);
    ELSIF choice.is_paused THEN
        line.free_at := instant + interval '5 seconds';
    ELSIF look.busy >= (choice.head).parallel THEN
        line.free_at := look.ends;
    ELSE
        lease := gen_random_uuid();
        IF (choice.head).app IS NOT NULL THEN
            admitted := work_admit(line, choice.head, lease, is_any_failing);
            line := admitted.line;
            is_watched := admitted.is_watched;
            line.free_at := coalesce(admitted.not_before, instant);
        END IF;
        until := clock_timestamp() + make_interval(secs => (choice.head).lease);
        IF line.free_at > instant THEN
            lease := NULL;
        ELSIF NOT work_lease(line, choice.head, choice.is_alone, lease, worker, until) THEN
            line.free_at := instant + interval '5 ms';
            lease := NULL;
        ELSIF look.busy + 1 >= (choice.head).parallel THEN
            line.free_at := least(look.ends, until);
        END IF;
    END IF;
END $$;

-- How long to leave a tenant alone whose awake lines are out of reach: in others' hands for a moment, or for workers of
-- other kinds.
CREATE FUNCTION work_detour(tenant uuid, terms work_terms[], instant timestamptz) RETURNS interval
LANGUAGE plpgsql AS $$
BEGIN
    RETURN CASE WHEN EXISTS (
        SELECT FROM work_lines AS line
        WHERE line.tenant_id = tenant AND line.turn_at <= instant
            AND line.endpoint_class IN (SELECT known.class FROM unnest(terms) AS known)
    ) THEN interval '10 ms' ELSE interval '1 second' END;
END $$;

-- Gives each of some tenants a turn: serves the line of it that has waited longest. Answers the leases.
CREATE FUNCTION work_round(
    tenants uuid[], terms work_terms[], worker text, OUT leases uuid[], OUT are_watched boolean[]
) LANGUAGE plpgsql AS $$
DECLARE
    is_any_paused boolean := EXISTS (SELECT FROM work_pauses);
    is_any_failing boolean := EXISTS (SELECT FROM work_breakers WHERE failures > 0);
    the_line work_lines;
    served record;
    lines work_lines[] := '{}';
    pauses interval[] := '{}';
    tenant uuid;
    instant timestamptz;
BEGIN
    FOREACH tenant IN ARRAY tenants LOOP
        instant := clock_timestamp();
        SELECT line.* INTO the_line FROM work_lines AS line
        WHERE line.tenant_id = tenant AND line.turn_at <= instant
            AND line.endpoint_class IN (SELECT known.class FROM unnest(terms) AS known)
        ORDER BY line.turn_at LIMIT 1 FOR UPDATE OF line SKIP LOCKED;
        IF NOT FOUND THEN
            pauses := pauses || work_detour(tenant, terms, instant);
            CONTINUE;
        END IF;
        pauses := pauses || interval '0';
        served := work_serve(the_line, terms, worker, is_any_paused, is_any_failing);
        lines := lines || served.line;
        IF served.lease IS NOT NULL THEN
            leases := leases || served.lease;
            are_watched := are_watched || coalesce(served.is_watched, false);
        END IF;
    END LOOP;

    instant := clock_timestamp();
    UPDATE work_lines AS line SET due_at = greatest(new.due_at, instant), free_at = new.free_at,
        token_at = new.token_at, token_epoch = new.token_epoch
    FROM unnest(lines) AS new
    WHERE (line.tenant_id, line.shop, line.endpoint_class) = (new.tenant_id, new.shop, new.endpoint_class);
    -- To the back of the queue, one behind the other, or to sleep until their first lines wake.
    UPDATE work_tenants AS t SET turn_at = greatest(
        instant + visited.pause + visited.place * interval '1 microsecond',
        (SELECT line.turn_at FROM work_lines AS line WHERE line.tenant_id = visited.id ORDER BY line.turn_at LIMIT 1))
    FROM unnest(tenants, pauses) WITH ORDINALITY AS visited (id, pause, place) WHERE t.tenant_id = visited.id;
END $$;

-- Takes up to `wanted` jobs, one tenant after the other. One row per piece of work; those of a job share their lease.
CREATE FUNCTION work_claim(kinds jsonb, wanted integer, worker text) RETURNS TABLE (
    lease uuid, kind text, tenant uuid, shop uuid, key text, attempt integer, is_unknown boolean, is_cancelled boolean,
    is_scheduled boolean, payload jsonb, correlation text, causation uuid, traceparent text, waited double precision,
    is_watched boolean
) LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    terms work_terms[] := ARRAY(SELECT jsonb_populate_recordset(NULL::work_terms, kinds));
    -- Each visit either takes a job or puts a line off, so the look-outs are not in vain; still they are bounded.
    visits_left integer := wanted + 32;
    instant timestamptz;
    tenants uuid[];
    round record;
    leases uuid[] := '{}';
    are_watched boolean[] := '{}';
BEGIN
    LOOP
        instant := clock_timestamp();
        tenants := ARRAY(
            SELECT t.tenant_id FROM work_tenants AS t
            WHERE t.turn_at <= instant ORDER BY t.turn_at
            LIMIT least(wanted - cardinality(leases), visits_left) FOR UPDATE SKIP LOCKED);
        EXIT WHEN tenants = '{}';
        visits_left := visits_left - cardinality(tenants);
        round := work_round(tenants, terms, worker);
        leases := leases || round.leases;
        are_watched := are_watched || round.are_watched;
        EXIT WHEN cardinality(leases) >= wanted OR visits_left <= 0;
    END LOOP;
    RETURN QUERY SELECT w.lease_id, w.kind, w.tenant_id, w.shop, w.key, w.attempt, w.is_unknown, w.is_cancelled,
        w.every IS NOT NULL, w.payload, w.correlation, w.causation, w.traceparent,
        extract(epoch FROM clock_timestamp() - w.due_at)::double precision, ours.is_watched
    FROM unnest(leases, are_watched) WITH ORDINALITY AS ours (id, is_watched, place)
        JOIN work AS w ON w.lease_id = ours.id
    ORDER BY ours.place, w.priority, w.wanted_by;
END $$;
