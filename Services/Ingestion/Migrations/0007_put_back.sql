-- Whether the channel was asked to take a listing off sale and nobody knows yet what came of it: noted before the call,
-- so that whoever dies behind it leaves no listing off sale that nobody puts back.
ALTER TABLE stock_wishes ADD COLUMN is_leaving boolean NOT NULL DEFAULT false;
-- Variants in warehouses that should show 0 and still show more, since the channel takes no 0: "SKU/warehouse".
ALTER TABLE stock_wishes ADD COLUMN owed text[] NOT NULL DEFAULT '{}';
