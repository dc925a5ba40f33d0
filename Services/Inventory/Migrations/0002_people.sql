-- What people and channels do with stock: holds, returns, what was told to channels.

-- Units that a person set aside, until they expire or are given back.
CREATE TABLE holds (
    tenant_id   uuid        NOT NULL,
    hold_id     uuid        NOT NULL,
    sku_id      uuid        NOT NULL,
    location_id uuid        NOT NULL,
    units       bigint      NOT NULL CHECK (units > 0),
    expires_at  timestamptz,                          -- NULL: until it is given back
    actor       text        NOT NULL,
    reason      text        NOT NULL,
    state       text        NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'released', 'expired')),
    PRIMARY KEY (tenant_id, hold_id),
    FOREIGN KEY (tenant_id, sku_id, location_id) REFERENCES levels
);
CREATE INDEX holds_expiring ON holds (expires_at) WHERE state = 'held';

-- Cancellations and returns as the channel tells them; goods that came back wait here for a person to look at them.
CREATE TABLE returns (
    tenant_id      uuid   NOT NULL,
    shop_id        uuid   NOT NULL,
    channel_return text   NOT NULL,
    version        bigint NOT NULL DEFAULT 0,
    order_id       uuid,
    kind           text   NOT NULL DEFAULT 'other',
    status         text   NOT NULL DEFAULT 'other',
    PRIMARY KEY (tenant_id, shop_id, channel_return)
);

-- What comes back, in units of the listing.
CREATE TABLE return_lines (
    tenant_id      uuid   NOT NULL,
    shop_id        uuid   NOT NULL,
    channel_return text   NOT NULL,
    channel_sku    text   NOT NULL,
    units          bigint NOT NULL CHECK (units >= 0),
    restocked      bigint NOT NULL DEFAULT 0 CHECK (restocked >= 0),
    scrapped       bigint NOT NULL DEFAULT 0 CHECK (scrapped >= 0),
    PRIMARY KEY (tenant_id, shop_id, channel_return, channel_sku),
    FOREIGN KEY (tenant_id, shop_id, channel_return) REFERENCES returns
);

-- What a channel was last told of a product. The row is locked while the next figures are read, so that a higher
-- sequence never carries older ones.
CREATE TABLE pushes (
    tenant_id       uuid        NOT NULL,
    shop_id         uuid        NOT NULL,
    channel_product text        NOT NULL,
    sequence        bigint      NOT NULL DEFAULT 0,
    limits          text        NOT NULL DEFAULT '',   -- what the last command said, so that it is not said twice
    changed_at      timestamptz,
    told_sequence   bigint      NOT NULL DEFAULT 0,    -- the newest command that the channel has answered
    told_at         timestamptz,
    PRIMARY KEY (tenant_id, shop_id, channel_product)
) WITH (fillfactor = 80);
