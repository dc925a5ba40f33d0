-- What a channel itself sells as one: so many units of other listings of the same shop, off their shelves. It counts a
-- sold bundle as committed units of those listings, and takes no stock for the bundle.
CREATE TABLE bundle_parts (
    tenant_id   uuid   NOT NULL,
    shop_id     uuid   NOT NULL,
    channel_sku text   NOT NULL,                         -- the bundle
    part_sku    text   NOT NULL,                         -- the channel's SKU of one of its parts
    units       bigint NOT NULL CHECK (units BETWEEN 1 AND 10000),
    PRIMARY KEY (tenant_id, shop_id, channel_sku, part_sku),
    FOREIGN KEY (tenant_id, shop_id, channel_sku) REFERENCES listings,
    FOREIGN KEY (tenant_id, shop_id, part_sku) REFERENCES listings (tenant_id, shop_id, channel_sku)
);
CREATE INDEX bundle_parts_by_part ON bundle_parts (tenant_id, shop_id, part_sku);

SELECT keep_access();

-- Holds are listed newest first.
CREATE INDEX holds_held ON holds (tenant_id, hold_id) WHERE state = 'held';
