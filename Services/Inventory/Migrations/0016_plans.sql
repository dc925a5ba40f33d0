-- Plans are made for a large brand. What a request reads is narrowed to a brand twice, by its own condition and by row
-- level security, and the planner takes the two for independent, as it does a brand and its shop, or its SKU. Of a
-- hundred thousand SKUs it expected one, so reading all levels of the brand for each of them seemed to cost nothing.
-- Told that there are few brands it counts on many rows of one, and goes by the other columns. It holds from the next
-- ANALYZE on; tables that have none yet are left to the first one, since those are empty.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['skus', 'locations', 'warehouses', 'levels', 'moves', 'holds', 'shops', 'listings',
        'components', 'bundle_parts', 'orders', 'needs', 'unmapped_lines', 'pushes', 'returns', 'return_lines'] LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN tenant_id SET (n_distinct = 4)', name);
        IF (SELECT reltuples > 0 FROM pg_class WHERE oid = name::regclass) THEN
            EXECUTE format('ANALYZE %I (tenant_id)', name);
        END IF;
    END LOOP;
END $$;
