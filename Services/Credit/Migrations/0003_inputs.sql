-- All rows at once, which nobody but the owner without the policies may do.
ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY;
ALTER TABLE orders NO FORCE ROW LEVEL SECURITY;
ALTER TABLE affiliate_orders NO FORCE ROW LEVEL SECURITY;
ALTER TABLE settlements NO FORCE ROW LEVEL SECURITY;

-- An account is one person's and counts once, however many brands it is connected for: of several links the oldest
-- stays, as it does for Accounts.
UPDATE accounts SET is_linked = false, version = version + 1 WHERE is_linked AND EXISTS (
    SELECT FROM accounts older WHERE older.account_id = accounts.account_id AND older.is_linked
        AND (older.linked_at, older.link_id) < (accounts.linked_at, accounts.link_id));
DROP INDEX accounts_linked;
CREATE UNIQUE INDEX accounts_linked ON accounts (account_id) WHERE is_linked;
-- What is kept of others, or was told of a shop as of a creator account.
DELETE FROM orders WHERE NOT EXISTS (
    SELECT FROM accounts a WHERE (a.tenant_id, a.account_id) = (orders.tenant_id, orders.account_id)
        AND a.is_linked AND a.kind = 'seller');
DELETE FROM settlements WHERE NOT EXISTS (
    SELECT FROM accounts a WHERE (a.tenant_id, a.account_id) = (settlements.tenant_id, settlements.account_id)
        AND a.is_linked AND a.kind = 'seller');
DELETE FROM affiliate_orders WHERE NOT EXISTS (
    SELECT FROM accounts a WHERE (a.tenant_id, a.account_id) = (affiliate_orders.tenant_id, affiliate_orders.account_id)
        AND a.is_linked);

ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
ALTER TABLE orders FORCE ROW LEVEL SECURITY;
ALTER TABLE affiliate_orders FORCE ROW LEVEL SECURITY;
ALTER TABLE settlements FORCE ROW LEVEL SECURITY;

-- When accounts were read last.
ALTER TABLE shops ADD COLUMN readings_at timestamptz, ADD COLUMN readings jsonb;

-- How many messages have come of one cause: a past is known when all that was told of it is here. Kept for a day.
CREATE TABLE heard (
    cause    uuid        PRIMARY KEY,
    messages bigint      NOT NULL,
    heard_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX heard_by_time ON heard (heard_at);

-- Who may be given a consent. Requests may ask of one whether it is one, and see no others.
CREATE TABLE lenders (
    lender_id uuid PRIMARY KEY
);
CREATE FUNCTION is_lender(tenant uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = :schema, pg_temp AS $$
    SELECT EXISTS (SELECT FROM lenders WHERE lender_id = tenant)
$$;
REVOKE EXECUTE ON FUNCTION is_lender(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_lender(uuid) TO credit_tenant, credit_worker;
-- Whoever is no lender reads nobody's score, whatever consent there is.
DROP POLICY readings ON reads;
CREATE POLICY readings ON reads FOR INSERT TO credit_tenant
    WITH CHECK (
        lender_id = ANY ((SELECT current_setting('app.tenants'))::uuid[])
        AND is_lender(lender_id)
        AND EXISTS (
            SELECT FROM consents c WHERE (c.tenant_id, c.lender_id, c.consent_id)
                = (reads.tenant_id, reads.lender_id, reads.consent_id)
                AND c.revoked_at IS NULL AND now() >= c.given_at AND now() < c.until));
