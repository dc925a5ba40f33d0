-- What requests need: answers kept under idempotency keys, and a way for a caller's role to send messages.

CREATE TABLE idempotency (
    tenant_id   uuid        NOT NULL,
    key         text        NOT NULL,
    fingerprint bytea       NOT NULL,             -- SHA-256 of the request's name and body
    answer      text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);
ALTER TABLE idempotency ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON idempotency
    USING (tenant_id = ANY ((SELECT current_setting('app.tenants'))::uuid[]));

-- A caller's role can neither read nor write the tables of outbox and work. It may only append, through the two
-- functions below, and only for the tenants that it speaks for (app.tenants).
CREATE FUNCTION check_tenants(tenants uuid[]) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF NOT tenants <@ coalesce(nullif(current_setting('app.tenants', true), '')::uuid[], '{}') THEN
        RAISE EXCEPTION 'the request does not speak for this tenant' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

-- Appends messages to the outbox.
CREATE FUNCTION publish(
    ids uuid[], exchanges text[], routing_keys text[], types text[], tenants uuid[], correlations text[],
    causations uuid[], headers text[], bodies bytea[], claim double precision
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = :schema, pg_temp AS $$
BEGIN
    PERFORM check_tenants(tenants);
    INSERT INTO outbox
        (id, exchange, routing_key, type, tenant_id, correlation, causation, headers, body, claimed_until)
    SELECT new.*, now() + make_interval(secs => claim)
    FROM unnest(ids, exchanges, routing_keys, types, tenants, correlations, causations, publish.headers, bodies) AS new;
END $$;

-- Wants things, as work_enqueue does.
CREATE FUNCTION enqueue(
    kinds text[], tenants uuid[], keys text[], shops uuid[], classes text[], pauses double precision[],
    wanted_bys timestamptz[], priorities smallint[], everys double precision[], payloads jsonb[],
    correlations text[], causations uuid[], traceparents text[]
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = :schema, pg_temp AS $$
BEGIN
    PERFORM check_tenants(tenants);
    PERFORM work_enqueue(kinds, tenants, keys, shops, classes, pauses, wanted_bys, priorities, everys, payloads,
        correlations, causations, traceparents);
END $$;

-- Rows of the outbox and of failures name brands, but are read by workers only; `publish` writes as the owner.
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_only ON outbox TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE failures ENABLE ROW LEVEL SECURITY;
ALTER TABLE failures FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_only ON failures TO CURRENT_USER USING (true) WITH CHECK (true);

-- What the role of requests may do (infra/postgres/roles.sql makes it before any migration runs).
DO $$
DECLARE
    tenant text := current_schema() || '_tenant';
BEGIN
    REVOKE EXECUTE ON FUNCTION publish, enqueue FROM PUBLIC;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = tenant) THEN
        EXECUTE format('GRANT EXECUTE ON FUNCTION publish, enqueue TO %I', tenant);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON idempotency TO %I', tenant);
    END IF;
END $$;
