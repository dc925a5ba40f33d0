-- The IANA zone of a shop's days; null: the tenant's.
ALTER TABLE connections ADD COLUMN zone text;
GRANT SELECT (zone), UPDATE (zone) ON connections TO ingestion_tenant;
