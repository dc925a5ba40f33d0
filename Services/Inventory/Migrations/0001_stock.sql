-- What a tenant owns, where it lies, what is sold of it, and which orders have a claim on it.

-- The tenant's own stock keeping units.
CREATE TABLE skus (
    tenant_id  uuid        NOT NULL,
    sku_id     uuid        NOT NULL,
    code       text        NOT NULL,
    title      text        NOT NULL DEFAULT '',
    barcode    text,
    threshold  bigint      CHECK (threshold >= 0),     -- low at or below it; NULL: the tenant's setting
    buffer     bigint      CHECK (buffer >= 0),        -- never offered on a channel; NULL: the tenant's setting
    is_low     boolean     NOT NULL DEFAULT false,     -- so that one fall is reported once
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, sku_id),
    UNIQUE (tenant_id, code)
);

-- Places where stock lies.
CREATE TABLE locations (
    tenant_id   uuid    NOT NULL,
    location_id uuid    NOT NULL,
    name        text    NOT NULL,
    is_default  boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, location_id),
    UNIQUE (tenant_id, name)
);
CREATE UNIQUE INDEX locations_default ON locations (tenant_id) WHERE is_default;

-- Which location a channel's warehouse is.
CREATE TABLE warehouses (
    tenant_id         uuid    NOT NULL,
    shop_id           uuid    NOT NULL,
    channel_warehouse text    NOT NULL,
    location_id       uuid    NOT NULL,
    title             text    NOT NULL DEFAULT '',
    is_for_sales      boolean NOT NULL DEFAULT true,
    PRIMARY KEY (tenant_id, shop_id, channel_warehouse),
    FOREIGN KEY (tenant_id, location_id) REFERENCES locations
);

-- How much there is. The checks make overselling our own books impossible, whatever a program decides.
CREATE TABLE levels (
    tenant_id   uuid        NOT NULL,
    sku_id      uuid        NOT NULL,
    location_id uuid        NOT NULL,
    on_hand     bigint      NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
    reserved    bigint      NOT NULL DEFAULT 0 CHECK (reserved >= 0),   -- units of orders
    held        bigint      NOT NULL DEFAULT 0 CHECK (held >= 0),       -- units that people set aside
    version     bigint      NOT NULL DEFAULT 0,
    counted_at  timestamptz,                                            -- when the first figure came; NULL: never
    PRIMARY KEY (tenant_id, sku_id, location_id),
    FOREIGN KEY (tenant_id, sku_id) REFERENCES skus,
    FOREIGN KEY (tenant_id, location_id) REFERENCES locations,
    CONSTRAINT levels_not_oversold CHECK (reserved + held <= on_hand)
) WITH (fillfactor = 70);

-- Every change of a level, append-only; their sums are the levels.
CREATE TABLE moves (
    tenant_id   uuid        NOT NULL,
    move_id     uuid        NOT NULL,
    sku_id      uuid        NOT NULL,
    location_id uuid        NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('counted', 'adjusted', 'undone', 'reserved', 'released',
        'deducted', 'held', 'unheld', 'restocked', 'scrapped')),
    on_hand     bigint      NOT NULL DEFAULT 0,
    reserved    bigint      NOT NULL DEFAULT 0,
    held        bigint      NOT NULL DEFAULT 0,
    uncovered   bigint      NOT NULL DEFAULT 0,        -- units that left although the books had none
    order_id    uuid,
    cause       uuid,                                  -- the message
    actor       text,                                  -- the person
    reason      text,
    undoes      uuid,                                  -- the move that this one takes back
    at          timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, move_id)
);
CREATE INDEX moves_by_level ON moves (tenant_id, sku_id, location_id, move_id);
CREATE INDEX moves_by_order ON moves (tenant_id, order_id) WHERE order_id IS NOT NULL;
CREATE UNIQUE INDEX moves_undone_once ON moves (tenant_id, undoes) WHERE undoes IS NOT NULL;

-- Connected shops, as far as stock must know them.
CREATE TABLE shops (
    tenant_id    uuid        NOT NULL,
    shop_id      uuid        NOT NULL,
    version      bigint      NOT NULL,
    state        text        NOT NULL,
    connected_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, shop_id)
);

-- The tenant's settings, as far as stock must know them.
CREATE TABLE settings (
    tenant_id uuid   PRIMARY KEY,
    version   bigint NOT NULL,
    threshold bigint NOT NULL DEFAULT 0,
    buffer    bigint NOT NULL DEFAULT 0
);

-- What is offered on a channel.
CREATE TABLE listings (
    tenant_id       uuid        NOT NULL,
    shop_id         uuid        NOT NULL,
    channel_sku     text        NOT NULL,
    channel_product text        NOT NULL,
    seller_sku      text        NOT NULL DEFAULT '',
    title           text        NOT NULL DEFAULT '',
    is_active       boolean     NOT NULL DEFAULT true,
    unmapped        text        CHECK (unmapped IN ('blank', 'ambiguous', 'unknown')),   -- why; NULL: it is mapped
    is_reported     boolean     NOT NULL DEFAULT false,   -- that it is unmapped
    synced_at       timestamptz NOT NULL,
    first_stock     bigint,                               -- what the channel had when it was first described
    PRIMARY KEY (tenant_id, shop_id, channel_sku)
);
CREATE INDEX listings_by_product ON listings (tenant_id, shop_id, channel_product);

-- What one unit of a listing takes from stock; several rows for a bundle.
CREATE TABLE components (
    tenant_id   uuid   NOT NULL,
    shop_id     uuid   NOT NULL,
    channel_sku text   NOT NULL,
    sku_id      uuid   NOT NULL,
    units       bigint NOT NULL CHECK (units BETWEEN 1 AND 10000),
    PRIMARY KEY (tenant_id, shop_id, channel_sku, sku_id),
    FOREIGN KEY (tenant_id, shop_id, channel_sku) REFERENCES listings,
    FOREIGN KEY (tenant_id, sku_id) REFERENCES skus
);
CREATE INDEX components_by_sku ON components (tenant_id, sku_id);

-- One row per order: the highest version seen and where it stands. Cancelled at first sight: the row is the tombstone.
CREATE TABLE orders (
    tenant_id   uuid        NOT NULL,
    order_id    uuid        NOT NULL,
    shop_id     uuid        NOT NULL,
    version     bigint      NOT NULL DEFAULT 0,        -- 0: made to be locked, nothing decided yet
    state       text        NOT NULL DEFAULT 'unseen'
        CHECK (state IN ('unseen', 'reserved', 'waiting', 'released', 'deducted', 'notOurs')),
    location_id uuid,
    turn_at     timestamptz NOT NULL DEFAULT now(),    -- when it was paid, else placed: its place in the line
    is_oversell boolean     NOT NULL DEFAULT false,    -- could not be reserved when it was first seen
    PRIMARY KEY (tenant_id, order_id)
) WITH (fillfactor = 80);
CREATE INDEX orders_waiting ON orders (tenant_id, turn_at, order_id) WHERE state = 'waiting';

-- What an order takes of which SKU, for which listing.
CREATE TABLE needs (
    tenant_id   uuid   NOT NULL,
    order_id    uuid   NOT NULL,
    channel_sku text   NOT NULL,
    sku_id      uuid   NOT NULL,
    shop_id     uuid   NOT NULL,
    location_id uuid   NOT NULL,
    each        bigint NOT NULL CHECK (each > 0),           -- units in one of the listing's, as it was mapped then
    wanted      bigint NOT NULL CHECK (wanted >= 0),        -- not handed over and not cancelled
    reserved    bigint NOT NULL CHECK (reserved BETWEEN 0 AND wanted),
    deducted    bigint NOT NULL CHECK (deducted >= 0),      -- handed over and accounted for
    PRIMARY KEY (tenant_id, order_id, channel_sku, sku_id),
    FOREIGN KEY (tenant_id, order_id) REFERENCES orders
) WITH (fillfactor = 80);
CREATE INDEX needs_short ON needs (tenant_id, sku_id, location_id) WHERE reserved < wanted;
CREATE INDEX needs_reserved ON needs (tenant_id, sku_id, location_id) WHERE reserved > 0;

-- Lines of an order whose listing is not mapped yet.
CREATE TABLE unmapped_lines (
    tenant_id   uuid   NOT NULL,
    order_id    uuid   NOT NULL,
    channel_sku text   NOT NULL,
    shop_id     uuid   NOT NULL,
    pending     bigint NOT NULL CHECK (pending >= 0),
    handed_over bigint NOT NULL CHECK (handed_over >= 0),
    past        bigint NOT NULL DEFAULT 0,              -- of these, what left before the shop was connected
    PRIMARY KEY (tenant_id, order_id, channel_sku),
    FOREIGN KEY (tenant_id, order_id) REFERENCES orders
);
CREATE INDEX unmapped_lines_by_listing ON unmapped_lines (tenant_id, shop_id, channel_sku);
