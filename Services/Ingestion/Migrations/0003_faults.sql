-- What could not be read is shown to the brand with its shops.
GRANT SELECT ON faults TO ingestion_tenant;
