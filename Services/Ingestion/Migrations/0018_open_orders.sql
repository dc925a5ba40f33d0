-- What a check compares every few minutes: the orders that are open, and those that changed lately. Each is found in
-- the order of its key, a page at a time, without those that are over.
CREATE INDEX orders_open ON orders (tenant_id, id)
    WHERE version > 0 AND status NOT IN ('delivered', 'completed', 'cancelled');
CREATE INDEX order_events_by_day ON order_events (((recorded_at AT TIME ZONE 'UTC')::date), tenant_id, order_id);
