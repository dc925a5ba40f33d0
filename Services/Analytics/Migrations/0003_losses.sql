-- What oversells cost, and a new basis of label success: from now on Fulfillment says when a shipment is ready.
ALTER TABLE rollups ADD COLUMN oversell_loss bigint NOT NULL DEFAULT 0;
-- What was counted by the old basis is on no sheet any more.
UPDATE rollups SET ready = 0, labelled_in_time = 0 WHERE ready > 0;
