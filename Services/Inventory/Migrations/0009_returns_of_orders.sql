-- Goods of one order come back once, however many returns name them.
CREATE INDEX returns_by_order ON returns (tenant_id, order_id) WHERE order_id IS NOT NULL;
