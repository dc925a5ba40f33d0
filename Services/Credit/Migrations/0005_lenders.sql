-- What a consent opens, what a lender is told accounts are called, and who has looked at a paper.

-- Scores before it are not opened: a lender sees the one that was current when the consent was given, and those since.
ALTER TABLE consents ADD COLUMN opens_from timestamptz NOT NULL DEFAULT '-infinity';
-- What accounts are called to the lender is made of it, so that two lenders cannot put together what they read.
ALTER TABLE consents ADD COLUMN salt uuid NOT NULL DEFAULT gen_random_uuid();

-- All rows at once, which nobody but the owner without the policies may do.
ALTER TABLE consents NO FORCE ROW LEVEL SECURITY;
UPDATE consents SET opens_from = coalesce((
    SELECT max(s.as_of) FROM scores s WHERE s.tenant_id = consents.tenant_id AND s.as_of <= consents.given_at),
    '-infinity');
ALTER TABLE consents FORCE ROW LEVEL SECURITY;

-- Neither is said by who writes a consent, and the salt is told to nobody.
REVOKE SELECT, INSERT ON consents FROM credit_tenant;
GRANT SELECT (tenant_id, consent_id, lender_id, purpose, given_at, until, revoked_at, opens_from),
    INSERT (tenant_id, consent_id, lender_id, purpose, given_at, until) ON consents TO credit_tenant;

-- Notes what a new consent opens. What stands in the way now, an older score does not outweigh: then none is current.
-- The times of scores alone are compared, since those who make them have another clock.
CREATE FUNCTION note_opening() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = :schema, pg_temp
AS $$
DECLARE
    newest timestamptz := (SELECT max(as_of) FROM scores WHERE tenant_id = NEW.tenant_id);
BEGIN
    IF EXISTS (
        SELECT FROM standings
        WHERE tenant_id = NEW.tenant_id AND jsonb_array_length(standing -> 'obstacles') > 0
    ) THEN
        newest := newest + interval '1 microsecond';
    END IF;
    NEW.opens_from := coalesce(newest, '-infinity');
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION note_opening() FROM PUBLIC;
CREATE TRIGGER note_opening BEFORE INSERT ON consents FOR EACH ROW EXECUTE FUNCTION note_opening();

DROP POLICY readers ON scores;
CREATE POLICY readers ON scores FOR SELECT TO credit_tenant
    USING (EXISTS (
        SELECT FROM reads r JOIN consents c ON (c.tenant_id, c.consent_id) = (r.tenant_id, r.consent_id)
        WHERE r.tenant_id = scores.tenant_id AND scores.as_of >= c.opens_from
            AND r.at = now() AND r.transaction_id = pg_current_xact_id_if_assigned()));

-- What the lender of a consent is told accounts are called: by one consent always the same, by two never. It is a UUID
-- of version 8 (RFC 9562), made of the first 16 bytes of SHA-256 over salt and id.
CREATE POLICY names ON consents FOR SELECT TO CURRENT_USER
    USING (lender_id = ANY ((SELECT current_setting('app.tenants'))::uuid[]));
CREATE FUNCTION lender_names(consent uuid, accounts uuid[]) RETURNS TABLE (account uuid, name uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = :schema, pg_temp AS $$
    SELECT given.id, encode(
        set_byte(set_byte(hash.bytes, 6, get_byte(hash.bytes, 6) & 15 | 128), 8, get_byte(hash.bytes, 8) & 63 | 128),
        'hex')::uuid
    FROM consents c CROSS JOIN unnest(accounts) AS given (id)
        CROSS JOIN LATERAL (SELECT substr(sha256(uuid_send(c.salt) || uuid_send(given.id)), 1, 16)) AS hash (bytes)
    WHERE c.consent_id = consent AND c.lender_id = ANY (current_setting('app.tenants')::uuid[])
$$;
REVOKE EXECUTE ON FUNCTION lender_names(uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lender_names(uuid, uuid[]) TO credit_tenant, credit_worker;

-- Who has looked at a paper, and what they say of it. Nobody verifies their own.
ALTER TABLE documents ADD COLUMN settled_at timestamptz, ADD COLUMN settled_by text,
    ADD COLUMN note text CHECK (length(note) BETWEEN 1 AND 1000);
REVOKE INSERT ON documents FROM credit_tenant;
GRANT INSERT (tenant_id, market, document, state) ON documents TO credit_tenant;
CREATE POLICY declared ON documents AS RESTRICTIVE FOR INSERT TO credit_tenant WITH CHECK (state = 'declared');
