-- Of what an order wants, what is confirmed as shipped: the channel no longer counts it as sold, and it is still on our
-- books until it is handed over. What is told of orders from here on is noted; of the others it counts as none, as
-- before.
ALTER TABLE needs ADD COLUMN ship_confirmed integer NOT NULL DEFAULT 0 CHECK (ship_confirmed >= 0);
