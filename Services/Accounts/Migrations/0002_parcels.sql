-- What stands in for parcels where the channel tells nothing: sender, weight, dimensions.
ALTER TABLE settings ADD COLUMN parcel jsonb;
