-- Work that kills its workers. Of what was in hand when a worker dies one piece may be the cause, and nobody knows
-- which: all of it is tried again at once, beside others. What was there again when a worker died is suspect: it comes
-- back after a pause that grows, and a worker has one suspect in hand at a time, so that the innocent are soon told
-- from the guilty. Work on a schedule is never given up, but its workers die rarely in the end.

-- How many workers in a row have died, or lost touch, with it in hand; see work_deaths.
ALTER TABLE work ADD COLUMN deaths integer NOT NULL DEFAULT 0;

-- Why the last attempt came to nothing, if its worker did not live to say so.
CREATE FUNCTION work_death() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 'its worker died or lost touch';

-- Deaths in a row; a worker that has settled it since has told another reason, or none.
CREATE FUNCTION work_deaths(piece work) RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN piece.last_reason = work_death() THEN piece.deaths ELSE 0 END;

CREATE FUNCTION work_is_suspect(piece work) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN work_deaths(piece) >= 2;

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
                WHEN work_deaths(work) = 0 THEN 'ready' ELSE 'waiting' END,
            due_at = instant + make_interval(secs => work_death_pause(work_deaths(work) + 1)),
            deaths = work_deaths(work) + 1, failing_since = coalesce(failing_since, instant),
            lease_id = NULL, taken_seq = NULL, is_unknown = true, is_alone = true, changed_at = instant,
            last_reason = work_death(), last_detail = format('%s in a row', work_deaths(work) + 1)
        WHERE lease_id = expired.id;
    END LOOP;
    RETURN found;
END $$;

-- Whether the most urgent work of a kind must wait, since it is suspect and its worker has another suspect in hand.
CREATE FUNCTION work_is_one_too_many(line work_lines, the_kind text, worker text) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    is_suspect boolean;
BEGIN
    SELECT work_is_suspect(w) INTO is_suspect FROM work AS w
    WHERE (w.tenant_id, w.shop, w.endpoint_class, w.kind)
            = (line.tenant_id, line.shop, line.endpoint_class, the_kind) AND w.state = 'ready'
    ORDER BY w.priority, w.wanted_by LIMIT 1;
    RETURN is_suspect AND EXISTS (
        SELECT FROM work_leases AS l JOIN work AS w ON w.lease_id = l.id
        WHERE l.leased_by = worker AND work_is_suspect(w));
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

    choice := work_head(line, terms, look.busy, is_any_paused);
    IF choice.head IS NULL THEN
        line.due_at := work_rest(line, terms, look.ends);
    ELSIF choice.is_paused THEN
        line.free_at := instant + interval '5 seconds';
    ELSIF look.busy >= (choice.head).parallel THEN
        line.free_at := look.ends;
    ELSIF choice.is_alone AND work_is_one_too_many(line, (choice.head).kind, worker) THEN
        -- In a moment it may be over, or another worker asks.
        line.free_at := instant + interval '100 ms';
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
