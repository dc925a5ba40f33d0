-- What Ingestion knows of the channels: who is connected, what rang, every order with its log, what was read of the
-- catalogue, and what others asked it to do there.

-- ------------------------------------------------------------------------------------------------- connections

-- A seller's authorization: one pair of tokens, which may open several shops.
CREATE TABLE accounts (
    tenant_id       uuid        NOT NULL,
    id              uuid        NOT NULL,
    open_id         text        NOT NULL,             -- the channel's id of the account, stable within our app
    title           text        NOT NULL,
    state           text        NOT NULL CHECK (state IN ('connected', 'expired', 'deauthorized', 'disconnected')),
    access_token    bytea       NOT NULL,             -- AES-256-GCM: nonce, ciphertext, tag
    access_key      text        NOT NULL,             -- which key sealed it
    access_expires  timestamptz NOT NULL,
    refresh_token   bytea       NOT NULL,             -- sealed under a key of another kind
    refresh_key     text        NOT NULL,
    refresh_expires timestamptz NOT NULL,
    scopes          text[]      NOT NULL,
    granted_at      timestamptz NOT NULL,             -- when these tokens were given out
    trouble         text,                             -- what a person has to do, in a sentence
    created_at      timestamptz NOT NULL DEFAULT now(),
    changed_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, open_id)
);
CREATE INDEX accounts_by_open_id ON accounts (open_id);

-- A connected shop. Its id is ours and goes into every message.
CREATE TABLE connections (
    tenant_id    uuid        NOT NULL,
    shop_id      uuid        NOT NULL,
    account_id   uuid        NOT NULL,
    channel_shop text        NOT NULL,
    cipher       text        NOT NULL,                -- names the shop in calls
    title        text        NOT NULL,
    region       text        NOT NULL,
    state        text        NOT NULL CHECK (state IN ('connected', 'expired', 'deauthorized', 'disconnected')),
    version      integer     NOT NULL DEFAULT 1,      -- counts what was told of it
    connected_at timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, shop_id),
    UNIQUE (tenant_id, channel_shop),
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);
-- A shop belongs to one brand: webhooks name nothing but the shop.
CREATE UNIQUE INDEX connections_by_channel_shop ON connections (channel_shop) WHERE state <> 'disconnected';

-- Each use of a token; kept 90 days.
CREATE TABLE token_uses (
    tenant_id  uuid        NOT NULL,
    account_id uuid        NOT NULL,
    token      text        NOT NULL CHECK (token IN ('access', 'refresh')),
    purpose    text        NOT NULL,                  -- the kind of work
    used_at    timestamptz NOT NULL DEFAULT now()
) PARTITION BY RANGE (used_at);
CREATE INDEX token_uses_by_account ON token_uses (tenant_id, account_id, used_at);

-- An authorization that was begun; its state comes back with the seller's browser, once.
CREATE TABLE oauth_states (
    tenant_id  uuid        NOT NULL,
    state_hash bytea       NOT NULL,                  -- SHA-256; the state itself is the browser's alone
    market     text        NOT NULL CHECK (market IN ('row', 'us')),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    PRIMARY KEY (tenant_id, state_hash)
);
CREATE UNIQUE INDEX oauth_states_by_hash ON oauth_states (state_hash);

-- Whom a broker user may speak for; a null shop stands for all shops of the brand.
CREATE TABLE producers (
    tenant_id uuid NOT NULL,
    user_name text NOT NULL,
    shop_id   uuid,
    UNIQUE NULLS NOT DISTINCT (tenant_id, user_name, shop_id)
);
CREATE INDEX producers_by_user ON producers (user_name);

-- Which id of ours a producer's message got; kept 14 days.
CREATE TABLE producer_messages (
    producer    text        NOT NULL,
    foreign_id  text        NOT NULL,
    message_id  uuid        NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (producer, foreign_id)
);
CREATE INDEX producer_messages_by_age ON producer_messages (received_at);

-- ------------------------------------------------------------------------------------------------- webhooks

-- Which webhooks came: what makes each count once. Kept as long as the raw ones, which are partitioned.
CREATE TABLE notifications (
    id          text        PRIMARY KEY,              -- tts_notification_id, else a hash of the bytes
    received_at timestamptz NOT NULL
);
CREATE INDEX notifications_by_age ON notifications (received_at);

-- Webhooks as they came. The brand is null where nobody is connected to the shop; such rows are nobody's to read.
CREATE TABLE webhooks (
    received_at     timestamptz NOT NULL,
    notification_id text        NOT NULL,
    tenant_id       uuid,
    shop_id         uuid,
    kind            integer     NOT NULL,
    producer        text,                             -- the broker user who brought it; null: our gateway
    payload         bytea       NOT NULL,             -- sealed: chats and names may be in it
    payload_key     text        NOT NULL,
    outcome         text        NOT NULL
) PARTITION BY RANGE (received_at);
CREATE INDEX webhooks_by_tenant ON webhooks (tenant_id, received_at);

-- ------------------------------------------------------------------------------------------------- orders

-- Every order's newest snapshot. Version 0 keeps a place for an order that is just being decided about.
CREATE TABLE orders (
    tenant_id      uuid        NOT NULL,
    id             uuid        NOT NULL,
    shop_id        uuid        NOT NULL,
    channel_order  text        NOT NULL,
    version        integer     NOT NULL DEFAULT 0 CHECK (version >= 0),
    status         text,
    channel_status text,
    placed_at      timestamptz,
    updated_at     timestamptz,
    snapshot       jsonb,
    first_seen_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, shop_id, channel_order),
    CHECK ((version = 0) = (snapshot IS NULL))
) WITH (fillfactor = 80);
CREATE INDEX orders_by_time ON orders (tenant_id, placed_at DESC, id);
CREATE INDEX orders_by_channel_order ON orders (tenant_id, channel_order text_pattern_ops);

-- What happened to each order, version by version; rows are only ever added.
CREATE TABLE order_events (
    tenant_id       uuid        NOT NULL,
    order_id        uuid        NOT NULL,
    version         integer     NOT NULL CHECK (version > 0),
    status          text        NOT NULL,
    previous_status text,
    changed         text[]      NOT NULL,             -- the fields that differ from the version before
    source          text        NOT NULL,
    happened_at     timestamptz NOT NULL,             -- by the channel's clock
    recorded_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, order_id, version),
    FOREIGN KEY (tenant_id, order_id) REFERENCES orders (tenant_id, id)
);
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is a log: rows are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER order_events_are_final BEFORE UPDATE OR DELETE ON order_events
FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Where orders go: personal, sealed; erased when the order has been over for 90 days.
CREATE TABLE recipients (
    tenant_id  uuid        NOT NULL,
    order_id   uuid        NOT NULL,
    version    integer     NOT NULL CHECK (version > 0),
    sealed     bytea,                                 -- null once erased
    sealed_key text,
    is_masked  boolean     NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, order_id),
    FOREIGN KEY (tenant_id, order_id) REFERENCES orders (tenant_id, id),
    CHECK ((sealed IS NULL) = (sealed_key IS NULL))
);

-- What was read and could not become an order, a return or a product: the field and what is wrong with it.
CREATE TABLE faults (
    tenant_id uuid        NOT NULL,
    shop_id   uuid        NOT NULL,
    subject   text        NOT NULL CHECK (subject IN ('order', 'return', 'product', 'warehouse')),
    key       text        NOT NULL,                   -- the channel's id; empty where it has none
    field     text        NOT NULL,
    problem   text        NOT NULL,
    source    text        NOT NULL,
    seen      integer     NOT NULL DEFAULT 1,
    first_at  timestamptz NOT NULL DEFAULT now(),
    last_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, shop_id, subject, key)
);

-- Cancellations and returns with their amounts.
CREATE TABLE returns (
    tenant_id      uuid        NOT NULL,
    shop_id        uuid        NOT NULL,
    channel_return text        NOT NULL,
    order_id       uuid        NOT NULL,
    version        integer     NOT NULL CHECK (version > 0),
    kind           text        NOT NULL,
    status         text        NOT NULL,
    updated_at     timestamptz NOT NULL,
    snapshot       jsonb       NOT NULL,
    PRIMARY KEY (tenant_id, shop_id, channel_return),
    FOREIGN KEY (tenant_id, order_id) REFERENCES orders (tenant_id, id)
);
CREATE INDEX returns_by_order ON returns (tenant_id, order_id);

-- ------------------------------------------------------------------------------------------------- catalogue

CREATE TABLE products (
    tenant_id       uuid        NOT NULL,
    shop_id         uuid        NOT NULL,
    channel_product text        NOT NULL,
    is_active       boolean     NOT NULL,
    updated_at      timestamptz NOT NULL,
    document        jsonb       NOT NULL,             -- as it was told last
    PRIMARY KEY (tenant_id, shop_id, channel_product)
);

CREATE TABLE warehouses (
    tenant_id         uuid  NOT NULL,
    shop_id           uuid  NOT NULL,
    channel_warehouse text  NOT NULL,
    document          jsonb NOT NULL,
    PRIMARY KEY (tenant_id, shop_id, channel_warehouse)
);

-- How far reading has come, per shop and what is read.
CREATE TABLE cursors (
    tenant_id uuid        NOT NULL,
    shop_id   uuid        NOT NULL,
    name      text        NOT NULL,
    read_to   timestamptz NOT NULL,                   -- everything that changed before this has been read
    token     text,                                   -- where a search that is under way goes on
    PRIMARY KEY (tenant_id, shop_id, name)
);

-- ------------------------------------------------------------------------------------------------- commands

-- The newest wish for a product's stock, and the newest that was carried out.
CREATE TABLE stock_wishes (
    tenant_id       uuid   NOT NULL,
    shop_id         uuid   NOT NULL,
    channel_product text   NOT NULL,
    sequence        bigint NOT NULL,
    told_sequence   bigint NOT NULL DEFAULT 0,
    command         jsonb  NOT NULL,
    PRIMARY KEY (tenant_id, shop_id, channel_product)
);

-- Parcels that the channel is to be told of.
CREATE TABLE ship_wishes (
    tenant_id   uuid        NOT NULL,
    shipment_id uuid        NOT NULL,
    order_id    uuid        NOT NULL,
    state       text        NOT NULL DEFAULT 'wanted' CHECK (state IN ('wanted', 'accepted', 'refused')),
    package     text,                                 -- the channel's, once it has one
    command     jsonb       NOT NULL,
    changed_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, shipment_id)
);

-- Labels that the channel made.
CREATE TABLE files (
    tenant_id  uuid        NOT NULL,
    id         uuid        NOT NULL,
    media_type text        NOT NULL,
    sha256     bytea       NOT NULL,
    bytes      bytea       NOT NULL CHECK (octet_length(bytes) <= 5 * 1024 * 1024),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX files_by_end ON files (expires_at);

-- ------------------------------------------------------------------------------------------------- rights and days

-- A request sees the rows of the brands that its transaction names in app.tenants, and no others.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['accounts', 'connections', 'token_uses', 'oauth_states', 'producers', 'webhooks',
        'orders', 'order_events', 'recipients', 'faults', 'returns', 'products', 'warehouses', 'cursors',
        'stock_wishes', 'ship_wishes', 'files'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY of_tenant ON %I USING (tenant_id = ANY '
            '((SELECT current_setting(''app.tenants''))::uuid[]))', name);
    END LOOP;
END $$;

-- Makes the days of a partitioned table up to a week ahead and drops those older than `days`. A day is under the same
-- rights as its table, since it can be named.
CREATE FUNCTION keep_days(parent text, days integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = :schema, pg_temp SET client_min_messages = warning AS $$
DECLARE
    midnight timestamptz;
    day text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext(':schema.' || parent));
    FOR distance IN -days..7 LOOP
        midnight := date_trunc('day', now(), 'UTC') + make_interval(days => distance);
        day := parent || to_char(midnight AT TIME ZONE 'UTC', '_YYYYMMDD');
        IF to_regclass(day) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', day, parent, midnight,
                midnight + interval '1 day');
            EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', day);
            EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', day);
            EXECUTE format('CREATE POLICY of_tenant ON %I USING (tenant_id = ANY '
                '((SELECT current_setting(''app.tenants''))::uuid[]))', day);
        END IF;
    END LOOP;
    FOR day IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = to_regclass(parent)
            AND c.relname < parent || to_char(now() AT TIME ZONE 'UTC' - make_interval(days => days), '_YYYYMMDD')
    LOOP
        EXECUTE format('DROP TABLE %I', day);
    END LOOP;
END $$;

-- Everything that has an end; called by a worker every hour.
CREATE FUNCTION keep_house() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = :schema, pg_temp AS $$
BEGIN
    PERFORM keep_days('webhooks', 14);
    PERFORM keep_days('token_uses', 90);
    DELETE FROM notifications WHERE received_at < now() - interval '14 days';
    DELETE FROM producer_messages WHERE received_at < now() - interval '14 days';
END $$;
SELECT keep_house();
