-- Parcels, what they are decided by, and what was done about them.

-- One parcel per order. What is decided on is one document, the body; what is looked for stands beside it.
CREATE TABLE shipments (
    tenant_id      uuid        NOT NULL,
    order_id       uuid        NOT NULL,
    shipment_id    uuid        NOT NULL,
    body           jsonb,                              -- NULL: made to be locked, nothing known yet
    shop_id        uuid,
    channel_order  text        COLLATE "C",
    state          text        NOT NULL DEFAULT 'waiting',
    waits_for      text,
    needs_person   boolean     NOT NULL DEFAULT false,
    is_listed      boolean     NOT NULL DEFAULT false, -- ours to send: not the channel's own, not digital
    tracking_key   text        COLLATE "C",            -- upper case, letters and digits alone
    transaction_id text,                               -- the carrier partner's purchase, while its label is kept
    check_at       timestamptz,                        -- when a purchase without an answer is looked for
    done_at        timestamptz,                        -- since when nobody needs the recipient any more
    created_at     timestamptz NOT NULL DEFAULT now(),
    changed_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, order_id),
    UNIQUE (tenant_id, shipment_id)
) WITH (fillfactor = 70);
CREATE INDEX shipments_by_state ON shipments (tenant_id, state, shipment_id);
CREATE INDEX shipments_by_wait ON shipments (tenant_id, waits_for, shipment_id) WHERE waits_for IS NOT NULL;
CREATE INDEX shipments_by_channel_order ON shipments (tenant_id, channel_order);
CREATE INDEX shipments_by_tracking ON shipments (tracking_key) WHERE tracking_key IS NOT NULL;
CREATE INDEX shipments_by_transaction ON shipments (transaction_id) WHERE transaction_id IS NOT NULL;
CREATE INDEX shipments_unknown ON shipments (check_at) WHERE check_at IS NOT NULL;
CREATE INDEX shipments_done ON shipments (done_at) WHERE done_at IS NOT NULL;
-- For webhooks and reconciliation, which know a parcel by its own id and not the tenant.
CREATE INDEX shipments_by_id ON shipments (shipment_id);

-- What happened to a parcel, in the order of its happening, only ever added to.
CREATE TABLE shipment_events (
    tenant_id   uuid        NOT NULL,
    shipment_id uuid        NOT NULL,
    event_id    bigint      GENERATED ALWAYS AS IDENTITY,
    kind        text        NOT NULL,
    sentence    text        NOT NULL,
    actor       text        NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, shipment_id, event_id)
);

-- Where orders go: sealed, and erased when nobody needs it any more.
CREATE TABLE recipients (
    tenant_id  uuid        NOT NULL,
    order_id   uuid        NOT NULL,
    version    bigint      NOT NULL,
    sealed     bytea,                                  -- NULL: erased
    sealed_key text,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, order_id)
);

-- Labels, fetched right after the purchase since a partner's addresses expire.
CREATE TABLE files (
    tenant_id   uuid        NOT NULL,
    file_id     uuid        NOT NULL,
    shipment_id uuid        NOT NULL,
    media_type  text        NOT NULL,
    bytes       bytea       NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 5242880),
    sha256      bytea       NOT NULL CHECK (octet_length(sha256) = 32),
    expires_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, file_id)
);
CREATE INDEX files_by_age ON files (expires_at);

-- Connected shops, as far as parcels must know them.
CREATE TABLE shops (
    tenant_id uuid   NOT NULL,
    shop_id   uuid   NOT NULL,
    version   bigint NOT NULL,
    state     text   NOT NULL,
    PRIMARY KEY (tenant_id, shop_id)
);

-- The tenant's settings, as far as parcels must know them.
CREATE TABLE settings (
    tenant_id           uuid    PRIMARY KEY,
    version             bigint  NOT NULL,
    currency            text    NOT NULL,
    confirm_above_minor bigint,
    confirm_above_units bigint,
    is_automation_on    boolean NOT NULL
);

-- Packed products: grams, and millimetres of length, width and height.
CREATE TABLE products (
    tenant_id       uuid        NOT NULL,
    shop_id         uuid        NOT NULL,
    channel_product text        NOT NULL,
    grams           bigint      CHECK (grams > 0),
    length          bigint      CHECK (length > 0),
    width           bigint      CHECK (width > 0),
    height          bigint      CHECK (height > 0),
    read_at         timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, shop_id, channel_product)
);

-- Where parcels leave from.
CREATE TABLE warehouses (
    tenant_id         uuid    NOT NULL,
    shop_id           uuid    NOT NULL,
    channel_warehouse text    NOT NULL,
    is_default        boolean NOT NULL,
    is_for_sales      boolean NOT NULL,
    address           jsonb   NOT NULL,
    PRIMARY KEY (tenant_id, shop_id, channel_warehouse)
);
