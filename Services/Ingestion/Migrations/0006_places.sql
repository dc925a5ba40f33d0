-- A place that was kept for an order which then could not be read is cleared away a day later.
CREATE INDEX orders_places ON orders (first_seen_at) WHERE version = 0;
