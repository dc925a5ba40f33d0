-- What a check compares every few minutes: the orders that have something reserved or wait for it, and those whose turn
-- came lately. Each is found in the order of its key, a page at a time, without those that are over.
CREATE INDEX orders_open ON orders (tenant_id, order_id) WHERE state IN ('reserved', 'waiting');
CREATE INDEX orders_by_day ON orders (((turn_at AT TIME ZONE 'UTC')::date), tenant_id, order_id);

-- What listings have reserved, by level: a check compares it with the orders of the level.
CREATE INDEX listing_reserved_by_level ON listing_reserved (tenant_id, sku_id, location_id);
