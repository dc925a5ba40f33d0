-- The tables of Fulfillment.
SELECT 1;
