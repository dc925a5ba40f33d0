-- Two waits that held up others for nothing.

-- Whoever makes or drops a partition waits alone, not with everybody who writes behind him: a long read over midnight
-- would stop the service. He comes again.
ALTER FUNCTION keep_inbox_partitions() SET lock_timeout = '1s';
ALTER FUNCTION keep_told_partitions() SET lock_timeout = '1s';

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
