-- Who may do what: the worker sees every tenant and changes stock, the role of requests sees the tenants that it has
-- named. Called again by every later migration that makes a table, and after the roles are made.
CREATE FUNCTION keep_access() RETURNS void LANGUAGE plpgsql
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
            SELECT c.relname FROM pg_class c
            WHERE c.relnamespace = schema::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> ALL (private)
                AND c.relname !~ '^(inbox_|work)'
        LOOP
            EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO %I', relation.relname, people);
        END LOOP;
        EXECUTE format('REVOKE UPDATE ON moves FROM %I', people);
    END IF;
END $$;

SELECT keep_access();
