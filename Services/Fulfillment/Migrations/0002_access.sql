-- Who may do what: the worker sees every brand, the role of requests sees the brands that it has named.
DO $$
DECLARE
    name text;
    worker text := current_schema() || '_worker';
    people text := current_schema() || '_tenant';
BEGIN
    FOREACH name IN ARRAY ARRAY['shipments', 'shipment_events', 'recipients', 'files', 'shops', 'settings', 'products',
        'warehouses']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY tenants ON %I '
            'USING (tenant_id = ANY ((SELECT current_setting(''app.tenants''))::uuid[]))', name);
    END LOOP;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = people) THEN
        -- A person's acts change a parcel and its log; recipients are opened by the worker alone.
        EXECUTE format('GRANT SELECT, UPDATE ON shipments TO %I', people);
        EXECUTE format('GRANT SELECT, INSERT ON shipment_events TO %I', people);
        EXECUTE format('GRANT SELECT ON files, shops, settings, products, warehouses TO %I', people);
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = worker) THEN
        -- The log is only ever added to.
        EXECUTE format('REVOKE UPDATE, DELETE ON shipment_events FROM %I', worker);
    END IF;
END $$;
