-- Who may do what: the worker sees every tenant, the role of requests reads sums of the tenants that it has named, and
-- no sheet of a single order. Called again by every later migration that makes a table.
CREATE FUNCTION keep_access() RETURNS void LANGUAGE plpgsql SET search_path = :schema, pg_temp AS $$
DECLARE
    readable text[] := ARRAY['settings', 'shops', 'products', 'parcels', 'rollups', 'freshness'];
    relation text;
BEGIN
    FOREACH relation IN ARRAY readable || ARRAY['orders'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', relation);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', relation);
        EXECUTE format('DROP POLICY IF EXISTS tenants ON %I', relation);
        EXECUTE format(
            'CREATE POLICY tenants ON %I USING (tenant_id = ANY ((SELECT current_setting(''app.tenants''))::uuid[]))',
            relation);
    END LOOP;
    -- Rates are no tenant's.
    FOREACH relation IN ARRAY readable || ARRAY['rates'] LOOP
        EXECUTE format('GRANT SELECT ON %I TO %I', relation, current_schema() || '_tenant');
    END LOOP;
END $$;

SELECT keep_access();
REVOKE EXECUTE ON FUNCTION keep_access() FROM PUBLIC;
