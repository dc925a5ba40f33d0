-- As before, and people name new SKUs by their codes when they map a listing.
CREATE OR REPLACE FUNCTION keep_access() RETURNS void LANGUAGE plpgsql
SET search_path = :schema, pg_temp AS $$
DECLARE
    schema  text := current_schema();
    worker  text := schema || '_worker';
    people  text := schema || '_tenant';
    private text[] := ARRAY['inbox', 'outbox', 'deferred', 'suspects', 'failures', 'schema_migrations'];
    relation record;
BEGIN
    -- Partitions too: whoever names one directly must not get past its parent's policy.
    FOR relation IN
        SELECT c.relname, c.relrowsecurity FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = schema::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'tenant_id'
    LOOP
        CONTINUE WHEN relation.relrowsecurity;
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', relation.relname);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', relation.relname);
        IF relation.relname = ANY (private) THEN
            EXECUTE format('CREATE POLICY owner_only ON %I TO CURRENT_USER USING (true)', relation.relname);
        ELSE
            EXECUTE format(
                'CREATE POLICY tenants ON %I '
                'USING (tenant_id = ANY ((SELECT current_setting(''app.tenants''))::uuid[]))', relation.relname);
        END IF;
    END LOOP;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = worker) THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', schema, worker);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', schema, worker);
        EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA %I TO %I', schema, worker);
        -- The ledger is only ever added to.
        EXECUTE format('REVOKE UPDATE, DELETE ON moves FROM %I', worker);
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = people) THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', schema, people);
        FOR relation IN
            SELECT * FROM (VALUES
                ('skus', 'SELECT, INSERT (tenant_id, sku_id, code), UPDATE (threshold, buffer)'),
                ('locations', 'SELECT'), ('settings', 'SELECT'),
                ('shops', NULL), ('warehouses', NULL), ('pushes', NULL), ('levels', 'SELECT, INSERT, UPDATE'),
                ('moves', 'SELECT, INSERT'), ('holds', 'SELECT, INSERT, UPDATE'),
                ('listings', 'SELECT, INSERT, UPDATE'), ('components', 'SELECT, INSERT, DELETE'),
                ('bundle_parts', 'SELECT'),
                ('orders', 'SELECT, UPDATE'), ('needs', 'SELECT, DELETE'), ('unmapped_lines', 'SELECT, INSERT'),
                ('returns', 'SELECT, UPDATE'), ('return_lines', 'SELECT, UPDATE')) AS granted (relname, rights)
        LOOP
            EXECUTE format('REVOKE ALL ON %I FROM %I', relation.relname, people);
            IF relation.rights IS NOT NULL THEN
                EXECUTE format('GRANT %s ON %I TO %I', relation.rights, relation.relname, people);
            END IF;
        END LOOP;
    END IF;
END $$;

SELECT keep_access();
