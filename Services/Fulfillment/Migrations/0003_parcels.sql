-- What stands in for parcels where the channel tells nothing.
ALTER TABLE settings ADD COLUMN parcel jsonb;
