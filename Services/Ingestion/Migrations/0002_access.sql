-- What people ask: lists, searches, cancelling, disconnecting; and what the role of their requests may see and do.
-- The roles exist before (infra/postgres/roles.sql).

-- A person's wish that the channel cancel an order, whole; the newest per order.
CREATE TABLE cancel_wishes (
    tenant_id     uuid        NOT NULL,
    order_id      uuid        NOT NULL,
    shop_id       uuid        NOT NULL,
    channel_order text        NOT NULL,
    reason        text,                               -- the channel's word for why; null: the usual one
    actor         text        NOT NULL,               -- the prefix of the key that asked
    state         text        NOT NULL DEFAULT 'wanted' CHECK (state IN ('wanted', 'accepted', 'refused')),
    code          text,                               -- a constant word for why it was refused
    detail        text,                               -- the same in a sentence
    changed_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, order_id),
    FOREIGN KEY (tenant_id, order_id) REFERENCES orders (tenant_id, id)
);

-- Parcels whose tracking number the channel is to be told anew; the newest command per parcel.
CREATE TABLE tracking_wishes (
    tenant_id   uuid        NOT NULL,
    shipment_id uuid        NOT NULL,
    state       text        NOT NULL DEFAULT 'wanted' CHECK (state IN ('wanted', 'accepted', 'refused')),
    command     jsonb       NOT NULL,
    changed_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, shipment_id)
);

-- Makes a table show a tenant's rows to that tenant alone, its own owner included.
CREATE FUNCTION keep_tenants_apart(name text) RETURNS void LANGUAGE plpgsql SET search_path = :schema, pg_temp AS $$
BEGIN
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
        'CREATE POLICY of_tenant ON %I USING (tenant_id = ANY ((SELECT current_setting(''app.tenants''))::uuid[]))',
        name);
END $$;
REVOKE EXECUTE ON FUNCTION keep_tenants_apart(text) FROM PUBLIC;
SELECT keep_tenants_apart(name) FROM unnest(ARRAY['cancel_wishes', 'tracking_wishes']) AS name;

-- Lists run newest first and begin in the middle. A place that is kept for an order is not listed.
DROP INDEX orders_by_time;
CREATE INDEX orders_by_time ON orders (tenant_id, placed_at DESC, id DESC) WHERE version > 0;
CREATE INDEX orders_by_status ON orders (tenant_id, status, placed_at DESC, id DESC) WHERE version > 0;
CREATE INDEX orders_by_shop ON orders (tenant_id, shop_id, placed_at DESC, id DESC) WHERE version > 0;
CREATE INDEX returns_by_time ON returns (tenant_id, updated_at DESC, channel_return DESC, shop_id DESC);

-- All columns of an account but the tokens: nobody who asks can carry those away, sealed as they are.
GRANT SELECT (tenant_id, id, open_id, title, state, access_expires, refresh_expires, scopes, trouble, changed_at),
    UPDATE (state, trouble, changed_at) ON accounts TO ingestion_tenant;
GRANT SELECT, UPDATE (state, version, changed_at) ON connections TO ingestion_tenant;
GRANT INSERT ON oauth_states TO ingestion_tenant;
GRANT SELECT ON orders, order_events, returns, cursors, files TO ingestion_tenant;
GRANT SELECT, INSERT, UPDATE ON cancel_wishes TO ingestion_tenant;
-- The log of orders is only ever added to.
REVOKE UPDATE, DELETE ON order_events FROM ingestion_worker;
