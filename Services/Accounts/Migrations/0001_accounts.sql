-- Who the tenants are, what opens their doors, how they want to be served, and what was done for them.
-- The roles exist before (infra/postgres/roles.sql).

-- An agency, or a brand. Tables of brands are led by `tenant_id` in every service.
CREATE TABLE tenants (
    tenant_id   uuid        PRIMARY KEY,
    kind        text        NOT NULL CHECK (kind IN ('agency', 'brand')),
    name        text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    agency_id   uuid,                                -- who holds the brand; null: it stands alone, or is an agency
    agency_kind text        GENERATED ALWAYS AS (CASE WHEN agency_id IS NOT NULL THEN 'agency' END) STORED,
    created_at  timestamptz NOT NULL,
    UNIQUE (tenant_id, kind),
    CHECK (kind = 'brand' OR agency_id IS NULL),
    FOREIGN KEY (agency_id, agency_kind) REFERENCES tenants (tenant_id, kind)   -- only agencies hold brands
);
CREATE INDEX tenants_by_agency ON tenants (agency_id, name) WHERE agency_id IS NOT NULL;
CREATE UNIQUE INDEX tenants_agency_name ON tenants (lower(name)) WHERE kind = 'agency';

-- Keys. The key itself is nowhere: of 256 random bits a plain hash is enough.
CREATE TABLE api_keys (
    tenant_id    uuid        NOT NULL REFERENCES tenants (tenant_id),
    key_id       uuid        NOT NULL,
    name         text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    prefix       text        NOT NULL,
    digest       bytea       NOT NULL CHECK (octet_length(digest) = 32),   -- SHA-256 of the whole key
    scopes       text[]      NOT NULL CHECK (cardinality(scopes) > 0),
    created_at   timestamptz NOT NULL,
    created_by   text        NOT NULL,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz,
    replaces     uuid,
    PRIMARY KEY (tenant_id, key_id),
    FOREIGN KEY (tenant_id, replaces) REFERENCES api_keys (tenant_id, key_id)
);
-- A key is looked up before its tenant is known; a prefix is an actor's name in every tenant's log.
CREATE UNIQUE INDEX api_keys_digest ON api_keys (digest);
CREATE UNIQUE INDEX api_keys_prefix ON api_keys (prefix);

-- One row per tenant, from its first moment.
CREATE TABLE settings (
    tenant_id           uuid        PRIMARY KEY REFERENCES tenants (tenant_id),
    version             integer     NOT NULL CHECK (version > 0),
    zone                text        NOT NULL,
    currency            text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    low_stock_threshold integer     NOT NULL CHECK (low_stock_threshold >= 0),
    safety_buffer       integer     NOT NULL CHECK (safety_buffer >= 0),
    confirm_above_minor bigint      CHECK (confirm_above_minor >= 0),
    confirm_above_units integer     CHECK (confirm_above_units >= 0),
    is_automation_on    boolean     NOT NULL,
    channel_takes_zero  boolean     NOT NULL,
    changed_at          timestamptz NOT NULL DEFAULT now(),
    changed_by          text        NOT NULL
);

-- The log of what was done, for the owner to read. A month each, so that old months are dropped instead of deleted.
CREATE TABLE actions (
    tenant_id uuid        NOT NULL,
    at        timestamptz NOT NULL,
    action_id uuid        NOT NULL,                  -- the message that told it
    action    text        NOT NULL,
    subject   text        NOT NULL,
    sentence  text        NOT NULL,
    actor     text        NOT NULL,
    PRIMARY KEY (tenant_id, at, action_id)
) PARTITION BY RANGE (at);

-- The days of which exchange rates were published. They are the platform's, no tenant's: only the worker sees them.
CREATE TABLE exchange_rate_days (
    day          date        PRIMARY KEY,
    per_euro     jsonb       NOT NULL,               -- ISO 4217 to a decimal, as text, as it stood in the file
    published_at timestamptz NOT NULL DEFAULT now()
);

-- ------------------------------------------------------------------------------------------------- who sees what

-- Makes a table show a tenant's rows to that tenant alone, its own owner included.
CREATE FUNCTION keep_tenants_apart(name text) RETURNS void LANGUAGE plpgsql SET search_path = :schema, pg_temp AS $$
BEGIN
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
        'CREATE POLICY tenants ON %I USING (tenant_id = ANY ((SELECT current_setting(''app.tenants''))::uuid[]))',
        name);
END $$;
SELECT keep_tenants_apart(name) FROM unnest(ARRAY['tenants', 'api_keys', 'settings', 'actions']) AS name;

-- verify_key() runs as the owner, before a tenant is known.
CREATE POLICY owner_looks ON tenants FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY owner_looks ON api_keys FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY owner_notes_use ON api_keys FOR UPDATE TO CURRENT_USER USING (true);

GRANT SELECT, INSERT ON tenants TO accounts_tenant;
-- All columns but the digest: nobody who asks can carry the hashes away.
GRANT SELECT (tenant_id, key_id, name, prefix, scopes, created_at, created_by, expires_at, revoked_at, last_used_at,
    replaces), INSERT, UPDATE (expires_at, revoked_at) ON api_keys TO accounts_tenant;
GRANT SELECT, INSERT, UPDATE ON settings TO accounts_tenant;
GRANT SELECT, INSERT ON actions TO accounts_tenant;
-- A log is only ever added to.
REVOKE UPDATE, DELETE ON actions FROM accounts_worker;

-- Makes the months up to the next one and drops those of more than a year ago. A message is at most 14 days old.
CREATE FUNCTION keep_action_partitions() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = :schema, pg_temp SET client_min_messages = warning AS $$
DECLARE
    month date;
    partition text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext(':schema.actions'));
    FOR offset_months IN -1..1 LOOP
        month := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => offset_months))::date;
        partition := 'actions_' || to_char(month, 'YYYYMM');
        IF to_regclass(partition) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF actions FOR VALUES FROM (%L) TO (%L)', partition,
                month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
            PERFORM keep_tenants_apart(partition);
        END IF;
    END LOOP;
    FOR partition IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'actions'::regclass
            AND c.relname < 'actions_' || to_char(now() AT TIME ZONE 'UTC' - interval '13 months', 'YYYYMM')
    LOOP
        EXECUTE format('DROP TABLE %I', partition);
    END LOOP;
END $$;
SELECT keep_action_partitions();

-- Whose key has this digest, and what does it open? No row when it is nobody's. Notes the use, once a minute at most.
CREATE FUNCTION verify_key(the_digest bytea)
RETURNS TABLE (key_id uuid, tenant_id uuid, kind text, brands uuid[], prefix text, scopes text[], state text,
    expires_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = :schema, pg_temp AS $$
#variable_conflict use_column
DECLARE
    found_key api_keys;
BEGIN
    SELECT * INTO found_key FROM api_keys k WHERE k.digest = the_digest;
    IF NOT FOUND THEN RETURN; END IF;
    UPDATE api_keys k SET last_used_at = now()
    WHERE (k.tenant_id, k.key_id) = (found_key.tenant_id, found_key.key_id)
        AND coalesce(k.last_used_at < now() - interval '1 minute', true)
        AND k.revoked_at IS NULL AND coalesce(k.expires_at > now(), true);
    RETURN QUERY
    SELECT found_key.key_id, t.tenant_id, t.kind,
        ARRAY(
            SELECT b.tenant_id FROM tenants b WHERE b.agency_id = t.tenant_id ORDER BY b.name, b.tenant_id LIMIT 1000),
        found_key.prefix, found_key.scopes,
        CASE WHEN found_key.revoked_at IS NOT NULL THEN 'revoked'
            WHEN found_key.expires_at <= now() THEN 'expired' ELSE 'live' END,
        found_key.expires_at
    FROM tenants t WHERE t.tenant_id = found_key.tenant_id;
END $$;
REVOKE EXECUTE ON FUNCTION verify_key(bytea), keep_action_partitions(), keep_tenants_apart(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION verify_key(bytea) TO accounts_tenant;
