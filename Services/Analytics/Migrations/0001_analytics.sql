-- What is known of orders and parcels, and what it adds up to by half-hours and days of UTC.

-- How a tenant wants to be served; made with the house's defaults at the first sight of a tenant.
CREATE TABLE settings (
    tenant_id uuid   PRIMARY KEY,
    version   bigint NOT NULL DEFAULT 0,
    zone      text   NOT NULL DEFAULT 'UTC',
    currency  text   NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$')
);

CREATE TABLE shops (
    tenant_id uuid   NOT NULL,
    shop_id   uuid   NOT NULL,
    version   bigint NOT NULL,
    zone      text,                              -- of the shop's days; NULL: the tenant's
    PRIMARY KEY (tenant_id, shop_id)
);

-- How much of a currency one euro was; the same for everybody.
CREATE TABLE rates (
    currency text NOT NULL,
    day      date NOT NULL,
    per_euro text NOT NULL,                      -- a decimal, as it was published
    PRIMARY KEY (currency, day)
);

-- One sheet per order: everything that messages have told of it.
CREATE TABLE orders (
    tenant_id  uuid    NOT NULL,
    order_id   uuid    NOT NULL,
    version    bigint  NOT NULL DEFAULT 0,       -- the highest that came; 0: only others have spoken of it
    dated_on   date,                             -- the day whose exchange rates hold for it
    target     text,                             -- the currency that its amounts are counted in
    lacks_rate boolean NOT NULL DEFAULT false,   -- some amount waits for a rate
    facts      jsonb,
    PRIMARY KEY (tenant_id, order_id)
) WITH (fillfactor = 70);
CREATE INDEX orders_lacking ON orders (tenant_id, order_id) WHERE lacks_rate;

-- What people call products.
CREATE TABLE products (
    tenant_id       uuid        NOT NULL,
    shop_id         uuid        NOT NULL,
    channel_product text        NOT NULL,
    title           text        NOT NULL,
    told_at         timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, shop_id, channel_product)
);

-- Parcels that a carrier has taken, for the percentiles of delivery times: these do not add up.
CREATE TABLE parcels (
    tenant_id      uuid        NOT NULL,
    shipment_id    uuid        NOT NULL,
    shop_id        uuid        NOT NULL,
    order_id       uuid        NOT NULL,
    handed_over_at timestamptz NOT NULL,
    delivered_at   timestamptz,
    fate           text        NOT NULL CHECK (fate IN ('open', 'delivered', 'returned', 'lost')),
    PRIMARY KEY (tenant_id, shipment_id),
    CHECK ((fate = 'delivered') = (delivered_at IS NOT NULL))
) WITH (fillfactor = 70);
CREATE INDEX parcels_by_handover ON parcels (tenant_id, handed_over_at) INCLUDE (shop_id, delivered_at, fate);

-- Sums of facts. Counts cannot be negative: a fact that takes away more than it gave would be noticed here.
CREATE TABLE rollups (
    tenant_id        uuid        NOT NULL,
    grain            text        NOT NULL CHECK (grain IN ('halfHour', 'day', 'productHalfHour', 'productDay')),
    at               timestamptz NOT NULL,       -- where the half-hour or the day of UTC begins
    shop_id          uuid        NOT NULL,
    currency         text        NOT NULL,       -- of the amounts: the tenant's, or the order's own without a rate
    channel_product  text        NOT NULL DEFAULT '' CHECK ((channel_product <> '') = (grain LIKE 'product%')),
    paid_orders      bigint      NOT NULL DEFAULT 0 CHECK (paid_orders >= 0),
    units            bigint      NOT NULL DEFAULT 0 CHECK (units >= 0),
    gmv              bigint      NOT NULL DEFAULT 0,
    net_revenue      bigint      NOT NULL DEFAULT 0,
    cancelled_orders bigint      NOT NULL DEFAULT 0 CHECK (cancelled_orders BETWEEN 0 AND paid_orders),
    cancelled_gmv    bigint      NOT NULL DEFAULT 0,
    oversells        bigint      NOT NULL DEFAULT 0 CHECK (oversells >= 0),
    due              bigint      NOT NULL DEFAULT 0 CHECK (due >= 0),
    shipped_in_time  bigint      NOT NULL DEFAULT 0 CHECK (shipped_in_time BETWEEN 0 AND due),
    ready            bigint      NOT NULL DEFAULT 0 CHECK (ready >= 0),
    labelled_in_time bigint      NOT NULL DEFAULT 0 CHECK (labelled_in_time BETWEEN 0 AND ready),
    labels           bigint      NOT NULL DEFAULT 0 CHECK (labels >= 0),
    parcels          bigint      NOT NULL DEFAULT 0 CHECK (parcels >= 0),
    charged_orders   bigint      NOT NULL DEFAULT 0 CHECK (charged_orders >= 0),
    charges          bigint      NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, grain, at, shop_id, currency, channel_product)
) WITH (fillfactor = 70);

-- When something was last written for a tenant.
CREATE TABLE freshness (
    tenant_id  uuid        PRIMARY KEY,
    written_at timestamptz NOT NULL
) WITH (fillfactor = 50);
