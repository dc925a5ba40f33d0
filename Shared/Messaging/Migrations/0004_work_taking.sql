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
) LANGUAGE plpgsql SET enable_seqscan = off AS $$
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

-- Takes the token that was set aside for the line, or another one. Answers null, or when to come again.
CREATE FUNCTION work_pay(INOUT line work_lines, head work_terms, the_account uuid, OUT not_before timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
    instant timestamptz := clock_timestamp();
    budget record;
    token record;
BEGIN
    IF line.token_at IS NOT NULL THEN
        SELECT blocked_until, epoch INTO budget FROM work_budgets
        WHERE (app, endpoint_class, account) = (head.app, head.class, the_account);
        IF budget.epoch = line.token_epoch AND budget.blocked_until <= instant THEN
            IF line.token_at > instant THEN
                not_before := line.token_at;
            ELSE
                line.token_at := NULL;
            END IF;
            RETURN;
        END IF;
        line.token_at := NULL;
    END IF;
    SELECT * INTO token FROM work_take_token(head.app, head.class, the_account, head.start, head.highest);
    IF NOT token.is_taken THEN
        not_before := token.good_at;
        IF token.good_epoch IS NOT NULL THEN
            line.token_at := token.good_at;
            line.token_epoch := token.good_epoch;
        END IF;
    END IF;
END $$;

-- Asks breakers and budget whether a line may be served. Answers null, or when to come again. Behind an open breaker
-- whose time is over, the lease becomes the one probe.
CREATE FUNCTION work_admit(
    INOUT line work_lines, head work_terms, the_lease uuid, OUT not_before timestamptz
) LANGUAGE plpgsql AS $$
DECLARE
    instant timestamptz := clock_timestamp();
    the_account uuid := CASE head.account
        WHEN 'shop' THEN line.shop WHEN 'tenant' THEN line.tenant_id ELSE work_nobody() END;
    broken integer;
    ours integer;
    paid record;
BEGIN
    IF head.app IS NULL THEN RETURN; END IF;
    SELECT count(*), max(open_until) FILTER (WHERE open_until > instant) INTO broken, not_before FROM work_breakers
    WHERE app = head.app AND endpoint_class = head.class AND account IN (the_account, work_nobody())
        AND state <> 'closed';
    IF not_before IS NOT NULL THEN RETURN; END IF;
    IF broken > 0 THEN
        SELECT count(*) INTO ours FROM (
            SELECT FROM work_breakers
            WHERE app = head.app AND endpoint_class = head.class AND account IN (the_account, work_nobody())
                AND state <> 'closed' AND open_until <= instant
            FOR UPDATE SKIP LOCKED) AS locked;
        IF ours < broken THEN
            not_before := instant + interval '50 ms';
            RETURN;
        END IF;
    END IF;
    SELECT * INTO paid FROM work_pay(line, head, the_account);
    line := paid.line;
    not_before := paid.not_before;
    IF broken > 0 AND not_before IS NULL THEN
        UPDATE work_breakers
        SET state = 'half', probe = the_lease, open_until = instant + make_interval(secs => head.lease)
        WHERE app = head.app AND endpoint_class = head.class AND account IN (the_account, work_nobody())
            AND state <> 'closed';
    END IF;
END $$;

-- Takes jobs out of hands that have held them too long. Nobody knows what became of them, and each may have been the
-- death of its worker, so they are tried again alone, and not for ever.
CREATE FUNCTION work_take_over(line work_lines, terms jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    expired record;
    instant timestamptz := clock_timestamp();
BEGIN
    FOR expired IN
        SELECT lease.id, coalesce(known.attempts, 2147483647) AS attempts
        FROM work_leases AS lease
            LEFT JOIN jsonb_populate_recordset(NULL::work_terms, terms) AS known ON known.kind = lease.kind
        WHERE (lease.tenant_id, lease.shop, lease.endpoint_class) = (line.tenant_id, line.shop, line.endpoint_class)
            AND lease.lease_until <= instant
        FOR UPDATE OF lease SKIP LOCKED
    LOOP
        DELETE FROM work_leases WHERE id = expired.id;
        UPDATE work SET
            state = CASE WHEN attempt >= expired.attempts AND every IS NULL THEN 'failed' ELSE 'ready' END,
            due_at = instant, lease_id = NULL, taken_seq = NULL, is_unknown = true, is_alone = true,
            changed_at = instant, last_reason = 'its worker died or lost touch', last_detail = NULL
        WHERE lease_id = expired.id;
    END LOOP;
END $$;

-- Makes ready what is due; a bounded number at a time.
CREATE FUNCTION work_promote(line work_lines, instant timestamptz) RETURNS void LANGUAGE sql AS $$
    WITH due AS MATERIALIZED (
        SELECT tenant_id, kind, key FROM work
        WHERE (tenant_id, shop, endpoint_class) = (line.tenant_id, line.shop, line.endpoint_class)
            AND state = 'waiting' AND due_at <= instant
        ORDER BY due_at LIMIT 100 FOR UPDATE SKIP LOCKED
    )
    UPDATE work SET state = 'ready' FROM due
    WHERE (work.tenant_id, work.kind, work.key) = (due.tenant_id, due.kind, due.key)
$$;

-- The most urgent row of a line among the kinds that the worker knows. Kinds that are paused, or of which enough is in
-- work, come last: if such a one is the answer there is nothing else.
CREATE FUNCTION work_head(
    line work_lines, terms jsonb, busy bigint, OUT head work_terms, OUT is_alone boolean, OUT is_paused boolean
) LANGUAGE sql AS $$
    SELECT known, first.is_alone, pause.is_on
    FROM jsonb_populate_recordset(NULL::work_terms, terms) AS known
    CROSS JOIN LATERAL (
        SELECT priority, wanted_by, is_alone FROM work
        WHERE (tenant_id, shop, endpoint_class, kind) = (line.tenant_id, line.shop, line.endpoint_class, known.kind)
            AND state = 'ready'
        ORDER BY priority, wanted_by LIMIT 1
    ) AS first
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM work_pauses
            WHERE tenant_id IN (line.tenant_id, work_nobody()) AND kind IN (known.kind, '')
                AND shop IN (line.shop, work_nobody())) AS is_on
    ) AS pause
    WHERE known.class = line.endpoint_class
    ORDER BY pause.is_on OR busy >= known.parallel, first.priority, first.wanted_by LIMIT 1
$$;

-- Puts rows of a line into a worker's hands; the first ones of the kind, or its first one if that goes alone.
CREATE FUNCTION work_lease(
    line work_lines, head work_terms, the_head_is_alone boolean, the_lease uuid, worker text, until timestamptz
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    instant timestamptz := clock_timestamp();
BEGIN
    WITH first AS MATERIALIZED (
        SELECT tenant_id, kind, key FROM work
        WHERE (tenant_id, shop, endpoint_class, kind) = (line.tenant_id, line.shop, line.endpoint_class, head.kind)
            AND state = 'ready' AND is_alone = the_head_is_alone
        ORDER BY priority, wanted_by LIMIT CASE WHEN the_head_is_alone THEN 1 ELSE head.bundle END
        FOR UPDATE SKIP LOCKED
    )
    UPDATE work SET state = 'leased', lease_id = the_lease, taken_seq = wanted_seq, attempt = attempt + 1
    FROM first WHERE (work.tenant_id, work.kind, work.key) = (first.tenant_id, first.kind, first.key);
    IF NOT FOUND THEN RETURN false; END IF;
    INSERT INTO work_leases (id, tenant_id, shop, endpoint_class, slot, kind, leased_by, leased_at, lease_until)
    SELECT the_lease, line.tenant_id, line.shop, line.endpoint_class, min(slot), head.kind, worker, instant, until
    FROM generate_series(1, head.parallel) AS slot
    WHERE NOT EXISTS (
        SELECT FROM work_leases AS other
        WHERE (other.tenant_id, other.shop, other.endpoint_class, other.slot)
            = (line.tenant_id, line.shop, line.endpoint_class, slot.slot));
    RETURN true;
END $$;

-- When a line with nothing to do must be looked at again.
CREATE FUNCTION work_rest(line work_lines, terms jsonb, lease_ends timestamptz) RETURNS timestamptz
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
            AND state = 'ready' AND kind IN (SELECT known.kind FROM jsonb_populate_recordset(NULL::work_terms, terms) AS known)
        LIMIT 1
    ), (
        SELECT instant + interval '1 second' FROM work
        WHERE (tenant_id, shop, endpoint_class) = (line.tenant_id, line.shop, line.endpoint_class)
            AND state = 'ready' LIMIT 1
    )), 'infinity');
END $$;

-- Serves one line of a tenant. Answers the lease, if there was something to take, whether there was a line at all, and
-- whether a breaker wants to hear how it went even if it went well.
CREATE FUNCTION work_visit(
    tenant uuid, terms jsonb, worker text, OUT lease uuid, OUT was_found boolean, OUT is_watched boolean
) LANGUAGE plpgsql AS $$
DECLARE
    instant timestamptz := clock_timestamp();
    line work_lines;
    busy record;
    choice record;
    admitted record;
    until timestamptz;
BEGIN
    SELECT l.* INTO line FROM work_lines AS l
    WHERE l.tenant_id = tenant AND l.turn_at <= instant
        AND l.endpoint_class IN (SELECT known.class FROM jsonb_populate_recordset(NULL::work_terms, terms) AS known)
    ORDER BY l.turn_at LIMIT 1 FOR UPDATE OF l SKIP LOCKED;
    was_found := FOUND;
    IF NOT FOUND THEN RETURN; END IF;

    PERFORM work_take_over(line, terms);
    PERFORM work_promote(line, instant);
    SELECT count(*) AS count, min(lease_until) AS ends INTO busy FROM work_leases AS l
    WHERE (l.tenant_id, l.shop, l.endpoint_class) = (line.tenant_id, line.shop, line.endpoint_class);
    SELECT * INTO choice FROM work_head(line, terms, busy.count);
    line.free_at := instant;
    line.due_at := instant;

    IF choice.head IS NULL THEN
        line.due_at := work_rest(line, terms, busy.ends);
    ELSIF choice.is_paused THEN
        line.free_at := instant + interval '5 seconds';
    ELSIF busy.count >= (choice.head).parallel THEN
        line.free_at := busy.ends;
    ELSE
        lease := gen_random_uuid();
        SELECT * INTO admitted FROM work_admit(line, choice.head, lease);
        line := admitted.line;
        until := clock_timestamp() + make_interval(secs => (choice.head).lease);
        IF admitted.not_before IS NOT NULL THEN
            line.free_at := admitted.not_before;
            lease := NULL;
        ELSIF NOT work_lease(line, choice.head, choice.is_alone, lease, worker, until) THEN
            line.free_at := instant + interval '5 ms';
            lease := NULL;
        ELSIF busy.count + 1 >= (choice.head).parallel THEN
            line.free_at := least(busy.ends, until);
        END IF;
    END IF;
    UPDATE work_lines AS l SET due_at = greatest(line.due_at, clock_timestamp()), free_at = line.free_at,
        token_at = line.token_at, token_epoch = line.token_epoch
    WHERE (l.tenant_id, l.shop, l.endpoint_class) = (line.tenant_id, line.shop, line.endpoint_class);
    is_watched := lease IS NOT NULL AND EXISTS (
        SELECT FROM work_breakers AS b
        WHERE b.app = (choice.head).app AND b.endpoint_class = line.endpoint_class
            AND b.account IN (line.shop, line.tenant_id, work_nobody()) AND b.failures > 0);
END $$;

-- Takes up to `wanted` jobs, one tenant after the other. One row per piece of work; those of a job share their lease.
CREATE FUNCTION work_claim(terms jsonb, wanted integer, worker text) RETURNS TABLE (
    lease uuid, kind text, tenant uuid, shop uuid, key text, attempt integer, is_unknown boolean, is_cancelled boolean,
    is_scheduled boolean, payload jsonb, correlation text, causation uuid, traceparent text, waited double precision,
    is_watched boolean
) LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    instant timestamptz;
    next_tenant uuid;
    visit record;
BEGIN
    -- Each visit either takes a job or puts a line off, so the look-outs are not in vain; still they are bounded.
    FOR visits IN 1..wanted + 32 LOOP
        EXIT WHEN wanted = 0;
        instant := clock_timestamp();
        SELECT t.tenant_id INTO next_tenant FROM work_tenants AS t
        WHERE t.turn_at <= instant ORDER BY t.turn_at LIMIT 1 FOR UPDATE SKIP LOCKED;
        EXIT WHEN NOT FOUND;
        SELECT * INTO visit FROM work_visit(next_tenant, terms, worker);
        IF visit.lease IS NOT NULL THEN
            wanted := wanted - 1;
            RETURN QUERY SELECT w.lease_id, w.kind, w.tenant_id, w.shop, w.key, w.attempt, w.is_unknown,
                w.is_cancelled, w.every IS NOT NULL, w.payload, w.correlation, w.causation, w.traceparent,
                extract(epoch FROM clock_timestamp() - w.due_at)::double precision,
                visit.is_watched
            FROM work AS w WHERE w.lease_id = visit.lease ORDER BY w.priority, w.wanted_by;
        END IF;
        -- To the back of the queue, or to sleep until its first line wakes. All its awake lines may be in others'
        -- hands, or for workers of other kinds.
        instant := clock_timestamp() + CASE WHEN visit.was_found THEN interval '0' ELSE interval '10 ms' END;
        UPDATE work_tenants AS t
        SET turn_at = greatest(instant, (
            SELECT l.turn_at FROM work_lines AS l WHERE l.tenant_id = next_tenant ORDER BY l.turn_at LIMIT 1))
        WHERE t.tenant_id = next_tenant;
    END LOOP;
END $$;
