-- Work that kills its workers. Of what was in hand when a worker dies one piece may be the cause, and nobody knows
-- which: all of it is tried again at once, beside others. What was there again when a worker died is suspect: it comes
-- back after a pause that grows, and a worker has one suspect in hand at a time, so that the innocent are soon told
-- from the guilty. Work on a schedule is never given up, but its workers die rarely in the end.

-- How many workers in a row have died, or lost touch, with it in hand. An attempt that does not count leaves it as it
-- is: whoever gave it back untouched has not shown that it can be lived through.
ALTER TABLE work ADD COLUMN deaths integer NOT NULL DEFAULT 0;

-- Why the last attempt came to nothing, if its worker did not live to say so.
CREATE FUNCTION work_death() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 'its worker died or lost touch';

CREATE FUNCTION work_is_suspect(deaths integer) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN deaths >= 2;

-- Seconds until it is tried again: none after the first death, then 1, 3, 7, 15, up to an hour, give or take a tenth.
CREATE FUNCTION work_death_pause(deaths integer) RETURNS double precision LANGUAGE sql VOLATILE PARALLEL SAFE
RETURN least(3600, power(2, least(deaths, 20) - 1) - 1) * (0.9 + 0.2 * random());

-- Takes jobs out of hands that have held them too long. Nobody knows what became of them, and each may have been the
-- death of its worker, so they are tried again alone, and not for ever. Answers how many.
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

-- Puts back what is not deleted, for another time or as a failure.
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
        deaths = CASE WHEN told.count THEN 0 ELSE deaths END,
        is_alone = told.alone OR deaths > 0 AND NOT told.count, is_unknown = told.verdict = 'unknown',
        lease_id = NULL, taken_seq = NULL, changed_at = instant, last_reason = told.reason, last_detail = told.detail
    FROM told WHERE (work.tenant_id, work.kind, work.key) = (told.tenant_id, told.kind, told.key);
END $$;

-- Whether a worker has suspect work in hand.
CREATE FUNCTION work_has_suspect(worker text) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (
    SELECT FROM work_leases AS l JOIN work AS w ON w.lease_id = l.id
    WHERE l.leased_by = worker AND work_is_suspect(w.deaths));

-- The work_head and work_lease of before stay beside these: a claim that waits for this migration goes on with them.

-- The most urgent row of a line among the kinds that the worker knows. Kinds that are paused, or of which enough is in
-- work, come last: if such a one is the answer there is nothing else. Suspects are passed over where they must be.
CREATE FUNCTION work_head(
    line work_lines, terms work_terms[], busy bigint, is_any_paused boolean, spares_suspects boolean,
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
            AND NOT (spares_suspects AND work_is_suspect(w.deaths))
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
    line work_lines, head work_terms, the_head_is_alone boolean, spares_suspects boolean, the_lease uuid, worker text,
    until timestamptz
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    WITH first AS MATERIALIZED (
        SELECT tenant_id, kind, key FROM work
        WHERE (tenant_id, shop, endpoint_class, kind) = (line.tenant_id, line.shop, line.endpoint_class, head.kind)
            AND state = 'ready' AND is_alone = the_head_is_alone
            AND NOT (spares_suspects AND work_is_suspect(deaths))
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

-- Serves one line. Answers it with its new times, the lease if there was something to take, and whether a breaker wants
-- to hear how it went even if it went well.
CREATE OR REPLACE FUNCTION work_serve(
    INOUT line work_lines, terms work_terms[], worker text, is_any_paused boolean, is_any_failing boolean,
    OUT lease uuid, OUT is_watched boolean
) LANGUAGE plpgsql AS $$
DECLARE
    instant timestamptz := clock_timestamp();
    look record;
    choice record;
    admitted record;
    until timestamptz;
    spares_suspects boolean;
BEGIN
    SELECT count(*) AS busy, min(l.lease_until) AS ends, EXISTS (
        SELECT FROM work AS w
        WHERE (w.tenant_id, w.shop, w.endpoint_class) = (line.tenant_id, line.shop, line.endpoint_class)
            AND w.state = 'waiting' AND w.due_at <= instant
    ) AS is_more_due INTO look FROM work_leases AS l
    WHERE (l.tenant_id, l.shop, l.endpoint_class) = (line.tenant_id, line.shop, line.endpoint_class);
    IF look.ends <= instant THEN look.ends := greatest(look.ends, work_calm(terms, instant)); END IF;
    line.free_at := instant;
    line.due_at := instant;
    IF look.ends <= instant THEN
        PERFORM work_take_over(line, terms, instant);
        RETURN;  -- the next visit finds the line changed
    ELSIF look.is_more_due THEN
        PERFORM work_promote(line, instant);
    END IF;

    choice := work_head(line, terms, look.busy, is_any_paused, false);
    spares_suspects := choice.is_alone AND work_has_suspect(worker);
    IF spares_suspects THEN
        choice := work_head(line, terms, look.busy, is_any_paused, true);
    END IF;
    IF choice.head IS NULL AND spares_suspects THEN
        -- In a moment it may be over, or another worker asks.
        line.free_at := instant + interval '100 ms';
    ELSIF choice.head IS NULL THEN
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
        ELSIF NOT work_lease(line, choice.head, choice.is_alone, spares_suspects, lease, worker, until) THEN
            line.free_at := instant + interval '5 ms';
            -- Somebody else has the rows: was this lease to try the partner out, another one may.
            IF is_watched THEN
                PERFORM work_pass_probe_on((choice.head).app, (choice.head).class,
                    CASE (choice.head).account
                        WHEN 'shop' THEN line.shop WHEN 'tenant' THEN line.tenant_id ELSE work_nobody() END, lease);
            END IF;
            lease := NULL;
        ELSIF look.busy + 1 >= (choice.head).parallel THEN
            line.free_at := least(look.ends, until);
        END IF;
    END IF;
END $$;
