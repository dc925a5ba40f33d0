-- How work stays in the hands that hold it: a sign of life keeps everything of a job, and after the database was away
-- nobody is taken for dead who only could not say that he lives.

-- True from a worker that has lost the database within the last fifteen seconds; null of one of the last version.
ALTER TYPE work_terms ADD ATTRIBUTE is_back boolean;

-- The lease that tries a partner out is looked for with every sign of life.
CREATE INDEX work_breakers_probe ON work_breakers (probe) WHERE probe IS NOT NULL;

-- Since when the server runs.
CREATE FUNCTION work_up_since() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN pg_postmaster_start_time();

-- Keeps a lease for so long again at least, and for as long the partner's breaker waits for it, should it be the probe.
-- One that is lost stays lost.
CREATE FUNCTION work_renew(the_lease uuid, seconds double precision) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
    until timestamptz := clock_timestamp() + make_interval(secs => seconds);
BEGIN
    UPDATE work_leases SET lease_until = greatest(lease_until, until) WHERE id = the_lease;
    IF NOT FOUND THEN RETURN; END IF;
    UPDATE work_breakers SET open_until = greatest(open_until, until) WHERE probe = the_lease AND state = 'half';
END $$;

-- From when leases that are over may be taken over. A server that has just begun, and a worker that has just got the
-- server back, must let the others say first that they live: fifteen seconds, three signs.
CREATE FUNCTION work_calm(terms work_terms[], instant timestamptz) RETURNS timestamptz LANGUAGE sql STABLE
RETURN greatest(
    work_up_since() + interval '15 seconds',
    CASE WHEN EXISTS (SELECT FROM unnest(terms) AS known WHERE known.is_back) THEN instant + interval '1 second' END);

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
