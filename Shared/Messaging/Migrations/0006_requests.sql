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

-- A caller's role may not read or write the outbox; it may only append to it, through this.
CREATE FUNCTION publish(
    ids uuid[], exchanges text[], routing_keys text[], types text[], tenants uuid[], correlations text[],
    causations uuid[], headers text[], bodies bytea[], claim double precision
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = :schema, pg_temp AS $$
    INSERT INTO outbox
        (id, exchange, routing_key, type, tenant_id, correlation, causation, headers, body, claimed_until)
    SELECT new.*, now() + make_interval(secs => claim)
    FROM unnest(ids, exchanges, routing_keys, types, tenants, correlations, causations, headers, bodies) AS new
$$;
