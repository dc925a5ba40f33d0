-- The trace in which an order was first seen, where traces are exported: what happens to the order later belongs to it,
-- so that one order is one trace. `traceparent`, a blank, `tracestate`.
ALTER TABLE orders ADD COLUMN trace text;
