-- Whether the tenant's channels take a stock of 0; else a product of which nothing is left is taken off sale.
ALTER TABLE settings ADD COLUMN takes_zero boolean NOT NULL DEFAULT true;
