-- Whether we took a listing off sale, where the channel takes no 0: it is put on sale again with its next stock.
ALTER TABLE stock_wishes ADD COLUMN is_off boolean NOT NULL DEFAULT false;
