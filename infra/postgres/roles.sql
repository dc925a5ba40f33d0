-- The three roles of a service, and its schema; run by an administrator before `<service> migrate`, as often as one
-- likes:
--
--     psql "$ADMIN_URL" -v ON_ERROR_STOP=1 -v schema=inventory -f infra/postgres/roles.sql
--
-- inventory_owner   owns the schema and all in it; for `inventory migrate` alone.
-- inventory_worker  runs the service: works on batches of all brands, so row level security does not hold it back.
-- inventory_tenant  is put on by the worker for the length of a request (SET LOCAL ROLE): sees the rows of the brands
--                   in `app.tenants`, of the tables that the service's migrations grant it, and no other table.
--
-- Passwords are the administrator's: ALTER ROLE inventory_worker PASSWORD '…'.

SELECT set_config('shop.schema', :'schema', false);

DO $$
DECLARE
    schema text := current_setting('shop.schema');
    owner  text := schema || '_owner';
    worker text := schema || '_worker';
    tenant text := schema || '_tenant';
    name   text;
BEGIN
    IF schema !~ '^[a-z][a-z0-9_]{0,39}$' THEN
        RAISE EXCEPTION 'schema must be lower-case letters, digits and underscores, not %', quote_literal(schema);
    END IF;

    FOREACH name IN ARRAY ARRAY[owner, worker, tenant] LOOP
        BEGIN
            CONTINUE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = name);
            EXECUTE format('CREATE ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE', name);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;  -- roles belong to the whole server: another database's administrator was faster
        END;
    END LOOP;
    -- Asked before they are altered, so that a second run writes nothing.
    IF EXISTS (SELECT FROM pg_roles WHERE rolname IN (owner, worker, tenant) AND rolsuper) THEN
        RAISE EXCEPTION 'a role of the schema % is a superuser, for whom no row level security holds', schema;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = owner AND (NOT rolcanlogin OR rolbypassrls)) THEN
        EXECUTE format('ALTER ROLE %I LOGIN NOBYPASSRLS', owner);
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = worker AND NOT (rolcanlogin AND rolbypassrls)) THEN
        EXECUTE format('ALTER ROLE %I LOGIN BYPASSRLS', worker);
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = tenant AND (rolcanlogin OR rolbypassrls)) THEN
        EXECUTE format('ALTER ROLE %I NOLOGIN NOBYPASSRLS', tenant);
    END IF;
    IF NOT pg_has_role(worker, tenant, 'MEMBER') THEN
        EXECUTE format('GRANT %I TO %I', tenant, worker);
    END IF;

    EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION %I', schema, owner);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I, %I', schema, worker, tenant);

    -- What migrations make from now on. A migration takes back what the worker shall not do, and gives to tenants.
    EXECUTE format(
        'ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I',
        owner, schema, worker);
    EXECUTE format(
        'ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I GRANT USAGE ON SEQUENCES TO %I', owner, schema, worker);
    -- Everyone may call a new function unless this is taken back, and that works for all schemas at once only.
    EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC', owner);
    EXECUTE format(
        'ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I GRANT EXECUTE ON FUNCTIONS TO %I', owner, schema, worker);
END $$;
