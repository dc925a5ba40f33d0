-- What oversells cost, and a new basis of label success: from now on Fulfillment says when a shipment is ready.
ALTER TABLE rollups ADD COLUMN oversell_loss bigint NOT NULL DEFAULT 0;
-- What was counted by the old basis is on no sheet any more. The owner names no tenant, so the policy steps aside.
ALTER TABLE rollups NO FORCE ROW LEVEL SECURITY;
UPDATE rollups SET ready = 0, labelled_in_time = 0 WHERE ready > 0;
ALTER TABLE rollups FORCE ROW LEVEL SECURITY;
