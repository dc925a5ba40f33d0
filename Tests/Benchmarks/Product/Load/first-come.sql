-- Work as a queue would hand it out that knows nothing of tenants: what fell due first is claimed first, whoever wants
-- it. For comparison, and in a benchmark's own database alone.
--
--   psql -v ON_ERROR_STOP=1 -v schema=ingestion -f first-come.sql URL
--
-- All else is as it was: a shop and endpoint class still has as many jobs at a time, budgets and breakers are asked,
-- and of the line whose oldest row is oldest of all its most urgent one is taken. Lines that may not be served now are
-- passed over. Where nothing is due any more, the turns put idle lines to sleep.

\set QUIET on
SET client_min_messages = warning;
SET search_path = :schema;
BEGIN;

CREATE INDEX work_arrival ON work (due_at) WHERE state IN ('ready', 'waiting');

-- The claim by turns under another name; the old one keeps its place, so that sessions need not be told.
DO $$ BEGIN
    EXECUTE replace(
        pg_get_functiondef('work_claim(jsonb, integer, text)'::regprocedure), '.work_claim(', '.work_claim_by_turns(');
END $$;

CREATE OR REPLACE FUNCTION work_claim(kinds jsonb, wanted integer, worker text) RETURNS TABLE (
    lease uuid, kind text, tenant uuid, shop uuid, key text, attempt integer, is_unknown boolean, is_cancelled boolean,
    is_scheduled boolean, payload jsonb, correlation text, causation uuid, traceparent text, waited double precision,
    is_watched boolean
) LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan SET jit = off AS $$
DECLARE
    terms work_terms[] := ARRAY(SELECT jsonb_populate_recordset(NULL::work_terms, kinds));
    classes text[] := ARRAY(SELECT DISTINCT known.class FROM unnest(terms) AS known);
    is_any_paused boolean := EXISTS (SELECT FROM work_pauses);
    is_any_failing boolean := EXISTS (SELECT FROM work_breakers WHERE failures > 0);
    visits_left integer := wanted + 32;
    instant timestamptz;
    arrival record;
    the_line work_lines;
    served record;
    leases uuid[] := '{}';
    are_watched boolean[] := '{}';
BEGIN
    -- One look into an index for each row, whatever the server knows of the tables by then.
    FOR arrival IN
        SELECT w.tenant_id, w.shop, w.endpoint_class FROM work AS w
        WHERE w.state IN ('ready', 'waiting') AND w.due_at <= clock_timestamp() ORDER BY w.due_at
    LOOP
        EXIT WHEN cardinality(leases) >= wanted OR visits_left <= 0;
        CONTINUE WHEN arrival.endpoint_class <> ALL (classes);
        instant := clock_timestamp();
        SELECT line.* INTO the_line FROM work_lines AS line
        WHERE (line.tenant_id, line.shop, line.endpoint_class)
            = (arrival.tenant_id, arrival.shop, arrival.endpoint_class) AND line.turn_at <= instant
        FOR UPDATE OF line SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        visits_left := visits_left - 1;
        served := work_serve(the_line, terms, worker, is_any_paused, is_any_failing);
        IF served.lease IS NOT NULL THEN
            leases := leases || served.lease;
            are_watched := are_watched || coalesce(served.is_watched, false);
        END IF;
        UPDATE work_lines AS line SET due_at = greatest((served.line).due_at, instant),
            free_at = (served.line).free_at, token_at = (served.line).token_at, token_epoch = (served.line).token_epoch
        WHERE (line.tenant_id, line.shop, line.endpoint_class)
            = (the_line.tenant_id, the_line.shop, the_line.endpoint_class);
    END LOOP;
    RETURN QUERY SELECT w.lease_id, w.kind, w.tenant_id, w.shop, w.key, w.attempt, w.is_unknown, w.is_cancelled,
        w.every IS NOT NULL, w.payload, w.correlation, w.causation, w.traceparent,
        extract(epoch FROM clock_timestamp() - w.due_at)::double precision, ours.is_watched
    FROM unnest(leases, are_watched) WITH ORDINALITY AS ours (id, is_watched, place)
        JOIN work AS w ON w.lease_id = ours.id
    ORDER BY ours.place, w.priority, w.wanted_by;
    IF cardinality(leases) < wanted AND visits_left > 0 THEN
        RETURN QUERY SELECT * FROM work_claim_by_turns(kinds, wanted - cardinality(leases), worker);
    END IF;
END $$;

COMMIT;
